"""Holds, certificates and the end of a record in the database: rows in and out, nothing decided here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, or_, select, update

from foundation.db import Connection, insert_if_new
from foundation.outbox.tables import jobs
from foundation.sealed_rows import opened, readable, sealed
from foundation.sealing import KeyRing
from foundation.statements import RowsOf
from incidents import open311_tables as _open311_tables  # noqa: F401 - known, so that it is emptied as well
from incidents.file_tables import attachments, file_parts
from incidents.records import RecordKind, State
from incidents.rules.retention import HoldKind
from incidents.tables import certificates, holds, metadata, records

_HOLDS_OF = RowsOf(
    select(holds.c.record_id, holds.c.kind).order_by(holds.c.placed_at, holds.c.kind), holds.c.record_id
)

SUBJECT = "subject"
"""The column of what is kept of records and of other things alike."""

CLOSED_AT_ONCE = 200
"""Records that are looked at together."""


@dataclass(frozen=True, slots=True)
class DestroyedRecord:
    """A line of a certificate: what was destroyed, without a word of it. Days are written as 2026-11-28."""

    reference: str
    retention_class: str
    closed: str
    kept_until: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who destroyed which records, when, and by whose decision (Rhode Island asks for one; trust model 5b)."""

    id: str
    made_by: str
    made_at: datetime
    authority: str
    destroyed: tuple[DestroyedRecord, ...]


def place_hold(conn: Connection, record_id: str, kind: HoldKind, by: str, at: datetime) -> None:
    """Put a hold on a record; the one of its kind that is there already stays."""
    row = {"record_id": record_id, "kind": kind.value, "placed_by": by, "placed_at": at}
    insert_if_new(conn, holds, row)


def lift_hold(conn: Connection, record_id: str, kind: HoldKind) -> bool:
    """Take a hold off; False where there is none."""
    where = (holds.c.record_id == record_id, holds.c.kind == kind.value)
    return bool(conn.execute(delete(holds).where(*where)).rowcount)


def holds_of(conn: Connection, record_ids: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The kinds of hold records are under, by record; a kind that only a newer version knows is a hold as well."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _HOLDS_OF(conn, record_ids):
        found[row.record_id] = (*found.get(row.record_id, ()), row.kind)
    return found


def held(conn: Connection) -> list[str]:
    """The ids of every record under a hold, the first that was held first."""
    query = select(holds.c.record_id).order_by(holds.c.placed_at, holds.c.record_id)
    return list(dict.fromkeys(conn.execute(query).scalars()))


def closed_after(conn: Connection, last: str) -> list[str]:
    """The ids of the next records that are closed, or whose end is calculated, in their order: to go through all."""
    calculated = (RecordKind.RESTRICTION.value, RecordKind.MARKER.value)
    closed = or_(records.c.state == State.CLOSED.value, records.c.kind.in_(calculated))
    query = select(records.c.id).where(closed, records.c.id > last)
    return list(conn.execute(query.order_by(records.c.id).limit(CLOSED_AT_ONCE)).scalars())


def destroy(conn: Connection, record_id: str) -> None:
    """Remove a record, its key first, with everything that stands beside it; its audit entries stay.

    Every table that names the record, by a foreign key or as its subject, is emptied of it, also those that were added
    since this was written.
    """
    shredded = {"wrapped_key": b"", "sealed": b""}
    conn.execute(update(records).where(records.c.id == record_id).values(**shredded))
    conn.execute(delete(jobs).where(jobs.c.subject == record_id))
    theirs = select(attachments.c.file).where(attachments.c.record_id == record_id)
    conn.execute(delete(file_parts).where(file_parts.c.file.in_(theirs)))
    for table in reversed(metadata.sorted_tables):
        for column in table.columns:
            names_it = any(key.column is records.c.id for key in column.foreign_keys)
            if names_it or column.name == SUBJECT:
                conn.execute(delete(table).where(column == record_id))
    conn.execute(delete(records).where(records.c.id == record_id))


def add_certificate(conn: Connection, ring: KeyRing, one: Certificate) -> bool:
    """Keep a certificate; False where it was made before."""
    content = {"authority": one.authority, "destroyed": [asdict(line) for line in one.destroyed]}
    row = {"id": one.id, "made_by": one.made_by, "made_at": one.made_at, **sealed(ring, one.id, content)}
    return insert_if_new(conn, certificates, row)


def certificate(conn: Connection, ring: KeyRing, name: str) -> Certificate | None:
    """One certificate, where it can be opened here."""
    return next(iter(_read(ring, conn.execute(select(certificates).where(certificates.c.id == name)))), None)


def newest_certificates(
    conn: Connection, ring: KeyRing, limit: int, *, by: str = ""
) -> tuple[Certificate, ...]:
    """The newest certificates that can be opened here; those of one person where `by` says whose."""
    made = select(certificates).where(certificates.c.made_by == by) if by else select(certificates)
    query = made.order_by(certificates.c.made_at.desc(), certificates.c.id).limit(limit)
    return _read(ring, conn.execute(query))


def _read(ring: KeyRing, rows: Any) -> tuple[Certificate, ...]:
    return readable(ring, certificates, rows, lambda row: str(row.id), lambda row: _certificate(ring, row))


def _certificate(ring: KeyRing, row: Row[Any]) -> Certificate:
    content = opened(ring, row.id, row)
    lines = tuple(DestroyedRecord(**line) for line in content["destroyed"])
    return Certificate(row.id, row.made_by, row.made_at, content["authority"], lines)
