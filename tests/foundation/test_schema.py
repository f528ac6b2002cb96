"""The schema: one history, equal to the tables in the code, old or new and never between."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import inspect, text

import bot.tables
import foundation.outbox.tables
import incidents.file_tables
import incidents.open311_tables
import incidents.safety.tables
import incidents.tables
import knowledge.curation.tables
from foundation import schema
from foundation.db import Connection, Database
from foundation.db_open import open_database

EVERY_METADATA = [
    incidents.tables.metadata,
    bot.tables.metadata,
    knowledge.curation.tables.metadata,
    foundation.outbox.tables.metadata,
]


@pytest.fixture
async def empty(empty_database_url: str) -> AsyncIterator[Database]:
    """A database without any table."""
    db = open_database(empty_database_url)
    yield db
    await db.close()


async def test_the_history_builds_exactly_the_tables_of_the_code(empty: Database) -> None:
    await schema.prepare(empty)
    assert await empty.read(lambda conn: schema.differences(conn, EVERY_METADATA)) == []


async def test_a_table_without_a_migration_is_noticed(empty: Database) -> None:
    await schema.prepare(empty)
    await empty.write(lambda conn: conn.execute(text("DROP TABLE drafts")).close())
    assert await empty.read(lambda conn: schema.differences(conn, EVERY_METADATA)) != []


async def test_a_current_schema_is_left_alone(empty: Database) -> None:
    assert await schema.prepare(empty)
    assert not await schema.prepare(empty)


async def test_a_schema_of_a_newer_version_is_named_and_never_touched(empty: Database) -> None:
    await schema.prepare(empty)
    await empty.write(
        lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = '0099'")).close()
    )
    for work in (schema.prepare, schema.is_current):
        with pytest.raises(schema.SchemaNewer, match="newer version of the program"):
            await work(empty)
    assert await empty.read(schema._revision) == "0099"


async def test_processes_that_start_together_upgrade_once(empty_database_url: str) -> None:
    program = (
        "import asyncio, sys; from foundation.schema import migrate; print(asyncio.run(migrate(sys.argv[1])))"
    )
    starts = [
        asyncio.create_subprocess_exec(
            sys.executable, "-c", program, empty_database_url, stdout=subprocess.PIPE
        )
        for _ in range(3)
    ]
    outputs = [(await process.communicate())[0] for process in await asyncio.gather(*starts)]
    assert all(output.strip() in {b"True", b"False"} for output in outputs)


async def test_an_upgrade_that_fails_leaves_the_old_schema(
    empty: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade = schema._upgrade

    def half(conn: Connection) -> None:
        upgrade(conn)
        raise OSError("the power failed")

    monkeypatch.setattr(schema, "_upgrade", half)
    with pytest.raises(Exception, match=r"power|down"):
        await schema.prepare(empty)
    assert await empty.read(lambda conn: inspect(conn).get_table_names()) == []


def test_alembic_is_not_imported_when_nothing_is_to_be_done(database_url: str) -> None:
    program = (
        "import asyncio, sys; from foundation.schema import migrate;"
        "assert asyncio.run(migrate(sys.argv[1])) is False; assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program, database_url], check=True)


async def test_the_database_refuses_to_change_the_audit_log(empty: Database) -> None:
    await schema.prepare(empty)
    entry = "INSERT INTO audit VALUES (1, '2026-01-01 00:00:00', '', '', 'viewed', '', 'x', 'k1')"
    await empty.write(lambda conn: conn.execute(text(entry)).close())
    for statement in ("UPDATE audit SET actor = 'somebody else'", "DELETE FROM audit"):
        with pytest.raises(Exception, match="only grows"):
            await empty.write(lambda conn, run=statement: conn.execute(text(run)).close())  # type: ignore[misc]
