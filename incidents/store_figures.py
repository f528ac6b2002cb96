"""Which records a month in figures is counted from: ids out, nothing decided here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select

from foundation.db import Connection
from incidents.records import RecordKind
from incidents.tables import records, requests, tasks


def requests_between(conn: Connection, since: datetime, until: datetime) -> list[str]:
    """Requests that came before `until` and were not solved for good before `since`."""
    open_then = or_(
        requests.c.resolved_at.is_(None), requests.c.resolved_at >= since, records.c.created_at >= since
    )
    query = select(requests.c.record_id).join(records, records.c.id == requests.c.record_id)
    came = (records.c.kind == RecordKind.REQUEST.value, records.c.created_at < until, open_then)
    return list(conn.execute(query.where(*came).order_by(requests.c.record_id)).scalars())


def records_between(conn: Connection, kind: RecordKind, since: datetime | None, until: datetime) -> list[str]:
    """Records of a kind that were written from a moment on, where one is said, and before another."""
    came = [records.c.kind == kind.value, records.c.created_at < until]
    came += [records.c.created_at >= since] if since else []
    return list(conn.execute(select(records.c.id).where(*came).order_by(records.c.id)).scalars())


def tasked_between(conn: Connection, since: datetime, until: datetime) -> list[str]:
    """Records with a task that was due in a time."""
    query = select(tasks.c.record_id).distinct().where(tasks.c.due_at >= since, tasks.c.due_at < until)
    return sorted(conn.execute(query).scalars())
