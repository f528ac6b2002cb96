"""The audit log in the database: appended to under a lock on its head, so that the chain has no fork.

Append last in a transaction: the head is what all writers share. The database was equipped with the signer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from foundation.db import Connection, equipment
from foundation.statements import RowsOf, among
from incidents.audit import TIMELINE, Act, Entry, Head, chained
from incidents.audit_keys import SIGNER, Signer
from incidents.tables import audit, audit_head

_HEAD = select(audit_head.c.seq, audit_head.c.hash)
_LOCKED_HEAD = _HEAD.with_for_update()
_MOVE_HEAD = update(audit_head)
_APPEND = audit.insert()
_STORIES = RowsOf(
    select(audit).where(among(audit.c.kind, (act.value for act in TIMELINE))).order_by(audit.c.seq),
    audit.c.record_id,
)


def append(
    conn: Connection, at: datetime, act: Act, *, record_id: str = "", actor: str = "", detail: str = ""
) -> None:
    """Add one entry to the chain."""
    signer: Signer = equipment(conn, SIGNER)
    key_id, key = signer.newest()
    end = head(conn, lock=True)
    entry = Entry(end.seq + 1, at, record_id, actor, act.value, detail, key_id=key_id)
    digest = chained(entry, end.hash, key)
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
            "key_id": key_id,
        },
    )
    conn.execute(_MOVE_HEAD, {"seq": entry.seq, "hash": digest})


def go_on_keyed(conn: Connection, at: datetime) -> bool:
    """Say in the log that it goes on under the current key, where its last entry has another one or none.

    What stands before is sealed by that. Returns whether anything was to be said.
    """
    signer: Signer = equipment(conn, SIGNER)
    key_id, _ = signer.newest()
    if head(conn, lock=True).seq == 0 or last_key(conn) == key_id:
        return False
    append(conn, at, Act.KEYED, detail=key_id)
    return True


def head(conn: Connection, *, lock: bool = False) -> Head:
    """The end of the log."""
    row = conn.execute(_LOCKED_HEAD if lock else _HEAD).one()
    return Head(row.seq, row.hash)


def last_key(conn: Connection) -> str:
    """The key of the ring that the last entry names; empty for an empty log, or one that is not keyed."""
    end = head(conn)
    return str(conn.execute(select(audit.c.key_id).where(audit.c.seq == end.seq)).scalar() or "")


def entries(conn: Connection) -> Iterator[Entry]:
    """The whole log, in order."""
    for row in conn.execute(select(audit).order_by(audit.c.seq)):
        yield _entry(row)


def page(conn: Connection, after: int | None, limit: int) -> list[Entry]:
    """The entries that follow; from the very first row where `after` is None."""
    query = select(audit).order_by(audit.c.seq).limit(limit)
    if after is not None:
        query = query.where(audit.c.seq > after)
    return [_entry(row) for row in conn.execute(query)]


def stories(conn: Connection, record_ids: Collection[str]) -> dict[str, list[Entry]]:
    """What happened to each of these records, in order, without who read them."""
    found: dict[str, list[Entry]] = {name: [] for name in record_ids}
    for row in _STORIES(conn, record_ids):
        found[row.record_id].append(_entry(row))
    return found


def actor_of(conn: Connection, record_id: str, entry: str) -> str:
    """Who did the act whose entry the log names so; "" where there is none."""
    query = select(audit.c.actor).where(audit.c.record_id == record_id, audit.c.detail == entry)
    return str(conn.execute(query.limit(1)).scalar() or "")


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        row.seq, row.at, row.record_id, row.actor, row.kind, row.detail, row.hash, key_id=row.key_id or ""
    )
