"""Deliveries in the database: the truth about every notice to every recipient."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select, update

from foundation.db import Connection, insert_new
from incidents.notices import NoticeKind
from incidents.outbox import Job
from incidents.records import DeliveryState
from incidents.tables import deliveries


@dataclass(frozen=True, slots=True)
class Delivery:
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


def expect(conn: Connection, notices: Iterable[Job]) -> None:
    """Write a waiting delivery for each new notice."""
    rows = [
        {
            "key": job.key,
            "record_id": job.record_id,
            "kind": str(job.kind),
            "recipient": job.recipient,
            "level": job.level,
            "state": DeliveryState.WAITING.value,
        }
        for job in notices
    ]
    insert_new(conn, deliveries, rows)


def of_record(conn: Connection, record_id: str) -> list[Delivery]:
    """Every delivery of a record, the first level first."""
    query = select(deliveries).where(deliveries.c.record_id == record_id)
    return [
        Delivery(
            key=row.key,
            kind=NoticeKind(row.kind),
            recipient=row.recipient,
            level=row.level,
            state=DeliveryState(row.state),
            platform=row.platform,
            address=row.address,
            code=row.code,
            at=row.at,
        )
        for row in conn.execute(query.order_by(deliveries.c.level, deliveries.c.key))
    ]


def address(conn: Connection, key: str) -> str:
    """Where the message of a delivery stands; empty when it never arrived."""
    return str(conn.execute(select(deliveries.c.address).where(deliveries.c.key == key)).scalar() or "")


def told_of(conn: Connection, person: str) -> frozenset[str]:
    """The records somebody is asked to acknowledge, also while the asking is still being tried."""
    query = select(deliveries.c.record_id).where(
        deliveries.c.recipient == person,
        deliveries.c.kind == NoticeKind.ALERT.value,
    )
    return frozenset(conn.execute(query).scalars())


def change(conn: Connection, key: str, **values: object) -> None:
    """Change a delivery."""
    conn.execute(update(deliveries).where(deliveries.c.key == key).values(**values))


def move(
    conn: Connection, key: str, before: Set[DeliveryState], after: DeliveryState, **values: object
) -> None:
    """Change a delivery, and its state too if that is still one of `before`."""
    still = deliveries.c.state.in_([state.value for state in before])
    change(conn, key, state=case((still, after.value), else_=deliveries.c.state), **values)


def mark_seen(conn: Connection, record_id: str, person: str) -> None:
    """Somebody who was told has looked at the record."""
    theirs = (deliveries.c.record_id == record_id, deliveries.c.recipient == person)
    sent = (deliveries.c.kind == NoticeKind.ALERT.value, deliveries.c.state == DeliveryState.SENT.value)
    conn.execute(update(deliveries).where(*theirs, *sent).values(state=DeliveryState.SEEN.value))
