"""Lines of the violent-incident log in the database, each with a key of its own: they outlive their reports."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from foundation.db import Connection, insert_if_new
from foundation.sealed_rows import opened, readable, sealed
from foundation.sealing import KeyRing
from incidents.records import RecordKind
from incidents.rules.incident_log import LogEntry
from incidents.tables import log_lines, records


def add_line(conn: Connection, ring: KeyRing, source: str, entry: LogEntry) -> bool:
    """Keep a line; False where there is one of this report already."""
    content = {"said": dict(entry.said)}
    row = {
        "id": entry.id,
        "source": source,
        "occurred_at": entry.occurred_at,
        "made_by": entry.by,
        "made_at": entry.written_at,
        **sealed(ring, entry.id, content),
    }
    return insert_if_new(conn, log_lines, row)


def with_line(conn: Connection, sources: Collection[str]) -> frozenset[str]:
    """Those of these reports of which there is a line."""
    query = select(log_lines.c.source).where(log_lines.c.source.in_(sources))
    return frozenset(conn.execute(query).scalars())


def correct_line(conn: Connection, ring: KeyRing, entry: LogEntry) -> None:
    """Put a line in the place of the one with its id: that one is overwritten, and so is the key it was sealed with."""
    row = {
        "made_by": entry.by,
        "made_at": entry.written_at,
        **sealed(ring, entry.id, {"said": dict(entry.said)}),
    }
    conn.execute(update(log_lines).where(log_lines.c.id == entry.id).values(**row))


def source_of(conn: Connection, name: str) -> str:
    """The report a line is of, by the id of either, also where that was destroyed; "" where there is no line."""
    query = select(log_lines.c.source).where((log_lines.c.id == name) | (log_lines.c.source == name))
    return str(conn.execute(query).scalar() or "")


def line_of(conn: Connection, ring: KeyRing, source: str, *, lock: bool = False) -> LogEntry | None:
    """The line of a report; None where there is none, or none that opens here."""
    query = select(log_lines).where(log_lines.c.source == source)
    return next(iter(_read(ring, conn.execute(query.with_for_update() if lock else query))), None)


def without_line(conn: Connection) -> list[str]:
    """The ids of the incidents of which there is no line, the newest first."""
    has_line = select(log_lines.c.id).where(log_lines.c.source == records.c.id).exists()
    query = select(records.c.id).where(records.c.kind == RecordKind.INCIDENT.value, ~has_line)
    return list(conn.execute(query.order_by(records.c.created_at.desc(), records.c.id)).scalars())


def lines(conn: Connection, ring: KeyRing, since: datetime, until: datetime) -> tuple[LogEntry, ...]:
    """The lines of incidents in a time, the oldest first; one that does not open here hides no other."""
    during = (log_lines.c.occurred_at >= since, log_lines.c.occurred_at < until)
    query = select(log_lines).where(*during).order_by(log_lines.c.occurred_at, log_lines.c.id)
    return _read(ring, conn.execute(query))


def _read(ring: KeyRing, rows: Any) -> tuple[LogEntry, ...]:
    return readable(ring, log_lines, rows, lambda row: str(row.id), lambda row: _line(ring, row))


def _line(ring: KeyRing, row: Row[Any]) -> LogEntry:
    said = opened(ring, row.id, row)["said"]
    values = {str(name): _value(value) for name, value in said.items()}
    return LogEntry(row.id, row.occurred_at, values, row.made_by, row.made_at)


def _value(value: Any) -> str | tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else str(value)
