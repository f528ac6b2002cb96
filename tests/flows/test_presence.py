"""Who left and when they are back: the front desk hears it, and contact cards show one of four states (J29, J30)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.words import sentence
from tests.flows.town import PRIYA, SAM, WEN, Town

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
