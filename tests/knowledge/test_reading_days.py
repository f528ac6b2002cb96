"""Rules that name their own first or last day count on the days between, in every format."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import docx
import pytest

from knowledge.library import Library
from knowledge.reading.document import Document
from knowledge.reading.in_force import in_force_of, is_in_force, next_change, not_in_force
from knowledge.reading.sandbox_child import read_bytes
from knowledge.search.weights import Weights
from knowledge.search.windows import windows_of
from tests.knowledge.making import pdf, word
from tests.knowledge.test_reading_text import read

TODAY = date(2026, 5, 4)
OTHER = "Staff must answer every call."


def quoted(document: Document, day: date = TODAY) -> list[str]:
    rules = in_force_of(document, day)
    return [one.text for section in rules.sections for one in section.clauses]


def _masks(rules: str, heading: str = "Masks") -> Document:
    return read(f"# Hall Policy\n\n## {heading}\n\n{rules}\n\n## Calls\n\n{OTHER}\n", ".md")


def _kinds(document: Document) -> list[str]:
    return [one.kind for one in (*document.findings, *not_in_force([document], TODAY))]


ENDED = [
    "Until 31 March 2024, staff must wear masks.",
    "Until March 31st, 2024 staff must wear masks.",
    "Until the end of March 2024, all staff must wear masks.",
    "Through 2024-03-31, masks are required.",
    "Note: until 31/03/2024 visitors must wear masks.",
    "Until the end of 2024, staff must wear masks.",
    "From 1 May 2020 to 31 March 2024, staff must wear masks.",
    "During the period 1 May 2020 to 31 March 2024, staff must wear masks.",
    "Staff must wear masks until 31 March 2024.",
    "Masks must be worn until March 2024.",
    "Staff must wear masks, until 31 March 2024.",
    "Staff must wear masks (until 31 March 2024).",
    "(Until 31 March 2024) Staff must wear masks.",
    "Staff must wear masks [expires 31 March 2024]",
    "The east door is closed until 31 March 2024.",
    "Do not open the east door until 31 March 2024.",
    "Until 31 March 2024, staff must:\n\n- wear masks\n- sit apart",
    "This section expires on 31 March 2024.\n\n- Staff must wear masks.\n- Staff must sit apart.",
    "Staff must wear masks.\n\nThis section ceased to apply on 31 March 2024.\n\n### More\n\nStaff must sit apart.",
    "This section was repealed on 31 March 2024.\n\nStaff must wear masks.",
    "Staff must wear masks. This rule ended on 31 March 2024.",
    "Staff must wear masks.\n\nThis requirement applies until 31 March 2024.",
    "Sunset: 31 March 2024\n\nStaff must wear masks.",
    "Staff must, until 31 March 2024, wear masks.",
    "Until 31 March 2024, staff must wear masks unless they sit alone.",
    "Staff must wear masks. The rules of this section expire on 31 March 2024.",
    "Staff must wear masks (expired 31 March 2024).",
    "The fee is $5. This fee applies until 31 March 2024.",
    "Valid until: 31 March 2024\n\nStaff must wear masks.\n\nStaff must sit apart.",
    "**Expires:** 31 March 2024\n\nStaff must wear masks.",
    "| Rule | In force from | In force until |\n|---|---|---|\n| Staff must wear masks | 1 May 2020 | 31 March 2024 |",
]


@pytest.mark.parametrize("rules", ENDED)
def test_a_rule_whose_last_day_has_passed_is_a_finding_and_is_not_quoted(rules: str) -> None:
    document = _masks(rules)
    assert quoted(document) == [OTHER]
    assert is_in_force(document, TODAY)
    found = list(not_in_force([document], TODAY))
    assert {one.kind for one in found} == {"no-longer-in-force"}
    assert "2024-" in found[0].message
    assert len(quoted(document, date(2024, 3, 31))) > 1, "its last day counts"


BEGINNING = [
    "From 1 June 2030, callers must give a name.",
    "As of 1 June 2030 callers must give a name.",
    "With effect from June 2030 every caller must give a name.",
    "Effective 1 June 2030, callers must give a name.",
    "Starting on 1 June 2030 callers must give a name.",
    "Callers must give a name from 1 June 2030 onwards.",
    "Callers must give a name (from 1 June 2030).",
    "The fee is $5 from 1 June 2030.",
    "This section applies from 1 June 2030.\n\nCallers must give a name.",
    "This section takes effect on 1 June 2030.\n\nCallers must give a name.",
    "This section applies from 1 June 2030 to callers or visitors.\n\nCallers must give a name.",
    "This rule does not apply until 1 June 2030.\n\nCallers must give a name.",
    "Effective: 1 June 2030\n\nCallers must give a name.",
    "| Rule | Valid from |\n|---|---|\n| Callers must give a name | 1 June 2030 |",
    "The pilot starts on 1 June 2030.\n\nIn the pilot callers must give a name.",
]


@pytest.mark.parametrize("rules", BEGINNING)
def test_a_rule_that_has_not_begun_is_a_finding_and_is_not_quoted_before(rules: str) -> None:
    document = _masks(rules)
    assert quoted(document) == [OTHER]
    assert is_in_force(document, TODAY)
    found = list(not_in_force([document], TODAY))
    assert {one.kind for one in found} == {"not-yet-in-force"}
    assert "2030-06-01" in found[0].message
    assert next_change([document], TODAY) == date(2030, 6, 1)
    assert len(quoted(document, date(2030, 6, 1))) > 1


IN_FORCE = [
    "As of 1 May 2020 staff must wear masks.",
    "Effective 1 May 2020, staff must wear masks.",
    "This section applies from 1 May 2020.",
    "Until 31 March 2030, staff must wear masks.",
    "Complete the training by 31 March 2024.",
    "Staff must complete the training before 31 March 2024.",
    "Incidents before 1 May 2025 are kept.",
    "Records of incidents from 1 May 2019 to 31 March 2024 are kept for ten years.",
    "Employees hired until 31 March 2024 may take two days.",
    "Employees hired from 1 June 2030 may take two days.",
    "Staff may carry over leave accrued until 31 March 2024.",
    "Staff must keep complaints that were received until 31 March 2024.",
    "Staff must renew the insurance. The insurance policy expires on 31 March 2024.",
    "Staff must hand back a permit that expired on 31 March 2024.",
    "The contract with the guard ended on 1 May 2025.",
    "Until 31 March, staff must close the east door.",
    "Staff must wait until the caller has finished.",
    "The desk is open until 20:30.",
    "Staff must not start until they are trained.",
    "The trial period of new staff ends after six months.",
    "A caller may complain until 30 days after the call.",
    "Under the Noise Act, in force from 1 June 2019, staff must ask for quiet.",
    "The previous rule was in force until 31 March 2024.",
    "Employees who, until 31 March 2024, worked at the desk must hand back their keys.",
    "Calls received from 1 May 2020, the first day, must be logged.",
    "| Permit | Expires |\n|---|---|\n| Staff must check the red one | 31 March 2024 |",
]


@pytest.mark.parametrize("rules", IN_FORCE)
def test_a_day_that_ends_no_rule_leaves_it_in_force(rules: str) -> None:
    document = _masks(rules)
    assert len(quoted(document)) == sum(len(one.clauses) for one in document.sections)
    assert not _kinds(document)
    assert document.facts.ends is None


@pytest.mark.parametrize(
    ("heading", "gone"),
    [
        ("Masks (until 31 March 2024)", True),
        ("Masks – valid until 31 March 2024", True),
        ("Masks (effective 1 June 2030)", True),
        ("Fees from 1 June 2030", True),
        ("Masks (effective 1 May 2020)", False),
        ("Complaints received until 31 March 2024", False),
        ("Report of 31 March 2024", False),
        ("Masks until the hall is open", False),
    ],
)
def test_a_heading_may_date_what_stands_below_it(heading: str, gone: bool) -> None:
    assert (quoted(_masks("Staff must wear masks.", heading)) == [OTHER]) is gone


def test_a_sentence_that_has_ended_is_cut_out_of_its_paragraph() -> None:
    document = _masks(
        "Staff should greet callers. Until 31 March 2024, staff must wear **masks**. Calls must be\nreturned."
    )
    assert quoted(document) == ["Staff should greet callers.", "Calls must be returned.", OTHER]
    strengths = [one.strength for section in in_force_of(document, TODAY).sections for one in section.clauses]
    assert strengths == ["should", "must", "must"]
    shown = [window.text for window in windows_of(in_force_of(document, TODAY))]
    assert shown == ["Staff should greet callers.", "Calls must be\nreturned.", OTHER]
    assert len(quoted(document, date(2024, 3, 31))) == 2, "a paragraph that counts as a whole stays one"


def test_a_sentence_is_cut_out_also_where_its_place_in_the_source_cannot_be_told() -> None:
    text = "Staff should greet.[1] Until 31 March 2024, staff must wear masks. Calls are returned.\n\n[1] Not all."
    shown = [window.text for window in windows_of(in_force_of(_masks(text), TODAY))]
    assert not any("masks" in words for words in shown)
    assert "returned" in "".join(shown)


def test_a_pilot_that_ended_takes_its_own_rules_along_and_no_others() -> None:
    ended = "The pilot of the call-back line ended on 1 May 2025."
    named = _masks(f"{ended}\n\nStaff must call back within an hour.", "Call-back pilot")
    assert quoted(named) == [OTHER]
    beside = _masks(f"Staff must greet. {ended} During the pilot, staff must call back.\n\nStaff must sit.")
    assert quoted(beside) == ["Staff must greet.", "Staff must sit.", OTHER]
    assert _kinds(beside) == ["unclear-days", "no-longer-in-force"]


@pytest.mark.parametrize(
    "rules",
    [
        "Until 31 March 2024, staff may claim in cash; after that date they must use the form.",
        "Until 31 March 2024 staff must use form A, and from 1 April 2024 form B.",
        "Masks are required until 31 March 2024 and optional thereafter.",
        "Section 9 expires on 31 March 2024.",
        "This policy expires on 31 March 2024 unless the council extends it.",
        "This section applies until 31 March 2024 or until the hall is open.",
        "Until 31 March 2024, or until it is renewed, staff must wear masks.",
        "This section applies until 31 March 2024 if the hall is closed.",
        "Staff must sit.\n\nStaff must stand.\n\nThis rule applies until 31 March 2024.",
        "Staff must sit.\n\nStaff must stand.\n\nValid until 31 March 2024.\n\nStaff must walk.",
    ],
)
def test_where_nobody_can_tell_which_words_a_day_ends_all_are_quoted_and_the_owner_is_told(
    rules: str,
) -> None:
    document = _masks(rules)
    assert len(quoted(document)) == sum(len(one.clauses) for one in document.sections)
    assert _kinds(document) == ["unclear-days"]


def test_a_section_is_dated_by_its_number_from_anywhere() -> None:
    text = "# Hall Policy\n\n## 1. Masks\n\nStaff must wear masks.\n\n### 1.1 Where\n\nMasks are worn in the hall."
    document = read(f"{text}\n\n## 2. Calls\n\n{OTHER}\n\nSection 1 expires on 31 March 2024.\n", ".md")
    assert quoted(document) == [OTHER, "Section 1 expires on 31 March 2024."]
    assert is_in_force(document, TODAY)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("This policy expires on 31 March 2024.", False),
        ("This policy is in force until 31 March 2024.", False),
        ("This policy takes effect on 1 June 2030.", False),
        ("This policy is in force until 31 March 2030.", True),
        ("## Sunset clause\n\n31 March 2024", False),
        ("## Effective date\n\n1 June 2030", False),
        ("## Effective date\n\n1 June 2020", True),
        ("The new fees take effect on 1 June 2030.", True),
        ("The fees of the hall are effective 1 June 2030.", True),
        ("Section 3 of this policy takes effect on 1 June 2030.", True),
        ("The old policy expired on 31 March 2024.", True),
    ],
)
def test_only_what_is_said_of_the_whole_document_dates_it(said: str, counts: bool) -> None:
    assert is_in_force(_masks(f"Staff must wear masks.\n\n{said}"), TODAY) is counts


@pytest.mark.parametrize(
    ("said", "counts", "told"),
    [
        ("This policy shall remain in force for two years.", False, True),
        ("This policy shall remain in force for two years and shall then expire.", False, True),
        ("This policy is valid for 18 months.", False, True),
        ("This policy expires three (3) years after its effective date.", False, True),
        ("This policy expires two years after adoption.", False, True),
        ("This policy is in effect for five years from its effective date.", True, False),
        ("This policy shall lapse 2 years after 1 May 2023.", False, True),
        ("This policy is in force for one year from 1 June 2026.", True, False),
        ("This policy shall remain in force for two years unless renewed by Council.", True, True),
        ("This policy shall remain in force for two years and shall then expire unless renewed.", True, True),
        ("This policy expires two years after the new hall opens.", True, True),
        ("This policy must be reviewed two years after its effective date.", True, False),
        ("This policy applies to staff for two years after they join.", True, False),
        ("A permit shall remain in force for two years.", True, False),
        ("This policy is reviewed every two years.", True, False),
    ],
)
def test_a_policy_that_counts_for_so_long_ends_where_its_first_day_is_known(
    said: str, counts: bool, told: bool
) -> None:
    document = read(f"# Hall Policy\n\nEffective: May 1, 2022\n\n{said}\n\n## Calls\n\n{OTHER}\n", ".md")
    assert is_in_force(document, TODAY) is counts
    assert bool(_kinds(document)) is told


def test_where_the_first_day_is_unknown_or_a_revision_is_younger_the_owner_is_told() -> None:
    said = "This policy shall remain in force for two years."
    for head in ("", "Effective: May 1, 2022\nRevised: June 1, 2025\n"):
        document = read(f"# Hall Policy\n\n{head}\n{said}\n\n## Calls\n\n{OTHER}\n", ".md")
        assert is_in_force(document, TODAY)
        assert _kinds(document) == ["unclear-days"]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("This section expires two years after its effective date of March 1, 2021.", [OTHER]),
        ("This section applies for six months from 1 May 2026.", None),
        ("This section shall cease to apply 12 months after 1 May 2024.", [OTHER]),
        ("This rule lasts for 2 years from 1 May 2023.", [OTHER]),
        ("This restriction lasts for two years.", None),
        ("This permission expires two years after it is given.", None),
        ("This section expires two years after its effective date.", None),
    ],
)
def test_a_section_or_a_rule_that_counts_for_so_long_ends_by_the_day_it_names(
    said: str, left: list[str] | None
) -> None:
    document = _masks(f"{said}\n\nStaff must wear masks.")
    assert quoted(document) == (left or [said, "Staff must wear masks.", OTHER])


DATED = "Until 31 March 2024, staff must wear masks."
FUTURE = "As of 1 June 2030, callers must give a name."


def test_days_are_read_in_a_page_a_text_a_word_file_and_a_pdf() -> None:
    page = f"<h1>Hall Policy</h1><h2>Masks</h2><p>{DATED}</p><ul><li>{FUTURE}</li><li>{OTHER}</li></ul>"
    plain = f"HALL POLICY\n\n1. Masks\n\n1.1 {DATED}\n1.2 {FUTURE}\n1.3 {OTHER}\n"
    made = docx.Document()
    made.add_paragraph("Hall Policy", style="Title")
    made.add_heading("Masks", 1)
    for rule in (DATED, FUTURE, OTHER):
        made.add_paragraph(rule)
    lines = [("Hall Policy", 18, True, 740), ("Masks", 13, True, 700)]
    lines += [(rule, 11, False, 670 - 30 * at) for at, rule in enumerate((DATED, FUTURE, OTHER))]
    documents = (
        read(page, ".html"),
        read(plain),
        read_bytes(word(made), ".docx", "hall.docx"),
        read_bytes(pdf([lines]), ".pdf", "hall.pdf"),
    )
    for document in documents:
        assert [one for one in quoted(document) if "Hall" not in one] == [OTHER]


def test_a_rule_comes_and_goes_on_its_day_without_its_file_being_saved_again(tmp_path: Path) -> None:
    rule = "From 2 June 2026 to 3 June 2026, staff must wear red masks."
    (tmp_path / "hall.md").write_text(f"# Hall Policy\n\n## Masks\n\n{rule}\n\nStaff must sit.\n", "utf-8")
    days = [date(2026, 6, 1)]
    library = Library.open([tmp_path], today=lambda: days[-1], weights=Weights(encoder=False))
    found = []
    for day in (1, 2, 3, 4):
        days.append(date(2026, 6, day))
        library.refresh()
        shown = " ".join(one.text for one in library.ask("red masks").passages)
        found.append(("red masks" in shown, [f.kind for f in library.findings if "force" in f.kind]))
    before, after = ["not-yet-in-force"], ["no-longer-in-force"]
    assert found == [(False, before), (True, []), (True, []), (False, after)]
