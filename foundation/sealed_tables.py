"""What all tables with sealed columns have in common: which keys they need, wrapping them anew, looking through them.

A row is `key_id`, `wrapped_key` and `sealed`; whom it is sealed for is said by its primary key. Each package lists
its tables; rotation wraps the data keys of rows and never touches what they seal.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import Column, LargeBinary, Row, Select, Table, Text, func, select, tuple_, update

from foundation.db import Connection, Database, DatabaseUnavailable, Trouble, Work
from foundation.sealing import KeyMissing, KeyRing, SealBroken, WrappedKey

BATCH = 100
PAUSE_SECONDS = 0.01
"""Between two batches, so that whoever serves meanwhile has the database for themselves most of the time."""

BUSY_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SealedTable:
    """A table; `owner` says whom a row is sealed for, `context` the associated data of its sealed column."""

    table: Table
    owner: Callable[[Row[Any]], str]
    context: str = "sealed"


def sealed_columns() -> tuple[Column[Any], ...]:
    """The three columns of a row with a key of its own: which key wraps it, the wrapped key, and what it seals."""
    return (
        Column("key_id", Text, nullable=False),
        Column("wrapped_key", LargeBinary, nullable=False),
        Column("sealed", LargeBinary, nullable=False),
    )


def keys_in_use(conn: Connection, tables: Sequence[SealedTable]) -> dict[str, dict[str, int]]:
    """How many rows of which table need which key: key id, then table, then rows."""
    found: dict[str, dict[str, int]] = {}
    for one in tables:
        columns = one.table.c
        query = select(columns.key_id, func.count()).group_by(columns.key_id)
        for key_id, count in conn.execute(query):
            found.setdefault(key_id, {})[one.table.name] = count
    return found


async def rotate(db: Database, ring: KeyRing, tables: Sequence[SealedTable]) -> tuple[int, int]:
    """Wrap every row with the current key; returns how many were, and how many cannot be opened and stay.

    Safe to interrupt and to repeat, and beside a program that reads and writes these rows.
    """
    wrapped = left = 0
    for one in tables:
        done, left_here = await _rotate(db, ring, one)
        wrapped, left = wrapped + done, left + left_here
    return wrapped, left


async def look_through(db: Database, ring: KeyRing, tables: Sequence[SealedTable]) -> None:
    """Open every row once and note in `ring.unopened` which do not open."""
    for one in tables:
        async for rows in _pages(db, one):
            for row in rows:
                ring.unopened.note(one.table.name, one.owner(row), opened=_opens(ring, one, row))


async def patiently(db: Database, work: Work[Any]) -> Any:
    """Write, also where somebody else writes for a while; raises DatabaseUnavailable when they never end."""
    end = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return await db.write(work)
        except DatabaseUnavailable as error:
            if error.trouble is not Trouble.BUSY or time.monotonic() > end:
                raise
        await asyncio.sleep(PAUSE_SECONDS)


async def _rotate(db: Database, ring: KeyRing, one: SealedTable) -> tuple[int, int]:
    wrapped = left = 0
    async for rows in _pages(db, one, without=ring.current):
        changes = list(_wrapped_anew(ring, one, rows))
        left += len(rows) - len(changes)
        if changes:
            wrapped += await patiently(db, partial(_put, table=one.table, changes=changes))
    return wrapped, left


async def _pages(db: Database, one: SealedTable, *, without: str = "") -> AsyncIterator[Sequence[Row[Any]]]:
    """All rows that do not need the key `without`, a few at a time, with a pause after each."""
    keys = list(one.table.primary_key.columns)
    query = select(one.table).where(one.table.c.key_id != without).order_by(*keys).limit(BATCH)
    page = await db.read(partial(_fetched, query=query))
    while page:
        yield page
        await asyncio.sleep(PAUSE_SECONDS)
        last = tuple_(*(getattr(page[-1], column.name) for column in keys))
        page = await db.read(partial(_fetched, query=query.where(tuple_(*keys) > last)))


def _fetched(conn: Connection, query: Select[Any]) -> Sequence[Row[Any]]:
    return conn.execute(query).all()


def _wrapped_anew(
    ring: KeyRing, one: SealedTable, rows: Sequence[Row[Any]]
) -> Iterator[tuple[Row[Any], WrappedKey]]:
    for row in rows:
        try:
            yield row, ring.wrap(ring.unwrap(one.owner(row), WrappedKey(row.key_id, row.wrapped_key)))
        except (KeyMissing, SealBroken):
            continue


def _put(conn: Connection, table: Table, changes: Sequence[tuple[Row[Any], WrappedKey]]) -> int:
    """Only where the row is still wrapped as it was read: it may have been written anew meanwhile."""
    done = 0
    for row, key in changes:
        same = [column == getattr(row, column.name) for column in table.primary_key.columns]
        same += [table.c.key_id == row.key_id, table.c.wrapped_key == row.wrapped_key]
        values = {"key_id": key.key_id, "wrapped_key": key.wrapped}
        done += conn.execute(update(table).where(*same).values(values)).rowcount
    return done


def _opens(ring: KeyRing, one: SealedTable, row: Row[Any]) -> bool:
    try:
        key = ring.unwrap(one.owner(row), WrappedKey(row.key_id, row.wrapped_key))
        json.loads(key.open(one.context, row.sealed))
    except (KeyMissing, SealBroken, ValueError, RecursionError):
        return False
    return True
