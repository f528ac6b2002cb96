"""What stores share: sealed columns, and rows that replace an older row with the same key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, TypeVar

import structlog
from sqlalchemy import ColumnElement, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.elements import KeyedColumnElement

from foundation.db import Connection
from foundation.sealing import KeyMissing, KeyRing, SealBroken, WrappedKey

log = structlog.get_logger()

T = TypeVar("T")

COLUMN = "sealed"

New = ReadOnlyColumnCollection[str, KeyedColumnElement[Any]]
"""The columns of the row that was to be inserted."""

Merge = Callable[[New], Mapping[str, ColumnElement[Any]]]


def sealed(ring: KeyRing, owner: str, content: Any) -> dict[str, Any]:
    """The columns that hold `content` (anything JSON can write), readable for this owner row alone."""
    key, wrapped = ring.new_data_key(owner)
    text = json.dumps(content).encode()
    return {
        "key_id": wrapped.key_id,
        "wrapped_key": wrapped.wrapped,
        COLUMN: key.seal(COLUMN, text),
    }


def opened(ring: KeyRing, owner: str, row: Row[Any]) -> Any:
    """The content of a row's sealed columns; raises KeyMissing or SealBroken."""
    return open_column(ring, owner, row, COLUMN)


def readable(
    ring: KeyRing,
    table: Table,
    rows: Iterable[Row[Any]],
    name: Callable[[Row[Any]], str],
    make: Callable[[Row[Any]], T],
) -> tuple[T, ...]:
    """What can be made of these rows; one that cannot be opened, or that a newer version wrote, hides no other.

    `name` says whom a row is sealed for. `ring.unopened` counts those that are passed over.
    """
    made: list[T] = []
    for row in rows:
        try:
            made.append(make(row))
        except (KeyMissing, SealBroken, KeyError, TypeError, ValueError, AttributeError) as error:
            ring.unopened.note(table.name, name(row), opened=False)
            # No traceback: the message of an error can repeat what somebody wrote.
            log.error("row_not_opened", table=table.name, cause=type(error).__name__)  # noqa: TRY400
        else:
            ring.unopened.note(table.name, name(row), opened=True)
    return tuple(made)


def seal_column(ring: KeyRing, owner: str, row: Row[Any], column: str, content: Any) -> bytes:
    """Seal a further column of a row that exists, with the row's own key; raises KeyMissing or SealBroken."""
    key = ring.unwrap(owner, WrappedKey(row.key_id, row.wrapped_key))
    return key.seal(column, json.dumps(content).encode())


def open_column(ring: KeyRing, owner: str, row: Row[Any], column: str) -> Any:
    """What `seal_column` sealed; raises KeyMissing or SealBroken."""
    key = ring.unwrap(owner, WrappedKey(row.key_id, row.wrapped_key))
    return json.loads(key.open(column, getattr(row, column)))


def put(conn: Connection, table: Table, row: Mapping[str, Any], merge: Merge | None = None) -> None:
    """Insert a whole row, or replace the one with the same primary key; `merge` says what stays of that."""
    conn.execute(_upsert(conn.dialect.name, table, merge), row)


@cache
def _upsert(dialect: str, table: Table, merge: Merge | None) -> postgresql.Insert | sqlite.Insert:
    # Built once: building it costs six times as much as running it.
    statement = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table)
    new = {column.name: statement.excluded[column.name] for column in table.columns if not column.primary_key}
    changed = merge(statement.excluded) if merge else {}
    keys = [column.name for column in table.primary_key.columns]
    return statement.on_conflict_do_update(index_elements=keys, set_={**new, **changed})
