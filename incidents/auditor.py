"""The auditor: looks, independently of the worker, for work that stands still, so that `/healthz` can say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from foundation.clock import Clock
from foundation.db import Connection, Database, DatabaseUnavailable
from foundation.sealing import KeyRing
from incidents import store_jobs, store_records
from incidents.audit import Head
from incidents.verifying import Verdict, verify

LATE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the durable work goes on; `reasons` say what stands still, without names."""

    ok: bool
    reasons: tuple[str, ...] = ()


class Auditor:
    """Asks the database alone, so a worker that hangs cannot report itself well."""

    def __init__(self, db: Database, ring: KeyRing, clock: Clock) -> None:
        self._db = db
        self._ring = ring
        self._clock = clock

    async def look(self) -> Health:
        """Look for late alerts, records nobody watches, and keys that are missing; never raises."""
        try:
            reasons = await self._db.read(self._reasons)
        except DatabaseUnavailable as error:
            reasons = (str(error),)
        return Health(not reasons, reasons)

    async def verify(self, *heads: Head) -> Verdict:
        """Go along the whole audit log, a little at a time; `heads` are ends kept elsewhere."""
        return await verify(self._db, self._ring, *heads)

    async def broken_at(self, *heads: Head) -> int | None:
        """The first entry of the audit log that was altered, or None; `heads` are ends kept elsewhere."""
        broken = (await self.verify(*heads)).broken
        return broken.seq if broken else None

    def _reasons(self, conn: Connection) -> tuple[str, ...]:
        late = store_jobs.stuck(conn, self._clock.now() - LATE)
        unwatched = store_jobs.unwatched(conn)
        unanswered, unreached = store_jobs.unanswered(conn), store_jobs.reached_nobody(conn)
        nobody, held = store_jobs.nobody_to_ask(conn), store_jobs.held(conn)
        missing = store_records.key_ids(conn) - set(self._ring.keys)
        found = (
            (late, f"Urgent notices waiting for more than {LATE.seconds} seconds: {late}."),
            (unwatched, f"Unacknowledged records without a check that would climb: {unwatched}."),
            (unanswered, f"Reports nobody has acknowledged although everybody was asked: {unanswered}."),
            (nobody, f"Reports for which there is nobody to ask: {nobody}."),
            (unreached, f"Reports that reached nobody although everybody was tried: {unreached}."),
            (
                sum(held.values()),
                f"Notices that a fault of the installation keeps back ({', '.join(held)}): {sum(held.values())}.",
            ),
            (missing, f"Keys that stored records need and this process does not have: {len(missing)}."),
        )
        return tuple(reason for count, reason in found if count)
