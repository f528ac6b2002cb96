"""A contact that goes on is not called over, and words lead into the guided way as its button does."""

from __future__ import annotations

import pytest

from bot.flows.situations import Situation, situation
from bot.words import sentence
from tests.flows.town import MAY_END, Town, answer

GOES_ON = [
    "I warned him and he keeps swearing",
    "I warned her twice and she is still shouting",
    "I told him I would hang up but he goes on",
    "I've given the caller a last warning and he won't stop",
]


@pytest.mark.parametrize("text", GOES_ON)
async def test_p34_a_contact_that_goes_on_after_a_warning_is_met_with_the_step_after_it(
    town: Town, text: str
) -> None:
    town.knowledge.alike = "ended"
    town.knowledge.answer = answer("may I", MAY_END)
    talk = town.talk()
    await talk.say(text)
    assert sentence("report.just_ended") not in talk.words, "it is not over"
    assert sentence("guarded.end") in talk.words
    assert MAY_END.text in talk.words


async def test_a_warning_alone_is_met_with_the_question_whether_it_goes_on(town: Town) -> None:
    town.knowledge.alike = "ended"
    talk = town.talk()
    await talk.say("I have warned him")
    assert sentence("report.just_ended") not in talk.words
    assert sentence("guarded.going_on") in talk.words
    await talk.press(sentence("guarded.step_going_on"))
    assert sentence("guarded.end") in talk.words


@pytest.mark.parametrize(
    "text", ["guide me", "please guide me through this call", "still going on", "he won't stop"]
)
async def test_the_guided_way_begins_with_words_as_with_its_button(town: Town, text: str) -> None:
    town.knowledge.alike = "ended"
    talk = town.talk()
    await talk.say(text)
    assert sentence("guarded.warn") in talk.words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I asked him to leave and he refuses to go", Situation.QUESTION),
        ("I told her to leave but she won't leave", Situation.QUESTION),
        ("I told him to leave", Situation.ENDED),
        ("I just hung up on him and he keeps calling", Situation.ENDED),
        ("I warned him twice, then I hung up", Situation.ENDED),
    ],
)
def test_an_end_is_one_only_where_nobody_stays(text: str, kind: Situation) -> None:
    assert situation(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "What if I warned him and he keeps swearing?",
        "I warned him about the deadline",
        "what do I say when he goes on",
    ],
)
async def test_what_is_only_asked_is_answered_from_the_policies(town: Town, text: str) -> None:
    talk = town.talk()
    await talk.say(text)
    assert sentence("guarded.going_on") not in talk.words
    assert sentence("guarded.end") not in talk.words
