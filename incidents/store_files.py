"""Files in the database: rows in and out, nothing decided here. Bytes are sealed and opened outside of transactions."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, delete, func, insert, select

from foundation.db import Connection, insert_if_new
from foundation.sealing import WrappedKey
from incidents.file_tables import attachments, file_parts, waiting_files

PART = 512 * 1024
"""Bytes of a part at most: so much is written in one transaction, and nobody waits long behind it."""

ID = 32
"""Hexadecimal digits of an id."""


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """A file of a record: `file` names its parts."""

    id: str
    record_id: str
    file: str
    size: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class StoredWaiting:
    """A file that belongs to no record yet; `place` is its own in what was sent together, the `batch`."""

    id: str
    batch: str
    place: int
    person: str
    received_at: datetime
    key: WrappedKey
    sealed: bytes


def file_id(batch: str, place: int) -> str:
    """The id of a file of what was sent together: it tells later what became of the batch."""
    return sha256(f"{batch}|{place}".encode()).hexdigest()[:ID]


def waiting_owner(file: str) -> str:
    """Whom what is sealed of a file that waits, and every part of any file, is sealed for."""
    return f"file:{file}"


def cut(content: bytes) -> Iterator[bytes]:
    """The bytes of a file in parts."""
    return (content[start : start + PART] for start in range(0, len(content), PART))


def hold(conn: Connection, one: StoredWaiting) -> None:
    """Write down that a file waits; its parts follow."""
    row = {
        "id": one.id,
        "batch": one.batch,
        "place": one.place,
        "person": one.person,
        "received_at": one.received_at,
        "key_id": one.key.key_id,
        "wrapped_key": one.key.wrapped,
        "sealed": one.sealed,
    }
    conn.execute(insert(waiting_files).values(**row))


def put_part(conn: Connection, file: str, number: int, sealed: bytes) -> None:
    """Keep one part of a file that waits; nothing is left behind of one that was thrown away meanwhile."""
    waits = select(waiting_files.c.id).where(waiting_files.c.id == file)
    if conn.execute(waits.with_for_update(read=True)).first() is not None:
        insert_if_new(conn, file_parts, {"file": file, "number": number, "sealed": sealed})


def part(conn: Connection, file: str, number: int) -> bytes | None:
    """One part, sealed."""
    of_file = (file_parts.c.file == file, file_parts.c.number == number)
    return conn.execute(select(file_parts.c.sealed).where(*of_file)).scalar()


def parts_there(conn: Connection, file: str) -> int:
    """How many parts of a file are kept."""
    return conn.execute(select(func.count()).where(file_parts.c.file == file)).scalar_one()


def waiting(conn: Connection, person: str, batch: str = "", *, lock: bool = False) -> list[StoredWaiting]:
    """What somebody sent that waits, the oldest first; of one batch where it is named.

    Locked, nobody else adds it or throws it away until this transaction ends, and what somebody did before is gone.
    """
    query = select(waiting_files).where(waiting_files.c.person == person)
    if batch:
        query = query.where(waiting_files.c.batch == batch)
    ordered = query.order_by(waiting_files.c.received_at, waiting_files.c.batch, waiting_files.c.place)
    return [_waiting(row) for row in conn.execute(ordered.with_for_update() if lock else ordered)]


def is_waiting(conn: Connection, batch: str) -> bool:
    """Whether anything of a batch waits."""
    query = select(waiting_files.c.id).where(waiting_files.c.batch == batch)
    return conn.execute(query.limit(1)).first() is not None


def throw_away(conn: Connection, batch: str) -> int:
    """Delete what waits of a batch with its bytes; returns how many files that were.

    Only what this very deed took out of what waits: what somebody adds at the same moment is theirs.
    """
    ordered = select(waiting_files.c.id).where(waiting_files.c.batch == batch).order_by(waiting_files.c.place)
    found = conn.execute(ordered.with_for_update()).scalars().all()
    taken = [name for name in found if take(conn, name)]
    _delete_bytes(conn, taken)
    return len(taken)


def take(conn: Connection, file: str) -> bool:
    """Take a file out of what waits, its bytes left where they are; False where it waits no longer."""
    return conn.execute(delete(waiting_files).where(waiting_files.c.id == file)).rowcount == 1


def keep(conn: Connection, one: StoredAttachment) -> bool:
    """Make a file that was taken one of a record; False where the record has it, and then its bytes go."""
    row = {
        "id": one.id,
        "record_id": one.record_id,
        "file": one.file,
        "size": one.size,
        "sealed": one.sealed,
    }
    if insert_if_new(conn, attachments, row):
        return True
    _delete_bytes(conn, [one.file])
    return False


def _delete_bytes(conn: Connection, files: Collection[str]) -> None:
    """Delete the parts of files; those of a record's are never among them, whatever led here."""
    of_records = select(attachments.c.id).where(attachments.c.file == file_parts.c.file)
    conn.execute(delete(file_parts).where(file_parts.c.file.in_(files), ~of_records.exists()))


def record_with(conn: Connection, files: Collection[str]) -> str:
    """The id of the record that one of these files was added to, or ""."""
    query = select(attachments.c.record_id).where(attachments.c.file.in_(files))
    return conn.execute(query.limit(1)).scalar() or ""


def of_records(conn: Connection, record_ids: Collection[str]) -> dict[str, list[StoredAttachment]]:
    """The files of records, by record; in no order that means anything."""
    found: dict[str, list[StoredAttachment]] = {name: [] for name in record_ids}
    for row in conn.execute(select(attachments).where(attachments.c.record_id.in_(record_ids))):
        found[row.record_id].append(StoredAttachment(row.id, row.record_id, row.file, row.size, row.sealed))
    return found


def _waiting(row: Row[Any]) -> StoredWaiting:
    key = WrappedKey(row.key_id, row.wrapped_key)
    return StoredWaiting(row.id, row.batch, row.place, row.person, row.received_at, key, row.sealed)
