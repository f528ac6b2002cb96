"""Follow-up turns keep the subject ("and by e-mail?"), on the real sample policies."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.messages import Tone
from bot.people import Place
from tests.flows.town import SAM, Town

BEFORE = "I took this together with your question before"


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        (
            "how fast do I have to answer a phone message",
            "and by e-mail?",
            "An e-mail must be answered within",
        ),
        ("can I hang up on somebody who swears at me", "and at the counter?", "staff may end the contact"),
        ("can we ban a customer", "for how long?", "looked at again after six months"),
        ("what do I say when I pick up the phone", "what about voice-mail?", "Voice-mail greetings must be"),
    ],
)
async def test_a_follow_up_keeps_the_subject_and_says_so(
    learning_town: Town, first: str, then: str, words: str
) -> None:
    talk = learning_town.talk()
    await talk.say(first)
    assert BEFORE not in talk.words
    await talk.say(then)
    assert words in talk.words
    assert f"{BEFORE}: “{first}”" in talk.words


async def test_who_signed_a_policy_offers_no_phrases_and_no_guidance_and_then_asks_for_the_date(
    learning_town: Town,
) -> None:
    talk = learning_town.talk()
    await talk.say("who signed the difficult customers policy?")
    assert "approver: Town Council" in talk.words
    assert "You can say" not in talk.words
    assert "report.ended" not in [button.action for button in talk.buttons]
    assert not any(button.tone is Tone.STRONG for button in talk.buttons)
    await talk.say("when?")
    assert "effective: 2025-06-10" in talk.words
    assert "approver: Town Council" not in talk.words.splitlines()[0]


async def test_a_follow_up_on_what_the_policies_do_not_say_is_still_refused(learning_town: Town) -> None:
    talk = learning_town.talk()
    await talk.say("how fast do I have to answer a phone message")
    await talk.say("and my parrot?")
    assert talk.words.startswith("Your policies don't say")


async def test_only_policies_on_the_last_turn_stand_side_by_side(learning_town: Town) -> None:
    talk = learning_town.talk()
    await talk.say("how fast do I have to answer a phone message")
    assert "Your policies differ here" in talk.words
    await talk.say("and by e-mail?")
    assert "Your policies differ here" not in talk.words


async def test_the_buttons_of_a_follow_up_keep_the_subject_too(learning_town: Town) -> None:
    talk = learning_town.talk()
    await talk.say("how fast do I have to answer a phone message")
    await talk.say("and by e-mail?")
    shown = talk.words
    await talk.press("More")
    await talk.press("Not what I needed")
    await talk.press("Other passages")
    assert "An e-mail must be answered within" not in talk.words
    assert "An e-mail must be answered within" in shown
    await talk.choose("ask.person", "how fast do I have to answer ↳ and by e-mail?")
    assert talk.form is not None
    (field, _) = talk.form.fields
    assert getattr(field, "initial", "") == "how fast do I have to answer\nand by e-mail?"


async def test_after_a_quarter_of_an_hour_the_subject_is_gone(learning_town: Town) -> None:
    talk = learning_town.talk()
    await talk.say("can we ban a customer")
    learning_town.clock.advance(timedelta(minutes=16))
    await talk.say("for how long?")
    assert BEFORE not in talk.words


async def test_another_place_does_not_know_what_was_asked_here(learning_town: Town) -> None:
    await learning_town.talk(SAM).say("can we ban a customer")
    channel = learning_town.talk(SAM, Place.CHANNEL)
    await channel.say("for how long?")
    assert BEFORE not in channel.words


async def test_danger_comes_first_in_a_follow_up_too(learning_town: Town) -> None:
    talk = learning_town.talk()
    await talk.say("can we ban a customer")
    await talk.say("and now he has a knife")
    assert "911" in talk.words
    assert BEFORE not in talk.words


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("may visitors film at the counter", "what if he refuses?", "Visitors must not film screens"),
        ("may visitors film at the counter", "where is that written?", "7. Photos and recordings"),
        ("can I hang up on somebody who swears at me", "and if he comes back?", "staff may end the contact"),
        ("can I hang up on somebody who swears at me", "why?", "staff may end the contact"),
        ("can we limit how somebody contacts us", "can they object?", "how to object"),
        ("can we limit how somebody contacts us", "and then?", "limit how somebody deals with the Town"),
    ],
)
async def test_who_is_meant_stays_the_subject_of_a_follow_up(
    learning_town: Town, first: str, then: str, words: str
) -> None:
    talk = learning_town.talk()
    await talk.say(first)
    await talk.say(then)
    assert BEFORE in talk.words
    assert words in "\n".join(talk.words.splitlines()[:3])


async def test_what_next_goes_on_in_the_procedure_step_by_step(learning_town: Town) -> None:
    talk = learning_town.talk()
    await talk.say("which steps do I take with an abusive caller")
    await talk.say("what next?")
    assert "If the abuse goes on after the warning" in talk.words.splitlines()[1]
    await talk.say("and then?")
    assert "Where a warning is not possible" in talk.words.splitlines()[1]


async def test_what_another_time_asks_and_no_policy_says_is_refused(learning_town: Town) -> None:
    talk = learning_town.talk()
    await talk.say("can I hang up on somebody who swears at me")
    await talk.say("and at night?")
    assert talk.words.startswith("Your policies don't say")


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("how fast must an e-mail be answered", "can he film me at the counter?", "film"),
        ("can we ban a customer", "who must sign in as a visitor", "must sign in"),
        ("can we ban a customer", "is the desk open at lunch", "also at lunch time"),
    ],
)
async def test_a_question_with_a_subject_of_its_own_is_answered_by_it(
    learning_town: Town, first: str, then: str, words: str
) -> None:
    talk = learning_town.talk()
    await talk.say(first)
    await talk.say(then)
    assert words in talk.words
