"""A table of Word that only lays a page out is read cell by cell, with the tables in it; one of rules row by row."""

from __future__ import annotations

import pytest

from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.making import word_xml


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def table(rows: list[list[str]], properties: str = "") -> str:
    written = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
    return (
        f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in written)}</w:tbl>"
    )


RULES = [["Who", "What"], ["Drunk guest", "Staff must not serve."], ["Child", "Staff may serve water."]]
CENTRED = '<w:jc w:val="center"/>'
INNER = table([[paragraph(text) for text in row] for row in RULES], CENTRED) + paragraph("")
ROWS = [("Drunk guest\tStaff must not serve.", "must"), ("Child\tStaff may serve water.", "may")]


def read(body: str) -> list[tuple[str, str]]:
    content = word_xml(f"{paragraph('Bar Policy')}{body}{paragraph('Bars close at ten.')}")
    document = read_bytes(content, ".docx", "bar.docx")
    assert document.findings == ()
    found = [(clause.text, clause.strength) for section in document.sections for clause in section.clauses]
    return [one for one in found if one[0] not in ("Bar Policy", "Bars close at ten.")]


@pytest.mark.parametrize(
    ("rows", "around"),
    [
        ([[INNER]], []),
        ([[table([[INNER]]) + paragraph("")]], []),
        ([[paragraph("Glass must be kept."), INNER]], [("Glass must be kept.", "must")]),
        ([[paragraph("Glass must be kept.")], [INNER]], [("Glass must be kept.", "must")]),
    ],
)
def test_a_table_in_a_cell_that_only_lays_out_keeps_its_rows(
    rows: list[list[str]], around: list[tuple[str, str]]
) -> None:
    assert read(table(rows)) == [*around, *ROWS]


def test_a_row_of_rules_without_a_table_in_it_stays_a_row() -> None:
    assert read(table([[paragraph("Drunk guest"), paragraph("Staff must not serve.")]])) == ROWS[:1]


def test_the_rows_of_rules_of_which_a_cell_holds_a_table_stay_together() -> None:
    heads = [paragraph("Topic"), paragraph("Rules")]
    found = read(table([heads, [paragraph("Serving"), INNER], [paragraph("Glass"), paragraph("Keep it.")]]))
    assert [text.split("\t")[0] for text, _ in found] == ["Serving", "Glass"]
    assert "Staff must not serve." in found[0][0]
