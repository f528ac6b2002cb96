"""What a page sets apart has its own heading or none: a caption heads no section, and an inset ends where it ends."""

from __future__ import annotations

import pytest
from docx.oxml.ns import nsdecls

from knowledge.reading.document import Document
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.test_reading_word import body, p, r
from tests.knowledge.test_sectioning_cover import check

AFTER = "Everybody must sign."
TABLE = (
    "<table><caption>Fees by Day</caption><tr><th>Day</th><th>Fee</th></tr>"
    "<tr><td>All</td><td>One</td></tr></table>"
)


def read(content: bytes, ending: str = ".html") -> Document:
    document = read_bytes(content, ending, f"desk{ending}")
    check(document)
    assert [one for one in document.findings if one.kind != "facts-missing"] == []
    return document


def html(inner: str) -> Document:
    page = (
        f"<html><body><h1>Desk</h1><h2>Calls</h2><p>Staff must answer.</p>{inner}<p>{AFTER}</p></body></html>"
    )
    return read(page.encode())


def said(document: Document) -> list[tuple[tuple[str, ...], str]]:
    return [(section.path, clause.text) for section in document.sections for clause in section.clauses]


def test_what_stands_in_details_is_read_below_its_summary_and_what_follows_is_not() -> None:
    found = said(
        html(
            "<details><summary>Threats</summary><p>Staff must leave.</p><h2>Weapons</h2><p>Staff must hide.</p>"
            "<details><summary>Knives</summary>Staff must run.</details></details>"
            "<details><summary>Silence</summary><p>Staff may hang up.</p></details>"
        )
    )
    assert found == [
        (("Calls",), "Staff must answer."),
        (("Calls", "Threats"), "Staff must leave."),
        (("Calls", "Threats", "Weapons"), "Staff must hide."),
        (("Calls", "Threats", "Weapons", "Knives"), "Staff must run."),
        (("Calls", "Silence"), "Staff may hang up."),
        (("Calls",), AFTER),
    ]


@pytest.mark.parametrize(
    "inset",
    [
        TABLE,
        "<figure><img src='x' alt=''><figcaption><b>Ways Out</b></figcaption></figure>",
        "<fieldset><legend>Your Name</legend><p>Staff must ask.</p></fieldset>",
    ],
)
def test_a_caption_heads_no_section(inset: str) -> None:
    document = html(inset)
    assert [section.heading for section in document.sections] == ["Desk", "Calls"]
    assert said(document)[-1] == (("Calls",), AFTER)


def test_the_caption_of_a_table_is_quoted_with_its_rows() -> None:
    document = html(TABLE)
    assert ("Fees by Day: Day\tFee", "All\tOne") in [
        (clause.lead_in, clause.text) for section in document.sections for clause in section.clauses
    ]


def test_a_caption_of_word_heads_no_section() -> None:
    style = (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/>'
        "<w:rPr><w:b/></w:rPr></w:style>"
    )
    caption = p(r("Fees by Day"), '<w:pStyle w:val="Caption"/>')
    long = "Everybody must pay the fee of the day at the desk before the key is handed over."
    content = body(p(r("Staff must collect the fee.")), caption, p(r(long)), styles=style)
    assert [section.heading for section in read(content, ".docx").sections] == ["Front Desk Policy"]


def test_a_heading_behind_an_inset_does_not_belong_to_it() -> None:
    found = html("<details><summary>Threats</summary><p>Leave.</p></details><aside><h3>Dogs</h3></aside>")
    assert said(found)[-1] == (("Calls", "Dogs"), AFTER)


def test_what_belongs_to_the_page_alone_is_no_text() -> None:
    marks = "<h2 id='k'>Keys <a href='#k'>¶</a></h2><p>Staff sign.<a href='#top' id='top'>Back to top</a></p>"
    cookies = "<div class='cookie-banner'><p>You must accept cookies.</p></div>"
    assert said(html(marks + cookies)) == [
        (("Calls",), "Staff must answer."),
        (("Keys",), "Staff sign."),
        (("Keys",), AFTER),
    ]
