"""What stands still in the outbox, whatever its kind, so that `/healthz` can say so.

The database alone is asked, so a worker that hangs cannot report itself well.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select

from foundation.db import Connection
from foundation.outbox.jobs import Lane
from foundation.outbox.sending import UNREADABLE
from foundation.outbox.store import held
from foundation.outbox.tables import jobs

URGENT_LATE = timedelta(seconds=60)
ROUTINE_LATE = timedelta(minutes=15)
IN_VAIN = 10
"""So many attempts in the routine lane take more than eight minutes (`jobs.backoff`)."""
UNREAD = 6
"""So many attempts in any other lane take more than a minute."""


def reasons(conn: Connection, now: datetime) -> tuple[str, ...]:
    """Why not all is well, one sentence each, without names."""
    urgent, routine, kept = urgent_late(conn, now), routine_late(conn, now), held(conn)
    found = (
        (urgent, f"Urgent notices waiting for more than {URGENT_LATE.seconds} seconds: {urgent}."),
        (routine, f"Messages that wait too long: {routine}."),
        (
            sum(kept.values()),
            f"Notices that a fault of the installation keeps back ({', '.join(kept)}): {sum(kept.values())}.",
        ),
    )
    return tuple(reason for count, reason in found if count)


def urgent_late(conn: Connection, now: datetime) -> int:
    """Urgent jobs and looks that nobody took for a minute, or that were tried for as long and are not done."""
    before = now - URGENT_LATE
    tried = (jobs.c.attempts > 0) & (func.coalesce(jobs.c.first_due, jobs.c.created_at) <= before)
    # A look that finds nothing yet comes again as well: one that cannot read what it is about says so.
    unread = (jobs.c.code == UNREADABLE.code) & (jobs.c.attempts >= UNREAD)
    watched = _in(Lane.WATCH) & ((jobs.c.run_at <= before) | unread)
    soon = _in(Lane.URGENT) | _in(Lane.RECEIPT)
    return _count(conn, watched | (soon & ((jobs.c.run_at <= before) | tried)))


def routine_late(conn: Connection, now: datetime) -> int:
    """Everything else that nobody took for a while, or that was tried for minutes in vain."""
    waiting = (jobs.c.run_at <= now - ROUTINE_LATE) | (jobs.c.attempts >= IN_VAIN)
    return _count(conn, _in(Lane.ROUTINE) & waiting)


def _in(lane: Lane) -> ColumnElement[bool]:
    return jobs.c.lane == lane.value


def _count(conn: Connection, which: ColumnElement[bool]) -> int:
    return int(conn.execute(select(func.count()).where(jobs.c.done_at.is_(None), which)).scalar_one())
