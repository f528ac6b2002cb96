"""What a document tells of its own past is history and no rule, in every format; rules about changes are rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest

from knowledge.library import Library
from knowledge.reading.document import Document, Strength
from knowledge.reading.in_force import history_in, in_force_of
from knowledge.reading.sandbox_child import read_bytes
from knowledge.search.windows import windows_of
from tests.knowledge.making import pdf, word
from tests.knowledge.test_reading_text import read

RULE = "Staff must give two warnings before they end a call."
OLD = "Staff must give three warnings"
TODAY = date(2026, 5, 4)


def said(document: Document) -> list[str]:
    """What is quoted today, title and cover left out."""
    rules = in_force_of(document, TODAY)
    return [one.text for section in rules.sections for one in section.clauses]


def told(document: Document) -> str:
    return "\n".join(window.text for window in windows_of(history_in(document)))


def _table(*rows: str) -> str:
    head, *others = (f"| {row.replace(',', ' |')} |" for row in rows)
    return "\n".join([head, "|" + "---|" * (rows[0].count(",") + 1), *others])


_MARKDOWN = "# Call Policy\n\n## Warnings\n\n{rule}\n\n{past}\n"
TOLD_IN_MARKDOWN = [
    "## Revision history\n\n" + _table("Version,Date,Change", "1.0,05/2019,New", f"1.2,03/2021,{OLD} (was two)"),
    _table("Version,Date,Change", f"1.2,03/2021,{OLD}"),
    "## Document control\n\n" + _table("Rev.,Description,Date,Author", f"3,{OLD},2021-03-01,A. Roe"),
    "## 9. Amendment record\n\n" + _table("No.,Amendment,Date", f"2,{OLD},3 May 2021"),
    "## Summary of changes\n\n" + _table("Section,Previous wording,New wording", f"2,{OLD},Two warnings are given."),
    f"## Amendments\n\n- 2019: {OLD}, changed to two\n",
    f"## Change log\n\n- March 2021 – {OLD}\n",
    f"## Policy history\n\nAmended on 3 May 2021: {OLD} in place of one.\n",
    f"## Version history\n\n### Version 1.2 (March 2021)\n\n- {OLD}\n- Log them.\n",
    f"## Version history\n\n- v1.2 (March 2021)\n  - {OLD}\n  - Log them.\n",
    f"## Document history\n\n**Version 1.2** – {OLD} (was two).\n",
    f"Changes since version 1.1:\n\n- {OLD} (was two)\n",
    f"## Revisions\n\nVersion 1.2, March 2021\n\n{OLD}.\n",
    f"## Revisions\n\n## Version 1.2 (3 May 2021)\n\n{OLD}.\n",
    f"## Changes\n\n- 2.0 – 03/21 – {OLD}\n",
    f"## Changes\n\n- v2.0 adopted by Council: {OLD}\n",
]  # fmt: skip


@pytest.mark.parametrize("past", TOLD_IN_MARKDOWN)
def test_j40_what_a_revision_history_says_is_no_rule_and_is_told_as_history(past: str) -> None:
    document = read(_MARKDOWN.format(rule=RULE, past=past), ".md")
    assert said(document) == [RULE]
    assert OLD in told(document)
    assert [one.kind for one in document.findings if one.kind != "empty-section"] == ["not-in-force"]
    assert OLD in document.findings[0].message


def _text(past: str) -> Document:
    return read(f"CALL POLICY\n\nWARNINGS\n\n{RULE}\n\n{past}\n")


@pytest.mark.parametrize(
    "past",
    [
        f"DOCUMENT HISTORY\n\n2019: callback within 5 days changed to 2\n2021: {OLD} (was two)",
        f"Version control\n\n1.0 | 05/2019 | First issue\n1.2 | 03/2021 | {OLD} (was two)",
        f"Revision history:\n2019 - callback within 5 days changed to 2\n2021 - {OLD} (was two)",
        f"REVISION HISTORY\n\n1.0    05/2019    First issue\n1.2    03/2021    {OLD}",
    ],
)
def test_j40_a_history_in_plain_text_is_no_rule(past: str) -> None:
    assert said(_text(past)) == [RULE]
    assert OLD in told(_text(past))


def test_j40_a_history_in_a_page_is_no_rule() -> None:
    rows = f"<tr><th>Date</th><th>Amendment</th></tr><tr><td>2021</td><td>{OLD}</td></tr>"
    page = f"<h1>Call Policy</h1><h2>Warnings</h2><p>{RULE}</p><h2>Document history</h2><table>{rows}</table>"
    document = read(page, ".html")
    assert (said(document), OLD in told(document)) == ([RULE], True)


def test_j40_a_history_in_a_word_file_is_no_rule_with_headings_or_without() -> None:
    made = docx.Document()
    made.add_paragraph("Call Policy", style="Title")
    made.add_heading("Warnings", 1)
    made.add_paragraph(RULE)
    made.add_paragraph("Revision History")
    made.add_paragraph("Version 1.2 (March 2021)")
    for entry in (OLD, "Call back within 5 days"):
        made.add_paragraph(entry, style="List Bullet")
    table = made.add_table(rows=2, cols=3)
    for row, cells in zip(
        table.rows, (("Version", "Date", "Comments"), ("1.1", "05/2019", OLD)), strict=True
    ):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document = read_bytes(word(made), ".docx", "calls.docx")
    assert said(document) == [RULE]
    assert told(document).count(OLD) == 2


def test_j40_a_history_in_a_pdf_is_no_rule() -> None:
    lines = [("Call Policy", 18, True, 740), ("Warnings", 13, True, 700), (RULE, 11, False, 680)]
    lines += [("Revision history", 13, True, 640), (f"1.2   03/2021   {OLD} (was two)", 11, False, 620)]
    document = read_bytes(pdf([lines]), ".pdf", "calls.pdf")
    assert (said(document), OLD in told(document)) == ([RULE], True)


@pytest.mark.parametrize(
    "rules",
    [
        "## Document control\n\nStaff must keep every document in the register.\n",
        "## Change log\n\nStaff must write every change with its day into the change log.\n",
        "## Amendments\n\n1.1 The Clerk may make minor amendments to this policy.\n",
        "## Amendments\n\nThis policy may be changed to follow the law.\n",
        "## Review history\n\nThe Clerk must review this policy by 3 May 2027.\n",
        "## Revisions\n\nRevised forms must be signed by 1 June 2026.\n",
        "## History\n\nThe hall was built for the public. Staff must keep it open.\n",
        "## Updates\n\n- Staff must post updates before 9 a.m.\n- Updated lists must be signed.\n",
        "## Changes to bookings\n\n- 2 days before: the fee is paid back.\n",
        "## Version 2 of the form\n\nStaff must use Version 2 of the form.\n",
        "## Versions\n\nVersion 2 of the form must be used from the desk.\n",
        "## Keys\n\nStaff must call back within 2 days (was 5).\n",
        "## Document control\n\nOwner: Clerk\n\n## 3.12 Warnings\n\n3.12 Staff must give a warning.\n",
        "## Version history\n\nSee the list.\n\n## 2024 Opening Hours\n\nStaff must open at nine.\n",
        "## Changes\n\n- Issue 2 badges to each visitor.\n- 2024 forms must be used.\n- 1.10 Staff must sign.\n",
        "## Keys\n\nKeep these with each key:\n\n- a change log\n- a version history\n",
    ],
)
def test_a_rule_about_changes_or_with_its_old_value_beside_it_is_a_rule(rules: str) -> None:
    document = read(f"# Key Policy\n\n## Lending\n\n{RULE}\n\n{rules}", ".md")
    assert not told(document)
    assert not [one for one in document.findings if one.kind == "not-in-force"]


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("Date,Fee", "1 May 2021,Staff must ask for $5"),
        ("Change,Who approves it", "A new form,The clerk must approve it"),
        ("Version,Form,Use", "2,A,Staff must use it for visitors"),
        ("Date,Action,Comments", "3 May 2027,Review,The clerk must ask"),
        ("When,What staff do", "A caller shouts,Staff must warn"),
    ],
)
def test_a_table_of_rules_with_days_or_versions_is_no_history(head: str, row: str) -> None:
    document = read(f"# Key Policy\n\n## Lending\n\n{_table(head, row)}\n", ".md")
    assert not told(document)
    assert [one.strength for section in document.sections for one in section.clauses] == [Strength.MUST]


def test_a_policy_about_document_control_is_read_as_any_other() -> None:
    text = "# Document Control Policy\n\n2021: Staff must number every document.\n\nStaff must sign.\n"
    assert len(said(read(text, ".md"))) == 2


def test_j40_history_answers_what_changed_and_no_question(tmp_path: Path) -> None:
    past = TOLD_IN_MARKDOWN[0]
    (tmp_path / "calls.md").write_text(_MARKDOWN.format(rule=RULE, past=past), "utf-8")
    library = Library.open([tmp_path], today=lambda: TODAY)
    found = library.ask("how many warnings must staff give")
    shown = [words for one in found.passages for words in (one.text, *(step.text for step in one.steps))]
    assert not any("three" in words for words in shown)
    history = library.history("calls.md")
    assert history is not None
    assert OLD in "\n".join(one.text for one in history.told)


def test_what_stands_between_two_rules_and_is_set_aside_is_in_no_passage() -> None:
    rules = f"- {RULE}\n- Repealed. {OLD}.\n- Staff must sign.\n\n{TOLD_IN_MARKDOWN[1]}\n\nStaff must ask.\n"
    document = read(f"# Keys\n\n## Lending\n\n{rules}", ".md")
    assert (
        "\n".join(window.text for window in windows_of(in_force_of(document, TODAY))).count("Staff must") == 3
    )
