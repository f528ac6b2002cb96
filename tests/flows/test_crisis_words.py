"""Somebody who may end their life is heard in idioms too; the same words said of other things are not (P36)."""

from __future__ import annotations

import pytest

from bot.flows.situations import Situation, situation
from tests.flows.town import Town


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


@pytest.mark.parametrize(
    "text",
    [
        "he hung himself",
        "he hung himself in the washroom",
        "she hanged herself",
        "a visitor shot himself",
        "my coworker wrote a goodbye note",
        "a customer left a farewell letter for his family",
        "caller said goodbye forever and hung up",
        "she says goodbye and thanks for everything",
        "he said goodbye for the last time",
        "someone is hanging from a rope",
    ],
)
async def test_p36_a_life_ended_or_taken_leave_of_brings_the_card_for_a_life(town: Town, text: str) -> None:
    assert situation(text) is Situation.LIFE
    talk = town.talk()
    await talk.say(text)
    assert "911" in talk.words.splitlines()[1], "only the title stands above the numbers"
    assert "Leave" not in talk.words


@pytest.mark.parametrize(
    "text",
    [
        "he hung his coat himself",
        "he hung the poster himself",
        "the caller hung up himself",
        "he shot himself in the foot with that email",
        "she killed herself laughing",
        "her husband hanged himself years ago, she wants the account closed",
        "goodbye note for a retiring colleague",
        "my coworker wrote a goodbye note for Sam's retirement",
        "she wrote a goodbye note on her last day at work",
        "a customer left a goodbye message on the voicemail",
        "may I write a farewell letter to a customer",
        "caller said goodbye and hung up",
        "she said goodbye and thanks for your help",
        "she said goodbye forever to her old office, she is moving",
        "the banner is hanging from a rope",
        "the clerk will not be here tomorrow",
    ],
)
def test_any_other_goodbye_or_hanging_does_not(text: str) -> None:
    assert situation(text) not in (Situation.LIFE, Situation.CRISIS, Situation.DANGER)
