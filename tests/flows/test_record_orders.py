"""An act ordered in a sentence, with the reference of a report: the way to it, for who can do it, and nothing done."""

from __future__ import annotations

import pytest

from bot.words import sentence
from incidents.phone_message import PhoneMessage
from incidents.records import State
from incidents.request import Matter, ServiceRequest
from incidents.rules.access import Operation
from tests.flows.carrying import CLOSING, does, filed, state
from tests.flows.town import DANA, HECTOR, PRIYA, SAM, Town

__all__ = ["filed"]

ORDERS = {
    "take over {}": Operation.TAKE_OVER,
    "I'll take {}": Operation.TAKE_OVER,
    "please assign {} to Dana": Operation.ASSIGN,
    "pass on {} to Dana": Operation.ASSIGN,
    "send {} back to Sam": Operation.RETURN,
    "note a contact: {}": Operation.CONTACT,
    "log a call with {}": Operation.CONTACT,
    "ask the CAO about {}": Operation.ASK_CAO,
    "hand over {} to the CAO": Operation.HAND_OVER,
    "can you hand {} over?": Operation.HAND_OVER,
    "share {} with Hector": Operation.SHARE,
    "close report {} please": Operation.CLOSE,
    "I want to close {}": Operation.CLOSE,
    "give Wen a task for {}": Operation.ADD_TASK,
}


async def test_an_act_that_is_ordered_is_one_press_away_and_not_done_by_that(
    town: Town, filed: tuple[str, str]
) -> None:
    record, reference = filed
    for said, operation in ORDERS.items():
        talk = town.talk(PRIYA)
        await talk.say(said.format(reference))
        assert talk.words.startswith(sentence("order.act")), said
        first, *_ = talk.buttons
        assert (first.action, first.value) == ("record.act", f"{operation}:{record}"), said
    assert await state(town, record) is State.SUBMITTED


async def test_what_somebody_cannot_do_now_is_not_offered_to_them(town: Town, filed: tuple[str, str]) -> None:
    record, reference = filed
    for who, said in ((SAM, "close {}"), (PRIYA, "reopen {}"), (PRIYA, "{} is not solved")):
        talk = town.talk(who)
        await talk.say(said.format(reference))
        assert all(one.action != "record.act" or who == PRIYA for one in talk.buttons), said
        assert sentence("order.act") not in talk.words, said
    absent = town.talk(HECTOR)
    await absent.say("close Q4M-7TR")
    seen = absent.words.replace("Q4M-7TR", reference)
    await absent.say(f"close {reference}")
    assert absent.words == seen, "absent and forbidden are alike"
    assert await state(town, record) is State.SUBMITTED


async def test_the_author_asks_who_looked_by_its_reference(town: Town, filed: tuple[str, str]) -> None:
    talk = town.talk(SAM)
    await talk.say(f"who has read {filed[1]}?")
    assert next(one.action for one in talk.buttons) == "record.looks"
    head = town.talk(DANA)
    await head.say(f"who has read {filed[1]}?")
    assert "record.looks" not in {one.action for one in head.buttons}


@pytest.mark.parametrize(
    "said", ["it is not solved", "That's still not resolved!", "my report isn't solved", "unsolved"]
)
async def test_p12_that_it_is_not_solved_leads_to_the_report_that_was_decided(
    town: Town, filed: tuple[str, str], said: str
) -> None:
    talk = town.talk(SAM)
    await talk.say(said)
    assert sentence("order.act") not in talk.words, "nothing was decided yet"
    await does(town, PRIYA, filed[1], Operation.CLOSE, **CLOSING)
    await talk.say(said)
    await talk.press(sentence("act.not_solved"))
    await talk.submit({"still_open": "He rang again."})
    assert await state(town, filed[0]) is State.UNDER_REVIEW


@pytest.mark.parametrize("order", ["close {}", "take over {}", "delete {}", "print {}", "assign {} to Dana"])
async def test_what_is_ordered_of_a_request_or_a_message_leads_to_its_own_card(
    town: Town, order: str
) -> None:
    request = ServiceRequest(SAM, Matter.SERVICE, "A pothole.", "Phone", customer="Casey")
    taken = await town.requests.take(request, "r" * 32)
    rules = town.services.organisation.promises
    message = await town.services.messages.take(PhoneMessage(SAM, PRIYA, words="Call."), rules, "m" * 32)
    assert taken
    assert message
    talk = town.talk(SAM)
    for one in (taken, message):
        await talk.say(one.reference)
        card = talk.words
        await talk.say(order.format(one.reference))
        assert talk.words == card
