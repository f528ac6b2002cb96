"""Words of danger are no reason to lose what was ordered: the card first, what was ordered below it (P36)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.events import CommandInvoked, MessageReceived
from bot.people import Identity, Place, ReplyTarget
from bot.replies import OpenForm, Reply, Say
from tests.fakes.conversation import in_words
from tests.flows.town import SAM, Town

CARDS = ("Get safe first", "Somebody needs help: call now")


def is_card(reply: Reply) -> bool:
    return isinstance(reply, Say) and in_words(reply).splitlines()[0] in CARDS


async def says(town: Town, text: str, command: str = "") -> list[Reply]:
    """What somebody reads whose platform opens a form for every message, such as the local page."""
    who = Identity("chat", "T1", SAM, "Sam Okafor", SAM)
    where = ReplyTarget("chat", "T1", "direct", place=Place.DIRECT)
    now = town.clock.now()
    if command:
        event: MessageReceived | CommandInvoked = CommandInvoked("e1", who, where, now, command, text)
    else:
        event = MessageReceived("e1", who, where, now, text)
    return await town.bot.handle(replace(event, can_open_form=True))


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("message for Callum Byrne: caller had a stroke right now and wants an extension", "form.open"),
        ("request a man collapsed at 3 Elm Street", "form.open"),
        ("new complaint a man at the counter says he will hit the clerk", "form.open"),
        ("contact gas leak", "refer."),
        ("I am away until Friday, my father fainted", "form.open"),
    ],
)
async def test_p36_what_is_ordered_in_words_of_danger_is_done_below_the_card(
    town: Town, text: str, below: str
) -> None:
    first, *rest = await says(town, text)
    assert is_card(first)
    assert rest
    assert not any(isinstance(one, OpenForm) or is_card(one) for one in rest)
    assert below in repr(rest)


@pytest.mark.parametrize(
    "text", ["help!!", "911", "he has a knife", "say he has a knife help", "contact he has a gun"]
)
async def test_p36_danger_that_orders_nothing_stays_alone(town: Town, text: str) -> None:
    (only,) = await says(town, text)
    assert is_card(only)


async def test_what_was_typed_is_in_the_form_that_waits_below_the_card(town: Town) -> None:
    talk = town.talk()
    await talk.say("message for Callum Byrne: caller had a stroke right now and wants an extension")
    await talk.press("Open the form")
    assert talk.form
    values = {one.name: one.initial for one in talk.form.fields}
    assert values["message_for"] == ("callum.byrne@portmaribel.example",)
    assert values["message_words"] == "caller had a stroke right now and wants an extension"


async def test_p36_no_form_of_a_command_covers_the_card(town: Town) -> None:
    first, *rest = await says(town, "he has a knife", "message")
    assert is_card(first)
    assert rest
    assert not any(isinstance(one, OpenForm) for one in rest)


@pytest.mark.parametrize(
    "command",
    ["policy", "contact", "phrases", "worklist", "requests", "figures", "away", "request", "reports", "help"],
)
async def test_p36_after_every_command_words_of_danger_bring_one_card_and_it_comes_first(
    town: Town, command: str
) -> None:
    first, *rest = await says(town, "he has a knife", command)
    assert is_card(first)
    assert not any(map(is_card, rest))
