"""A number of a sentence that a margin put at the beginning of a line is no mark of an item, and a mark stays one."""

from __future__ import annotations

import pytest

from tests.knowledge.test_reading_text import clauses

HEAD = "HELPERS\n\nHelpers must be screened before they start at any of the places. The\n"


@pytest.mark.parametrize(
    ("above", "below", "joined"),
    [
        (
            "check must be finished no later than December",
            "31. Helpers pay nothing for it.",
            "December 31. Helpers",
        ),
        ("check must be finished by the end of 2 March", "1. Nobody may start earlier.", "March 1. Nobody"),
        ("check is made as it is set out in section", "4. Nobody may start without it.", "section 4. Nobody"),
        ("check is made as it is set out in section", "4.2 and paid by the town.", "section 4.2 and"),
        ("check is made again once in every", "4. year of the service.", "every 4. year"),
    ],
)
def test_a_line_that_goes_on_with_a_number_is_no_item(above: str, below: str, joined: str) -> None:
    found = clauses(f"{HEAD}{above}\n{below}\n")
    assert joined in found[-1].text
    assert found[-1].mark == ""


@pytest.mark.parametrize(
    ("above", "below", "mark"),
    [
        ("Helpers must follow these rules", "1. Sign in at the desk.", "1"),
        (
            "1. Helpers may start in any month but not in the last.\n2. Ask for the key before noon on days in May.",
            "3. Lock it.",
            "3",
        ),
        ("1. Close the lower pool in January\n2. Open the upper pool in February", "3. Close it.", "3"),
        ("1. Read this.\n2. Write down what is said in the section", "3. Sign it.", "3"),
        ("1. Read this.\n2. Say what you can do, up to", "3. Sign it.", "3"),
        ("Helpers must do all that is said in this section", "2. Sign in at the desk.", "2"),
        ("Helpers must ask whether they may", "2. Sign in at the desk.", "2"),
        ("Rules for May", "2. Sign in at the desk.", "2"),
    ],
)
def test_an_item_below_a_line_without_an_end_stays_one(above: str, below: str, mark: str) -> None:
    found = clauses(f"HELPERS\n\nHelpers are welcome.\n\n{above}\n{below}\n")
    assert found[-1].mark == mark
