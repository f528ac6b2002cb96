"""What leans on the question before, for how long, and that nothing is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people import Identity, Place, ReplyTarget
from bot.turns import ARROW, KEPT, TURNS, Turns, joined, leans, parted
from tests.fakes.clock import MORNING

ANA = Identity("slack", "T1", "U1", "Ana", "ana@example.org")
BEN = Identity("slack", "T1", "U2", "Ben", "ben@example.org")
DIRECT = ReplyTarget("slack", "T1", "D1")
CHANNEL = ReplyTarget("slack", "T1", "C1", place=Place.CHANNEL)
FIRST = "how fast do I have to call back"


@pytest.mark.parametrize(
    "text",
    ["and by e-mail?", "And visitors?", "what about letters", "or in writing?", "for how long?", "why?"],
)
def test_a_short_text_that_means_little_alone_leans(text: str) -> None:
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "how long may I keep a caller on hold",
        "visitor badges",
        "android phones at the counter",
        "and now a man with a loud voice tells me that he wants the mayor",
    ],
)
def test_a_text_that_says_it_all_does_not_lean(text: str) -> None:
    assert not leans(text)


def test_a_follow_up_is_asked_with_the_question_before() -> None:
    turns = Turns()
    assert turns.follow(ANA, DIRECT, FIRST, MORNING) == (FIRST,)
    assert turns.follow(ANA, DIRECT, "and by e-mail?", MORNING + KEPT) == (FIRST, "and by e-mail?")


def test_a_whole_question_begins_anew() -> None:
    turns = Turns()
    turns.follow(ANA, DIRECT, FIRST, MORNING)
    turns.follow(ANA, DIRECT, "may visitors film", MORNING)
    assert turns.follow(ANA, DIRECT, "and staff?", MORNING) == ("may visitors film", "and staff?")


def test_the_subject_stays_however_many_follow_ups_there_are() -> None:
    turns = Turns()
    asked: tuple[str, ...] = ()
    for text in (FIRST, "and by e-mail?", "and letters?", "and in person?"):
        asked = turns.follow(ANA, DIRECT, text, MORNING)
    assert asked == (FIRST, "and letters?", "and in person?")
    assert len(asked) == TURNS


def test_after_a_quarter_of_an_hour_it_is_forgotten() -> None:
    turns = Turns()
    turns.follow(ANA, DIRECT, FIRST, MORNING)
    later = MORNING + KEPT + timedelta(seconds=1)
    assert turns.follow(ANA, DIRECT, "and by e-mail?", later) == ("and by e-mail?",)


def test_nobody_follows_the_question_of_somebody_else_or_of_another_place() -> None:
    turns = Turns()
    turns.follow(ANA, CHANNEL, FIRST, MORNING)
    assert turns.follow(BEN, CHANNEL, "and by e-mail?", MORNING) == ("and by e-mail?",)
    assert turns.follow(ANA, DIRECT, "and by e-mail?", MORNING) == ("and by e-mail?",)


def test_only_so_many_conversations_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.turns.MOST", 3)
    turns = Turns()
    people = [Identity("slack", "T1", f"U{number}") for number in range(5)]
    for who in people:
        turns.follow(who, DIRECT, FIRST, MORNING)
    leaning = [turns.follow(who, DIRECT, "and by e-mail?", MORNING) for who in reversed(people)]
    assert [len(asked) for asked in leaning] == [2, 2, 2, 1, 1]


def test_a_person_counts_once_for_a_passage_at_a_time() -> None:
    turns = Turns()
    assert turns.first_rating("ana", "p", MORNING)
    assert not turns.first_rating("ana", "p", MORNING)
    assert turns.first_rating("ben", "p", MORNING)
    assert turns.first_rating("ana", "q", MORNING)
    assert turns.first_rating("ana", "p", MORNING + timedelta(hours=1))


@given(st.lists(st.text().filter(lambda text: ARROW not in text), min_size=1, max_size=TURNS).map(tuple))
def test_turns_travel_as_one_text(asked: tuple[str, ...]) -> None:
    whole = joined(asked)
    assert joined(parted(whole)) == whole
