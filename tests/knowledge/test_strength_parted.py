"""A “not” counts for its word of duty, also behind a note's mark or with words between the two."""

from __future__ import annotations

import time

import pytest

from knowledge.answers.binding import bindings
from knowledge.reading.sectioning.strength import strength_of


def _told(text: str) -> list[str]:
    return [one.value for one in bindings(strength_of(text), text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff must not¹ open the parcel.", "you_must_not"),
        ("Staff must not12 open the parcel.", "you_must_not"),
        ("Staff must¹ not open the parcel.", "you_must_not"),
        ("Staff must[^1] not open the parcel.", "you_must_not"),
        ("Staff must (1) not open the parcel.", "you_must_not"),
        ("Staff must* not open the parcel.", "you_must_not"),
        ("Staff should not² eat at the desk.", "you_should_not"),
        ("Staff may not³ swim.", "you_must_not"),
        ("Visitors must never¹ feed the birds.", "must_not"),
        ("Staff must open the parcel¹.", "you_must"),
        ("Staff must keep 10 m² free.", "you_must"),
        ("Staff must¹ open the parcel.", "you_must"),
        ("Staff may¹ open the parcel.", "you_may"),
    ],
)
def test_a_note_mark_takes_no_word_of_its_force(text: str, expected: str) -> None:
    assert _told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff must at no time lend the badge.", "you_must_not"),
        ("Staff must in no case ring the bell.", "you_must_not"),
        ("Staff must on no account hold a bag for a visitor.", "you_must_not"),
        ("Staff should under no circumstances run.", "you_should_not"),
        ("Staff may by no means borrow the van.", "you_must_not"),
        ("Staff must, under the by-law, not share the code.", "you_must_not"),
        ("Staff must, under the by-law, not share, lend or sell the code.", "you_must_not"),
        ("Staff must, unless told otherwise, not answer the press.", "you_must_not"),
        ("Staff must – except in winter – not open the window.", "you_must_not"),
        ("Staff must - except in winter - not open the window.", "you_must_not"),
        ("Staff must (except in winter) not open the window.", "you_must_not"),
        ("Staff must under Section 5 never burn paper.", "you_must_not"),
        ("Staff must during a fire alarm not use the lift.", "you_must_not"),
        ("Staff must at all times not smoke.", "you_must_not"),
        ("Staff should, however, not eat here.", "you_should_not"),
        ("Staff should as a rule not eat here.", "you_should_not"),
        ("Staff may, however, not borrow the van.", "you_must_not"),
        ("The clerk shall, where the fee is unpaid, never hand out the key.", "must_not"),
    ],
)
def test_words_between_a_modal_and_its_not_turn_no_ban_into_a_duty(text: str, expected: str) -> None:
    assert _told(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff must, unless it is not safe, open the gate.", "you_must"),
        ("Staff must, if the caller is not calm, end the call.", "you_must"),
        ("Staff must (if the guest is not ill) let them in.", "you_must"),
        ("Staff must check whether the visitor may not enter.", "you_must"),
        ("Staff must on arrival state who may not enter.", "you_must"),
        ("Staff must at the desk ask whether guests are not ill.", "you_must"),
        ("Staff must, where the key is lost, not the card, open the door.", "you_must"),
        ("Staff must, in writing, not orally, tell the clerk.", "you_must"),
        ("Staff must, in coins, not cash, pay the fee.", "you_must"),
        ("Staff must, by noon, not later than one, report.", "you_must"),
        ("Staff must, if possible, not only phone but also write.", "you_must"),
        ("Staff must in winter decide not to open.", "you_must"),
        ("Staff must on request give not more than five keys.", "you_must"),
        ("Staff must at all times keep the door locked.", "you_must"),
        ("Staff must in no time call the police.", "you_must"),
        ("Staff must call the police, not the supervisor.", "you_must"),
        ("Staff should, where possible, ask the caller not to shout.", "you_should"),
        ("Staff may, if they do not drive, take the bus.", "you_may"),
        ("Staff may, after a warning, not before, end the call.", "you_may"),
        ("Customers may, under stress, not become calm at once.", "may"),
    ],
)
def test_a_not_that_belongs_to_other_words_forbids_nothing(text: str, expected: str) -> None:
    assert _told(text) == [expected]


def test_a_long_sentence_of_asides_is_judged_in_a_moment() -> None:
    began = time.perf_counter()
    strength_of("Staff must, " + "under the rules of the house, " * 400 + "open the gate.")
    strength_of("Staff must under " + "the long rule of the house and must in " * 300 + "the gate.")
    assert time.perf_counter() - began < 2
