"""A call for help and a meeting plan between Slack and Teams, from the press to "On my way", the climb and the end."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest

from bot.words import sentence
from foundation.outbox.tables import jobs
from tests.scenarios.canary import collect
from tests.scenarios.house import CAO, DANA, PRIYA, SAM, House, Start, Vendors
from tests.scenarios.test_across_platforms import both_ways
from tests.scenarios.test_canary import logs

__all__ = ["logs"]

SILAS = "silas.nkemelu@portmaribel.example"
WEN = "wen.zhao@portmaribel.example"
DESK = "Front counter, Town Hall"


@both_ways
async def test_d37_one_press_and_somebody_comes_by_name_whatever_platform_each_uses(
    it: House, here: str, there: str
) -> None:
    sam, priya = await it.person(here, SAM), await it.person(there, PRIYA)
    dana, silas = await it.person(here, DANA), await it.person(there, SILAS)
    await sam.writes("I need somebody here now")
    assert "911" in "".join(sam.told)
    assert f"come at once to: {DESK}" in "".join(sam.told)
    for helper in (priya, dana, silas):
        assert "Sam Okafor needs somebody now" in helper.told[-1]
        assert DESK in helper.told[-1]
    assert "Nobody has answered yet." in sam.told[-1]
    await silas.presses(sentence("call.coming"))
    assert "You are on the way." in silas.told[-1]
    assert "Silas Nkemelu is on the way to you" in sam.told[-1]
    assert "On the way: Silas Nkemelu" in priya.told[-1], "the card is brought up to date in its place"
    heard = priya.heard
    await it.pass_time(minutes=10)
    assert priya.heard == heard, "somebody comes, so nobody is asked any more"
    await sam.presses(sentence("call.over"))
    for helper in (priya, dana, silas):
        assert "The call of Sam Okafor is over" in helper.told[-1]
    await sam.presses(sentence("report.button"))
    assert sam.typed("place") == DESK


@both_ways
async def test_silence_climbs_and_whoever_called_reads_it_each_time(it: House, here: str, there: str) -> None:
    sam, priya = await it.person(here, SAM), await it.person(there, PRIYA)
    await it.person(here, DANA)
    await it.person(there, SILAS)
    cao = await it.person(there, CAO)
    await sam.writes("assist")
    heard = priya.heard
    await it.pass_time(minutes=2)
    assert "Sam Okafor needs somebody now" in cao.told[-1]
    assert sentence("call.silent") in sam.told[-1]
    assert "Marguerite Oyelaran: told at 05:02" in sam.told[-1].replace("\n", ": ").replace(": : ", ": ")
    await it.pass_time(minutes=2)
    assert priya.heard == heard + 1, "everybody is asked again"
    await cao.presses(sentence("call.coming"))
    assert "Marguerite Oyelaran is on the way to you" in sam.told[-1]


async def test_the_call_survives_a_restart_before_anything_was_sent(start: Start, around: Vendors) -> None:
    async with start() as it:
        priya, sam = await it.person("slack", PRIYA), await it.person("teams", SAM)
        await sam.writes("hello")
        await it.core.services.calls.make(SAM, DESK)
        assert priya
    async with start() as it:
        priya = await it.person("slack", PRIYA)
        await it.settle()
        assert "Sam Okafor needs somebody now" in priya.told[-1]
        left = await it.core.db.read(
            lambda conn: conn.execute(jobs.select().where(jobs.c.kind == "call")).all()
        )
        hers = [row for row in left if row.recipient == PRIYA]
        assert hers
        assert all(row.done_at for row in hers)


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_d38_a_plan_is_kept_and_the_duress_word_calls_quietly_and_leaves_no_trace(
    logs: io.StringIO, start: Start, around: Vendors, tmp_path: Path, platform: str
) -> None:
    async with start() as it:
        sam, wen = await it.person(platform, SAM), await it.person(platform, WEN)
        priya = await it.person(platform, PRIYA)
        await sam.writes("plan")
        await sam.presses(sentence("plan.new"))
        begins = it.clock.now() + timedelta(minutes=10)
        await sam.fills(
            {
                "plan_place": "Room zyxqplacecanary",
                "meets_at": begins,
                "minutes": "30",
                "companion": WEN,
                "duress": "zyxqcanary lamp",
            }
        )
        await sam.sends()
        assert "whether you are all right" in "".join(sam.told)
        assert "Sam Okafor has a meeting" in wen.told[-1]
        await it.pass_time(minutes=40)
        assert sentence("plan.ask") in sam.told[-1]
        await sam.writes("Zyxqcanary lamp")
        assert sentence("plan.was_fine") in sam.told[-1]
        for helper in (priya, wen):
            assert sentence("call.duress") in helper.told[-1]
        await priya.presses(sentence("call.coming"))
        await it.pass_time(minutes=5)
        assert sentence("plan.was_fine") in sam.told[-1], "nothing more is shown to whoever is under threat"
        found = collect(around, logs.getvalue(), tmp_path, [])
    assert found.leaks() == []
