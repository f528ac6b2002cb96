"""The last day of a document is told however its head words it, and the first day of a rule by that of its text."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.reading.document import Document
from knowledge.reading.in_force import in_force_of, is_in_force, not_in_force
from tests.knowledge.test_reading_text import read

TODAY = date(2026, 5, 4)
OTHER = "Staff must answer every call."


def quoted(document: Document) -> list[str]:
    rules = in_force_of(document, TODAY)
    return [one.text for section in rules.sections for one in section.clauses]


def _kinds(document: Document) -> list[str]:
    return [one.kind for one in (*document.findings, *not_in_force([document], TODAY))]


@pytest.mark.parametrize(
    "line",
    [
        "Expiry date: 2024-04-01",
        "Expiry date: April 1, 2024",
        "Policy expiry date: 1 April 2024",
        "Expiry: 1 April 2024",
        "Effective date: March 1, 2022. Sunset date: March 1, 2024.",
        "Effective: 1 March 2022 | Expiry date: 1 March 2024",
        "Owner: Clerk\n\nEnd date: 1 March 2024",
        "Expires: Wednesday, 31 December 2025",
        "Expires: the end of March 2024",
        "Valid through March 2024.",
        "Expires: 2024",
        "Expiry date: March 2024",
        "Valid thru March 31, 2024",
        "Valid to: 31 March 2024",
        "In effect through: 31 March 2024",
        "Sunset date 31 March 2024",
        "In force from 1 March 2022 until 1 March 2024.",
        "This policy has an expiry date of 1 April 2024.",
        "| Owner | Clerk |\n|---|---|\n| Expiry date | 1 April 2024 |",
    ],
)
def test_the_last_day_of_a_document_is_told_however_its_head_words_it(line: str) -> None:
    source = f"# Sled Policy\n\n{line}\n\nStaff must wax the sled.\n"
    for rest in ("", f"\n## Calls\n\n{OTHER}\n"):
        document = read(source + rest, ".md")
        assert not is_in_force(document, TODAY)
        assert _kinds(document) == ["no-longer-in-force"]
        assert not document.facts.next_review


@pytest.mark.parametrize(
    "line",
    [
        "Expiry date: 2034-04-01",
        "Valid through March 2034.",
        "Effective date: March 1, 2022. Sunset date: March 1, 2034.",
        "Review/expiry date: 2024-04-01",
        "Renewal date: 2024-04-01",
        "Next review: 2024-04-01",
        "Expiry date: to be confirmed",
        "Expires: 2026",
        "Expires: 2024 forms are void",
        "Passes have an expiry date of 1 April 2024.",
        "The expiry date of a pass, 1 April 2024, must be shown.",
        "Tickets are valid through March 2024.",
        "Until 31 March 2034:\n\n- Staff may wait.",
        "Staff must wait.\n\nValid through March 2024.",
    ],
)
def test_another_day_at_the_head_or_one_that_is_to_come_leaves_a_document_in_force(line: str) -> None:
    assert is_in_force(read(f"# Sled Policy\n\n{line}\n\nStaff must wax the sled.\n", ".md"), TODAY)


def test_a_line_of_days_behind_rules_that_nobody_can_place_is_reported() -> None:
    source = "# Sled Policy\n\nStaff must wait.\n\nValid through March 2024.\n\nStaff must wax the sled.\n"
    assert _kinds(read(source, ".md")) == ["unclear-days"]


@pytest.mark.parametrize("ending", [".txt", ".html"])
def test_the_last_day_at_the_head_is_told_in_other_formats(ending: str) -> None:
    lines = ("Sled Policy", "Expiry date: 1 April 2024", "Waxing", "Staff must wax the sled.")
    page = "<h1>{}</h1><p>{}</p><h2>{}</h2><p>{}</p>".format(*lines)
    assert not is_in_force(read(page if ending == ".html" else "\n\n".join(lines), ending), TODAY)


def test_days_that_head_the_first_of_several_such_sections_are_not_those_of_the_document() -> None:
    rules = f"Until 31 March 2024\n\nStaff must wait.\n\n## From 1 April 2024\n\n{OTHER}\n"
    assert quoted(read(f"# Sled Policy\n\n## {rules}", ".md")) == [OTHER]
    late = f"# Sled Policy\n\n## Calls\n\n{OTHER}\n\n## Until 31 March 2024\n\nStaff must wait.\n"
    assert quoted(read(late, ".md")) == [OTHER]


@pytest.mark.parametrize(
    ("when", "written", "kept"),
    [
        ("As of next spring", "Effective: 1 October 2025", True),  # Spring is there.
        ("As of next spring", "Effective: 1 April 2026", False),
        ("Starting next year", "Effective: 1 April 2026", False),
        ("Starting next year", "Effective: 1 April 2024", True),
        ("From next month", "Revised: 20 April 2026", True),
        ("From next month", "Revised: 3 May 2026", False),
        ("Effective next July", "Effective: 1 April 2026", False),
        ("Effective next July", "Effective: 1 April 2025", True),
        ("From next winter", "Effective: 1 April 2024\nRevised: 1 April 2026", False),
        ("Starting next week", "Effective: 1 April 2026", True),
    ],
)
def test_a_rule_from_a_time_told_by_the_day_of_the_text_counts_from_its_earliest_day(
    when: str, written: str, kept: bool
) -> None:
    rule = f"{when}, staff must carry a lamp."
    document = read(f"# Hall Policy\n\n{written}\n\n## Lamps\n\n{rule}\n\n## Calls\n\n{OTHER}\n", ".md")
    assert (rule in quoted(document), OTHER in quoted(document)) == (kept, True)
    assert _kinds(document) == ["unclear-days", *([] if kept else ["not-yet-in-force"])]


@pytest.mark.parametrize(
    ("rule", "kinds"),
    [
        ("Starting next term, staff must carry a lamp.", ["unclear-days"]),
        ("As of next spring, staff must carry a lamp.\n\nLast reviewed: 3 May 2027", ["unclear-days"]),
        ("Staff must tell callers what opens next spring.", []),
        ("From next door, staff must carry a lamp.", []),
        ("Staff must plan next year's budget.", []),
    ],
)
def test_a_time_that_nobody_can_tell_or_that_is_no_first_day_takes_nothing(
    rule: str, kinds: list[str]
) -> None:
    document = read(f"# Hall Policy\n\nEffective: 1 April 2026\n\n## Lamps\n\n{rule}\n", ".md")
    assert rule.split("\n")[0] in quoted(document)
    assert _kinds(document) == kinds


CHECK = "Staff must check the pass."


@pytest.mark.parametrize(
    "source",
    [
        f"## Passes\n\n{CHECK}\n\nExpiry date: 31 March 2024\n\nStaff must file it.",
        f"{CHECK}\n\n## Sample pass\n\nName: A. Smith\n\nExpires: 31 March 2024\n\n## Calls\n\n{OTHER}",
        f"{CHECK}\n\n| Name | A. Smith |\n|---|---|\n| Expiry date | 31 March 2024 |\n\n## Calls\n\n{OTHER}",
        f"{CHECK}\n\n**Expires:** 31 March 2024\n\n{OTHER}",
    ],
)
def test_the_last_day_of_something_among_the_rules_is_not_that_of_the_document(source: str) -> None:
    document = read(f"# Pass Policy\n\n{source}\n", ".md")
    assert is_in_force(document, TODAY)
    assert CHECK in quoted(document)


@pytest.mark.parametrize(
    "source",
    [
        f"{CHECK}\n\n## Document control\n\nExpiry date: 31 March 2024",
        f"{CHECK}\n\n| Owner | Clerk |\n|---|---|\n| Expiry date | 31 March 2024 |\n\n## Calls\n\n{OTHER}",
        f"{CHECK}\n\nVersion: 2\n\nExpiry date: 31 March 2024\n\n## Calls\n\n{OTHER}",
        f"{CHECK}\n\nEffective: 1 March 2022. Expires: 31 March 2024.\n\n## Calls\n\n{OTHER}",
    ],
)
def test_a_last_day_beside_other_facts_or_behind_all_rules_is_that_of_the_document(source: str) -> None:
    assert not is_in_force(read(f"# Pass Policy\n\n{source}\n", ".md"), TODAY)


@pytest.mark.parametrize(
    "field", ["expiry_date: 2024-04-01", "expires: 2024", "sunset: 1 April 2024", "valid-through: 3/2024"]
)
def test_a_last_day_in_the_fields_of_a_head_counts(field: str) -> None:
    assert not is_in_force(read(f"---\n{field}\n---\n# Pass Policy\n\n{CHECK}\n", ".md"), TODAY)
