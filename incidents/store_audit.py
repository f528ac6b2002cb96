"""The audit log in the database: appended to under a lock on its head, so that the chain has no fork.

Append last in a transaction: the head is what all writers share.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select, update

from foundation.db import Connection
from incidents.audit import TIMELINE, Act, Entry, Head, chained
from incidents.tables import audit, audit_head

_HEAD = select(audit_head.c.seq, audit_head.c.hash)
_LOCKED_HEAD = _HEAD.with_for_update()
_MOVE_HEAD = update(audit_head)
_APPEND = audit.insert()


def append(
    conn: Connection, at: datetime, act: Act, *, record_id: str = "", actor: str = "", detail: str = ""
) -> None:
    """Add one entry to the chain."""
    end = head(conn, lock=True)
    entry = Entry(end.seq + 1, at, record_id, actor, act.value, detail)
    digest = chained(entry, end.hash)
    conn.execute(
        _APPEND,
        {
            "seq": entry.seq,
            "at": at,
            "record_id": record_id,
            "actor": actor,
            "kind": entry.kind,
            "detail": detail,
            "hash": digest,
        },
    )
    conn.execute(_MOVE_HEAD, {"seq": entry.seq, "hash": digest})


def head(conn: Connection, *, lock: bool = False) -> Head:
    """The end of the log."""
    row = conn.execute(_LOCKED_HEAD if lock else _HEAD).one()
    return Head(row.seq, row.hash)


def entries(conn: Connection) -> Iterator[Entry]:
    """The whole log, in order."""
    for row in conn.execute(select(audit).order_by(audit.c.seq)):
        yield Entry(row.seq, row.at, row.record_id, row.actor, row.kind, row.detail, row.hash)


def story(conn: Connection, record_id: str) -> list[Entry]:
    """What happened to one record, in order, without who read it."""
    kinds = [act.value for act in TIMELINE]
    query = select(audit).where(audit.c.record_id == record_id, audit.c.kind.in_(kinds))
    return [
        Entry(row.seq, row.at, row.record_id, row.actor, row.kind, row.detail, row.hash)
        for row in conn.execute(query.order_by(audit.c.seq))
    ]
