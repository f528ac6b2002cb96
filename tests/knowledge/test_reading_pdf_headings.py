"""A heading of a PDF is whole over all its lines; a clause that is printed as large or as bold stays a clause."""

from __future__ import annotations

import pytest

from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.printing import At, lines, printed
from tests.knowledge.test_sectioning_cover import check

BODY = [
    "Each till is counted by the clerk of the hall at the end of the day, and the count",
    "is signed by two.",
]
TAIL = [
    "the counting of money at the end of each day in all",
    "of the buildings which belong to the town and to the school, and",
    "in the rinks, the pools and the libraries",
]


def read(head: list[str], size: float, *, bold: bool = True) -> list[tuple[str, list[str]]]:
    page = [At("Cash Policy", 72, 740, 22, bold=True)]
    page += [At(text, 72, 700 - n * 1.22 * size, size, bold) for n, text in enumerate(head)]
    page += [line for top in (600, 500, 400) for line in lines(BODY, 72, top, 13)]
    document = read_bytes(printed([page]), ".pdf", "cash.pdf")
    check(document)
    return [(section.heading, [clause.text for clause in section.clauses]) for section in document.sections]


@pytest.mark.parametrize("size", [11, 12.5, 14])
@pytest.mark.parametrize("start", ["1. Tills and", "Schedule B: Tills and", "§ 4. Tills and"])
def test_a_numbered_heading_over_three_lines_is_one(start: str, size: float) -> None:
    head = [f"{start} {TAIL[0]}", *TAIL[1:]]
    assert read(head, size)[-1] == (" ".join(head), 3 * [" ".join(BODY)])


@pytest.mark.parametrize("size", [11, 14])
def test_a_short_heading_over_three_lines_needs_no_number(size: float) -> None:
    assert read(["Tills and the", "counting of money", "in town halls"], size)[-1][0] == (
        "Tills and the counting of money in town halls"
    )


DUTIES = [
    "3. Staff must not leave a till open when they go away from it, not even",
    "for a moment, and must not give the key to anybody else who is not",
    "on the list of the treasurer of the town",
]
LEAD = [f"This policy is about {TAIL[0]}", *TAIL[1:], "and wherever else money is taken"]


@pytest.mark.parametrize(("said", "size"), [(DUTIES, 11), (DUTIES, 14), (LEAD, 14)])
def test_a_clause_that_is_printed_as_a_heading_stays_a_clause(said: list[str], size: float) -> None:
    whole = " ".join(said).removeprefix("3. ")
    found = read(said, size)
    assert whole in [text for _, texts in found for text in texts]
