"""Somebody says that they come to a call that nobody may ask again for, and never does: it goes on by itself."""

from __future__ import annotations

from sqlalchemy import select

from foundation.outbox.tables import jobs
from incidents.auditor import Auditor
from incidents.safety.tables import calls
from tests.flows.test_plans import JOLENE, WORD, asked, plans
from tests.flows.town import CAO, DANA, PRIYA, RING, SAM, SILAS, Town


async def missed(town: Town) -> str:
    """Sam gives no answer at the check-in time, and everybody is asked. Returns the id of the call."""
    await plans(town)
    await town.pass_time(minutes=40)
    await town.pass_time(minutes=5, seconds=1)
    return str(await town.db.read(lambda conn: conn.execute(select(calls.c.id)).scalar_one()))


async def test_where_somebody_said_they_come_and_never_did_everybody_is_asked_again(town: Town) -> None:
    call = await missed(town)
    await town.talk(PRIYA).choose("call.coming", call)
    before = len(asked(town))
    await town.pass_time(minutes=14)
    assert asked(town)[before:] == [], "who is on the way is given time"
    await town.pass_time(minutes=1)
    assert set(asked(town)[before:]) == {PRIYA, DANA, SILAS, JOLENE, CAO}
    for _ in range(3):
        await town.talk(PRIYA).choose("call.coming", call)
        before = len(asked(town))
        await town.pass_time(minutes=15)
        assert len(asked(town)) == before + 5, "again and again, until it is over"
    await town.talk(SAM).choose("call.over", call)
    before = len(asked(town))
    await town.pass_time(hours=2)
    assert len(asked(town)) == before


async def test_a_quiet_call_too_is_asked_again_and_after_an_hour_only_once_an_hour(town: Town) -> None:
    talk = await plans(town)
    await town.pass_time(minutes=40)
    await talk.say(WORD)
    await town.pass_time(seconds=1)
    call = str(await town.db.read(lambda conn: conn.execute(select(calls.c.id)).scalar_one()))
    await town.talk(PRIYA).choose("call.coming", call)
    before = len(asked(town))
    await town.pass_time(minutes=15)
    assert len(asked(town)) == before + 5
    await town.pass_time(hours=1)
    await town.talk(PRIYA).choose("call.coming", call)
    before = len(asked(town))
    await town.pass_time(minutes=59)
    assert len(asked(town)) == before
    await town.pass_time(minutes=1)
    assert len(asked(town)) == before + 5


async def test_health_says_when_nobody_ends_a_call_that_nobody_pressed_for(town: Town) -> None:
    auditor = Auditor(town.db, RING, town.clock)
    call = await missed(town)
    await town.talk(PRIYA).choose("call.coming", call)
    assert not any("Calls for help" in one for one in (await auditor.look()).reasons)
    await town.db.write(lambda conn: conn.execute(jobs.delete().where(jobs.c.kind == "call_check")).close())
    assert "Calls for help that nobody would be asked for again: 1." in (await auditor.look()).reasons
    await town.pass_time(hours=1)
    said = "Calls for help that somebody comes to and nobody has ended: 1."
    assert said in (await auditor.look()).reasons
    await town.talk(SAM).choose("call.over", call)
    assert not any("Calls for help" in one for one in (await auditor.look()).reasons)
