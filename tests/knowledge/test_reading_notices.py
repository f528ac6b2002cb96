"""A line at the head that is nothing but a notice of standing sets its document aside; one that says more does not."""

from __future__ import annotations

from datetime import date

import docx
import pytest

from knowledge.reading.document import Document
from knowledge.reading.in_force import in_force_of, is_in_force, not_in_force
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.making import word
from tests.knowledge.test_reading_text import read

TODAY = date(2026, 5, 4)
RULE = "Staff must ring the bell."


def _bell(line: str) -> Document:
    return read(f"# Bell Policy\n\n{line}\n\n{RULE}\n\n## Keys\n\nStaff must sign.\n", ".md")


@pytest.mark.parametrize(
    "line",
    [
        "Proposed text, not yet adopted by Council.",
        "Not yet approved by Council.",
        "This policy has not yet been adopted by the Town Council.",
        "Approved by the committee but not yet adopted by Council.",
        "Pending approval by the board.",
        "Awaiting Council approval.",
        "Consultation draft, comments to the clerk by Friday.",
        "This is a proposal for consultation until 15 December 2026.",
        "This is only a draft.",
        "Draft of 3 May 2026",
        "Proposed new text:",
        "Proposed policy",
        "(Proposed wording – not approved)",
        "For council's consideration; no effect until adopted.",
        "Note: not yet ratified; please do not circulate.",
        "Owner: Clerk\n\nVersion: 2\n\nEffective: 3 May 2025\n\nCategory: Desk\n\nNot yet adopted by Council.",
        "Adopted by Council on 3 May 2024. Rescinded by Council on 2 April 2026.",
        "Adopted 3 May 2024. Repealed 2 April 2026.",
        "Adopted May 3, 2024; amended June 2, 2025; rescinded January 1, 2026",
        "This policy ceased to apply at the end of 2024.",
        "This policy ceased to have effect on 3 May 2024.",
        "This policy no longer applies.",
        "This policy is suspended.",
        "This policy is under review and suspended until further notice.",
        "Suspended until further notice.",
        "This procedure was discontinued by Council on 3 May 2024.",
        "This by-law has not been passed yet.",
        "This policy has not come into force.",
        "Council has not yet adopted this policy.",
        "To be adopted by Council on 15 December 2027.",
        "Approval pending",
        "Out for consultation until 1 March 2027",
        "v0.3 DRAFT",
        "Version 0.3 – draft",
        "Unapproved draft",
        "On hold until further notice.",
        "The operation of this policy is suspended.",
        "This policy has expired.",
        "Effective 3 May 2024, ended 2 April 2026.",
        "In force 3 May 2024 – 2 April 2026",
        "Approved 3 May 2024; superseded 2 April 2026 by the Door Policy.",
        "Kept for reference only; replaced by the Door Policy.",
        "Historical version - no longer in force",
        "Draft approved for consultation 3 May 2026",
        "No longer current",
        "Not in force until 1 March 2027.",
        "Suspended until 1 March 2027.",
        "No longer applicable.",
        "In abeyance since March 2026.",
        "Defeated by Council on 3 April 2026.",
        "Struck down by the Supreme Court on 4 April 2026.",
        "Approved subject to ratification by Council.",
        "Do not follow this version.",
        "Not for use",
        "The policy was rescinded on 2 April 2026.",
        "Proposed 3 April 2024, not adopted.",
        "Proposed 3 April 2024, to be adopted in 2027.",
    ],
)
def test_a_plain_notice_at_the_head_sets_its_document_aside_and_its_owner_is_told(line: str) -> None:
    document = _bell(line)
    assert not is_in_force(document, TODAY)
    assert len(list(not_in_force([document], TODAY))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Adopted by Council on 3 May 2024.",
        "Approved by Council on 3 May 2024, amended 2 June 2025.",
        "Repealed 2 June 2020. Adopted 3 May 2024.",
        "Adopted 3 May 2024. Rescinds the policy of 2 June 2020.",
        "Adopted 3 May 2024. Repealed 2 June 2031.",
        "Version 2, approved after consultation",
        "For discussion",
        "Previous version: 3 May 2019",
        "Draft: 3 May 2019. Adopted: 2 June 2019.",
        "Draft 1: 3 May 2019\n\nAdopted: 2 June 2019",
        "Final draft approved by Council, 2 June 2019",
        "Consultation draft, adopted 2 June 2019",
        "Under consultation",
        "Comments to the clerk by Friday.",
        "Subject to approval by the manager.",
        "This policy is under review.",
        "This policy is not for contractors.",
        "This policy no longer applies to contractors.",
        "This policy is suspended during a strike.",
        "This policy is suspended until the caller is safe.",
        "This policy ceased to apply to vans on 3 May 2024.",
        "Suspended",
        "Proposals",
        "Proposed changes to a booking",
        "Not yet approved requests are held.",
        "Withdrawn by the applicant",
        "Suspended by a doctor",
        "To be approved by the manager.",
        "Approved for adoption on 15 December 2024.",
        "Council adopted this policy on 3 May 2024.",
        "Kept for reference only",
        "Old versions",
        "Superseded versions are in the archive.",
        "This policy was suspended in 2020 and reinstated in 2021.",
        "Reviewed 2 April 2026; no changes.",
        "Effective 3 May 2024 to 2 June 2030.",
        "Draft by-laws",
        "Calls on hold",
        "Public consultation",
        "Pending approval by the board, staff must wait.",
        "A proposal for discussion must be signed.",
        "Draft letters are kept for a year.",
        "Not in force until 1 March 2024.",
        "Suspended until 1 March 2024.",
        "Subject to approval by the duty manager.",
        "Not for use in vehicles.",
        "Do not use this door.",
        "No longer applicable permits are handed in.",
        "Do not follow this guide on holidays.",
        "The former policy was rescinded on 2 June 2024.",
        "The previous by-law was repealed on 2 June 2024.",
        "Proposed by the clerk, adopted by Council on 3 May 2024.",
        "Proposed 3 April 2024, adopted 3 May 2024.",
    ],
)
def test_a_line_at_the_head_that_says_anything_else_leaves_the_document_in_force(line: str) -> None:
    document = _bell(line)
    assert is_in_force(document, TODAY)
    kept = [one.text for section in in_force_of(document, TODAY).sections for one in section.clauses]
    assert {RULE, "Staff must sign."} <= set(kept)


@pytest.mark.parametrize(
    "source",
    [
        f"# Bell Policy\n\n## Bells\n\n{RULE}\n\n## Permits\n\nNot yet approved by Council.\n",
        f"# Bell Policy\n\n{RULE}\n\nPending approval by the board.\n",
        f"# Bell Policy\n\nPermits:\n\n- Not yet approved by Council\n- Suspended until further notice\n\n{RULE}\n",
    ],
)
def test_a_notice_below_a_rule_a_heading_or_in_a_list_is_not_of_the_document(source: str) -> None:
    assert is_in_force(read(source, ".md"), TODAY)


def test_a_policy_that_was_in_force_and_is_suspended_counts_again_from_the_day_it_names() -> None:
    line = "Effective date: 1 March 2022\n\nThis policy is suspended until {}."
    for day, kept in (("1 March 2027", False), ("1 March 2025", True)):
        rules = in_force_of(_bell(line.format(day)), TODAY)
        assert any(one.text == RULE for section in rules.sections for one in section.clauses) is kept
        assert rules.facts.effective == date(2022, 3, 1)


def test_a_notice_is_told_in_text_in_pages_and_in_word_files() -> None:
    line = "Proposed text, not yet adopted by Council."
    assert not is_in_force(read(f"Bell Policy\n\n{line}\n\n{RULE}\n"), TODAY)
    assert not is_in_force(read(f"<h1>Bell Policy</h1><p><em>{line}</em></p><p>{RULE}</p>", ".html"), TODAY)
    made = docx.Document()
    made.add_paragraph("Bell Policy", style="Title")
    for text in (line, RULE):
        made.add_paragraph(text)
    assert not is_in_force(read_bytes(word(made), ".docx", "bell.docx"), TODAY)


def test_a_section_of_proposed_text_is_reported_as_not_in_force_and_not_as_repealed() -> None:
    text = f"# Bell Policy\n\nStaff must sign.\n\n## Proposed new text\n\n{RULE}\n\n## Proposed repairs\n\nAsk first.\n"
    document = read(text, ".md")
    assert [one.heading for one in document.sections if one.clauses] == ["Bell Policy", "Proposed repairs"]
    (found,) = document.findings
    assert found.message.startswith("Sections that say of themselves that they are not in force")
    assert "repealed" not in found.message
