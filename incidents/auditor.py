"""The auditor: looks, independently of the worker, for work that stands still, so that `/healthz` can say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from foundation.clock import Clock
from foundation.db import Connection, Database, DatabaseUnavailable
from foundation.outbox import auditor as outbox
from foundation.sealing import KeyRing
from incidents import store_jobs, store_records, store_tasks
from incidents.audit import Head
from incidents.rules.calling import STAYS
from incidents.safety import store_calls, store_plans
from incidents.verifying import Verdict, verify


@dataclass(frozen=True, slots=True)
class RecordsHealth:
    """Whether the durable work goes on; `reasons` say what stands still, without names."""

    ok: bool
    reasons: tuple[str, ...] = ()


class Auditor:
    """Asks the database alone, so a worker that hangs cannot report itself well."""

    def __init__(self, db: Database, ring: KeyRing, clock: Clock) -> None:
        self._db = db
        self._ring = ring
        self._clock = clock

    async def look(self) -> RecordsHealth:
        """Look for late jobs of any kind, records nobody watches, and keys that are missing; never raises."""
        try:
            reasons = await self._db.read(self._reasons)
        except DatabaseUnavailable as error:
            reasons = (str(error),)
        return RecordsHealth(not reasons, reasons)

    async def verify(self, *heads: Head) -> Verdict:
        """Go along the whole audit log, a little at a time; `heads` are ends kept elsewhere."""
        return await verify(self._db, self._ring, *heads)

    async def broken_at(self, *heads: Head) -> int | None:
        """The first entry of the audit log that was altered, or None; `heads` are ends kept elsewhere."""
        broken = (await self.verify(*heads)).broken
        return broken.seq if broken else None

    def _reasons(self, conn: Connection) -> tuple[str, ...]:
        unwatched = store_jobs.unwatched(conn)
        unanswered, unreached = store_jobs.unanswered(conn), store_jobs.reached_nobody(conn)
        nobody, unread = store_jobs.nobody_to_ask(conn), store_jobs.unread_requests(conn)
        unreminded = store_tasks.unreminded(conn)
        missing = store_records.key_ids(conn) - set(self._ring.keys)
        found = (
            (unwatched, f"Unacknowledged records without a check that would climb: {unwatched}."),
            (unanswered, f"Reports nobody has acknowledged although everybody was asked: {unanswered}."),
            (nobody, f"Reports for which there is nobody to ask: {nobody}."),
            (unreached, f"Reports that reached nobody although everybody was tried: {unreached}."),
            (unread, f"Requests that reached nobody although everybody was tried: {unread}."),
            (unreminded, f"Open tasks that nobody would be reminded of: {unreminded}."),
            *_of_safety(conn, self._clock.now()),
            (missing, f"Keys that stored records need and this process does not have: {len(missing)}."),
        )
        of_records = (reason for count, reason in found if count)
        return (*outbox.reasons(conn, self._clock.now()), *of_records)


def _of_safety(conn: Connection, now: datetime) -> tuple[tuple[int, str], ...]:
    """Calls for help and plans of meetings that stand still."""
    unanswered, unwatched = store_calls.unanswered(conn), store_calls.unwatched(conn)
    unended = store_calls.unended(conn, now - STAYS)
    unguarded = store_plans.unguarded(conn)
    return (
        (unanswered, f"Calls for help that nobody has answered: {unanswered}."),
        (unwatched, f"Calls for help that nobody would be asked for again: {unwatched}."),
        (unended, f"Calls for help that somebody comes to and nobody has ended: {unended}."),
        (unguarded, f"Meetings that nobody would notice a missed check-in of: {unguarded}."),
    )
