"""A sentence may begin with a noun that looks like an order: “use of the hall must …” binds, “use the hall” orders."""

from __future__ import annotations

import time

import pytest

from knowledge.answers.binding import bindings
from knowledge.reading.sectioning.commands import commands
from knowledge.reading.sectioning.strength import strength_of


def bound(text: str) -> str:
    return " ".join(bindings(strength_of(text), text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Work for absent pupils must be handed out on the first day.", "must"),
        ("Use of the hall by outside groups must be approved by the principal.", "must"),
        ("Use of the hall and the kitchen must be approved.", "must"),
        ("Use of the hall after ten must be approved.", "must"),
        ("Use of a phone while driving is prohibited.", "must_not"),
        ("Use of phones in class is prohibited.", "must_not"),
        ("Use of the lift by children must not be allowed.", "must_not"),
        ("Contact with the press must go through the mayor.", "must"),
        ("Contact between staff and bidders must be logged.", "must"),
        ("Call for tenders must be published online.", "must"),
        ("Post for the mayor must be opened at once.", "must"),
        ("Leave of absence must be approved.", "must"),
        ("Request to speak must be made in writing.", "must"),
        ("Report forms of the town must be kept.", "must"),
        ("Support for new staff should be offered in the first week.", "should"),
        ("Check for leaks should be made each Monday.", "should"),
        ("Help with homework may be offered after class.", "may"),
    ],
)
def test_a_noun_with_what_belongs_to_it_is_no_order(text: str, expected: str) -> None:
    assert not commands(text)
    assert bound(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Work with a colleague who must be trained.", ""),
        ("Work with people staff may know.", ""),
        ("Call for help if the caller must wait.", ""),
        ("Call the clerk, who must be told.", ""),
        ("Check with the manager whether you may leave.", ""),
        ("Report to the manager what the caller may know.", ""),
        ("Report incidents to the manager the clerk may name.", ""),
        ("Report to the office before the guest may leave.", ""),
        ("Talk to the person you must report to.", ""),
        ("Leave by the door that may be opened.", ""),
        ("Help with the bags.", ""),
        ("Work with a light while driving.", ""),
        ("Call for help immediately.", "you_must"),
        ("Contact the press when the mayor must speak.", ""),
    ],
)
def test_an_order_stays_one_whatever_is_bound_behind_it(text: str, expected: str) -> None:
    assert commands(text)
    assert bound(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Training for night staff must be logged.", "must"),
        ("Use of cars by part-time staff must be approved.", "must"),
        ("Members of staff must wait.", "you_must"),
        ("In case of fire staff must leave.", "you_must"),
        ("For reasons of safety new staff must wait.", "you_must"),
        ("Town hall staff must wait.", "you_must"),
    ],
)
def test_staff_who_are_only_spoken_of_are_not_the_reader(text: str, expected: str) -> None:
    assert bound(text) == expected


def test_a_long_line_without_an_end_is_read_at_once() -> None:
    began = time.process_time()
    bound("Use of the hall by new staff and others after ten " * 1_000)
    assert time.process_time() - began < 2
