"""What the stores of the bot share: sealed columns, and rows that replace an older row with the same key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, Table
from sqlalchemy.dialects import postgresql, sqlite

from foundation.db import Connection
from foundation.sealing import KeyRing, WrappedKey

COLUMN = "sealed"


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
    key = ring.unwrap(owner, WrappedKey(row.key_id, row.wrapped_key))
    return json.loads(key.open(COLUMN, row.sealed))


def put(
    conn: Connection,
    table: Table,
    row: Mapping[str, Any],
    changes: Mapping[str, ColumnElement[Any]] | None = None,
) -> None:
    """Insert a row, or replace the one with the same primary key; `changes` say how columns are merged."""
    insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(row)
    keys = [column.name for column in table.primary_key.columns]
    new = {name: statement.excluded[name] for name in row if name not in keys}
    conn.execute(statement.on_conflict_do_update(index_elements=keys, set_={**new, **(changes or {})}))
