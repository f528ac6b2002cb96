"""Notices of requests where they are hard: who is away, what cannot be opened, who cannot be reached, late clocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.words import sentence
from foundation.bell import Bell
from foundation.db import Connection
from foundation.ids import new_id
from foundation.outbox.store import enqueue
from foundation.outbox.tables import jobs
from incidents.absences import Absences
from incidents.auditor import Auditor
from incidents.request import Matter, RequestPriority, ServiceRequest, TakenRequest
from incidents.request_jobs import RequestNews, news_job
from incidents.rules.absence import Absence
from incidents.tables import records
from tests.flows.test_requests import CALLUM, INGRID, told
from tests.flows.town import HECTOR, RING, SAM, Town


async def taken(town: Town, **changes: object) -> TakenRequest:
    """A pothole that Sam takes down, through the desk alone: nobody who asks reads anything again first."""
    plain: dict[str, object] = {"channel": "Phone", "category": "pothole", "contact_wanted": True}
    wanted = ServiceRequest(SAM, Matter.SERVICE, "A hole.", **(plain | changes))  # type: ignore[arg-type]  # by name
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
    assert town.messenger.brought == []
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
