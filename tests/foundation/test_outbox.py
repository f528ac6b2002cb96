"""The outbox for jobs of any kind: each goes to the handler of its kind, which says when it is obsolete."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from foundation.bell import Bell
from foundation.db import Connection, Database
from foundation.outbox import auditor, store
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import Claimed, Job, Lane
from foundation.outbox.worker import Worker
from tests.fakes.clock import FakeClock
from tests.fakes.patience import until


class Parcels:
    """A handler of made-up kinds. `done` are the subjects worked on; what stands in `over` is obsolete."""

    def __init__(self, *kinds: str) -> None:
        self._kinds = kinds
        self.done: list[str] = []
        self.over: set[str] = set()
        self.unreadable: set[str] = set()
        self.broken: set[str] = set()
        self.gate: asyncio.Event | None = None

    @property
    def kinds(self) -> Collection[str]:
        return self._kinds

    def obsolete(self, _: Connection, claimed: Claimed) -> bool:
        return claimed.job.subject in self.over

    def begin(self, _: Connection, claimed: Claimed) -> Work | None:
        return None if claimed.job.subject in self.unreadable else partial(self._carry, claimed)

    async def _carry(self, claimed: Claimed) -> Ending:
        if self.gate and claimed.job.lane is Lane.ROUTINE:
            await self.gate.wait()
        if claimed.job.subject in self.broken:
            raise RuntimeError
        self.done.append(claimed.job.subject)
        return lambda conn, now: store.complete(conn, claimed, now)


class Depot:
    """One process over a database."""

    def __init__(self, db: Database) -> None:
        self.db, self.clock, self.bell = db, FakeClock(), Bell()
        self.parcels, self.cards = Parcels("parcel"), Parcels("card")
        self.worker = Worker(db, [self.parcels, self.cards], self.clock, self.bell)

    async def put(self, kind: str, *subjects: str, lane: Lane = Lane.ROUTINE) -> None:
        now = self.clock.now()
        jobs = [Job(f"{kind}:{one}", kind, one, now, lane=lane) for one in subjects]
        await self.db.write(lambda conn: store.enqueue(conn, jobs, now))

    async def reasons(self) -> tuple[str, ...]:
        now = self.clock.now()
        return await self.db.read(lambda conn: auditor.reasons(conn, now))


@pytest.fixture
def depot(db: Database) -> Depot:
    return Depot(db)


async def test_a_job_goes_to_the_handler_of_its_kind(depot: Depot) -> None:
    await depot.put("parcel", "a", "b")
    await depot.put("card", "c")
    assert await depot.worker.run_due() == 3
    assert (sorted(depot.parcels.done), depot.cards.done) == (["a", "b"], ["c"])


async def test_one_kind_is_obsolete_where_another_about_the_same_is_not(depot: Depot) -> None:
    depot.parcels.over.add("a")
    await depot.put("parcel", "a")
    await depot.put("card", "a")
    await depot.worker.run_due()
    assert (depot.parcels.done, depot.cards.done) == ([], ["a"])
    depot.parcels.over.clear()
    depot.clock.advance(timedelta(days=1))
    assert await depot.worker.run_due() == 0, "what was overtaken is done"


async def test_what_cannot_be_read_now_comes_again_and_holds_up_no_other(depot: Depot) -> None:
    depot.parcels.unreadable.add("a")
    await depot.put("parcel", "a", "b")
    await depot.worker.run_due()
    assert depot.parcels.done == ["b"]
    depot.parcels.unreadable.clear()
    depot.clock.advance(timedelta(seconds=5))
    await depot.worker.run_due()
    assert depot.parcels.done == ["b", "a"]


async def test_a_job_that_breaks_comes_back_when_its_lease_ends(depot: Depot) -> None:
    depot.parcels.broken.add("a")
    await depot.put("parcel", "a", "b")
    await depot.worker.run_due()
    assert depot.parcels.done == ["b"]
    depot.parcels.broken.clear()
    assert await depot.worker.run_due() == 0
    depot.clock.advance(timedelta(seconds=9))
    await depot.worker.run_due()
    assert depot.parcels.done == ["b", "a"]


async def test_slow_routine_holds_up_neither_what_is_urgent_nor_who_watches(depot: Depot) -> None:
    depot.parcels.gate, stop = asyncio.Event(), asyncio.Event()
    await depot.put("parcel", *(f"slow{number}" for number in range(20)))
    running = asyncio.create_task(depot.worker.run(stop))
    await asyncio.sleep(0.1)
    await depot.put("parcel", "urgent", lane=Lane.URGENT)
    await depot.put("parcel", "watch", lane=Lane.WATCH)
    depot.bell.ring()
    await until(lambda: len(depot.parcels.done) == 2)
    assert sorted(depot.parcels.done) == ["urgent", "watch"]
    depot.parcels.gate.set()
    stop.set()
    await asyncio.wait_for(running, 20)


async def test_a_kind_that_only_a_newer_version_knows_is_left_to_it_and_said(depot: Depot) -> None:
    await depot.put("telegram", "a")
    await depot.put("parcel", "b")
    assert await depot.worker.run_due() == 1
    assert await depot.reasons() == ()
    depot.clock.advance(timedelta(minutes=16))
    assert await depot.reasons() == ("Messages that wait too long: 1.",)


@pytest.mark.parametrize(
    ("lane", "minutes", "reason"),
    [
        (Lane.URGENT, 1, "Urgent notices waiting for more than 60 seconds: 1."),
        (Lane.WATCH, 1, "Urgent notices waiting for more than 60 seconds: 1."),
        (Lane.ROUTINE, 15, "Messages that wait too long: 1."),
    ],
)
async def test_health_sees_what_stands_still_whatever_its_kind(
    depot: Depot, lane: Lane, minutes: int, reason: str
) -> None:
    await depot.put("anything", "a", lane=lane)
    depot.clock.advance(timedelta(minutes=minutes, seconds=-1))
    assert await depot.reasons() == ()
    depot.clock.advance(timedelta(seconds=1))
    assert await depot.reasons() == (reason,)


async def test_what_is_hurried_is_first_due_at_that_moment_whatever_zone_it_is_said_in(depot: Depot) -> None:
    now = depot.clock.now()
    later = Job("parcel:a", "parcel", "a", now + timedelta(days=1))
    by = (now + timedelta(minutes=5)).astimezone(ZoneInfo("America/Toronto"))
    await depot.db.write(lambda conn: store.enqueue(conn, [later], now))
    await depot.db.write(lambda conn: store.hurry(conn, later.key, by))
    depot.clock.advance(timedelta(minutes=5))
    (claimed,) = await depot.db.write(
        lambda conn: store.claim(conn, depot.clock.now(), "me", Lane.ROUTINE, ["parcel"], 1)
    )
    assert claimed.first_due == by
