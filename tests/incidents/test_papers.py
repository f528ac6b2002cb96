"""Papers hold every word that was said, as words, whatever they look like."""

from __future__ import annotations

import re

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.papers.paper import Paper, PaperLine, PaperSection, PaperSize
from incidents.papers.pdf import as_pdf


def paper(text: str, *, size: PaperSize = PaperSize.A4, language: str = "en") -> Paper:
    return Paper(
        title="Report K4M-7TR",
        organisation="Lakeview",
        language=language,
        mark="Confidential",
        foot="K4M-7TR",
        page="Page {page} of {pages}",
        sections=(PaperSection("What happened", (PaperLine("Words", text),)),),
        signatures=("Signature of Ana",),
        date_label="Date",
        unshown="Some stand as codes.",
        size=size,
    )


def read(content: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    return "\n".join(pages)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    "text",
    [
        '#eval("1+1") $x^2$ *bold* _it_ `code` @ref <label> // gone /* gone */ #include "x"',
        "= no heading\n- no list\n+ no number\n/ no: term",
        "\\u{41} \\ ~ -- --- ... “quotes” 'single' \"double\"",
        '{"a": [1, null]} ]]> </script>',
    ],
)
def test_what_people_write_is_never_read_as_markup(text: str) -> None:
    assert squeezed(text) in squeezed(read(as_pdf(paper(text))))


def test_a_text_of_50000_characters_stands_there_to_its_last_word() -> None:
    said = read(as_pdf(paper("He went on and on. " * 2600 + "Then he left.")))
    assert "Then he left." in said
    assert re.search(r"Page 2 of \d", said)


def test_what_no_font_here_can_draw_stands_as_its_code_and_that_is_said() -> None:
    said = read(as_pdf(paper("Name: \U000f0000\ue000\x07\u202eevil")))
    for code in ("[U+F0000]", "[U+E000]", "[U+0007]", "[U+202E]"):
        assert code in squeezed(said)
    assert "Some stand as codes." in said
    assert "Some stand as codes." not in read(as_pdf(paper("Zoë Škvorecký – 5 €")))


@settings(max_examples=15, deadline=None)
@given(
    st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0x17F, exclude_categories=("Cc", "Cf")), max_size=80
    )
)
def test_every_character_of_the_languages_of_europe_is_there(text: str) -> None:
    assert squeezed(text.replace("\u00ad", "")) in squeezed(read(as_pdf(paper(text))))


@pytest.mark.parametrize("text", ["Press 1\ufe0f\u20e3 for billing", "x\u20dd", "a\u0301\u20e3\u0489"])
def test_a_sequence_no_font_can_draw_does_not_stop_a_paper(text: str) -> None:
    assert "Press" in read(as_pdf(paper("Press " + text)))


def test_a_half_of_a_character_does_not_stop_a_paper() -> None:
    assert "[U+D800]" in squeezed(read(as_pdf(paper("a\ud800b"))))


@pytest.mark.parametrize(("size", "points"), [(PaperSize.LETTER, (612, 792)), (PaperSize.A4, (595, 842))])
def test_the_sheet_has_the_size_that_was_asked_for(size: PaperSize, points: tuple[int, int]) -> None:
    (page,) = pypdfium2.PdfDocument(as_pdf(paper("x", size=size)))
    assert tuple(map(round, page.get_size())) == points


@pytest.mark.parametrize("language", ["en", "en-CA", "fr_CA", "pt", "zh-Hant-TW"])
def test_it_is_tagged_for_screen_readers_in_its_language(language: str) -> None:
    content = as_pdf(paper("x", language=language))
    assert b"/MarkInfo" in content
    assert b"/StructTreeRoot" in content
    assert f"/Lang({language[:2]}".encode() in content
