"""Notices of requests where they are hard: who is away, what cannot be opened, who cannot be reached, late clocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import AsyncMock

import pytest
from sqlalchemy import select, update

from bot.flows.request_news import LATE
from bot.words import sentence
from foundation.bell import Bell
from foundation.db import Connection, DatabaseUnavailable, Trouble
from foundation.ids import new_id
from foundation.outbox.store import enqueue
from foundation.outbox.tables import jobs
from incidents import store_audit
from incidents.absences import Absences
from incidents.audit import Act
from incidents.auditor import Auditor
from incidents.request import (
    Matter,
    RequestClockKind,
    RequestOutcome,
    RequestPriority,
    ServiceRequest,
    TakenRequest,
)
from incidents.request_jobs import REQUEST_NEWS, RequestNews, news_job
from incidents.rules.absence import Absence
from incidents.rules.access import Operation
from incidents.rules.request_acts import REQUEST_FIELDS
from incidents.tables import records
from tests.fixtures.acts import filled_in
from tests.flows.test_requests import BEATRIZ, CALLUM, INGRID, number, takes, told
from tests.flows.town import HECTOR, RING, SAM, WEN, Town


async def taken(town: Town, **changes: object) -> TakenRequest:
    """A pothole that Sam takes down, through the desk alone: nobody who asks reads anything again first."""
    plain: dict[str, object] = {"channel": "Phone", "category": "pothole", "contact_wanted": True}
    plain |= {"taken_by": SAM, "matter": Matter.SERVICE, "description": "A hole."}
    wanted = ServiceRequest(**(plain | changes))  # type: ignore[arg-type]  # any field, by name
    one = await town.requests.take(wanted, new_id())
    assert one
    return one


async def test_r08_whoever_another_process_said_is_away_is_away_in_this_one(town: Town) -> None:
    elsewhere = Absences(town.db, town.clock, Bell(), lambda: town.services.people)
    until = town.clock.now() + timedelta(days=3)
    for who in (INGRID, CALLUM):
        assert await elsewhere.say(Absence(new_id(), who, town.clock.now(), until, said_by=who))
    assert (await taken(town)).told == (HECTOR, INGRID, CALLUM), "both of them are away, so their head hears"
    urgent = await taken(town, priority=RequestPriority.EMERGENCY)
    standing = await town.requests.standing(urgent.reference, HECTOR)
    assert standing
    assert standing.to_ring[0] == HECTOR
    await town.pass_time(seconds=1)
    assert sentence("request.news_new", reference=urgent.reference) in told(town, HECTOR)
    assert "Ingrid Solheim is away until" in repr(town.messenger.to(HECTOR))


async def test_r03_a_number_that_no_reply_gave_comes_by_a_notice_to_whoever_took_it_down(town: Town) -> None:
    """The process that answers may die between the commit and its reply."""
    lost = await taken(town)
    await town.pass_time(seconds=29)
    assert told(town, SAM) == []
    await town.pass_time(seconds=2)
    assert told(town, SAM) == [sentence("request.news_taken", reference=lost.reference)]
    await town.pass_time(hours=1)
    assert len(told(town, SAM)) == 1


async def test_r03_a_number_comes_by_a_notice_where_the_answer_failed_after_the_commit(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(
            "bot.flows.request.beside_form", AsyncMock(side_effect=DatabaseUnavailable(Trouble.BUSY))
        )
        talk = await takes(town)
    reference = await number(town)
    assert reference not in talk.words
    await town.pass_time(seconds=31)
    assert told(town, SAM) == [sentence("request.news_taken", reference=reference)]


async def test_a_number_that_a_reply_gave_is_not_told_again(town: Town) -> None:
    talk = await takes(town)
    assert sentence("request.taken", reference=await number(town)) in talk.words
    await town.pass_time(minutes=2)
    assert told(town, SAM) == []
    waiting = select(jobs).where(jobs.c.recipient == SAM, jobs.c.done_at.is_(None))
    assert await town.db.read(lambda conn: conn.execute(waiting).all()) == []


NEWER: dict[str, Callable[[Connection, str], object]] = {
    "a body": lambda conn, one: conn.execute(
        update(records).where(records.c.id == one).values(sealed=b"written by a newer version")
    ),
    "a state": lambda conn, one: conn.execute(
        update(records).where(records.c.id == one).values(state="weighed")
    ),
}


def rows_of(conn: Connection, record_id: str) -> dict[str, Any]:
    """What can be put back of a record."""
    row = conn.execute(select(records).where(records.c.id == record_id)).one()
    return {"sealed": row.sealed, "state": row.state}


@pytest.mark.parametrize("newer", NEWER)
@pytest.mark.parametrize("priority", RequestPriority)
async def test_what_cannot_be_opened_here_tells_nobody_until_it_can_and_is_not_lost(
    town: Town, newer: str, priority: RequestPriority
) -> None:
    one = await taken(town, priority=priority)
    before = await town.db.read(lambda conn: rows_of(conn, one.id))
    await town.db.write(lambda conn: NEWER[newer](conn, one.id) and None)
    auditor = Auditor(town.db, RING, town.clock)
    for _ in range(12):
        await town.pass_time(minutes=6)
    assert told(town, INGRID) == []
    assert any("too long" in one or "Urgent" in one for one in (await auditor.look()).reasons)
    await town.pass_time(hours=200)
    assert not [key for _, key, _ in town.messenger.brought if key.startswith(REQUEST_NEWS)]
    mended = update(records).where(records.c.id == one.id).values(**before)
    await town.db.write(lambda conn: conn.execute(mended) and None)
    await town.pass_time(minutes=6)
    assert sentence("request.news_new", reference=one.reference) in told(town, INGRID)
    assert sentence("request.news_above", reference=one.reference) in told(town, HECTOR)


async def test_a_look_at_a_clock_that_cannot_read_its_request_is_said_to_be_late(town: Town) -> None:
    one = await taken(town)
    await town.worker.run_due()
    await town.db.write(lambda conn: NEWER["a state"](conn, one.id) and None)
    auditor = Auditor(town.db, RING, town.clock)
    assert (await auditor.look()).ok
    await town.pass_time(hours=200)
    for _ in range(6):
        await town.pass_time(minutes=1)
    assert any("Urgent" in one for one in (await auditor.look()).reasons)


async def test_a_notice_that_only_a_newer_version_knows_is_left_to_it(town: Town) -> None:
    one, now = await taken(town), town.clock.now()
    newer = replace(news_job(one.id, RequestNews.NEW, "x", SAM, now, urgent=False), payload={"news": "sung"})
    await town.db.write(lambda conn: enqueue(conn, [newer], now))
    await town.worker.run_due()
    waiting = select(jobs.c.code).where(jobs.c.key == newer.key, jobs.c.done_at.is_(None))
    assert await town.db.read(lambda conn: conn.execute(waiting).scalar()) == "unreadable"


NOOR = "noor.haddad@portmaribel.example"
MEETS = Operation.CONFIRM
ACTS: dict[Operation, dict[str, Any]] = {
    MEETS: {},
    Operation.ASSIGN: {"assignee": WEN},
    Operation.NOTE: {},
    Operation.CALLED_AGAIN: {},
    Operation.PRIORITISE: {"to_priority": "expedited"},
    Operation.REROUTE: {"to_category": "park"},
    Operation.RESOLVE: {"disposition": "Explained"},
}


async def done(town: Town, one: TakenRequest, operation: Operation, **said: Any) -> None:
    """Do an act at this moment, as Noor; the worker has not looked since whatever it looked at last."""
    due = {"next_update": town.clock.now() + timedelta(hours=30)} if operation is Operation.NOTE else {}
    values = {**filled_in(REQUEST_FIELDS[operation]), **due, **said}
    outcome, _ = await town.requests.act(one.id, NOOR, operation, values, new_id())
    assert outcome is RequestOutcome.DONE


async def ran_out(town: Town, one: TakenRequest) -> list[str]:
    """Which clocks the log says ran out, in order."""
    story = await town.db.read(lambda conn: store_audit.stories(conn, [one.id])[one.id])
    return [line.detail for line in story if line.kind == Act.CLOCK_RAN_OUT]


@pytest.mark.parametrize(
    ("operation", "late"),
    [*((one, 0.4) for one in ACTS), *((Operation.CALLED_AGAIN, late) for late in (0.0, 1.0, 90.0))],
)
async def test_p07_what_is_done_just_after_a_clock_ran_out_takes_nothing_of_it_away(
    town: Town, operation: Operation, late: float
) -> None:
    one = await taken(town, category="bill")
    await town.pass_time(hours=23)
    town.clock.advance(timedelta(hours=1, seconds=late))
    await done(town, one, operation, **ACTS[operation])
    await town.pass_time(seconds=1)
    assert (await ran_out(town, one)).count("confirm") == 1
    standing = await town.requests.standing(one.id, SAM)
    assert standing
    is_late = standing.is_overdue(town.clock.now())
    overdue = sentence("request.news_overdue", reference=one.reference)
    who = "felix.brandt@portmaribel.example" if operation is Operation.REROUTE else WEN
    still = RequestClockKind.CONFIRM in {clock.kind for clock in standing.clocks if is_late}
    if operation is not Operation.PRIORITISE:  # Then it is another clock, that has run out for longer.
        assert told(town, who).count(overdue) == still
    assert still == (operation not in (MEETS, Operation.RESOLVE))
    for _ in range(8):
        await town.pass_time(days=1)
    assert (await ran_out(town, one)).count("confirm") == 1
    assert told(town, who).count(overdue) <= len(set(await ran_out(town, one)))


@pytest.mark.parametrize("operation", ACTS)
async def test_p07_what_is_done_before_a_clock_runs_out_is_no_word_of_it(
    town: Town, operation: Operation
) -> None:
    one = await taken(town, category="bill")
    town.clock.advance(timedelta(hours=23, minutes=59, seconds=59))
    await done(town, one, operation, **ACTS[operation])
    assert await ran_out(town, one) == []
    await town.pass_time(hours=1)
    meets = operation in (MEETS, Operation.RESOLVE)
    again = operation is Operation.PRIORITISE
    assert (await ran_out(town, one)).count("confirm") == (not meets and not again)


async def test_p07_a_clock_that_ran_out_while_nothing_ran_stands_in_the_log_once(town: Town) -> None:
    one = await taken(town, category="bill")
    await town.pass_time(days=3)
    assert await ran_out(town, one) == ["confirm"]
    assert sentence("request.news_above", reference=one.reference) in told(town, BEATRIZ)
    await town.pass_time(days=1)
    assert await ran_out(town, one) == ["confirm"]


async def test_p07_what_was_met_late_is_told_nobody_as_overdue_for_a_day(town: Town) -> None:
    one = await taken(town, category="bill")
    town.clock.advance(timedelta(days=3))
    await done(town, one, MEETS)
    await town.pass_time(seconds=1)
    assert await ran_out(town, one) == ["confirm"]
    for who in (NOOR, WEN, BEATRIZ):
        assert not {sentence(f"request.news_{news}", reference=one.reference) for news in LATE} & {
            *told(town, who)
        }
