"""The stores of the bot in a database: what only rows can keep or break, on SQLite and PostgreSQL."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from bot.store_drafts import SqlDrafts
from bot.store_memory import SqlMemory
from bot.tables import metadata
from foundation.db import Database
from foundation.db_open import open_database
from foundation.schema import differences, migrate
from knowledge.curation.tables import metadata as of_curation
from tests.bot.test_stores import NOW, RING, draft


async def test_the_migrations_make_the_tables_of_the_code(db: Database) -> None:
    found = await db.read(lambda conn: differences(conn, [metadata, of_curation]))
    ours = {*metadata.tables, *of_curation.tables}
    assert [change for change in found if any(name in str(change) for name in ours)] == []


async def test_an_event_id_is_forgotten_after_a_week(db: Database) -> None:
    memory = SqlMemory(db, RING)
    await memory.first_time("old", NOW)
    await memory.first_time("later", NOW + timedelta(days=6))
    await memory.first_time("now", NOW + timedelta(days=8))
    query = text("SELECT id FROM seen_events ORDER BY id")
    assert await db.read(lambda conn: list(conn.execute(query).scalars())) == ["later", "now"]


async def test_two_processes_agree_on_what_is_new(db: Database, database_url: str) -> None:
    second = open_database(database_url)
    try:
        stores = (SqlMemory(db, RING), SqlMemory(second, RING)) * 10
        answers = await asyncio.gather(*(store.first_time("same", NOW) for store in stores))
    finally:
        await second.close()
    assert answers.count(True) == 1


async def test_a_sealed_draft_cannot_be_moved_to_another_row(db: Database) -> None:
    drafts = SqlDrafts(db, RING)
    await drafts.save(draft("a"))
    await drafts.save(draft("b"))
    swap = text(
        "UPDATE drafts SET sealed = (SELECT sealed FROM drafts WHERE key = 'a'),"
        " wrapped_key = (SELECT wrapped_key FROM drafts WHERE key = 'a') WHERE key = 'b'"
    )
    await db.write(lambda conn: conn.execute(swap) and None)
    assert await drafts.load("a") == draft("a"), "the control"
    assert await drafts.load("b") is None
    assert RING.unopened.counts().get("drafts") == 1, "it does not open, and that is told"


async def test_nothing_that_was_typed_stands_readable_in_the_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    await migrate(url)
    db = open_database(url)
    canary = "CANARY-7f3a"
    await SqlDrafts(db, RING).save(draft(values={"happened": canary, "many": (canary,)}))
    memory = SqlMemory(db, RING)
    await memory.referral_wrong("parking", "ana@example.org", canary, NOW)
    held = _bytes(tmp_path)
    await db.close()
    held += _bytes(tmp_path)
    assert b"ana@example.org" in held, "the control: people's keys do stand there"
    assert canary.encode() not in held


def _bytes(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())
