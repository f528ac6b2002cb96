"""Somebody who may end their life is heard in idioms too; the same words said of other things are not (P36)."""

from __future__ import annotations

import pytest

from bot.flows.situations import Situation, situation


@pytest.mark.parametrize(
    "text",
    [
        "guy on the line says hes going to top himself",
        "she says she cant go on and has taken pills",
        "caller said he's gonna off himself",
        "he wants to unalive himself",
        "she took a whole bottle of pills",
        "the man says he will do himself in",
        "he says he'll jump in front of a train",
        "she is going to slit her wrists",
        "caller says she can't carry on living",
        "he doesn't want to wake up tomorrow",
        "resident on the phone swallowed too many tablets",
    ],
)
def test_p36_an_idiom_for_ending_a_life_brings_the_card_for_a_life(text: str) -> None:
    assert situation(text) is Situation.LIFE


@pytest.mark.parametrize("text", ["I'm going to top myself", "I can't go on, I've taken an overdose"])
def test_p36_said_of_the_writer_it_is_their_own_crisis(text: str) -> None:
    assert situation(text) is Situation.CRISIS


@pytest.mark.parametrize(
    "text",
    [
        "he is going to top himself up with coffee",
        "she wants to top up her travel card",
        "he took his pills at the counter",
        "she took a lot of medication forms",
        "she says she can't go on the trip",
        "he took himself off the list",
        "they do themselves in-house repairs",
        "he doesn't want to wake up early for the meeting",
        "caller wants to cut the hedge",
        "a customer jumped in front of the queue",
        "no point in waiting he says",
    ],
)
def test_what_only_sounds_like_it_does_not(text: str) -> None:
    assert situation(text) is Situation.QUESTION
