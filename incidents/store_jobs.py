"""Jobs in the database: put in, leased, finished by whoever holds the lease."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from foundation.db import Connection, insert_new
from incidents.outbox import CHECK, LEASE, Claimed, Job
from incidents.tables import jobs, records


def enqueue(conn: Connection, wanted: Iterable[Job], now: datetime) -> None:
    """Put jobs in; one whose key was used before is passed over."""
    rows = [
        {
            "key": job.key,
            "kind": str(job.kind),
            "record_id": job.record_id,
            "level": job.level,
            "recipient": job.recipient,
            "card": job.card,
            "urgent": job.urgent,
            "run_at": job.run_at,
            "created_at": now,
        }
        for job in wanted
    ]
    insert_new(conn, jobs, rows)


def any_due(conn: Connection, now: datetime, *, urgent: bool) -> bool:
    """Whether a look into the lane is worth a lease."""
    due = select(jobs.c.id).where(*_due(now, urgent=urgent)).limit(1)
    return conn.execute(due).first() is not None


def claim(conn: Connection, now: datetime, owner: str, *, urgent: bool, limit: int) -> list[Claimed]:
    """Lease what is due, oldest first; what another worker is leasing at this moment is passed over."""
    due = (
        select(jobs.c.id)
        .where(*_due(now, urgent=urgent))
        .order_by(jobs.c.run_at, jobs.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    lease = (
        update(jobs)
        .where(jobs.c.id.in_(due.scalar_subquery()))
        .values(run_at=now + LEASE, owner=owner, attempts=jobs.c.attempts + 1)
        .returning(jobs)
    )
    return [
        Claimed(
            id=row.id,
            owner=row.owner,
            attempts=row.attempts,
            created_at=row.created_at,
            job=Job(row.key, row.kind, row.record_id, row.run_at, row.level, row.recipient, row.card),
        )
        for row in sorted(conn.execute(lease), key=lambda row: int(row.id))
    ]


def complete(conn: Connection, claimed: Claimed, now: datetime) -> bool:
    """Finish a job; False when its lease ended and somebody else took it."""
    return _change(conn, claimed, done_at=now)


def postpone(conn: Connection, claimed: Claimed, until: datetime) -> bool:
    """Give the lease back and try again later; False as for `complete`."""
    return _change(conn, claimed, run_at=until, owner="")


def hurry_check(conn: Connection, record_id: str, level: int, now: datetime) -> None:
    """Let the check of a level run at once, because nobody of that level can be reached."""
    check = (jobs.c.record_id == record_id, jobs.c.kind == CHECK, jobs.c.level == level)
    waiting = (jobs.c.done_at.is_(None), jobs.c.owner == "", jobs.c.run_at > now)
    conn.execute(update(jobs).where(*check, *waiting).values(run_at=now))


def stuck(conn: Connection, before: datetime) -> int:
    """How many urgent jobs nobody took since `before`, or are notices still unsent since then."""
    untaken = jobs.c.run_at <= before
    unsent = (jobs.c.kind != CHECK) & (jobs.c.created_at <= before)
    late = select(func.count()).where(jobs.c.done_at.is_(None), jobs.c.urgent.is_(True), untaken | unsent)
    return int(conn.execute(late).scalar_one())


def unwatched(conn: Connection) -> int:
    """How many records wait for an acknowledgement without a check that would climb."""
    pending = select(jobs.c.record_id).where(jobs.c.kind == CHECK, jobs.c.done_at.is_(None))
    lost = select(func.count()).where(
        records.c.ended.is_(True),
        records.c.acknowledged_at.is_(None),
        records.c.exhausted_at.is_(None),
        records.c.id.not_in(pending),
    )
    return int(conn.execute(lost).scalar_one())


def _due(now: datetime, *, urgent: bool) -> tuple[ColumnElement[bool], ...]:
    return jobs.c.done_at.is_(None), jobs.c.urgent.is_(urgent), jobs.c.run_at <= now


def _change(conn: Connection, claimed: Claimed, **values: object) -> bool:
    mine = (jobs.c.id == claimed.id, jobs.c.owner == claimed.owner, jobs.c.attempts == claimed.attempts)
    changed = update(jobs).where(*mine, jobs.c.done_at.is_(None)).values(**values)
    return conn.execute(changed).rowcount == 1
