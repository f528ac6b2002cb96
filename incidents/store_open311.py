"""Requests in the city's own system, in the database: rows in and out, nothing decided here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select, update

from foundation.db import Connection, insert_if_new
from foundation.values import value_of_row
from incidents.open311 import Open311State, Open311Status
from incidents.open311_tables import open311_requests
from incidents.records import State
from incidents.tables import records

_KNOWN = open311_requests.c.state.in_([one.value for one in Open311State])
_ASKED = (
    open311_requests.c.state == Open311State.SENT.value,
    or_(open311_requests.c.number != "", open311_requests.c.token != ""),
    records.c.state != State.CLOSED.value,
)


@dataclass(frozen=True, slots=True)
class StoredOpen311:
    """A row of the table."""

    record_id: str
    state: Open311State
    tries: int
    changed_at: datetime
    why: str = ""
    number: str = ""
    token: str = ""
    status: Open311Status = Open311Status.NONE
    heard_at: datetime | None = None
    sealed: bytes | None = None


def open311_row(conn: Connection, record_id: str, *, lock: bool = False) -> StoredOpen311 | None:
    """Where a request stands in the other system; None where it never was to go, or only a newer version knows."""
    query = select(open311_requests).where(open311_requests.c.record_id == record_id)
    row = conn.execute(query.with_for_update() if lock else query).one_or_none()
    return _read(row) if row and row.state in set(Open311State) else None


def rows_with_words(conn: Connection, record_ids: Sequence[str]) -> list[StoredOpen311]:
    """The rows of some records that hold something sealed."""
    query = select(open311_requests).where(
        open311_requests.c.record_id.in_(record_ids), open311_requests.c.sealed.is_not(None), _KNOWN
    )
    return [_read(row) for row in conn.execute(query)]


def insert_open311(conn: Connection, one: StoredOpen311) -> bool:
    """Write down a new one; False where there is one, also where only a newer version knows how it stands."""
    return insert_if_new(conn, open311_requests, _row(one))


def put(conn: Connection, one: StoredOpen311) -> None:
    """Write down where it stands now."""
    row = _row(one)
    mine = open311_requests.c.record_id == row.pop("record_id")
    conn.execute(update(open311_requests).where(mine).values(**row))


def to_ask(conn: Connection, before: datetime, limit: int) -> list[StoredOpen311]:
    """Those of which nothing was heard since a moment, the longest first; what is closed here is asked no more."""
    heard = open311_requests.c.heard_at
    query = (
        select(open311_requests)
        .join(records, records.c.id == open311_requests.c.record_id)
        .where(*_ASKED, heard < before)
        .order_by(heard, open311_requests.c.record_id)
        .limit(limit)
    )
    return [_read(row) for row in conn.execute(query)]


def note_heard(conn: Connection, record_ids: Sequence[str], now: datetime) -> None:
    """Write down that it answered for them."""
    theirs = open311_requests.c.record_id.in_(record_ids)
    conn.execute(update(open311_requests).where(theirs).values(heard_at=now))


def unsent(conn: Connection, before: datetime) -> int:
    """How many wait to be sent since before a moment."""
    waiting = [Open311State.WAITING.value, Open311State.SENDING.value]
    late = (open311_requests.c.state.in_(waiting), open311_requests.c.changed_at < before)
    return int(conn.execute(select(func.count()).select_from(open311_requests).where(*late)).scalar_one())


def unheard(conn: Connection, before: datetime) -> int:
    """How many were sent of which nothing was heard since before a moment."""
    query = select(func.count()).select_from(
        open311_requests.join(records, records.c.id == open311_requests.c.record_id)
    )
    return int(conn.execute(query.where(*_ASKED, open311_requests.c.heard_at < before)).scalar_one())


def _row(one: StoredOpen311) -> dict[str, Any]:
    row = {column.name: getattr(one, column.name) for column in open311_requests.columns}
    return row | {"state": one.state.value, "status": one.status.value}


def _read(row: Row[Any]) -> StoredOpen311:
    return value_of_row(StoredOpen311, row, state=Open311State(row.state), status=Open311Status(row.status))
