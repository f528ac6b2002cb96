"""The worker: takes due jobs from the outbox and hands each to the handler of its kind.

Several workers, in one process or many, share one database: a lease belongs to one of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database, DatabaseUnavailable
from foundation.ids import new_id
from foundation.outbox import store
from foundation.outbox.handlers import Handler, Work
from foundation.outbox.jobs import Claimed, Lane
from foundation.outbox.schedules import PLAN_EVERY, Schedule
from foundation.outbox.sending import UNREADABLE

log = structlog.get_logger()

AT_ONCE = 16
"""Jobs under way in each lane, at most."""

STAGGER_SECONDS = 0.25
"""How long a lane waits for a job before it starts the next beside it. While a platform is quick, one notice
is sent at a time: a crash can then repeat only that one."""

POLL_SECONDS = 1.0
PLAN_AGAIN_SECONDS = 5.0
"""How often it is looked whether an hour has passed: the clock may be set, and what failed is planned soon."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A job on lease with what is to be done."""

    claimed: Claimed
    work: Work


class Worker:
    """Does what is due. `bell` rings in this process when there is something new; the time is that of `clock`."""

    def __init__(
        self,
        db: Database,
        handlers: Iterable[Handler],
        clock: Clock,
        bell: Bell,
        schedules: Sequence[Schedule] = (),
    ) -> None:
        self._db = db
        self._handlers = {str(kind): handler for handler in handlers for kind in handler.kinds}
        self._clock = clock
        self._bell = bell
        self._owner = new_id()
        self._schedules = schedules
        self._planned: datetime | None = None

    async def run_due(self) -> int:
        """Do everything that is due at this moment, with all that follows from it; returns the number of jobs."""
        await self._plan()
        done = 0
        while due := await self._lanes_due():
            begun = [one for lane in Lane if lane in due for one in await self._claim(lane, busy=True)]
            await asyncio.gather(*(self._do(one) for one in begun))
            done += len(begun)
        return done

    async def _lanes_due(self) -> frozenset[Lane]:
        kinds, now = self._handlers.keys(), self._clock.now()
        return await self._db.read(lambda conn: store.lanes_due(conn, now, kinds))

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; starts at once when this process writes a job, else looks each second."""
        await self._try_again_now()
        async with asyncio.TaskGroup() as lanes:
            for lane in Lane:
                lanes.create_task(self._lane(stop, lane))
            planning = lanes.create_task(self._keep_planning())
            await stop.wait()
            planning.cancel()
            self._bell.ring()

    async def _try_again_now(self) -> None:
        """Try at once what failed before this start: a new start is often what mended it."""
        now = self._clock.now()
        try:
            await self._db.write(lambda conn: store.try_again_now(conn, now))
        except DatabaseUnavailable as error:  # It is tried a little later then.
            log.warning("outbox_unavailable", trouble=error.trouble)

    async def _keep_planning(self) -> None:
        while True:
            try:
                await self._plan()
            except DatabaseUnavailable as error:
                log.warning("outbox_unavailable", trouble=error.trouble)
            except Exception as error:  # noqa: BLE001 - as for a lane
                log.error("not_planned", cause=type(error).__name__)  # noqa: TRY400 - no traceback, as below
            await asyncio.sleep(PLAN_AGAIN_SECONDS)

    async def _plan(self) -> None:
        """Keep the next time of everything that comes round in the outbox."""
        now = self._clock.now()
        if not self._schedules or (self._planned and now - self._planned < PLAN_EVERY):
            return
        jobs = [job for schedule in self._schedules for job in schedule(now)]
        await self._db.write(lambda conn: store.enqueue(conn, jobs, now))
        self._planned = now

    async def _lane(self, stop: asyncio.Event, lane: Lane) -> None:
        """One job after the other, but a slow one holds up the next for a moment only."""
        bell = self._bell.listener()
        under_way: set[asyncio.Task[None]] = set()
        begun: list[Begun] = []
        async with asyncio.TaskGroup() as jobs:
            while not stop.is_set():
                room = len(under_way) < AT_ONCE
                begun = await self._next(lane, busy=bool(begun)) if room else []
                for one in begun:
                    job = jobs.create_task(self._do(one))
                    under_way.add(job)
                    job.add_done_callback(under_way.discard)
                    await asyncio.wait({job}, timeout=STAGGER_SECONDS)
                if not begun:
                    await bell.wait(POLL_SECONDS)

    async def _next(self, lane: Lane, *, busy: bool) -> list[Begun]:
        try:
            return await self._claim(lane, limit=1, busy=busy)
        except DatabaseUnavailable as error:
            log.warning("outbox_unavailable", trouble=error.trouble)
        except Exception as error:  # noqa: BLE001 - a worker that ends would notify nobody any more
            log.error("outbox_failed", cause=type(error).__name__)  # noqa: TRY400 - no traceback, as below
        return []

    async def _claim(self, lane: Lane, *, limit: int = AT_ONCE, busy: bool = False) -> list[Begun]:
        kinds, now = self._handlers.keys(), self._clock.now()

        def claim(conn: Connection) -> list[Begun]:
            claimed = store.claim(conn, now, self._owner, lane, kinds, limit)
            return [begun for one in claimed if (begun := self._begin(conn, one))]

        # A look costs less than a lease: an idle worker writes nothing.
        while busy or await self._db.read(lambda conn: store.any_due(conn, now, lane, kinds)):
            if begun := await self._db.write(claim):
                return begun
            busy = False
        return []

    def _begin(self, conn: Connection, claimed: Claimed) -> Begun | None:
        handler, now = self._handlers[claimed.job.kind], self._clock.now()
        if handler.obsolete(conn, claimed):
            store.complete(conn, claimed, now)
            return None
        work = handler.begin(conn, claimed)
        if work is None:
            store.put_off(conn, claimed, now, UNREADABLE)
        return Begun(claimed, work) if work else None

    async def _do(self, begun: Begun) -> None:
        """Do one job. Whatever goes wrong, its lease ends and it comes back."""
        job = begun.claimed.job
        try:
            ending = await begun.work()
            now = self._clock.now()
            await self._db.write(lambda conn: ending(conn, now))
        except DatabaseUnavailable as error:
            log.warning("job_interrupted", kind=job.kind, trouble=error.trouble)
        except Exception as error:  # noqa: BLE001 - one broken job must not end the worker
            # No traceback: the message of an error can repeat what somebody wrote.
            log.error("job_failed", kind=job.kind, subject=job.subject, cause=type(error).__name__)  # noqa: TRY400
        self._bell.ring()  # What follows may be for another lane.
