"""One door to the database: synchronous functions of a SQLAlchemy connection, run on SQLite or PostgreSQL.

    record = await db.read(lambda conn: load(conn, "…"))
    await db.write(lambda conn: save(conn, record))

Each call is one transaction. `write` returns only after COMMIT reached the disk, so what the caller says
next is true even if the power fails. Callers do not know which database answers.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, DateTime, Dialect, Table, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator

__all__ = [
    "PATIENCE",
    "Connection",
    "Database",
    "DatabaseUnavailable",
    "Trouble",
    "UtcDateTime",
    "Work",
    "default_url",
    "equipment",
    "insert_if_new",
    "insert_new",
    "take_turns",
]

T = TypeVar("T")
Work = Callable[[Connection], T]

PATIENCE = 2.5
"""Seconds a person waits at most before being told that nothing was saved."""


class Trouble(StrEnum):
    """Why the database did not answer; the catalogue has a sentence for each."""

    BUSY = "busy"
    FULL = "full"
    DOWN = "down"


class DatabaseUnavailable(Exception):
    """Nothing can be promised: the work was not confirmed and is safe to try again.

    After a `BUSY` the transaction may still have gone through; unique keys make the repeat harmless.
    """

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"The database is {trouble}.")
        self.trouble = trouble

    @property
    def code(self) -> str:
        """What the database itself calls it, where it said anything: SQLITE_FULL, 25006."""
        original = getattr(self.__cause__, "orig", None)
        return str(getattr(original, "sqlite_errorname", "") or getattr(original, "sqlstate", "") or "")


class Database(ABC):
    """Runs functions of a connection, each in a transaction of its own."""

    @staticmethod
    def open(url: str) -> Database:
        """The same as `foundation.db_open.open_database`, for scripts outside that know this name."""
        opened: Database = import_module("foundation.db_open").open_database(url)
        return opened

    @abstractmethod
    async def read(self, work: Work[T], *, within: float = PATIENCE) -> T:
        """Run `work` on one consistent snapshot; raises DatabaseUnavailable after `within` seconds."""

    @abstractmethod
    async def write(self, work: Work[T], *, within: float = PATIENCE) -> T:
        """Run `work`, COMMIT, then return its result; if `work` raises, nothing of it remains.

        `work` may run in another thread, and again when two transactions collided: it must not touch
        anything but its connection. Raises DatabaseUnavailable after `within` seconds.
        """

    @abstractmethod
    def equip(self, name: str, tool: object) -> None:
        """Hand a tool to every later transaction; the functions take it with `equipment(conn, name)`."""

    @abstractmethod
    async def close(self) -> None:
        """Finish what was accepted, then free threads and connections."""


def equipment(conn: Connection, name: str) -> Any:
    """The tool that `Database.equip` handed in; raises LookupError where nobody did."""
    return conn.get_execution_options()[name]


def default_url(data_directory: Path) -> str:
    """The URL used when none is configured: a SQLite file in the data directory."""
    return f"sqlite:///{data_directory / 'counterpoise.db'}"


async def finish_within(work: Awaitable[T], seconds: float) -> T:
    """Await work that outlives an impatient or cancelled caller, so that no transaction is torn."""
    task = asyncio.ensure_future(work)
    task.add_done_callback(_heard)
    done, _ = await asyncio.wait({task}, timeout=seconds)
    if not done:
        task.cancel()
        raise DatabaseUnavailable(Trouble.BUSY)
    return task.result()


def _heard(task: asyncio.Future[Any]) -> None:
    """Where its caller is gone, nobody asks what became of it, and asyncio would print that with a traceback."""
    if not task.cancelled():
        task.exception()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, stored in UTC and returned in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; SQLite keeps it as sortable text without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A time without a zone cannot be stored.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the stored moment, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def take_turns(conn: Connection, about: str) -> None:
    """Wait until nobody else who takes turns about the same is at work; then others wait until this transaction ends.

    For what is counted before it grows, where there is no row to lock. SQLite has one writer in any case.
    """
    if conn.dialect.name == "postgresql":
        turn = int.from_bytes(sha256(about.encode()).digest()[:8], "big", signed=True)
        conn.execute(text("SELECT pg_advisory_xact_lock(:turn)"), {"turn": turn})


def insert_new(conn: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose unique keys are new; the others are passed over (ON CONFLICT DO NOTHING)."""
    if rows:
        conn.execute(_insert(conn.dialect.name, table), rows)


def insert_if_new(conn: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert one row; False when one of its unique keys is taken already."""
    return conn.execute(_insert(conn.dialect.name, table), row).rowcount == 1


@cache
def _insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()
