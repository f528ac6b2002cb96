"""Which month is meant by words, and what is said where it is another that is shown."""

from __future__ import annotations

from datetime import date

import pytest

from bot.flows.figures_asked import AskedFor, asked_month
from bot.router import typed_command
from bot.words import sentence
from tests.flows.town import CAO, Town

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("words", "first", "how"),
    [
        ("", date(2026, 10, 1), AskedFor.NOTHING),
        ("please", date(2026, 10, 1), AskedFor.NOTHING),
        ("for 2026-02", date(2026, 2, 1), AskedFor.MONTH),
        ("for 2026/2", date(2026, 2, 1), AskedFor.MONTH),
        ("02/2026", date(2026, 2, 1), AskedFor.MONTH),
        ("for 2.2026.", date(2026, 2, 1), AskedFor.MONTH),
        ("Feb", date(2026, 2, 1), AskedFor.MONTH),
        ("Feb. 2025", date(2025, 2, 1), AskedFor.MONTH),
        ("for Sept", date(2026, 9, 1), AskedFor.MONTH),
        ("for December", date(2025, 12, 1), AskedFor.MONTH),
        ("of 3 February 2026", date(2026, 2, 1), AskedFor.MONTH),
        ("for 2026-02-14", date(2026, 2, 1), AskedFor.MONTH),
        ("for last month", date(2026, 10, 1), AskedFor.MONTH),
        ("for this month", date(2026, 11, 1), AskedFor.MONTH),
        ("for last year", date(2025, 12, 1), AskedFor.YEAR),
        ("for 2025", date(2025, 12, 1), AskedFor.YEAR),
        ("this year", date(2026, 12, 1), AskedFor.YEAR),
        ("January to March 2026", date(2026, 3, 1), AskedFor.SEVERAL),
        ("for 2026-13", date(2026, 10, 1), AskedFor.UNREAD),
        ("for the spring", date(2026, 10, 1), AskedFor.UNREAD),
        ("for 0000", date(2026, 10, 1), AskedFor.UNREAD),
    ],
)
def test_the_plain_forms_of_a_month_are_read(words: str, first: date, how: AskedFor) -> None:
    asked = asked_month(words, TODAY)
    assert (asked.first, asked.how) == (first, how)


@pytest.mark.parametrize(
    "words", ["2026-02", "02/2026", "Feb", "Feb 2026", "last year", "2025", "March to May"]
)
def test_what_is_read_is_also_heard_as_the_typed_command_chat(words: str) -> None:
    found = typed_command(f"figures for {words}")
    assert found
    assert found[0] == "figures"


@pytest.mark.parametrize(
    ("words", "key", "shown"),
    [
        ("2025", "figures.of_year", "December 2025"),
        ("last year", "figures.of_year", "December 2025"),
        ("2026", "figures.year_not_over", "February 2026"),
        ("1999-03", "figures.too_early", "January 2000"),
        ("the spring", "figures.unread", "February 2026"),
        ("December 2025 and January", "figures.one_month", "January 2026"),
        ("03/2026", "figures.not_over", "February 2026"),
    ],
)
async def test_where_another_month_is_shown_it_is_said_which_and_why(
    town: Town, words: str, key: str, shown: str
) -> None:
    """It is the first of March 2026."""
    talk = town.talk(CAO)
    await talk.command("figures", words)
    assert f"{shown} in figures" in talk.words
    values = {"year": words if words.isdigit() else "2025", "month": "March 2026"}
    if key == "figures.too_early":
        values["month"] = shown
    assert sentence(key, **values) in talk.words


async def test_a_month_that_was_named_is_shown_without_a_word_about_it(town: Town) -> None:
    talk = town.talk(CAO)
    await talk.command("figures", "for 2026-02")
    assert "February 2026 in figures" in talk.words
    assert sentence("figures.one_month") not in talk.words
    assert "not over" not in talk.words
