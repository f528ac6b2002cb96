"""The worker: takes due jobs from the outbox, hands notices to the courier, and climbs the ladder.

Several workers, in one process or many, share one database: a lease belongs to one of them.
"""

from __future__ import annotations

import asyncio

import structlog

from foundation.clock import Clock
from foundation.db import Connection, Database, DatabaseUnavailable
from foundation.ids import new_id
from incidents import store_jobs
from incidents.desk import Desk
from incidents.handling import Handling, Started
from incidents.notices import Courier, Delivered, NotDelivered, Notice
from incidents.outbox import SEND_SECONDS, Claimed

log = structlog.get_logger()

AT_ONCE = 16
"""Jobs under way in each lane, at most."""

STAGGER_SECONDS = 0.25
"""How long a lane waits for a job before it starts the next beside it. While a platform is quick, one notice
is sent at a time: a crash can then repeat only that one."""

POLL_SECONDS = 1.0


class Worker:
    """Does what is due. `courier` carries the notices; the time is that of `clock`."""

    def __init__(self, desk: Desk, courier: Courier, clock: Clock) -> None:
        self._db: Database = desk.db
        self._desk = desk
        self._courier = courier
        self._clock = clock
        self._owner = new_id()

    async def run_due(self) -> int:
        """Do everything that is due at this moment, with all that follows from it; returns the number of jobs."""
        done = 0
        while started := [*await self._claim(urgent=True), *await self._claim(urgent=False)]:
            await asyncio.gather(*(self._do(one) for one in started))
            done += len(started)
        return done

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; starts at once when this process files something, else looks each second."""
        await self._begin()
        async with asyncio.TaskGroup() as lanes:
            lanes.create_task(self._lane(stop, urgent=True))
            lanes.create_task(self._lane(stop, urgent=False))
            await stop.wait()
            self._desk.bell.ring()

    async def _begin(self) -> None:
        """Try at once what failed before this start: a new start is often what mended it."""
        now = self._clock.now()
        try:
            await self._db.write(lambda conn: store_jobs.try_again_now(conn, now))
        except DatabaseUnavailable as error:  # It is tried a little later then.
            log.warning("outbox_unavailable", trouble=error.trouble)

    async def _lane(self, stop: asyncio.Event, *, urgent: bool) -> None:
        """One job after the other, but a slow one holds up the next for a moment only."""
        bell = self._desk.bell.listener()
        under_way: set[asyncio.Task[None]] = set()
        started: list[Started] = []
        async with asyncio.TaskGroup() as jobs:
            while not stop.is_set():
                room = len(under_way) < AT_ONCE
                started = await self._next(urgent=urgent, busy=bool(started)) if room else []
                for one in started:
                    job = jobs.create_task(self._do(one))
                    under_way.add(job)
                    job.add_done_callback(under_way.discard)
                    await asyncio.wait({job}, timeout=STAGGER_SECONDS)
                if not started:
                    await bell.wait(POLL_SECONDS)

    async def _next(self, *, urgent: bool, busy: bool) -> list[Started]:
        try:
            return await self._claim(urgent=urgent, limit=1, busy=busy)
        except DatabaseUnavailable as error:
            log.warning("outbox_unavailable", trouble=error.trouble)
        except Exception as error:  # noqa: BLE001 - a worker that ends would notify nobody any more
            log.error("outbox_failed", cause=type(error).__name__)  # noqa: TRY400 - no traceback, as below
        return []

    async def _claim(self, *, urgent: bool, limit: int = AT_ONCE, busy: bool = False) -> list[Started]:
        handling, now = self._handling(), self._clock.now()

        def claim(conn: Connection) -> list[Started]:
            claimed = store_jobs.claim(conn, now, self._owner, urgent=urgent, limit=limit)
            return handling.start(conn, claimed, now)

        # A look costs less than a lease: an idle worker writes nothing.
        while busy or await self._db.read(lambda conn: store_jobs.any_due(conn, now, urgent=urgent)):
            if started := await self._db.write(claim):
                return started
            busy = False
        return []

    async def _do(self, started: Started) -> None:
        """Do one job. Whatever goes wrong, its lease ends and it comes back."""
        job = started.claimed.job
        try:
            if started.notice:
                await self._send(started.claimed, started.notice)
            else:
                handling, now = self._handling(), self._clock.now()
                end = handling.withdrawn if started.withdrawn else handling.task
                await self._db.write(lambda conn: end(conn, now, started.claimed))
        except DatabaseUnavailable as error:
            log.warning("job_interrupted", kind=job.kind, trouble=error.trouble)
        except Exception as error:  # noqa: BLE001 - one broken job must not end the worker
            # No traceback: the message of an error can repeat what somebody wrote.
            log.error("job_failed", kind=job.kind, record=job.record_id, cause=type(error).__name__)  # noqa: TRY400
        self._desk.bell.ring()  # What follows may be for the other lane.

    async def _send(self, claimed: Claimed, notice: Notice) -> None:
        handling = self._handling()
        try:
            delivered = await self._deliver(notice)
        except NotDelivered as refusal:
            failure, now = refusal, self._clock.now()
            _log_failure(claimed, failure)
            await self._db.write(lambda conn: handling.refused(conn, now, claimed, failure))
        else:
            now = self._clock.now()
            await self._db.write(lambda conn: handling.delivered(conn, now, claimed, delivered))

    async def _deliver(self, notice: Notice) -> Delivered:
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await self._courier.deliver(notice)
        except TimeoutError:
            raise NotDelivered("timeout", again=True) from None
        except NotDelivered:
            raise
        except Exception as error:
            raise NotDelivered(type(error).__name__, again=True) from error

    def _handling(self) -> Handling:
        return Handling(self._desk.vault, self._desk.escalation)


def _log_failure(claimed: Claimed, failure: NotDelivered) -> None:
    write = log.error if failure.operator else log.warning
    write(
        "notice_not_delivered",
        kind=claimed.job.kind,
        record=claimed.job.record_id,
        platform=failure.platform,
        code=failure.code,
        again=failure.again or bool(failure.held),
    )
