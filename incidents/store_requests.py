"""Where requests stand, in the database: rows in and out, nothing decided here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, or_, select, true

from foundation.db import Connection, insert_if_new
from foundation.statements import change_row, rows_by
from foundation.values import value_of_row
from incidents.records import RecordKind, State
from incidents.request import Matter, RequestPriority
from incidents.tables import records, requests

PAGE = 50
_PRIORITIES = tuple(RequestPriority)
_OPEN = records.c.state != State.CLOSED.value


@dataclass(frozen=True, slots=True)
class StoredRequest:
    """A row of the table. `due_at` is the next clock that runs out, `revision` grows with every change."""

    record_id: str
    matter: Matter
    lane: str
    category: str
    priority: RequestPriority
    ward: str
    office: str
    contact_wanted: bool
    reached_at: datetime | None = None
    next_update: datetime | None = None
    updated_at: datetime | None = None
    is_holding: bool = False
    resolved_at: datetime | None = None
    due_at: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class RequestsWanted:
    """Which requests a queue is asked for: of lanes and departments; of one handler; only those that are late by now.

    `taken_by` are those that somebody took down, whoever has them.
    """

    lanes: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    handler: str = ""
    taken_by: str = ""
    overdue_at: datetime | None = None
    unassigned: bool = False
    closed: bool = False


def insert_request(conn: Connection, one: StoredRequest) -> None:
    """Keep where a new request stands."""
    insert_if_new(conn, requests, _row(one))


def request_row(conn: Connection, record_id: str) -> StoredRequest | None:
    """Where a request stands."""
    row = conn.execute(rows_by(requests, "record_id"), {"record_id": record_id}).one_or_none()
    return _read(row) if row else None


def change_request(conn: Connection, one: StoredRequest) -> None:
    """Write down where a request stands now."""
    row = _row(one)
    change_row(conn, requests, {"record_id": row.pop("record_id")}, row)


def move_to(conn: Connection, record_id: str, department: str) -> None:
    """Another department has it from now on; nobody there has it in hand yet."""
    moved = {"department": department, "handler": "", "assigned_by": ""}
    change_row(conn, records, {"id": record_id}, moved)


def queue(conn: Connection, wanted: RequestsWanted) -> Iterator[str]:
    """Ids of the requests that are wanted: by priority, then by what is due first, page by page."""
    query = select(requests.c.record_id).join(records, records.c.id == requests.c.record_id)
    query = query.where(_fits(wanted))
    order = (requests.c.priority, requests.c.due_at, requests.c.record_id)
    if wanted.closed:
        query = query.order_by(records.c.created_at.desc(), requests.c.record_id)
    else:
        query = query.order_by(*order)
    start = 0
    while True:
        page = list(conn.execute(query.offset(start).limit(PAGE)).scalars())
        yield from page
        if len(page) < PAGE:
            return
        start += PAGE


def rows_of(conn: Connection, ids: Collection[str]) -> dict[str, StoredRequest]:
    """Where several requests stand, by record."""
    found = conn.execute(select(requests).where(requests.c.record_id.in_(ids)))
    return {row.record_id: _read(row) for row in found}


def _fits(wanted: RequestsWanted) -> ColumnElement[bool]:
    ways = (
        and_(requests.c.lane == "", records.c.department.in_(sorted(wanted.departments))),
        requests.c.lane.in_(sorted(wanted.lanes)),
        records.c.handler == wanted.handler if wanted.handler else false(),
        records.c.author == wanted.taken_by if wanted.taken_by else false(),
    )
    late = requests.c.due_at < wanted.overdue_at if wanted.overdue_at else true()
    nobody = records.c.handler == "" if wanted.unassigned else true()
    # One that is open always has a clock, so the index of the queue alone tells those that are.
    state = ~_OPEN if wanted.closed else requests.c.due_at.is_not(None) & _OPEN
    return and_(records.c.kind == RecordKind.REQUEST.value, state, late, nobody, or_(*ways))


def _row(one: StoredRequest) -> dict[str, Any]:
    names = (column.name for column in requests.columns)
    row = {name: getattr(one, name) for name in names}
    return row | {"matter": one.matter.value, "priority": one.priority.rank}


def _read(row: Row[Any]) -> StoredRequest:
    return value_of_row(StoredRequest, row, matter=Matter(row.matter), priority=_PRIORITIES[row.priority])
