"""Danger is recognised however its words are typed, and what only looks misspelt stays what it is (P36)."""

from __future__ import annotations

import pytest

from bot.flows.hurried_words import mended, readable
from bot.flows.situations import Situation, is_about_violence, is_difficult, situation
from tests.flows.town import MAY_END, PHRASES, Town, answer

TYPED_IN_ANY_WAY = [
    "bom threat on line 2",
    "Bom threat on line 2",
    "he pulled a knfe",
    "he has a wepon",
    "she is unconcious",
    "someone is choaking",
    "call the polcie",
    "amblance please",
    "he is atacking me",
    "he had a siezure",
    "helppppp he has a gunnnn",
    "k n i f e",
    "he has a k n i f e",
    "there's a b.o.m.b in the lobby",
    "h e l p !!",
    "he has a ｋｎｉｆｅ",
    "he has a 𝐤𝐧𝐢𝐟𝐞",
    "he has a kn\u200bife",
    "he has a kn\u00adife",
    "he has a kn\x00ife",
    "\x1b[31mhe has a knife\x1b[0m",
    "ＨＥＬＰ",
    "H E L P",
    "dog is biting a customer",
    "a pit bull attacked a visitor outside",
    "the dog bit me",
    "a coyote is chasing a kid in the park",
]
NO_DANGER = [
    "Mr. Bom called about his permit",
    "the caller Knipe has a file",
    "may I treat a customer to coffee",
    "the fir tree fell on the fence",
    "how do I report a dog bite",
    "a dog bit my neighbour yesterday",
    "his dog was chasing my cat",
    "a dog bit the ball in the park",
    "plan a b c d",
    "options f i r",
    "the polish visitors are at the counter",
    "hello, ｗｈｅｎ do we close",
]


@pytest.mark.parametrize("text", TYPED_IN_ANY_WAY)
def test_p36_danger_is_recognised_however_it_is_typed(text: str) -> None:
    assert situation(text) is Situation.DANGER


@pytest.mark.parametrize("text", NO_DANGER)
def test_p36_what_only_looks_like_a_word_of_danger_is_none(text: str) -> None:
    assert situation(text) is Situation.QUESTION
    assert not is_about_violence(text)


@pytest.mark.parametrize(
    "text", ["he dobbed me in", "Ms. Knipe wants her file", "the heap of forms", "we boom", "guns and hoses"]
)
def test_names_and_words_of_the_language_are_never_mended(text: str) -> None:
    assert mended(text) == text


def test_only_what_stands_letter_by_letter_is_put_together() -> None:
    assert readable("a k n i f e, b c d") == "a knife, b c d"
    assert readable("fig. a b c") == "fig. a b c"


async def test_p36_a_bomb_misspelt_is_no_contact_to_be_ended(town: Town) -> None:
    assert not is_difficult("bom threat on line 2")
    town.knowledge.answer = answer("bom threat on line 2", MAY_END, phrases=PHRASES)
    talk = town.talk()
    await talk.say("bom threat on line 2")
    assert talk.words.splitlines()[0] == "Get safe first"
    assert "555-0111" in talk.words
    assert "report.ended" not in [button.action for button in talk.buttons]
