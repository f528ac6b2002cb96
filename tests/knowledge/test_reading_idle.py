"""A document that says at its head that it does not count is not quoted; one that speaks of drafts is."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.reading.document import Document
from knowledge.reading.in_force import is_in_force, not_in_force
from tests.knowledge.test_reading_text import read

TODAY = date(2026, 5, 4)
BODY = "\n\n## 1. Service\n\nStaff may leave.\n"


def _is_told(document: Document) -> bool:
    """Whether it is not in force, and its owner hears so once."""
    found = list(not_in_force([document], TODAY))
    return not is_in_force(document, TODAY) and len(found) == 1


@pytest.mark.parametrize(
    "head",
    [
        "# Draft Umbrella Policy",
        "# DRAFT: Umbrella Policy",
        "# Draft – Umbrella Policy",
        "# Umbrella Policy – Draft",
        "# Umbrella Policy - DRAFT v2",
        "# Final Draft Umbrella Policy",
        "# Umbrella Policy – draft for consultation",
        "# Consultation Draft Complaints Procedure",
        "# Scarf Policy\n\nReplaced in full by the Clothing Policy 2025.",
        "# Scarf Policy\n\nSuperseded in its entirety by the Clothing Policy.",
        "# Scarf Policy\n\nReplaced by: Clothing Policy",
        "# Boot Policy\n\nFor discussion only.",
        "# Boot Policy\n\nIssued for consultation only",
        "# Boot Policy\n\n*For comment only*",
        "# Boot Policy\n\nConsultation draft",
        "# Boot Policy\n\nThis document is for discussion only.",
        "# Boot Policy\n\nThis policy is under consultation.",
        "# Boot Policy\n\nThis policy is suspended until further notice.",
        "# Boot Policy\n\nThis policy has been replaced in full by the Shoe Policy.",
        "# Boot Policy\n\nThis policy has been replaced by the Shoe Policy 2025.",
        "# Boot Policy\n\nStatus: under consultation",
        "# Boot Policy\n\n| Status | Out for consultation |\n|---|---|\n| Owner | Clerk |",
        "# Boot Policy\n\nThis policy is not in force.",
    ],
)
def test_a_title_or_first_line_that_calls_its_document_a_draft_or_replaced_sets_it_aside(head: str) -> None:
    assert _is_told(read(f"{head}{BODY}", ".md"))


@pytest.mark.parametrize(
    "field",
    [
        "in_force: false",
        "in-force: no",
        "In effect: no",
        "status: under consultation",
        "status: for discussion",
        "status: awaiting approval",
        "status: suspended",
        "status: no longer in use",
        "superseded_by: New policy",
        "superseded-by: new.md",
        "Replaced by: Key Policy 2",
        "superseded: true",
        "withdrawn: yes",
        "approved: false",
        "active: false",
        "state: draft",
        "status: replaced",
        "status: not in force",
    ],
)
def test_a_field_that_calls_its_document_a_draft_or_replaced_sets_it_aside(field: str) -> None:
    assert _is_told(read(f"---\n{field}\n---\n# Rule{BODY}", ".md"))


@pytest.mark.parametrize(
    "head",
    [
        "# Draft Beer Policy",
        "# Draft Minutes Policy",
        "# Drafting Policy",
        "# Draft By-laws Procedure",
        "# Draft and Final Reports Policy",
        "# Draft Horse Policy",
        "# Draft Excluder Policy",
        "# Draft Ale Policy",
        "# Draft Letters",
        "# Drafts: What to Keep",
        "# Window Drafts Policy",
        "# Draft Lamp Policy\n\nA draft lamp is a lamp with a hood.",
        "# Boots – Draft Excluders",
        "# Boot Policy\n\nReplaced in full by the deputy where the clerk is away.",
        "# Boot Policy\n\nFor discussion",
        "# Boot Policy\n\nFor approval, staff must ask the clerk.",
        "# Boot Policy\n\nStatus: under review",
        "# Boot Policy\n\nStatus: Approved after consultation",
        "# Boot Policy\n\nThis policy is for staff only.",
        "# Boot Policy\n\nThis policy is under review.",
        "# Boot Policy\n\nThis policy is suspended until the caller is safe.",
        "# Boot Policy\n\nThis handbook is replaced by a new version each year.",
        "# Boot Policy\n\nReplaces the Boot Policy of 2019.",
        "# Boot Policy\n\nConsultation drafts are kept for a year.",
        "# Boot Policy\n\nFor discussion only with the clerk.",
        "# Boot Policy\n\n## Draft letters",
    ],
)
def test_a_title_or_first_line_about_drafts_or_reviews_leaves_a_document_in_force(head: str) -> None:
    assert is_in_force(read(f"{head}{BODY}", ".md"), TODAY)


@pytest.mark.parametrize(
    "field",
    [
        "in_force: true",
        "in_force: 2020-01-01",
        "status: in force",
        "status: under review",
        "superseded_by:",
        "superseded_by: none",
        "superseded_by: null",
        "superseded_by: N/A",
        "replaced_by: ~",
        "supersedes: Old policy",
        "superseded: false",
        "approved: 2020-01-01",
        "active: true",
        "status: approved following public consultation",
        "replaces: Old policy",
        "status: current",
        "approved: Council",
    ],
)
def test_a_field_that_says_nothing_of_the_kind_leaves_a_document_in_force(field: str) -> None:
    assert is_in_force(read(f"---\n{field}\n---\n# Rule{BODY}", ".md"), TODAY)


@pytest.mark.parametrize(
    ("source", "ending"),
    [
        ("Draft Umbrella Policy\n\nService\n\nStaff may leave.", ".txt"),
        ("Town of Elm\n\nDraft Umbrella Policy\n\nService\n\nStaff may leave.", ".txt"),
        ("<h1>Draft Umbrella Policy</h1><h2>Service</h2><p>Staff may leave.</p>", ".html"),
        ("<h1>Boot Policy</h1><p>For discussion only.</p><h2>Service</h2><p>Staff may leave.</p>", ".html"),
        (
            f"---\nowner: Clerk\nversion: 2\neffective: 2020-01-01\n---\n# Boots\n\nFor discussion only.{BODY}",
            ".md",
        ),
        (f"---\nowner: Clerk\n---\n# Draft Umbrella Policy{BODY}", ".md"),
        ("---\ntitle: Draft Umbrella Policy\n---\n## Service\n\nStaff may leave.", ".md"),
    ],
)
def test_a_draft_is_told_in_every_format_and_behind_fields(source: str, ending: str) -> None:
    assert _is_told(read(source, ending))


def test_a_field_left_from_the_draft_does_not_outweigh_the_title_that_is_shown() -> None:
    text = f"---\ntitle: Draft Umbrella Policy\n---\n# Umbrella Policy{BODY}"
    assert is_in_force(read(text, ".md"), TODAY)


GATE = "\n# Gate Policy\n\nStaff must mend the gate.\n"


@pytest.mark.parametrize(
    ("front", "ending"),
    [
        ("---\ntitle: Gate Policy: new text\nstatus: draft\n---", ".md"),
        ("---\r\ntitle: Gate Policy: new text\r\nStatus: Draft\r\n---\r", ".md"),
        ("---\ntitle: \"Gate\nstatus: 'Draft' # for now\n---", ".md"),
        ("---\nstatus: draft\n\ttitle: Gate\n---", ".md"),
        ("---\nowner: @clerk\ndraft: true\n---", ".md"),
        ("---\nowner: Clerk: Town\nin_force: false\n---", ".md"),
        ("---\nowner: Clerk: Town\nsuperseded-by: Door Policy\n---", ".md"),
        ("---\nsee: a: b\nstatus: [draft\n---", ".md"),
        ("---\nsee: a: b\nexpires: 2025-04-01\n---", ".md"),
        ("---\nsee: a: b\nextra:\n  status: draft\n---", ".md"),
        ("---\npolicy:\n  status: draft\n---", ".md"),
        ("+++\ntitle = Gate\nstatus = draft\n+++", ".md"),
        ("---\nDRAFT\n---", ".md"),
        ("---\ntitle: Gate\nstatus: draft\n", ".md"),
        ("---\ntitle: Gate\nstatus: draft\n---", ".txt"),
    ],
)
def test_a_head_that_is_not_well_formed_still_says_that_its_document_does_not_count(
    front: str, ending: str
) -> None:
    assert _is_told(read(front + GATE, ending))


@pytest.mark.parametrize(
    ("front", "ending"),
    [
        ("---\ntitle: Gate Policy: the draft horse\nstatus: in force\n---", ".md"),
        ("---\nsee: a: b\nauthor:\n  status: retired\n---", ".md"),
        ("---\nauthor:\n  status: retired\n---", ".md"),
        ("---\nsummary: |\n  a: b\n  status: draft\nx: y: z\n---", ".md"),
        ("---\ndraft: false\nx: y: z\n---", ".md"),
        ("---\nstatus: in force # no draft\nx: y: z\n---", ".md"),
        ("---\nsee: a: b\nexpires: 2035-04-01\n---", ".md"),
        ("---\ntitle: [draft\n---", ".md"),
        ("---\ntitle: Gate\nstatus: approved\n---", ".txt"),
    ],
)
def test_a_head_that_is_not_well_formed_and_says_nothing_of_the_kind_leaves_it_in_force(
    front: str, ending: str
) -> None:
    assert is_in_force(read(front + GATE, ending), TODAY)


def test_the_facts_of_a_head_that_is_not_well_formed_are_read_line_by_line_and_its_owner_is_told() -> None:
    found = read(f"---\ntitle: Gate Policy: new text\nowner: Clerk\neffective: 2024-01-01\n---{GATE}", ".md")
    assert (found.facts.title, found.facts.owner) == ("Gate Policy: new text", "Clerk")
    assert found.facts.effective == date(2024, 1, 1)
    assert [one.kind for one in found.findings] == ["front-matter"]


def test_text_between_two_lines_of_dashes_is_no_head() -> None:
    text = "Staff must close the gate: always: at night.\n\nStaff must lock it.\n"
    for front in (f"---\n{text}\n---", f"---\n\n{text.replace(': always', '')}\n---"):
        found = read(f"{front}\n\n## Keys\n\nStaff must sign.\n", ".md")
        clauses = [one.text for section in found.sections for one in section.clauses]
        assert clauses[-2:] == ["Staff must lock it.", "Staff must sign."]
