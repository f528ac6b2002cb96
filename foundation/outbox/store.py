"""Jobs in the database: put in, leased, finished by whoever holds the lease."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, case, delete, func, literal, select, update

from foundation.db import Connection, insert_new
from foundation.outbox.jobs import LEASE, LONGEST_BACKOFF, Claimed, Job, Lane, backoff
from foundation.outbox.sending import NotDelivered
from foundation.outbox.tables import jobs
from foundation.statements import among, rows_by

WAITING = (jobs.c.done_at.is_(None), jobs.c.owner == "")
"""Jobs that nobody holds at this moment."""

_KNOWN = rows_by(jobs, "key").with_only_columns(jobs.c.id)
_UNDONE = rows_by(jobs, "subject", "kind").where(jobs.c.done_at.is_(None)).order_by(jobs.c.id)
_OURS = update(jobs).where(
    jobs.c.id == bindparam("job"),
    jobs.c.owner == bindparam("holder"),
    jobs.c.attempts == bindparam("tries"),
    jobs.c.done_at.is_(None),
)
_FINISH = update(jobs).where(jobs.c.key == bindparam("name"), *WAITING)


def enqueue(conn: Connection, wanted: Iterable[Job], now: datetime) -> None:
    """Put jobs in; one whose key was used before is passed over."""
    rows = [
        {
            "key": job.key,
            "kind": str(job.kind),
            "subject": job.subject,
            "recipient": job.recipient,
            "payload": json.dumps(job.payload, sort_keys=True),
            "lane": job.lane.value,
            "run_at": job.run_at,
            "created_at": now,
            "first_due": max(now, job.run_at),
        }
        for job in wanted
    ]
    insert_new(conn, jobs, rows)


def is_known(conn: Connection, key: str) -> bool:
    """Whether a key was used before."""
    return conn.execute(_KNOWN, {"key": key}).first() is not None


def undone(conn: Connection, subject: str, kind: str) -> list[Job]:
    """The jobs of a subject and kind that are not done, also one that somebody is working on."""
    return [_job(row) for row in conn.execute(_UNDONE, {"subject": subject, "kind": kind})]


def any_due(conn: Connection, now: datetime, lane: Lane, kinds: Collection[str]) -> bool:
    """Whether a look into the lane is worth a lease."""
    return conn.execute(_any_due(frozenset(kinds)), {"now": now, "in_lane": lane.value}).first() is not None


def lanes_due(conn: Connection, now: datetime, kinds: Collection[str]) -> frozenset[Lane]:
    """The lanes a look into which is worth a lease."""
    return frozenset(
        Lane(lane) for lane in conn.execute(_lanes_due(frozenset(kinds)), {"now": now}).scalars()
    )


def claim(
    conn: Connection, now: datetime, owner: str, lane: Lane, kinds: Collection[str], limit: int
) -> list[Claimed]:
    """Lease what is due, oldest first; what another worker is leasing at this moment is passed over.

    A job of a kind that only a newer version knows is left to its processes.
    """
    given = {"run_at": now + LEASE, "owner": owner, "now": now, "in_lane": lane.value}
    leased = conn.execute(_lease(frozenset(kinds), limit), given)
    return [_claimed(row) for row in sorted(leased, key=lambda row: int(row.id))]


@cache
def _lease(kinds: frozenset[str], limit: int) -> Update:
    mine = _due(kinds).where(jobs.c.lane == bindparam("in_lane"))
    oldest = mine.order_by(jobs.c.run_at, jobs.c.id).limit(limit).with_for_update(skip_locked=True)
    leased = update(jobs).where(jobs.c.id.in_(oldest.scalar_subquery()))
    return leased.values(attempts=jobs.c.attempts + 1).returning(jobs)


def complete(conn: Connection, claimed: Claimed, now: datetime, code: str = "") -> bool:
    """Finish a job, or give it up for the reason `code`; False when its lease ended and somebody else took it."""
    return _change(conn, claimed, done_at=now, code=code)


def postpone(conn: Connection, claimed: Claimed, until: datetime, code: str = "", held: str = "") -> bool:
    """Give the lease back and try again later; False as for `complete`. `held` is why the installation keeps it."""
    return _change(conn, claimed, run_at=until, owner="", code=code, held=held)


def put_off(conn: Connection, claimed: Claimed, now: datetime, failure: NotDelivered) -> bool:
    """Try again after a refusal, less often each time; False as for `complete`."""
    urgent = claimed.job.lane is not Lane.ROUTINE
    wait = backoff(claimed.attempts, urgent=urgent, retry_after=failure.retry_after)
    return postpone(conn, claimed, now + wait, failure.code, failure.held)


def finish(conn: Connection, key: str, now: datetime) -> None:
    """Let a job that nobody holds be done."""
    conn.execute(_FINISH, {"name": key, "done_at": now})


def hurry(conn: Connection, key: str, by: datetime) -> None:
    """Let a job that nobody holds run at `by` at the latest."""
    # Without its type SQLite would keep a time of another zone as if it were of UTC.
    moment = literal(by, jobs.c.first_due.type)
    first = case((jobs.c.first_due > moment, moment), else_=jobs.c.first_due)
    later = (jobs.c.key == key, *WAITING, jobs.c.run_at > by)
    conn.execute(update(jobs).where(*later).values(run_at=by, first_due=first))


def restart(conn: Connection, key: str, run_at: datetime) -> None:
    """Let the time of a job begin anew, also where a worker was just about to do it."""
    undone = (jobs.c.key == key, jobs.c.done_at.is_(None))
    conn.execute(update(jobs).where(*undone).values(run_at=run_at, first_due=run_at, owner=""))


def forget(conn: Connection, subject: str, kind: str) -> None:
    """Remove the jobs of a subject and kind, done or not: whoever holds one finds it gone and does nothing."""
    conn.execute(delete(jobs).where(jobs.c.subject == subject, jobs.c.kind == kind))


def try_again_now(conn: Connection, now: datetime) -> None:
    """Let everything that failed before be tried at once, unless a platform asked for a longer pause."""
    tried = (jobs.c.lane != Lane.WATCH.value, jobs.c.attempts > 0)
    own = (jobs.c.run_at > now, jobs.c.run_at <= now + LONGEST_BACKOFF)
    conn.execute(update(jobs).where(*tried, *WAITING, *own).values(run_at=now))


def held(conn: Connection) -> dict[str, int]:
    """How many jobs each fault of the installation keeps back, by platform and code."""
    waiting = (jobs.c.done_at.is_(None), jobs.c.held != "")
    query = select(jobs.c.held, func.count()).where(*waiting).group_by(jobs.c.held).order_by(jobs.c.held)
    return {row[0]: row[1] for row in conn.execute(query)}


def _claimed(row: Any) -> Claimed:
    return Claimed(
        row.id, row.owner, row.attempts, row.first_due or row.created_at, _job(row), held=bool(row.held)
    )


def _job(row: Any) -> Job:
    payload = json.loads(row.payload)
    return Job(row.key, row.kind, row.subject, row.run_at, row.recipient, payload, Lane(row.lane))


@cache
def _any_due(kinds: frozenset[str]) -> Select[int]:
    return _due(kinds).where(jobs.c.lane == bindparam("in_lane")).limit(1)


@cache
def _lanes_due(kinds: frozenset[str]) -> Select[str]:
    return _due(kinds).with_only_columns(jobs.c.lane).distinct()


def _due(kinds: frozenset[str]) -> Select[int]:
    due = select(jobs.c.id).where(jobs.c.done_at.is_(None), jobs.c.run_at <= bindparam("now"))
    return due.where(among(jobs.c.kind, kinds))


def _change(conn: Connection, claimed: Claimed, **values: object) -> bool:
    mine = {"job": claimed.id, "holder": claimed.owner, "tries": claimed.attempts}
    return conn.execute(_OURS, {**mine, **values}).rowcount == 1
