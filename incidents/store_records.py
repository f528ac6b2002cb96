"""Records and later statements in the database: rows in and out, nothing decided here."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, update

from foundation.db import Connection, insert_if_new
from foundation.sealing import WrappedKey
from foundation.statements import RowsOf, change_row, rows_by
from foundation.values import value_of_row
from incidents.records import Outline, RecordKind, State, Urgency
from incidents.rules.kinds import rules_of
from incidents.rules.staff import Named, StaffRole
from incidents.tables import entries, records

_KINDS = {kind.value: kind for kind in RecordKind}
_NAMED = select(records).where(
    (records.c.id == bindparam("name")) | (records.c.reference == bindparam("reference"))
)
_LOCKED_NAMED = _NAMED.with_for_update()
_LOCKED = select(records).where(records.c.id == bindparam("name")).with_for_update()
_BY_ID = select(records).where(records.c.id.in_(bindparam("ids", expanding=True)))
_BY_DRAFT = rows_by(records, "author", "draft")
_ENTRIES = RowsOf.by(entries, "record_id")


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as the table holds it: what was written is still sealed. A newer version may know more kinds and states,
    which are None here.
    """

    id: str
    reference: str
    author: str
    draft: str
    department: str
    ended: bool
    state: State | None
    created_at: datetime
    key: WrappedKey
    sealed: bytes
    urgency: Urgency = Urgency.ACKNOWLEDGE
    ladder: str = ""
    any_hour: bool = False
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    exhausted_at: datetime | None = None
    handler: str = ""
    assigned_by: str = ""
    shared: frozenset[str] = frozenset()
    kind: RecordKind | None = RecordKind.INCIDENT
    due_at: datetime | None = None
    filed_for: str = ""
    staff: Named = field(default_factory=dict)

    @property
    def whose(self) -> frozenset[str]:
        """Whose record it is: who wrote it, and whom they wrote it for."""
        return self.outline.whose

    @property
    def outline(self) -> Outline:
        """What the access policy asks first."""
        return Outline(
            self.id,
            self.author,
            self.department,
            self.ladder,
            self.handler,
            self.assigned_by,
            self.shared,
            self.kind,
            self.filed_for,
            frozenset(self.staff),
        )


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """Something that was added to a record, sealed."""

    id: str
    sealed: bytes


def insert(conn: Connection, record: StoredRecord) -> bool:
    """Insert a new record; False when its draft was filed before or its reference is taken."""
    row = {
        "id": record.id,
        "reference": record.reference,
        "kind": (record.kind or RecordKind.INCIDENT).value,
        "author": record.author,
        "draft": record.draft,
        "department": record.department,
        "ended": record.ended,
        "urgency": record.urgency.value,
        "ladder": record.ladder,
        "any_hour": record.any_hour,
        "state": (record.state or State.SUBMITTED).value,
        "created_at": record.created_at,
        "due_at": record.due_at,
        "filed_for": record.filed_for,
        "staff": _staff_text(record.staff),
        "key_id": record.key.key_id,
        "wrapped_key": record.key.wrapped,
        "sealed": record.sealed,
    }
    return insert_if_new(conn, records, row)


def by_draft(conn: Connection, author: str, draft: str) -> StoredRecord | None:
    """The record an author filed from a draft."""
    return _one(conn, _BY_DRAFT, {"author": author, "draft": draft})


def find(
    conn: Connection, name: str, *, lock: bool = False, kind: RecordKind | None = None
) -> StoredRecord | None:
    """A record by id, or by reference as people type it: `k4m 7tr` finds K4M-7TR; locked as `locked` does.

    Where a `kind` is said, one of another is not found.
    """
    letters = re.sub(r"[^0-9A-Za-z]", "", name).upper()
    reference = f"{letters[:3]}-{letters[3:]}"
    query = _LOCKED_NAMED if lock else _NAMED
    found = _one(conn, query, {"name": name, "reference": reference})
    return found if found is None or kind in (None, found.kind) else None


def locked(conn: Connection, record_id: str, kind: RecordKind | None = None) -> StoredRecord | None:
    """A record that nobody else changes until this transaction ends; of a `kind`, where that is said."""
    found = _one(conn, _LOCKED, {"name": record_id})
    return found if found is None or kind in (None, found.kind) else None


def again(conn: Connection, record: StoredRecord) -> StoredRecord:
    """A record as this transaction has made it."""
    return find(conn, record.id) or record


def by_author(conn: Connection, author: str, limit: int) -> list[StoredRecord]:
    """The incidents somebody wrote down, or that were written for them, newest first."""
    incidents = select(records).where(records.c.kind == RecordKind.INCIDENT.value)
    newest_first = incidents.order_by(records.c.created_at.desc()).limit(limit)
    # Two questions, each along its own index, and not one that would read everything.
    found = [
        one
        for whose in (records.c.author == author, records.c.filed_for == author)
        for one in _many(conn, newest_first.where(whose))
    ]
    return sorted(found, key=lambda one: one.created_at, reverse=True)[:limit]


def by_id(conn: Connection, ids: Sequence[str]) -> list[StoredRecord]:
    """These records, in this order."""
    found = {one.id: one for one in _many(conn, _BY_ID, {"ids": list(ids)})}
    return [found[name] for name in ids if name in found]


def newest(conn: Connection, kind: RecordKind, limit: int) -> list[StoredRecord]:
    """The newest records of a kind."""
    query = select(records).where(records.c.kind == kind.value)
    return _many(conn, query.order_by(records.c.created_at.desc()).limit(limit))


def following(conn: Connection, after: str, limit: int) -> list[StoredRecord]:
    """The records whose ids follow, in their order: for going through all of them."""
    return _many(conn, select(records).where(records.c.id > after).order_by(records.c.id).limit(limit))


def of_kind(conn: Connection, kind: RecordKind, states: Collection[State], limit: int) -> list[StoredRecord]:
    """The newest records of a kind that stand in one of these states."""
    fitting = (records.c.kind == kind.value, records.c.state.in_(sorted(states)))
    return _many(conn, select(records).where(*fitting).order_by(records.c.created_at.desc()).limit(limit))


def look_again(conn: Connection, record_id: str, at: datetime) -> None:
    """Write down when a record has to be looked at again."""
    _change(conn, record_id, due_at=at)


def acknowledge(conn: Connection, record_id: str, by: str, at: datetime) -> None:
    """Write down who acknowledged."""
    _change(conn, record_id, acknowledged_by=by, acknowledged_at=at)


def open_again(conn: Connection, record_id: str, urgency: Urgency, ladder: str, *, any_hour: bool) -> None:
    """Let a record wait for an acknowledgement, as if nobody had been asked in vain or had acknowledged."""
    nobody = {"acknowledged_by": "", "acknowledged_at": None, "exhausted_at": None}
    _change(conn, record_id, urgency=urgency.value, ladder=ladder, any_hour=any_hour, **nobody)


def at_any_hour(conn: Connection, record_id: str) -> None:
    """Let no office hours hold the ladder of a record back."""
    _change(conn, record_id, any_hour=True)


def put_into_state(conn: Connection, record_id: str, state: State) -> None:
    """Write down where a record stands now."""
    _change(conn, record_id, state=state.value)


def hand_to(conn: Connection, record_id: str, handler: str, assigned_by: str) -> None:
    """Write down who has a record in hand, and who gave it to them: they themselves who took it over."""
    _change(conn, record_id, handler=handler, assigned_by=assigned_by)


def share(conn: Connection, record_id: str, people: Collection[str]) -> None:
    """Write down with whom a record is shared."""
    _change(conn, record_id, shared_with=json.dumps(sorted(people)))


def name_staff(conn: Connection, record_id: str, staff: Named) -> None:
    """Write down which colleagues a record names."""
    _change(conn, record_id, staff=_staff_text(staff))


def reseal(conn: Connection, record_id: str, sealed: bytes) -> None:
    """Put the content sealed anew in the place of what stands there."""
    _change(conn, record_id, sealed=sealed)


def exhaust(conn: Connection, record_id: str, at: datetime) -> None:
    """Write down since when nobody is left who was not asked or tried."""
    first = (records.c.id == record_id, records.c.exhausted_at.is_(None))
    conn.execute(update(records).where(*first).values(exhausted_at=at))


def somebody_reached(conn: Connection, record_id: str) -> None:
    """Somebody knows of it after all."""
    _change(conn, record_id, exhausted_at=None)


def add_entry(conn: Connection, record_id: str, entry: StoredEntry) -> bool:
    """Append an entry; False where it was appended before."""
    row = {"id": entry.id, "record_id": record_id, "sealed": entry.sealed}
    return insert_if_new(conn, entries, row)


def entries_of(conn: Connection, record_ids: Collection[str]) -> dict[str, list[StoredEntry]]:
    """What was added to records, by record."""
    found: dict[str, list[StoredEntry]] = {name: [] for name in record_ids}
    for row in _ENTRIES(conn, record_ids):
        found[row.record_id].append(StoredEntry(row.id, row.sealed))
    return found


def key_ids(conn: Connection) -> frozenset[str]:
    """The key-encryption keys that stored records need."""
    return frozenset(conn.execute(select(records.c.key_id).distinct()).scalars())


def _change(conn: Connection, record_id: str, **values: object) -> None:
    change_row(conn, records, {"id": record_id}, values)


def _one(conn: Connection, query: Select[Any], said: Mapping[str, Any] | None = None) -> StoredRecord | None:
    return next(iter(_many(conn, query, said)), None)


def _many(conn: Connection, query: Select[Any], said: Mapping[str, Any] | None = None) -> list[StoredRecord]:
    return [
        value_of_row(
            StoredRecord,
            row,
            kind=_KINDS.get(row.kind),
            state=next((one for one in rules_of(_KINDS.get(row.kind)).states if one == row.state), None),
            key=WrappedKey(row.key_id, row.wrapped_key),
            urgency=_urgency(row),
            shared=frozenset(json.loads(row.shared_with)),
            staff=_staff(row.staff),
        )
        for row in conn.execute(query, said)
    ]


def _staff_text(staff: Named) -> str:
    return json.dumps({one: list(roles) for one, roles in staff.items()})


def _staff(text: str) -> Named:
    """Who is named; a role that only a newer version knows is left out."""
    known = {one.value: one for one in StaffRole}
    named = json.loads(text)
    return {one: tuple(known[role] for role in roles if role in known) for one, roles in named.items()}


def _urgency(row: Row[Any]) -> Urgency:
    """What was filed before there were rules asked for an acknowledgement where the contact had ended."""
    if row.urgency:
        return Urgency(row.urgency)
    return Urgency.ACKNOWLEDGE if row.ended else Urgency.TELL
