"""An item or a cell that says “not” below a word of duty or permission forbids; none is shown as what it refuses."""

from __future__ import annotations

import pytest

from knowledge.answers.binding import bindings
from knowledge.reading.sectioning.strength import strength_of


def _told(text: str, lead_in: str) -> list[str]:
    return [one.value for one in bindings(strength_of(text, lead_in), text, lead_in)]


@pytest.mark.parametrize(
    ("lead_in", "text", "expected"),
    [
        ("Staff must:", "not lift people;", "you_must_not"),
        ("Staff must:", "Not lift people.", "you_must_not"),
        ("Staff must:", "and never swear.", "you_must_not"),
        ("Staff must:", "do not swear;", "you_must_not"),
        ("Staff must:", "at no time lend the badge;", "you_must_not"),
        ("Staff must do the following:", "never swear", "you_must_not"),
        ("Staff are required to:", "not swear", "you_must_not"),
        ("Staff must not:", "never swear;", "you_must_not"),
        ("The clerk must:", "not lift people;", "must_not"),
        ("Staff should:", "not argue;", "you_should_not"),
        ("Staff may:", "never refuse;", "you_must_not"),
        ("The following are permitted:", "not kettles", "must_not"),
    ],
)
def test_a_negative_item_forbids_what_its_list_goes_on_with(lead_in: str, text: str, expected: str) -> None:
    assert _told(text, lead_in) == [expected]


@pytest.mark.parametrize(
    ("lead_in", "text", "expected"),
    [
        ("Staff must:", "lock the cab;", "you_must"),
        ("Staff must:", "not later than noon, call the clerk;", "you_must"),
        ("Staff must:", "not only phone but also write;", "you_must"),
        ("Staff must:", "ask the caller not to shout;", "you_must"),
        ("Staff must check that the visitor is:", "not drunk;", "you_must"),
        ("Staff may:", "leave if the desk is not busy;", "you_may"),
        ("Where letters repeat themselves, staff may:", "not reply to them;", "you_may"),
        ("Staff should:", "note what is not there;", "you_should"),
        ("Staff must:", "check who may not enter;", "you_must"),
        ("Staff must:", "tell visitors that they must not smoke;", "you_must"),
        ("Staff must write down:", "what the visitor must not do", "you_must"),
        ("Staff may note:", "who must not enter", "you_may"),
        ("Staff must:", "Visitors must not smoke.", "must_not"),
        ("Staff must not:", "tell visitors that they must smoke;", "you_must_not"),
        ("The following are permitted:", "mugs", "may"),
        ("Grounds of appeal are that staff must:", "not known", ""),
    ],
)
def test_a_not_elsewhere_in_an_item_leaves_its_word(lead_in: str, text: str, expected: str) -> None:
    assert _told(text, lead_in) == [expected]


@pytest.mark.parametrize(
    ("lead_in", "text", "expected"),
    [
        ("Item\tMay staff sell it?", "Matches\tNo", "must_not"),
        ("Item\tMay staff sell it?", "Fireworks\tNever", "must_not"),
        ("Item\tMay staff sell it?", "Matches\tNo, since 2024", "must_not"),
        ("Dish\tMay be sold to pupils", "Wine\t✗", "must_not"),
        ("Group\tMay swim\tMay dive", "Children\tNo\tNo", "must_not"),
        ("Dish\tMay be sold to pupils", "Cola\t–", ""),
        ("Group\tMay swim\tMay dive", "Children\tYes\tNo", ""),
        ("Group\tMust wear a vest", "Adults\tno", ""),
        ("Dish\tMust not be sold", "Wine\tNo", ""),
        ("Task\tIs optional", "Log\tNo", ""),
        ("Role\tMust\tMust not\tMay", "Cook\twear a cap\twear rings\ttaste", ""),
    ],
)
def test_a_row_is_not_shown_as_the_question_it_says_no_to(lead_in: str, text: str, expected: str) -> None:
    assert _told(text, lead_in) == [expected]


@pytest.mark.parametrize(
    ("lead_in", "text", "expected"),
    [
        ("Item\tMay staff sell it?", "Stamps\tYes", "you_may"),
        ("Dish\tMay be sold to pupils", "Tea\t✓", "you_may"),
        ("Dish\tMay be sold to pupils", "Tea\tNo more than five cups", "you_may"),
        ("Group\tMust wear a vest", "Children\tyes", "you_must"),
        ("Case\tStaff must\tBy phone", "Fire\tring the bell\tNo", "you_must"),
        ("Case\tWhat to do", "Fire\tStaff must ring the bell.", "you_must"),
        ("Case\tMust be told\tMay be told", "Fire\tStaff must ring the bell.\tNo", "you_must"),
    ],
)
def test_a_row_that_answers_yes_or_says_what_to_do_keeps_its_word(
    lead_in: str, text: str, expected: str
) -> None:
    assert _told(text, lead_in) == [expected]
