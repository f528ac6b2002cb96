"""SQLite: one writer thread that commits waiting writes in groups, and a few readers.

WAL with synchronous=FULL loses nothing on power loss (NORMAL does: 1,587 of 2,000 replayed disk images).
The price is one fsync a COMMIT, which a group of up to 32 transactions shares.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from foundation.db import PATIENCE, Database, DatabaseUnavailable, Trouble, Work, finish_within

T = TypeVar("T")

GROUP = 32
READERS = 4
BUSY_MILLISECONDS = 2000


TROUBLES = {
    sqlite3.SQLITE_BUSY: Trouble.BUSY,
    sqlite3.SQLITE_LOCKED: Trouble.BUSY,
    sqlite3.SQLITE_FULL: Trouble.FULL,
    sqlite3.SQLITE_IOERR: Trouble.DOWN,
    sqlite3.SQLITE_CORRUPT: Trouble.DOWN,
    sqlite3.SQLITE_CANTOPEN: Trouble.DOWN,
    sqlite3.SQLITE_NOTADB: Trouble.DOWN,
    sqlite3.SQLITE_READONLY: Trouble.DOWN,
    sqlite3.SQLITE_PERM: Trouble.DOWN,
    sqlite3.SQLITE_PROTOCOL: Trouble.BUSY,
    sqlite3.SQLITE_NOMEM: Trouble.DOWN,
}
"""Primary result codes (sqlite.org/rescode.html); every other one is a fault of ours."""


@dataclass(frozen=True, slots=True)
class _Write:
    work: Work[Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Outcome:
    write: _Write
    result: Any = None
    error: BaseException | None = None


class SqliteDatabase(Database):
    """A SQLite file, made readable for its owner alone."""

    def __init__(self, file: Path) -> None:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600)
        self._writing = engine_of(file, "BEGIN IMMEDIATE", connections=1)
        self._reading = engine_of(file, "BEGIN", connections=READERS)
        self._readers = ThreadPoolExecutor(READERS, "sqlite-reader")
        self._waiting: queue.SimpleQueue[_Write | None] = queue.SimpleQueue()
        self._writer = threading.Thread(target=self._serve, name="sqlite-writer", daemon=True)
        self._writer.start()

    async def read(self, work: Work[T], *, within: float = PATIENCE) -> T:
        """Run `work` on one snapshot in a reader thread."""
        loop = asyncio.get_running_loop()
        return await finish_within(loop.run_in_executor(self._readers, self._read, work), within)

    async def write(self, work: Work[T], *, within: float = PATIENCE) -> T:
        """Queue `work` for the writer thread; returns after the COMMIT of its group."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._waiting.put(_Write(work, loop, future))
        return await finish_within(future, within)

    def equip(self, name: str, tool: object) -> None:
        """Hand a tool to every later transaction."""
        for engine in (self._writing, self._reading):
            engine.update_execution_options(**{name: tool})

    async def close(self) -> None:
        """Commit what is queued, then stop the threads and close the file."""
        self._waiting.put(None)
        await asyncio.to_thread(self._writer.join)
        await asyncio.to_thread(self._readers.shutdown)
        self._reading.dispose()
        self._writing.dispose()

    def _read(self, work: Work[T]) -> T:
        with plainly(), self._reading.connect() as conn, conn.begin():
            return work(conn)

    def _serve(self) -> None:
        while group := self._next_group():
            for outcome in self._commit(group):
                # A loop that was closed has nobody left to tell; the transaction stands all the same.
                if not outcome.write.loop.is_closed():
                    outcome.write.loop.call_soon_threadsafe(_tell, outcome)

    def _next_group(self) -> list[_Write]:
        first = self._waiting.get()
        group = [first] if first else []
        while group and len(group) < GROUP and not self._waiting.empty():
            following = self._waiting.get()
            if following is None:
                self._waiting.put(None)
                break
            group.append(following)
        return group

    def _commit(self, group: list[_Write]) -> list[_Outcome]:
        run = _run if len(group) > 1 else _run_alone
        try:
            with plainly(), self._writing.connect() as conn, conn.begin():
                # To begin can take long: some may have given up meanwhile.
                return [run(conn, write) for write in group if not write.future.cancelled()]
        except Exception as error:  # noqa: BLE001 - whatever broke the COMMIT must reach everyone who waits
            return [_Outcome(write, error=error) for write in group]


def _run_alone(conn: Connection, write: _Write) -> _Outcome:
    """Run the only write of its group: where it fails the whole transaction goes, and no savepoint is needed."""
    result = write.work(conn)
    if not _in_transaction(conn):  # SQLite rolled back by itself, and the work did not notice.
        raise DatabaseUnavailable(Trouble.DOWN)
    return _Outcome(write, result)


def _run(conn: Connection, write: _Write) -> _Outcome:
    """Run one write inside a savepoint, so that its failure harms no other of the group."""
    savepoint = conn.begin_nested()
    try:
        result = write.work(conn)
        savepoint.commit()
    except Exception as error:
        # On a full disk or an I/O error SQLite may roll the whole transaction back by itself
        # (sqlite.org/lang_transaction.html): then nothing of this group may be called done.
        trouble = _trouble(error)
        if trouble or not _in_transaction(conn):
            raise DatabaseUnavailable(trouble or Trouble.DOWN) from error
        savepoint.rollback()
        return _Outcome(write, error=error)
    return _Outcome(write, result)


def _tell(outcome: _Outcome) -> None:
    future = outcome.write.future
    if future.done():
        return
    if outcome.error is None:
        future.set_result(outcome.result)
    else:
        future.set_exception(outcome.error)


def _in_transaction(conn: Connection) -> bool:
    return cast("sqlite3.Connection", conn.connection.driver_connection).in_transaction


@contextmanager
def plainly() -> Iterator[None]:
    """Turn SQLite's codes for locked, full and broken into DatabaseUnavailable."""
    try:
        yield
    except (DBAPIError, PoolTimeout) as error:
        if trouble := _trouble(error):
            raise DatabaseUnavailable(trouble) from error
        raise


def _trouble(error: Exception) -> Trouble | None:
    if isinstance(error, PoolTimeout):
        return Trouble.BUSY
    code = getattr(error.orig, "sqlite_errorcode", 0) if isinstance(error, DBAPIError) else 0
    return TROUBLES.get(code & 0xFF)


def engine_of(file: Path, begin: str, connections: int) -> Engine:
    engine = create_engine(
        f"sqlite:///{file}",
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=PATIENCE,
        hide_parameters=True,  # errors are logged
    )

    @event.listens_for(engine, "connect")
    def _configure(driver: sqlite3.Connection, _record: object) -> None:
        # The driver must not open transactions on its own: it would do so too late for reads.
        driver.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_MILLISECONDS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
        ):
            driver.execute(f"PRAGMA {pragma}")

    def _begin(connection: PoolProxiedConnection) -> None:
        cast("sqlite3.Connection", connection.driver_connection).execute(begin)

    # A listener for "begin" would have every statement look for listeners, several times.
    engine.dialect.do_begin = _begin  # type: ignore[method-assign, assignment]  # its own does nothing
    return engine
