"""Of several files of one policy the newest counts; where that cannot be told, all do, and owners are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.reading.editions import without_older
from knowledge.reading.sandbox_child import read_bytes
from knowledge.search.weights import Weights
from tests.knowledge.test_reading_text import read

BODY = "\n\n## Calls\n\nStaff must return the call of a customer within {} days.\n"


def _kept(*heads: str, bodies: tuple[str, ...] = ()) -> tuple[list[str], list[str]]:
    """The names of the files that stay, and the kinds of the findings; each finding names both files."""
    texts = bodies or tuple(BODY.format(2 + place) for place in range(len(heads)))
    documents = [
        read_bytes(f"# {head}{text}".encode(), ".md", f"{'abc'[place]}.md")
        for place, (head, text) in enumerate(zip(heads, texts, strict=True))
    ]
    kept, findings = without_older(documents)
    assert all("b.md" in one.message for one in findings)
    return [one.name[0] for one in kept], [one.kind for one in findings]


OLD, NEW = "Effective: 1 May 2019", "Effective: 1 May 2024"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"Call Policy\n\nPolicy No.: CS-12\n{OLD}", f"Call Policy\n\nPolicy Number: CS 12\n{NEW}"),
        (
            f"Call Policy\n\nPolicy No. CS-12\n{OLD}",
            f"Returning Calls: Call Policy\n\nPolicy No. CS-12\n{NEW}",
        ),
        ("Call Policy\n\nPolicy No: 4.2\nVersion: 1.9", "Call Policy\n\nPolicy No: 4.2\nVersion: 1.10"),
        ("Call Policy\n\nVersion: 1", "Call Policy\n\nVersion: 2.0"),
        (f"Call Policy\n\n{OLD}", f"Call Policy (revised 2024)\n\n{NEW}"),
        (f"Call Policy v1\n\n{OLD}", f"Call Policy v2 – FINAL\n\n{NEW}"),
        (f"CALL POLICY\n\n{OLD}", f"Call Policy\n\n{OLD}\nRevised: 3 June 2022"),
        (f"Call Policy\n\n{OLD}\nVersion: 1", f"Call Policy\n\n{OLD}\nVersion: 2"),
        (
            "Call Policy\n\n| Policy number | CS-12 |\n|---|---|\n| Effective date | 1 May 2019 |",
            f"Call Policy\n\nPolicy ID: CS-12\n{NEW}",
        ),
    ],
)
def test_of_two_files_of_one_policy_the_newer_counts_whichever_was_read_first(
    first: str, second: str
) -> None:
    assert _kept(first, second) == (["b"], ["older-edition"])
    documents = [read(f"# {head}{BODY.format(2)}", ".md") for head in (second, first)]
    named = [read_bytes(one.text.encode(), ".md", f"{at}.md") for at, one in enumerate(documents)]
    assert [one.name for one in without_older(named)[0]] == ["0.md"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Call Policy", "Call Policy"),
        (f"Call Policy\n\n{OLD}", "Call Policy"),
        (f"Call Policy\n\n{OLD}", f"Call Policy\n\n{OLD}"),
        (f"Call Policy\n\nVersion: 3\n{OLD}", f"Call Policy\n\nVersion: 2\n{NEW}"),
        (f"Call Policy\n\nPolicy No: 4.2\n{OLD}", f"Parking Policy\n\nPolicy No: 4.2\n{NEW}"),
        (f"Call Policy\n\nApplies to: the library\n{OLD}", f"Call Policy\n\nApplies to: the pool\n{NEW}"),
    ],
)
def test_where_the_newer_cannot_be_told_both_count_and_owners_are_told(first: str, second: str) -> None:
    assert _kept(first, second) == (["a", "b"], ["same-policy"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"Call Policy\n\nPolicy No: 4.2\n{OLD}", f"Call Procedure\n\nPolicy No: 4.2\n{NEW}"),
        (f"Call Policy\n\nPolicy No: 4.2\n{OLD}", f"Appendix to the Call Policy\n\nPolicy No: 4.2\n{NEW}"),
        (f"Call Policy\n\nPolicy No: 4.2\n{OLD}", f"Call Policy\n\nPolicy No: 4.3\n{NEW}"),
        (f"Call Policy\n\n{OLD}", f"Call Handling Policy\n\n{NEW}"),
        (f"Call Policy\n\n{OLD}", f"Call Guide\n\n{NEW}"),
        (f"Call Policy\n\nOrganisation: Elm Town\n{OLD}", f"Call Policy\n\nOrganisation: Oak Town\n{NEW}"),
        (f"Administrative Policy 4-11\n\n{OLD}", f"Administrative Policy 4-12\n\n{NEW}"),
        (f"Desk Policy 1\n\n{OLD}", f"Desk Policy 2\n\n{NEW}"),
    ],
)
def test_two_policies_are_not_taken_for_one(first: str, second: str) -> None:
    assert _kept(first, second) == (["a", "b"], [])


def test_of_three_the_newest_counts_and_each_older_one_is_a_finding() -> None:
    heads = [f"Call Policy\n\nVersion: {number}" for number in (1, 3, 2)]
    assert _kept(*heads) == (["b"], ["older-edition", "older-edition"])


def test_two_texts_of_one_title_that_share_no_words_are_told_and_both_count() -> None:
    bodies = (BODY.format(2), "\n\n## Parking\n\nCars are parked behind the hall on Sundays.\n")
    assert _kept(f"Desk Policy\n\n{OLD}", f"Desk Policy\n\n{NEW}", bodies=bodies) == (
        ["a", "b"],
        ["same-policy"],
    )


def test_days_that_go_round_in_a_circle_leave_all_in_force() -> None:
    heads = (
        f"Call Policy\n\nVersion: 2\n{OLD}",
        "Call Policy\n\nVersion: 3",
        f"Call Policy\n\n{NEW}\nVersion: 3",
    )
    assert "c" in _kept(*heads)[0]


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("---\npolicy_number: CS-12\n---\n# Call Policy\n\nStaff must call.\n", ".md"),
        ("CALL POLICY\nPolicy No. CS-12\n\n1. Calls\n\nStaff must call.\n", ".txt"),
        ("Call Policy\nPolicy #: CS-12   Effective: 1 May 2024\n\n1. Calls\n\nStaff must call.\n", ".txt"),
        ("<h1>Call Policy</h1><table><tr><td>Number</td><td>CS-12</td></tr></table><p>Call.</p>", ".html"),
    ],
)
def test_the_number_of_a_policy_is_read(text: str, ending: str) -> None:
    assert read(text, ending).facts.number == "CS-12"


@pytest.mark.parametrize(
    "line", ["Number: see the list", "Policy No: to be decided", "Document number: 3 May 2024"]
)
def test_what_is_no_number_is_none(line: str) -> None:
    assert read(f"# Call Policy\n\n{line}\n\n## Calls\n\nStaff must call.\n", ".md").facts.number == ""


@pytest.mark.parametrize("rows", ["| 1.0 | 2019 |\n| 1.10 | 2024 |", "| 1.10 | 2024 |\n| 1.9 | 2021 |"])
def test_the_version_is_the_highest_of_its_table_whichever_stands_first(rows: str) -> None:
    text = f"# Call Policy\n\n## Calls\n\nStaff must call.\n\n| Version | Date |\n|---|---|\n{rows}\n"
    assert read(text, ".md").facts.version == "1.10"


def test_a_newer_edition_takes_over_on_its_day_and_the_older_one_is_quoted_until_then(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(f"# Call Policy\n\n{OLD}{BODY.format('five')}", "utf-8")
    (tmp_path / "new.md").write_text(f"# Call Policy\n\nEffective: 2 June 2026{BODY.format('two')}", "utf-8")
    days = [date(2026, 6, 1)]
    library = Library.open([tmp_path], today=lambda: days[-1], weights=Weights(encoder=False))

    def quoted() -> set[str]:
        return {one.document for one in library.ask("within how many days must staff return a call").passages}

    assert quoted() == {"old.md"}
    days.append(date(2026, 6, 2))
    library.refresh()
    assert quoted() == {"new.md"}
    assert [one.document for one in library.findings if one.kind == "older-edition"] == ["old.md"]
    assert library.ask("since when is the call policy in force").passages[0].document == "new.md"
