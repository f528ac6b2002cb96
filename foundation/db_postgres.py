"""PostgreSQL: the asyncpg pool, with the same synchronous functions run through SQLAlchemy's greenlets."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import create_async_engine

from foundation.db import PATIENCE, Database, DatabaseUnavailable, Trouble, Work, finish_within

T = TypeVar("T")

CONNECTIONS = 10
ATTEMPTS = 3
COLLIDED = {"40001", "40P01"}  # serialization_failure, deadlock_detected
BUSY = {"55P03", "57014"}  # lock_not_available, query_canceled
FULL = {"53100"}  # disk_full
DOWN_CLASSES = ("08", "57P", "53", "58", "XX", "28", "3D", "25006")
"""Connection trouble, shutdown, out of resources, system error, refused login, unknown database, read-only:
SQLSTATE classes of https://www.postgresql.org/docs/current/errcodes-appendix.html."""


class PostgresDatabase(Database):
    """A PostgreSQL database over a pool of connections."""

    def __init__(self, url: URL) -> None:
        self._engine = create_async_engine(
            url,
            pool_size=CONNECTIONS,
            max_overflow=0,
            pool_timeout=PATIENCE,
            pool_pre_ping=True,
            hide_parameters=True,  # errors are logged
            connect_args={"timeout": PATIENCE, "server_settings": {"synchronous_commit": "on"}},
        )
        self._snapshot = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._under_way: set[asyncio.Future[Any]] = set()

    async def read(self, work: Work[T], *, within: float = PATIENCE) -> T:
        """Run `work` on one read-only snapshot."""

        async def run() -> T:
            async with self._snapshot.connect() as conn:
                return await conn.run_sync(work)

        return await self._finish(run, within)

    async def write(self, work: Work[T], *, within: float = PATIENCE) -> T:
        """Run `work` and COMMIT; two transactions that collided are run again."""

        async def run() -> T:
            async with self._engine.begin() as conn:
                return await conn.run_sync(work)

        return await self._finish(run, within)

    def equip(self, name: str, tool: object) -> None:
        """Hand a tool to every later transaction."""
        for engine in (self._engine, self._snapshot):
            engine.sync_engine.update_execution_options(**{name: tool})

    async def close(self) -> None:
        """Finish what callers began and did not wait for, then close the pool."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=PATIENCE)
        await self._engine.dispose()

    async def _finish(self, run: Callable[[], Awaitable[T]], within: float) -> T:
        task = asyncio.ensure_future(_plainly(run))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await finish_within(task, within)


async def _plainly(run: Callable[[], Awaitable[T]]) -> T:
    """Repeat what collided; turn the driver's words for trouble into DatabaseUnavailable."""
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await run()
        except IntegrityError:
            raise
        except DBAPIError as error:
            code = getattr(error.orig, "sqlstate", None) or ""
            if code in COLLIDED and attempt < ATTEMPTS:
                await asyncio.sleep(0.01 * attempt)
                continue
            trouble = _trouble(error, code)
            if trouble is None:
                raise
            raise DatabaseUnavailable(trouble) from error
        except (PoolTimeout, TimeoutError) as error:
            raise DatabaseUnavailable(Trouble.BUSY) from error
        except OSError as error:
            raise DatabaseUnavailable(Trouble.DOWN) from error
    raise AssertionError("the last attempt returns or raises")


def _trouble(error: DBAPIError, code: str) -> Trouble | None:
    if code in BUSY or code in COLLIDED:
        return Trouble.BUSY
    if code in FULL:
        return Trouble.FULL
    lost = error.connection_invalidated or isinstance(error, InterfaceError)
    return Trouble.DOWN if lost or code.startswith(DOWN_CLASSES) else None
