"""Which records a month in figures is counted from, and what was shown of months: nothing is decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import or_, select

from foundation.db import Connection, insert_new
from foundation.sealed_rows import opened, readable, sealed
from foundation.sealing import KeyRing
from incidents.records import RecordKind
from incidents.rules.figures_kept import KeptMonth
from incidents.tables import figure_months, records, requests, tasks


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


def month_owner(month: str) -> str:
    """Whom the row of a month (2026-10) is sealed for."""
    return f"figures:{month}"


def keep_months(conn: Connection, ring: KeyRing, months: Mapping[date, KeptMonth]) -> dict[date, KeptMonth]:
    """Keep what is shown of months; a month that is kept stays as it is. Returns what is kept of them now."""
    kept = kept_months(conn, ring, months)
    names = {f"{one.first:%Y-%m}": one for first, one in months.items() if first not in kept}
    rows = [{"month": name, **sealed(ring, month_owner(name), one.plain())} for name, one in names.items()]
    insert_new(conn, figure_months, rows)
    return kept_months(conn, ring, months)


def kept_months(conn: Connection, ring: KeyRing, firsts: Iterable[date]) -> dict[date, KeptMonth]:
    """What is kept of months, by their first day; one that cannot be opened here is left out."""
    names = [f"{one:%Y-%m}" for one in firsts]
    rows = conn.execute(select(figure_months).where(figure_months.c.month.in_(names)))
    found = readable(
        ring,
        figure_months,
        rows,
        lambda row: month_owner(row.month),
        lambda row: KeptMonth.of(
            date.fromisoformat(f"{row.month}-01"), opened(ring, month_owner(row.month), row)
        ),
    )
    return {one.first: one for one in found}
