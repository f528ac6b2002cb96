"""The numbers of list items are those that the page shows, whatever became of the items between them."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.reading.document import Document
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.making import word, word_xml
from tests.knowledge.test_sectioning_cover import check

DELETED = (
    f'<w:del {nsdecls("w")} w:id="1" w:author="a"><w:r><w:delText>Staff may wait.</w:delText></w:r></w:del>'
)
DELETED_END = f'<w:rPr {nsdecls("w")}><w:del w:id="2" w:author="a"/></w:rPr>'


def marks(document: Document) -> list[tuple[str, str]]:
    check(document)
    return [(c.mark, c.text) for s in document.sections for c in s.clauses]


def html(body: str, sheet: str = "") -> list[tuple[str, str]]:
    page = f"<html><head><style>{sheet}</style></head><body><h1>Desk</h1>{body}</body></html>"
    return marks(read_bytes(page.encode(), ".html", "desk.html"))


def listed(*items: str) -> list[tuple[str, str]]:
    """The marks of a numbered list of Word; an item is struck out, hidden, deleted, empty, or its own words."""
    document = docx.Document()
    document.add_heading("Desk", 0)
    for said in items:
        paragraph = document.add_paragraph(style="List Number")
        if said.startswith("deleted"):
            paragraph._p.append(parse_xml(DELETED))
            if said == "deleted whole":
                paragraph._p.get_or_add_pPr().append(parse_xml(DELETED_END))
        elif said != "empty":
            run = paragraph.add_run(said)
            run.font.strike, run.font.hidden = said == "struck", said == "hidden"
    return marks(read_bytes(word(document), ".docx", "desk.docx"))


def test_struck_and_empty_items_of_word_keep_their_number_and_deleted_ones_have_none() -> None:
    assert listed(
        "One.", "struck", "Three.", "deleted whole", "Four.", "deleted", "Five.", "empty", "Seven."
    ) == [
        ("1", "One."),
        ("3", "Three."),
        ("4", "Four."),
        ("5", "Five."),
        ("7", "Seven."),
    ]


def test_struck_items_of_a_page_keep_their_number_and_those_not_shown_have_none() -> None:
    items = (
        "<li>One.</li><li><s>Two.</s></li><li class='o'>Three.</li><del><li>Four.</li></del>"
        "<li>Five.</li><li style='display:none'>Gone.</li><li>Six.</li>"
    )
    assert html(f"<ol>{items}</ol>", ".o{text-decoration:line-through}") == [
        ("1", "One."),
        ("5", "Five."),
        ("6", "Six."),
    ]


def test_items_of_a_page_have_the_numbers_that_a_browser_draws() -> None:
    assert html("<ol><li>One.</li><li value='9'>Nine.</li><li>Ten.</li></ol>") == [
        ("1", "One."),
        ("9", "Nine."),
        ("10", "Ten."),
    ]
    assert [mark for mark, _ in html("<ol reversed><li>One.</li><li>Two.</li></ol>")] == ["2", "1"]
    assert [mark for mark, _ in html("<ol type='i'><li>One.</li><li>Two.</li></ol>")] == ["i", "ii"]
    assert [
        mark
        for mark, _ in html("<ol class='r'><li>One.</li><li>Two.</li></ol>", ".r{list-style:upper-alpha}")
    ] == ["A", "B"]


def test_a_number_in_a_cell_of_its_own_is_read() -> None:
    document = docx.Document()
    document.add_heading("Desk", 0)
    table = document.add_table(2, 2)
    for row, said in zip(table.rows, ("Staff must greet.", "Staff must smile."), strict=True):
        row.cells[0].paragraphs[0].style = "List Number"
        row.cells[1].text = said
    assert marks(read_bytes(word(document), ".docx", "desk.docx")) == [
        ("1", "Staff must greet."),
        ("2", "Staff must smile."),
    ]


DIGITS = "9" * 5_000


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        (".html", f"<table><tr><td colspan='{DIGITS}' rowspan='{DIGITS}'>Staff must lock.</td></tr></table>"),
        (".html", f"<ol start='{DIGITS}'><li value='{DIGITS}'>Staff must lock.</li></ol>"),
        (".html", f"<p style='left:-{DIGITS}px;opacity:{DIGITS}'>Staff must lock.</p>"),
        (".html", f"<style>.a{{font-size:{DIGITS}px}}</style><p class='a'>Staff must lock.</p>"),
        (".md", f"<span style='font-size:{DIGITS}px'>Staff must lock.</span>"),
    ],
)
def test_a_number_of_thousands_of_digits_stops_no_reader(ending: str, content: str) -> None:
    assert "Staff must lock." in read_bytes(content.encode(), ending, f"desk{ending}").text


def test_a_number_of_thousands_of_digits_in_a_word_file_stops_no_reader() -> None:
    paragraph = "<w:p><w:pPr>%s</w:pPr><w:r><w:rPr>%s</w:rPr><w:t>Staff must lock.</w:t></w:r></w:p>"
    levels = (
        f'<w:outlineLvl w:val="{DIGITS}"/><w:numPr><w:ilvl w:val="{DIGITS}"/><w:numId w:val="1"/></w:numPr>'
    )
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{DIGITS}"/></w:tcPr>{paragraph % ("", "")}</w:tc>'
    made = word_xml(paragraph % (levels, f'<w:sz w:val="{DIGITS}"/>') + f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
    assert read_bytes(made, ".docx", "desk.docx").text.count("Staff must lock.") == 2
