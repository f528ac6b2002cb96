"""Statements that are built once: to build one costs several times as much as to run it.

Everything here is kept for as long as the process runs, so the names must be those of the program and never of a row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, Self

from sqlalchemy import (
    ColumnElement,
    Result,
    Select,
    Table,
    Update,
    bindparam,
    literal_column,
    select,
    update,
)

from foundation.db import Connection


@cache
def rows_by(table: Table, *names: str) -> Select[Any]:
    """Asks for the rows whose columns of these names are what is handed in under the same names."""
    return select(table).where(*(table.c[name] == bindparam(name) for name in names))


def among(column: ColumnElement[str], words: Iterable[str]) -> ColumnElement[bool]:
    """Whether a column holds one of these words of the program: they stand in the statement as they are, and not in a
    list that is written into it anew whenever it is asked.
    """
    plain = sorted(map(str, words))
    if not all(word.replace("_", "").replace(".", "").isalnum() for word in plain):
        raise ValueError("Only words of the program can stand in a statement as they are.")
    return column.in_([literal_column(f"'{word}'") for word in plain])


class RowsOf:
    """Asks for all rows of some things, by the column that names them; of one thing alone for less."""

    def __init__(self, query: Select[Any], column: ColumnElement[str]) -> None:
        self._one = query.where(column == bindparam("name"))
        self._many = query.where(column.in_(bindparam("names", expanding=True)))

    @classmethod
    def by(cls, table: Table, name: str, *order: str) -> Self:
        """The rows of a table, in the order of these columns."""
        return cls(select(table).order_by(*(table.c[one] for one in order)), table.c[name])

    def __call__(self, conn: Connection, names: Collection[str], **more: Any) -> Result[Any]:
        """The rows of these things; of none the database is asked as well, so that it takes as long.

        `more` is what else the query asks about.
        """
        if len(names) == 1:
            return conn.execute(self._one, {"name": next(iter(names)), **more})
        return conn.execute(self._many, {"names": list(names), **more})


def change_row(conn: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Change the row with this key, column by column; False where there is none."""
    held = {_held(name): value for name, value in key.items()}
    return conn.execute(_change(table, *key), {**held, **values}).rowcount > 0


@cache
def _change(table: Table, *key: str) -> Update:
    return update(table).where(*(table.c[name] == bindparam(_held(name)) for name in key))


def _held(name: str) -> str:
    """What a column of the key is handed in as: its own name is that of what it becomes."""
    return f"of_{name}"
