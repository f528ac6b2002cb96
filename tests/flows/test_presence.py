"""Who left and when they are back: the front desk hears it, and contact cards show one of four states (J29, J30)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.words import sentence
from tests.flows.town import DANA, PRIYA, SAM, WEN, Town

JOLENE = "jolene.tremblay@portmaribel.example"
AT_TEN = timedelta(hours=5)
"""The clock of the tests begins at 05:00; work begins at 08:30."""


@pytest.mark.parametrize(
    ("typed", "state", "shown"),
    [
        ("", "in", "In, as far as is noted here"),
        ("out until 14:00", "out", "Priya Raman is out until 14:00"),
        ("away until tomorrow", "gone", "Priya Raman is out and not back today, until"),
        ("away until Friday", "until", "Priya Raman is away until Friday 6 March"),
    ],
)
async def test_j29_a_card_shows_whether_somebody_is_in_out_gone_for_today_or_away(
    town: Town, typed: str, state: str, shown: str
) -> None:
    town.clock.advance(AT_TEN)
    if typed:
        await town.talk(PRIYA).say(typed)
    sam = town.talk(SAM)
    await sam.say("who is Priya Raman?")
    assert shown in sam.words
    assert (sentence("away.in") in sam.words) == (state == "in")


async def test_j29_in_is_said_of_nobody_outside_of_office_hours(town: Town) -> None:
    sam = town.talk(SAM)
    await sam.say("who is Priya Raman?")
    assert sentence("away.in") not in sam.words


async def test_j30_the_front_desk_hears_who_left_and_until_when_and_nothing_of_what_is_to_come(
    town: Town,
) -> None:
    priya = town.talk(PRIYA)
    await priya.say("out until 14:00")
    assert sentence("away.desk_told", names="Jolene Tremblay") in priya.words
    await town.pass_time(seconds=1)
    (heard,) = town.messenger.to(JOLENE)
    assert heard.summary.startswith("Priya Raman is out until 14:00")
    assert sentence("away.you_stand_in", name="Priya Raman") not in repr(heard)
    wen = town.talk(WEN)
    await wen.say("away from Thursday until Friday")
    assert "The front desk" not in wen.words
    await town.talk(JOLENE).say("out until 14:00")
    await town.pass_time(seconds=1)
    assert len(town.messenger.to(JOLENE)) == 1, "nobody is told of themselves"


async def test_j30_the_front_desk_and_the_deputy_hear_of_whoever_is_back_sooner(town: Town) -> None:
    priya = town.talk(PRIYA)
    await priya.say("out until 14:00, Dana Whitlock stands in")
    await town.pass_time(seconds=1)
    await priya.say("I am back")
    await town.pass_time(seconds=1)
    back = sentence("away.over_title", name="Priya Raman")
    assert [one.summary for one in town.messenger.to(JOLENE)][1:] == [back]
    assert [one.summary for one in town.messenger.to(DANA)][1:] == [back]
    assert sentence("away.here_deputy", name="Priya Raman") in repr(town.messenger.to(DANA)[-1])
    assert town.messenger.to(PRIYA) == []


async def test_nobody_hears_that_somebody_is_back_who_left_again(town: Town) -> None:
    priya = town.talk(PRIYA)
    await priya.say("out until 14:00")
    await town.pass_time(seconds=1)
    await priya.say("I am back")
    await priya.say("out until 15:00")
    await town.pass_time(seconds=1)
    first, again = (one.summary for one in town.messenger.to(JOLENE))
    assert "out until 14:00" in first
    assert "out until 15:00" in again


async def test_whoever_is_said_to_be_back_by_somebody_else_hears_so(town: Town) -> None:
    await town.talk(SAM).say("out until 14:00")
    await town.talk(PRIYA).say("Sam Okafor is back")
    await town.pass_time(seconds=1)
    assert [one.summary for one in town.messenger.to(SAM)] == [sentence("away.here_you", name="Priya Raman")]


async def test_j36_who_is_back_is_told_that_messages_wait(town: Town) -> None:
    callum = "callum.byrne@portmaribel.example"
    away = town.talk(callum)
    await away.say("out until 14:00")
    sam = town.talk(SAM)
    await sam.command("message")
    await sam.submit({"message_for": callum, "message_caller": "Hollis", "message_number": "902-555-0188"})
    await away.say("I am back")
    assert sentence("away.back_waits", count=1) in away.words


async def test_who_left_the_staff_is_not_said_to_hear_at_the_front_desk(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = "gone@portmaribel.example"
    monkeypatch.setattr(town.services.absences, "_front_desk", lambda: (gone,))
    priya = town.talk(PRIYA)
    await priya.say("out until 14:00")
    assert gone not in priya.words
    assert "The front desk" not in priya.words


@pytest.mark.parametrize(
    "typed", ["out to lunch until 13:00", "I'm at lunch until 1 pm", "back at 13:00", "I'll be back at 1 pm"]
)
async def test_j30_out_for_a_while_is_typed_as_people_say_it(town: Town, typed: str) -> None:
    town.clock.advance(AT_TEN)
    priya = town.talk(PRIYA)
    await priya.say(typed)
    assert "Priya Raman is out until 13:00" in priya.words


@pytest.mark.parametrize("typed", ["back at 9 he came in and shouted", "at lunch a man shouted at me"])
async def test_what_only_sounds_like_an_absence_is_none(town: Town, typed: str) -> None:
    priya = town.talk(PRIYA)
    await priya.say(typed)
    assert sentence("away.until_label") not in priya.words
    assert town.services.absences.now().absences == {}
