"""What is done by the state of a thing ("Withdrawn: refund the fee") is a rule; a rule that calls itself so is none."""

from __future__ import annotations

from datetime import date

import docx
import pytest

from knowledge.reading.document import Document
from knowledge.reading.in_force import in_force_of, is_in_force
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.making import word
from tests.knowledge.test_reading_text import read

TODAY = date(2026, 5, 4)
KEPT = "Staff must sign."


def said(document: Document) -> list[str]:
    rules = in_force_of(document, TODAY)
    return [one.text for section in rules.sections for one in section.clauses]


def below(text: str) -> list[str]:
    return said(read(f"# Lamp Policy\n\n## Lamps\n\n{text}\n\n## Keys\n\n{KEPT}\n", ".md"))[:-1]


@pytest.mark.parametrize(
    "rules",
    [
        ("Withdrawn: refund the fee.", "Cancelled: shred the copies."),
        ("New: stamp it.", "Repealed: tell the by-law office.", "Closed: file it."),
        ("Draft: date each page.", "Withdrawn: void the slip."),
        ("Superseded – put it in the blue tray.", "Paid – put it in the red tray."),
        ("Withdrawn. Refund the fee.", "Refused. Send a letter."),
        ("Revoked: collect the card.", "Suspended: collect the key.", "Lost: call the bank."),
        ("Under appeal: wait.", "Withdrawn: refund the fee."),
        ("Withdrawn or cancelled: refund the fee.", "Paid: file it."),
    ],
)
def test_a_list_of_what_to_do_by_state_is_quoted_whole(rules: tuple[str, ...]) -> None:
    assert below("\n".join(f"- {rule}" for rule in rules)) == list(rules)
    assert below("\n\n".join(rules)) == list(rules)


def test_the_words_that_lead_to_such_a_list_tell_that_it_is_one() -> None:
    for leads in ("By the state of an application, staff must do this:", "An application may be:"):
        assert below(f"{leads}\n\n- Withdrawn: refund the fee.") == [leads, "Withdrawn: refund the fee."]


@pytest.mark.parametrize(
    "rules",
    [
        ("Repealed: staff must carry a lamp.", "Current: staff must carry a torch."),
        ("Repealed: staff must carry a lamp.", "Suspended: staff must carry a torch."),
        ("Withdrawn: staff must carry a lamp.", "New: staff must carry a torch."),
        ("Withdrawn 3 May 2021: staff must carry a lamp.", "Cancelled: shred the copies."),
        ("Rescinded: staff must carry a lamp.", "Purpose: staff must see."),
        ("Superseded: staff must carry a lamp.", "Required: staff must carry a torch."),
        ("Revoked: staff must carry a lamp.", "Amended 2020: staff must carry a torch."),
    ],
)
def test_a_rule_that_calls_itself_repealed_beside_others_is_set_aside(rules: tuple[str, ...]) -> None:
    assert below("\n".join(f"- {rule}" for rule in rules)) == list(rules[1:])


@pytest.mark.parametrize(
    ("heads", "rows", "kept"),
    [
        (("State", "What staff must do"), (("Withdrawn", KEPT), ("Draft", KEPT)), 2),
        (("Status", "Action"), (("Superseded", KEPT), ("Repealed", KEPT), ("New", KEPT)), 3),
        (("Status of the card", "Then"), (("Revoked", KEPT), ("Lost", KEPT)), 2),
        (("Status", "Rule"), (("Repealed", KEPT), ("In force", KEPT)), 1),
        (("Section", "Status", "Text"), (("4", "Withdrawn", KEPT), ("5", "In force", KEPT)), 1),
        (("Rule", "Status"), ((KEPT, "Repealed 2020"), (KEPT, "In force")), 1),
        (("Service", "State", "Rule"), (("Ferry", "Suspended", KEPT), ("Tram", "Open", KEPT)), 2),
    ],
)
def test_a_table_by_state_is_quoted_and_one_of_rules_loses_those_repealed(
    heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...], kept: int
) -> None:
    lines = [heads, ("---",) * len(heads), *rows]
    found = below("\n".join(f"| {' | '.join(line)} |" for line in lines))
    assert [one for one in found if KEPT in one] == ["\t".join(row) for row in rows[len(rows) - kept :]]
    page = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    head = "".join(f"<th>{one}</th>" for one in heads)
    shown = said(read(f"<h1>Lamp Policy</h1><table><tr>{head}</tr>{page}</table>", ".html"))
    assert len([one for one in shown if KEPT in one]) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Withdrawn:\n\n- Staff must refund it.\n\nCancelled:\n\n- Staff must shred it.", 4),
        ("Superseded By-laws must be kept.\n\nRepealed By-laws may be viewed.", 2),
        ("Withdrawn Applications over 30 days old are refunded.", 1),
        ("The following records are deleted after a year:\n\n- call notes\n- chat logs", 3),
        ("The following permits are withdrawn:\n\n- taxi permits", 2),
        ("Repealed May 3, 2022.\n\nStaff must carry a lamp.", 0),
        ("The following rules were deleted:\n\n- Staff must carry a lamp.", 0),
    ],
)
def test_what_is_said_of_things_that_are_withdrawn_is_quoted(text: str, kept: int) -> None:
    assert len(below(text)) == kept


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ("Superseded", "Cancelled", True),
        ("Revoked", "Lost", True),
        ("Repealed", "Keys", False),
        ("Superseded", "Scope", False),
        ("5. Repealed", "6. Reserved", False),
    ],
)
def test_a_heading_among_those_of_other_states_heads_rules(first: str, second: str, kept: bool) -> None:
    text = (
        f"# Lamp Policy\n\n## Doors\n\n{KEPT}\n\n## {first}\n\nStaff must file it.\n\n## {second}\n\n{KEPT}\n"
    )
    assert ("Staff must file it." in said(read(text, ".md"))) is kept


def test_a_numbered_clause_that_is_repealed_goes_alone_and_a_line_below_the_heading_takes_its_section() -> (
    None
):
    numbered = f"# Lamp Policy\n\n## 4 Lamps\n\n4.1 Repealed.\n\n4.2 {KEPT}\n"
    assert said(read(numbered, ".md")) == [KEPT]
    assert below(f"Repealed.\n\n{KEPT}") == []


@pytest.mark.parametrize(
    ("heading", "kept"),
    [
        ("Closing letters – Withdrawn complaint", True),
        ("Closing Letters – Withdrawn Complaints", True),
        ("Letters (withdrawn complaints)", True),
        ("Plans - superseded drawings", True),
        ("Complaints – withdrawn by the customer", True),
        ("Applications (withdrawn)", True),
        ("Licences – revoked", True),
        ("Lamps (withdrawn)", False),
        ("Lamps – superseded", False),
        ("Lamps—Repealed", False),
        ("Lamps (Repealed 3 May 2021)", False),
        ("Lamps (repealed May 2021)", False),
        ("Lamps (repealed by Council)", False),
        ("Lamps [Repealed by By-law 12]", False),
        ("Lamps (superseded; see Policy 4)", False),
        ("Lamps (superseded version)", False),
        ("Lamps (repealed and replaced)", False),
        ("Lamps – withdrawn last year", False),
        ("Lamps (withdrawn by the council)", False),
        ("Licences (repealed)", False),
        ("Licences (revoked on 3 May 2021)", False),
        ("Lamps – no longer in force", False),
    ],
)
def test_a_heading_that_ends_in_such_a_word_heads_what_is_gone_and_not_rules_on_what_is_withdrawn(
    heading: str, kept: bool
) -> None:
    document = read(f"# Lamp Policy\n\n## Keys\n\n{KEPT}\n\n## {heading}\n\nStaff must file it.\n", ".md")
    assert ("Staff must file it." in said(document)) is kept


@pytest.mark.parametrize(
    ("rule", "kept"),
    [
        ("Each page must carry its stamp (withdrawn, paid or new).", True),
        ("Staff must keep a list of by-laws (repealed or not).", True),
        ("Staff must file complaints (withdrawn).", True),
        ("Staff must shred the copies (deleted files as well).", True),
        ("(Withdrawn) applications must be refunded.", True),
        ("[Suspended] members may keep their card.", True),
        ("(Withdrawn) Staff must carry a lamp.", False),
        ("[Suspended until 3 May 2031] Staff must carry a lamp.", False),
        ("Staff must carry a lamp (repealed).", False),
        ("Staff must file complaints (repealed 2021).", False),
        ("Staff must carry a lamp. (Withdrawn 3 May 2021.)", False),
        ("Staff must carry a lamp [repealed by By-law 12]", False),
        ("Staff must carry a lamp (superseded; see Policy 4).", False),
        ("Staff must carry a lamp. (Deleted.)", False),
        ("Staff must carry a lamp. (Repealed by resolution 12/2022)", False),
        ("Staff must carry a lamp (superseded by the new policy).", False),
        ("Staff must carry a lamp (repealed and not replaced).", False),
        ("Staff must carry a lamp (withdrawn last year).", False),
        ("Staff must file complaints (withdrawn by the customer).", True),
    ],
)
def test_a_bracket_at_an_end_of_a_rule_tells_of_it_and_not_of_the_things_in_it(rule: str, kept: bool) -> None:
    assert below(rule) == ([rule] if kept else [])


def test_a_heading_of_former_versions_heads_what_a_rule_below_does_with_them() -> None:
    rule = "Staff must keep previous versions for seven years."
    for heading, kept in (("Previous versions", True), ("Former rules", False)):
        document = read(f"# Lamp Policy\n\n## {heading}\n\n{rule}\n\n## Keys\n\n{KEPT}\n", ".md")
        assert (rule in said(document)) is kept


STATES = (
    ("# Lamp Policy\n\nAn order may be:\n\n- New\n- Draft\n- Archived\n\n", ".md"),
    ("# Lamp Policy\n\n- Draft – stamp it\n- Withdrawn – refund the fee\n\n", ".md"),
    ("# Lamp Policy\n\nThe states:\n\n1. Draft (still written)\n2. Final (signed)\n\n", ".md"),
    ("# Lamp Policy\n\n## Draft\n\nWait.\n\n## Closed\n\nFile it.\n\n## Paid\n\n", ".md"),
    ("Lamp Policy\n\nStates\n\nDraft - call\nWithdrawn - refund\nClosed - file\n\n", ".txt"),
    ("Lamp Policy\n\nStates\n\nArchived:\n- call\n\nClosed:\n- file\n\n", ".txt"),
    ("# Lamp Policy\n\n## Lamps\n\n1.1 Repealed.\n\n1.2 Staff must see.\n\n", ".md"),
    ("# Lamp Policy\n\n## Withdrawn\n\nStaff must refund it.\n\n## Fees\n\n", ".md"),
    (
        "# Lamp Policy\n\n## 1. Closed\n\nStaff must go.\n\n## 2. Repealed\n\nStaff must see.\n\n## 3. Fees\n\n",
        ".md",
    ),
    ("# Lamp Policy\n\n- Withdrawn\n  Staff must refund it.\n- Cancelled\n  Staff must shred it.\n\n", ".md"),
    (
        "<h1>Lamp Policy</h1><h2>Withdrawn</h2><p>Refund it.</p><h2>Paid</h2><p>File it.</p><h2>Fees</h2>",
        ".html",
    ),
    ("# Lamp Policy\n\n**Draft** – still written\n\n**Archived** – a year old\n\n", ".md"),
    ("# Lamp Policy\n\nStatus: New. Stamp it.\n\nStatus: Withdrawn. Refund the fee.\n\n", ".md"),
    ("# Lamp Policy\n\n- Status: Draft – wait\n- Status: Final – send it\n\n", ".md"),
    ("# Lamp Policy\n\nStaff must set the record to:\n\nStatus: Cancelled\n\n", ".md"),
    ("<h1>Lamp Policy</h1><p>It may be:</p><ul><li>Draft</li><li>Paid</li></ul>", ".html"),
    ("<h1>Lamp Policy</h1><dl><dt>Draft</dt><dd>Wait.</dd><dt>Paid</dt><dd>File.</dd></dl>", ".html"),
)


@pytest.mark.parametrize(("source", "ending"), STATES)
def test_states_at_the_head_of_a_document_are_not_its_own(source: str, ending: str) -> None:
    assert is_in_force(read(f"{source}{KEPT}\n", ending), TODAY)


@pytest.mark.parametrize(
    ("source", "ending"),
    [
        ("# Lamp Policy\n\n- Owner: Clerk\n- DRAFT\n- Version 2\n\n", ".md"),
        ("# Lamp Policy\n\n- DRAFT -\n\n", ".md"),
        ("# Lamp Policy\n\n## DRAFT\n\n## Closed doors\n\n", ".md"),
        ("# Lamp Policy\n\n## DRAFT\n\nStaff must wait.\n\n## Closed doors\n\n", ".md"),
        ("# Lamp Policy\n\n## WITHDRAWN\n\n## Doors\n\n", ".md"),
        ("# Lamp Policy\n\nWithdrawn\n\n## Doors\n\n", ".md"),
        ("# Lamp Policy\n\n1. Status: Withdrawn\n\n", ".md"),
        ("# Lamp Policy\n\nStatus: Draft\n\nApproval status: not approved\n\n", ".md"),
        ("# Lamp Policy\n\n| Status | Draft |\n|---|---|\n| Owner | Clerk |\n\n", ".md"),
        ("# Lamp Policy\n\nStatus:\n\nStatus: Draft\n\n", ".md"),
        ("# Lamp Policy\n\nStatus: Draft\n\nStatus reports must be sent.\n\n", ".md"),
        ("Lamp Policy\n\nDRAFT\n\nRESTRICTED\n\n", ".txt"),
        ("Lamp Policy\n\nDRAFT\n\nApproved: ____\nReviewed: ____\n\n", ".txt"),
        ("Lamp Policy\n\nDRAFT – for comment\n\nUpdated – by the Clerk\n\n", ".txt"),
        ("Lamp Policy\n\nARCHIVED - for reference only\n\nClosed: Sundays\n\n", ".txt"),
        ("# Lamp Policy\n\nStatus: Draft\n\n- Cancelled: shred it\n- Paid: file it\n\n", ".md"),
        (
            "<h1>Lamp Policy</h1><p>DRAFT</p><ul><li>Cancelled: burn it</li><li>Paid: file it</li></ul>",
            ".html",
        ),
    ],
)
def test_a_document_that_calls_itself_a_draft_near_other_words_is_one(source: str, ending: str) -> None:
    assert not is_in_force(read(f"{source}{KEPT}\n", ending), TODAY)


def test_states_are_told_in_word_files() -> None:
    made = docx.Document()
    made.add_paragraph("Lamp Policy", style="Title")
    made.add_paragraph("An order may be:")
    for rule in ("Draft", "Withdrawn: refund the fee.", "Closed: file it."):
        made.add_paragraph(rule, style="List Bullet")
    made.add_paragraph(KEPT)
    document = read_bytes(word(made), ".docx", "lamps.docx")
    assert is_in_force(document, TODAY)
    assert {"Draft", "Withdrawn: refund the fee.", "Closed: file it.", KEPT} <= set(said(document))
