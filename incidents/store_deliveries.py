"""Deliveries in the database: the truth about every notice to every recipient."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Update, bindparam, case, exists, select, update

from foundation.db import Connection, insert_new
from foundation.outbox.jobs import Job
from foundation.statements import RowsOf, among, change_row, rows_by
from foundation.values import value_of_row
from incidents.jobs import level_of
from incidents.notices import CARDS, NoticeKind
from incidents.records import DeliveryState
from incidents.tables import deliveries, records

MUCH = 2_000
"""Records somebody may have been told of before a list goes through the records instead."""

_KINDS = frozenset(kind.value for kind in NoticeKind)
_STATES = frozenset(state.value for state in DeliveryState)
_OF_RECORDS = RowsOf.by(deliveries, "record_id", "level", "key")
_BY_KEY = rows_by(deliveries, "key")
_ADDRESS = _BY_KEY.with_only_columns(deliveries.c.address)
_STATE = _BY_KEY.with_only_columns(deliveries.c.state)
_REPLACED = _BY_KEY.with_only_columns(deliveries.c.replaced)
_TOLD_OF = RowsOf(
    select(deliveries.c.record_id).where(
        deliveries.c.recipient == bindparam("person"), among(deliveries.c.kind, CARDS)
    ),
    deliveries.c.record_id,
)
_SEE = (
    update(deliveries)
    .where(
        deliveries.c.record_id == bindparam("name"),
        deliveries.c.recipient == bindparam("person"),
        among(deliveries.c.kind, CARDS),
        deliveries.c.state == DeliveryState.SENT.value,
    )
    .values(state=DeliveryState.SEEN.value)
)


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """One notice to one recipient; `address` is where its message stands, for later updates."""

    key: str
    kind: NoticeKind
    recipient: str
    level: int
    state: DeliveryState
    platform: str
    address: str
    code: str
    at: datetime | None
    replaced: bool = False


def expect(conn: Connection, notices: Iterable[Job]) -> None:
    """Write a waiting delivery for each new notice."""
    rows = [
        {
            "key": job.key,
            "record_id": job.subject,
            "kind": str(job.kind),
            "recipient": job.recipient,
            "level": level_of(job),
            "state": DeliveryState.WAITING.value,
        }
        for job in notices
    ]
    insert_new(conn, deliveries, rows)


def of_record(conn: Connection, record_id: str) -> list[StoredDelivery]:
    """Every delivery of a record, the first level first."""
    return of_records(conn, [record_id])[record_id]


def of_records(conn: Connection, record_ids: Collection[str]) -> dict[str, list[StoredDelivery]]:
    """The same for several records; a row of a kind that only a newer version knows is passed over."""
    found: dict[str, list[StoredDelivery]] = {name: [] for name in record_ids}
    for row in _OF_RECORDS(conn, record_ids):
        if one := _read(row):
            found[row.record_id].append(one)
    return found


def _read(row: Row[Any]) -> StoredDelivery | None:
    return value_of_row(StoredDelivery, row) if row.kind in _KINDS and row.state in _STATES else None


def address(conn: Connection, key: str) -> str:
    """Where the message of a delivery stands; empty when it never arrived."""
    return str(conn.execute(_ADDRESS, {"key": key}).scalar() or "")


def state_of(conn: Connection, key: str) -> str:
    """How far a delivery came; empty where there is none."""
    return str(conn.execute(_STATE, {"key": key}).scalar() or "")


def is_replaced(conn: Connection, key: str) -> bool:
    """Whether the reader of a card has a newer one."""
    return bool(conn.execute(_REPLACED, {"key": key}).scalar())


def _told(person: str) -> Select[str]:
    """Asks for the records somebody is asked about or told of, also while that is still being tried."""
    return select(deliveries.c.record_id).where(
        deliveries.c.recipient == person,
        among(deliveries.c.kind, CARDS),
    )


def _is_told(person: str) -> ColumnElement[bool]:
    return exists().where(
        deliveries.c.record_id == records.c.id,
        deliveries.c.recipient == person,
        among(deliveries.c.kind, CARDS),
    )


def theirs(conn: Connection, person: str) -> ColumnElement[bool] | None:
    """Which records somebody was told of; None where they were told of none.

    A database goes through few ids at once; of thousands it is asked at each record instead.
    """
    if conn.execute(_told(person).offset(MUCH).limit(1)).first():
        return _is_told(person)
    ids = conn.execute(_told(person).distinct()).scalars().all()
    return records.c.id.in_(ids) if ids else None


class Told(Container[str]):
    """The ids of these records, asked for as they are needed: whoever leads a department was told of thousands.

    `learn` asks for many at once; it is of the transaction of its connection and ends with it.
    """

    def __init__(self, conn: Connection, person: str) -> None:
        self._conn = conn
        self._person = person
        self._known: dict[str, bool] = {}

    def learn(self, ids: Iterable[str]) -> None:
        """Ask for those of these records that were not asked for yet."""
        if new := sorted(set(ids) - self._known.keys()):
            found = set(_TOLD_OF(self._conn, new, person=self._person).scalars())
            self._known |= {one: one in found for one in new}

    def __contains__(self, record_id: object) -> bool:
        name = str(record_id)
        self.learn([name])
        return self._known[name]


def told_of(conn: Connection, person: str, *ids: str) -> Told:
    """Which records somebody is asked about or told of; those of `ids` are asked for at once."""
    found = Told(conn, person)
    found.learn(ids)
    return found


def change(conn: Connection, key: str, **values: object) -> None:
    """Change a delivery."""
    change_row(conn, deliveries, {"key": key}, values)


def move(
    conn: Connection, key: str, before: Set[DeliveryState], after: DeliveryState, **values: object
) -> None:
    """Change a delivery, and its state too if that is still one of `before`."""
    conn.execute(_move(frozenset(before), after), {"name": key, **values})


@cache
def _move(before: frozenset[DeliveryState], after: DeliveryState) -> Update:
    still = among(deliveries.c.state, before)
    moved = update(deliveries).where(deliveries.c.key == bindparam("name"))
    return moved.values(state=case((still, after.value), else_=deliveries.c.state))


def mark_seen(conn: Connection, record_id: str, person: str) -> None:
    """Somebody who was told has looked at the record."""
    conn.execute(_SEE, {"name": record_id, "person": person})
