"""The database door: committed or not there at all, on both databases; trouble is told, calmly and in time."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, text
from sqlalchemy.exc import IntegrityError

from foundation.db import Connection, Database, DatabaseUnavailable, Trouble, UtcDateTime, insert_if_new
from foundation.db_open import open_database
from tests.fakes.patience import LOADED
from tests.fixtures.postgres import Server, server

metadata = MetaData()
things = Table(
    "things",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime),
)


async def _numbers(db: Database) -> list[int]:
    return await db.read(lambda conn: list(conn.execute(select(things.c.number)).scalars()))


@pytest.fixture
async def store(db: Database) -> Database:
    """A database with one table of ours."""
    await db.write(metadata.create_all)
    return db


async def put(db: Database, number: int) -> int:
    """Write one number."""

    def work(conn: Connection) -> int:
        conn.execute(insert(things), {"number": number})
        return number

    return await db.write(work)


async def test_a_write_is_there_once_it_returned(store: Database) -> None:
    assert await put(store, 1) == 1
    assert await _numbers(store) == [1]


async def test_a_write_that_raises_leaves_nothing_and_harms_no_other(store: Database) -> None:
    def half(conn: Connection) -> None:
        conn.execute(insert(things), {"number": 1000})
        raise KeyError("changed my mind")

    writes = [put(store, number) for number in range(50)]
    outcomes = await asyncio.gather(
        *writes[:25], store.write(half), put(store, 3), *writes[25:], return_exceptions=True
    )
    failed = [outcome for outcome in outcomes if isinstance(outcome, BaseException)]
    assert {type(one) for one in failed} == {KeyError, IntegrityError}
    assert sorted(await _numbers(store)) == list(range(50))


async def test_a_read_sees_one_moment(store: Database) -> None:
    await put(store, 1)
    halfway = asyncio.Event()
    loop = asyncio.get_running_loop()

    def twice(conn: Connection) -> tuple[int, int]:
        first = len(conn.execute(select(things)).all())
        loop.call_soon_threadsafe(halfway.set)
        conn.execute(text("SELECT 1")).close()
        time.sleep(0.2)
        return first, len(conn.execute(select(things)).all())

    async def meanwhile() -> None:
        await halfway.wait()
        await put(store, 2)

    (first, second), _ = await asyncio.gather(store.read(twice), meanwhile())
    assert first == second == 1


async def test_times_come_back_aware_in_utc_and_naive_ones_are_refused(store: Database) -> None:
    moment = datetime(2026, 7, 1, 12, 0, 0, 123456, tzinfo=timezone(timedelta(hours=-3)))
    await store.write(lambda conn: conn.execute(insert(things), {"number": 1, "at": moment}).close())
    found = await store.read(lambda conn: conn.execute(select(things.c.at)).scalar_one())
    assert found == moment
    assert found.tzinfo is UTC
    naive = moment.replace(tzinfo=None)
    with pytest.raises(Exception, match="without a zone"):
        await store.write(lambda conn: conn.execute(insert(things), {"number": 2, "at": naive}).close())


async def test_insert_if_new_says_whether_it_was(store: Database) -> None:
    assert await store.write(lambda conn: insert_if_new(conn, things, {"number": 1}))
    assert not await store.write(lambda conn: insert_if_new(conn, things, {"number": 1}))


async def test_a_caller_who_gives_up_does_not_tear_the_transaction(store: Database) -> None:
    def slow(conn: Connection) -> None:
        conn.execute(insert(things), {"number": 1})
        time.sleep(0.1)
        conn.execute(insert(things), {"number": 2})

    task = asyncio.create_task(store.write(slow))
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await put(store, 3)
    assert sorted(await _numbers(store)) in ([1, 2, 3], [3])


async def test_what_a_caller_began_and_did_not_wait_for_is_committed_before_the_database_closes(
    store: Database, database_url: str
) -> None:
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(conn: Connection) -> None:
        conn.execute(insert(things), {"number": 1})
        loop.call_soon_threadsafe(begun.set)
        if conn.dialect.name == "postgresql":
            conn.execute(text("SELECT pg_sleep(0.3)")).close()
        else:
            time.sleep(0.3)

    task = asyncio.create_task(store.write(slow))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await store.close()
    again = open_database(database_url)
    try:
        assert await _numbers(again) == [1]
    finally:
        await again.close()


@pytest.mark.parametrize("url", ["", "mysql://host/db", "sqlite://", "sqlite:///:memory:", "nonsense"])
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(Exception, match=r"(?i)url"):
        open_database(url)


async def test_a_new_sqlite_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    db = open_database(f"sqlite:///{tmp_path / 'new' / 'file.db'}")
    await db.write(metadata.create_all)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new").iterdir()}
    await db.close()
    assert set(modes.values()) == {0o600}


async def test_sqlite_survives_power_loss_settings_are_in_force(tmp_path: Path) -> None:
    db = open_database(f"sqlite:///{tmp_path / 'file.db'}")

    def settings(conn: Connection) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [conn.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]

    assert await db.write(settings) == ["wal", 2, 1]
    await db.close()


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.fixture
async def sqlite_store(tmp_path: Path) -> Database:
    """A SQLite database with one table of ours."""
    db = open_database(f"sqlite:///{tmp_path / 'file.db'}")
    await db.write(metadata.create_all)
    return db


async def test_a_locked_database_is_told_within_two_and_a_half_seconds(
    sqlite_store: Database, tmp_path: Path
) -> None:
    with _locked(tmp_path / "file.db"):
        began = time.monotonic()
        outcomes = await asyncio.gather(
            *(put(sqlite_store, one) for one in range(40)), return_exceptions=True
        )
        took = time.monotonic() - began
    assert {getattr(outcome, "trouble", outcome) for outcome in outcomes} == {Trouble.BUSY}
    assert took < 2.5 + LOADED
    await put(sqlite_store, 100)
    assert set(range(40)).isdisjoint(await _numbers(sqlite_store))
    await sqlite_store.close()


async def test_a_locked_table_is_told_in_time_and_the_connections_recover(
    store: Database, database_url: str, database_kind: str
) -> None:
    if database_kind == "sqlite":
        pytest.skip("SQLite locks the whole file, as the test above shows")
    other: Any = await asyncpg.connect(database_url)
    await other.execute("BEGIN; LOCK TABLE things IN ACCESS EXCLUSIVE MODE")
    began = time.monotonic()
    outcomes = await asyncio.gather(*(put(store, number) for number in range(20)), return_exceptions=True)
    assert {getattr(outcome, "trouble", outcome) for outcome in outcomes} == {Trouble.BUSY}
    assert time.monotonic() - began < 2.5 + LOADED
    await other.execute("ROLLBACK")
    await other.close()
    await put(store, 100)


@pytest.fixture
def mortal_postgres() -> Iterator[Server]:
    """A server that the test may kill."""
    with server() as running:
        if running is None or running.process is None:
            pytest.skip("no PostgreSQL of our own to kill")
        yield running


async def test_a_postgres_that_dies_is_told_in_time(mortal_postgres: Server) -> None:
    db = open_database(mortal_postgres.url("postgres"))
    await db.write(metadata.create_all)
    await put(db, 1)
    assert mortal_postgres.process
    mortal_postgres.process.send_signal(signal.SIGQUIT)
    await asyncio.to_thread(mortal_postgres.process.wait)
    began = time.monotonic()
    with pytest.raises(DatabaseUnavailable) as told:
        await put(db, 2)
    assert told.value.trouble is Trouble.DOWN
    assert time.monotonic() - began < 2.5 + LOADED
    await db.close()


async def test_on_a_full_disk_nothing_is_confirmed_that_is_not_there(sqlite_store: Database) -> None:
    await sqlite_store.write(
        lambda conn: conn.exec_driver_sql("CREATE TABLE big (n INTEGER, b BLOB)").close()
    )
    await sqlite_store.write(lambda conn: conn.exec_driver_sql("PRAGMA max_page_count=40").close())
    confirmed: set[int] = set()
    told: list[Trouble] = []

    async def fill(number: int) -> None:
        def work(conn: Connection) -> None:
            conn.execute(text("INSERT INTO big VALUES (:n, zeroblob(6000))"), {"n": number})

        try:
            await sqlite_store.write(work)
            confirmed.add(number)
        except DatabaseUnavailable as error:
            told.append(error.trouble)

    for start in range(0, 100, 10):
        await asyncio.gather(*(fill(number) for number in range(start, start + 10)))
    there = await sqlite_store.read(lambda conn: set(conn.exec_driver_sql("SELECT n FROM big").scalars()))
    assert confirmed == there
    assert set(told) == {Trouble.FULL}
    await sqlite_store.close()


async def test_a_postgres_that_is_not_there_is_told_in_time() -> None:
    db = open_database("postgresql://tests@127.0.0.1:1/nothing")
    began = time.monotonic()
    with pytest.raises(DatabaseUnavailable) as told:
        await db.write(lambda conn: conn.execute(text("SELECT 1")).close())
    assert told.value.trouble is Trouble.DOWN
    assert time.monotonic() - began < 2.5 + LOADED
    await db.close()


async def test_a_missing_table_is_a_fault_of_ours_and_not_called_trouble(db: Database) -> None:
    with pytest.raises(Exception, match="nowhere") as raised:
        await db.write(lambda conn: conn.execute(text("SELECT * FROM nowhere")).close())
    if db.__class__.__name__ == "PostgresDatabase":
        assert not isinstance(raised.value, DatabaseUnavailable)
