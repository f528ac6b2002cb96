"""Jobs in the database: put in, leased, finished by whoever holds the lease."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, func, select, update

from foundation.db import Connection, insert_new
from incidents.notices import CARDS, NoticeKind
from incidents.outbox import CHECK, LEASE, LONGEST_BACKOFF, TASKS, Claimed, Job
from incidents.records import DeliveryState, Urgency
from incidents.tables import deliveries, jobs, records

_REACHED = [state.value for state in (DeliveryState.SENT, DeliveryState.SEEN, DeliveryState.ACKNOWLEDGED)]


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
            held=bool(row.held),
        )
        for row in sorted(conn.execute(lease), key=lambda row: int(row.id))
    ]


def complete(conn: Connection, claimed: Claimed, now: datetime) -> bool:
    """Finish a job; False when its lease ended and somebody else took it."""
    return _change(conn, claimed, done_at=now)


def postpone(conn: Connection, claimed: Claimed, until: datetime, *, held: str = "") -> bool:
    """Give the lease back and try again later; False as for `complete`. `held` is why the installation keeps it."""
    return _change(conn, claimed, run_at=until, owner="", held=held)


def finish(conn: Connection, key: str, now: datetime) -> None:
    """Let a job that nobody holds be done."""
    conn.execute(update(jobs).where(jobs.c.key == key, jobs.c.owner == "").values(done_at=now))


def try_again_now(conn: Connection, now: datetime) -> None:
    """Let every notice that failed before be tried at once, unless a platform asked for a longer pause."""
    tried = (jobs.c.kind.not_in(TASKS), jobs.c.attempts > 0)
    waiting = (jobs.c.done_at.is_(None), jobs.c.owner == "", jobs.c.run_at > now)
    own = jobs.c.run_at <= now + LONGEST_BACKOFF
    conn.execute(update(jobs).where(*tried, *waiting, own).values(run_at=now))


def hurry_check(conn: Connection, record_id: str, level: int, by: datetime) -> None:
    """Let the check of a level run at `by` at the latest, such as now where nobody of it can be reached."""
    check = (jobs.c.record_id == record_id, jobs.c.kind == CHECK, jobs.c.level == level)
    waiting = (jobs.c.done_at.is_(None), jobs.c.owner == "", jobs.c.run_at > by)
    conn.execute(update(jobs).where(*check, *waiting).values(run_at=by))


def forget_checks(conn: Connection, record_id: str) -> None:
    """Remove the checks of a record, done or not: whoever holds the lease of one finds it gone and does nothing."""
    conn.execute(delete(jobs).where(jobs.c.record_id == record_id, jobs.c.kind == CHECK))


def restart_check(conn: Connection, record_id: str, level: int, run_at: datetime) -> None:
    """Let the time of a level begin anew, also where a worker was just about to climb."""
    check = (jobs.c.record_id == record_id, jobs.c.kind == CHECK, jobs.c.level == level)
    conn.execute(update(jobs).where(*check, jobs.c.done_at.is_(None)).values(run_at=run_at, owner=""))


def held_back(conn: Connection, record_id: str) -> frozenset[str]:
    """The keys of the alerts of a record that a fault of the installation keeps back."""
    alerts = (jobs.c.record_id == record_id, jobs.c.kind == NoticeKind.ALERT.value)
    query = select(jobs.c.key).where(*alerts, *_held())
    return frozenset(conn.execute(query).scalars())


def held(conn: Connection) -> dict[str, int]:
    """How many notices each fault of the installation keeps back, by platform and code."""
    query = select(jobs.c.held, func.count()).where(*_held()).group_by(jobs.c.held).order_by(jobs.c.held)
    return {row[0]: row[1] for row in conn.execute(query)}


def stuck(conn: Connection, before: datetime) -> int:
    """How many urgent jobs nobody took since `before`, or are notices still unsent since then."""
    untaken = jobs.c.run_at <= before
    unsent = jobs.c.kind.not_in(TASKS) & (jobs.c.created_at <= before)
    late = select(func.count()).where(jobs.c.done_at.is_(None), jobs.c.urgent.is_(True), untaken | unsent)
    return int(conn.execute(late).scalar_one())


def unwatched(conn: Connection) -> int:
    """How many records wait for an acknowledgement without a check that would climb, or for somebody to be told
    without anything that would tell them.
    """
    checked = select(jobs.c.record_id).where(jobs.c.kind == CHECK, jobs.c.done_at.is_(None))
    before_rules = (records.c.urgency == "") & records.c.ended.is_(True) & records.c.exhausted_at.is_(None)
    asking = (records.c.urgency == Urgency.ACKNOWLEDGE.value) | before_rules
    unasked = asking & records.c.acknowledged_at.is_(None) & records.c.id.not_in(checked)
    untold = (records.c.urgency == Urgency.TELL.value) & ~_told() & ~_being_told()
    return int(conn.execute(select(func.count()).where(unasked | untold)).scalar_one())


def unanswered(conn: Connection) -> int:
    """How many records nobody has acknowledged although everybody was asked."""
    asking = records.c.urgency != Urgency.TELL.value
    waiting = (records.c.exhausted_at.is_not(None), records.c.acknowledged_at.is_(None), asking)
    return int(conn.execute(select(func.count()).where(*waiting, _named_anybody())).scalar_one())


def nobody_to_ask(conn: Connection) -> int:
    """How many records wait although there never was anybody who could be asked or told."""
    waiting = (records.c.exhausted_at.is_not(None), records.c.acknowledged_at.is_(None))
    return int(conn.execute(select(func.count()).where(*waiting, ~_named_anybody())).scalar_one())


def reached_nobody(conn: Connection) -> int:
    """How many records reached nobody although everybody was tried; they are tried again."""
    tried = (records.c.exhausted_at.is_not(None), records.c.urgency == Urgency.TELL.value)
    some = (_named_anybody(), ~_told())
    return int(conn.execute(select(func.count()).where(*tried, *some)).scalar_one())


def _named_anybody() -> ColumnElement[bool]:
    cards = deliveries.c.kind.in_([kind.value for kind in CARDS])
    return exists().where(deliveries.c.record_id == records.c.id, cards)


def _told() -> ColumnElement[bool]:
    of_record = (deliveries.c.record_id == records.c.id, deliveries.c.state.in_(_REACHED))
    return exists().where(*of_record, deliveries.c.kind == NoticeKind.TOLD.value)


def _being_told() -> ColumnElement[bool]:
    of_record = (jobs.c.record_id == records.c.id, jobs.c.done_at.is_(None))
    return exists().where(*of_record, jobs.c.kind.in_((CHECK, NoticeKind.TOLD.value)))


def _held() -> tuple[ColumnElement[bool], ...]:
    return jobs.c.done_at.is_(None), jobs.c.held != ""


def _due(now: datetime, *, urgent: bool) -> tuple[ColumnElement[bool], ...]:
    return jobs.c.done_at.is_(None), jobs.c.urgent.is_(urgent), jobs.c.run_at <= now


def _change(conn: Connection, claimed: Claimed, **values: object) -> bool:
    mine = (jobs.c.id == claimed.id, jobs.c.owner == claimed.owner, jobs.c.attempts == claimed.attempts)
    changed = update(jobs).where(*mine, jobs.c.done_at.is_(None)).values(**values)
    return conn.execute(changed).rowcount == 1
