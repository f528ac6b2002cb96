"""What stands in a file and is no text is never passed over: its owner hears what was not read."""

from __future__ import annotations

import pytest

from knowledge.reading.document import Document
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.test_reading_word import body, p, r
from tests.knowledge.test_sectioning_cover import check

_OFFICE = "http://schemas.openxmlformats.org"
SPACES = " ".join(
    (
        f'xmlns:m="{_OFFICE}/officeDocument/2006/math"',
        f'xmlns:a="{_OFFICE}/drawingml/2006/main"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
        'xmlns:o="urn:schemas-microsoft-com:office:office"',
    )
)
FRACTION = "<m:f><m:num><m:r><m:t>rent</m:t></m:r></m:num><m:den><m:r><m:t>12</m:t></m:r></m:den></m:f>"


def math(inner: str) -> str:
    return f"<m:oMath {SPACES}>{inner}</m:oMath>"


def drawing(inner: str) -> str:
    return f"<w:r><w:drawing {SPACES}>{inner}</w:drawing></w:r>"


def read(content: bytes, ending: str) -> tuple[Document, list[str]]:
    document = read_bytes(content, ending, f"desk{ending}")
    check(document)
    return document, [one.message for one in document.findings if one.kind == "not-read"]


def html(inner: str) -> bytes:
    return f"<html><body><h1>Desk</h1>{inner}</body></html>".encode()


@pytest.mark.parametrize(
    ("ending", "content", "named"),
    [
        (".docx", body(p(r("The fee is ") + math(FRACTION) + r(" a month."))), "rent 12"),
        (".docx", body(p(r("See.") + drawing("<a:p><a:r><a:t>Ring twice</a:t></a:r></a:p>"))), "Ring twice"),
        (
            ".docx",
            body(p(r("See.") + f'<w:r><w:pict {SPACES}><v:textpath string="Ring twice"/></w:pict></w:r>')),
            "Ring twice",
        ),
        (
            ".docx",
            body(
                p(r("See.") + f'<w:r><w:object {SPACES}><o:OLEObject ProgID="Excel.Sheet"/></w:object></w:r>')
            ),
            "Excel.Sheet",
        ),
        (
            ".html",
            html("<p>The fee is <math><mfrac><mi>rent</mi><mn>12</mn></mfrac></math> a month.</p>"),
            "rent 12",
        ),
        (".html", html("<p>See.</p><svg><text>Ring twice</text></svg>"), "Ring twice"),
        (".html", html("<p>See.</p><object data='rules.pdf'></object>"), "rules.pdf"),
    ],
)
def test_what_cannot_be_read_as_text_is_a_finding(ending: str, content: bytes, named: str) -> None:
    document, missing = read(content, ending)
    assert [named in message for message in missing] == [True]
    assert named not in document.text


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".docx", body(p(r("The fee is ") + math(FRACTION) + r(" a month.")))),
        (".html", html("<p>The fee is <math><mfrac><mi>rent</mi><mn>12</mn></mfrac></math> a month.</p>")),
    ],
)
def test_a_sentence_shows_where_its_equation_is_missing(ending: str, content: bytes) -> None:
    assert "The fee is \ufffd a month." in read(content, ending)[0].text


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".docx", body(p(r("Take ") + math("<m:r><m:t>x=2</m:t></m:r>") + r(" keys.")))),
        (".html", html("<p>Take <math><mi>x</mi><mo>=</mo><mn>2</mn></math> keys.</p>")),
    ],
)
def test_an_equation_on_one_line_is_read(ending: str, content: bytes) -> None:
    document, missing = read(content, ending)
    assert "Take x=2 keys." in document.text
    assert missing == []
