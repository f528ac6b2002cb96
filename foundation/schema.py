"""Bring a database to the newest schema: one transaction, so that a crash leaves the old schema or the new.

`prepare` costs one small query when nothing is to be done; Alembic is imported only when something is.

To add tables: write them into the package's `tables.py` with a `metadata` of its own, add a revision file
`vNNNN_what.py` to `migrations/versions`, and add that metadata to the test that compares the two.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection, MetaData, inspect, text

from foundation.db import Database, DatabaseUnavailable, Trouble
from foundation.db_open import open_database

MIGRATIONS = Path(__file__).parent / "migrations"
SECONDS = 600.0
PAUSE_SECONDS = 0.05
LOCK = 0x636F756E  # any number of our own: two processes that start together migrate one after the other


class SchemaNewer(Exception):
    """The tables are of a version of the program that this one does not know: nothing is read or written."""

    def __init__(self) -> None:
        super().__init__(
            "This database is of a newer version of the program: start that version, or one newer still."
        )


def newest() -> str:
    """The revision the program needs: the number of the last file in `versions`."""
    return max(_revisions())


async def is_current(db: Database) -> bool:
    """Whether the tables are those this program needs; raises SchemaNewer where they are of a newer version."""
    found = await db.read(_revision)
    if found and found not in _revisions():
        raise SchemaNewer
    return found == newest()


async def prepare(db: Database) -> bool:
    """Upgrade the schema unless it is current; returns whether anything was done.

    While another process upgrades, this one waits for it. Raises SchemaNewer where the tables are of a newer version.
    """
    end = time.monotonic() + SECONDS
    while True:
        try:
            if await is_current(db):
                return False
            await db.write(_upgrade, within=SECONDS)
        except DatabaseUnavailable as error:
            # SQLite waits for nobody where the very first connections of two processes change a new file to WAL.
            if error.trouble is not Trouble.BUSY or time.monotonic() > end:
                raise
            await asyncio.sleep(PAUSE_SECONDS)
        else:
            return True


async def migrate(url: str) -> bool:
    """Upgrade the database at `url`, as `counterpoise db upgrade` does; returns whether anything was done."""
    db = open_database(url)
    try:
        return await prepare(db)
    finally:
        await db.close()


def differences(conn: Connection, metadata: Sequence[MetaData]) -> list[object]:
    """What the tables in the code and the tables in the database do not agree about."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    context = MigrationContext.configure(conn, opts={"compare_type": True, "compare_server_default": True})
    together = MetaData()
    for part in metadata:
        for table in part.sorted_tables:
            table.to_metadata(together)
    return list(compare_metadata(context, together))


def _revisions() -> frozenset[str]:
    return frozenset(file.name[1:5] for file in (MIGRATIONS / "versions").glob("v[0-9]*.py"))


def _revision(conn: Connection) -> str:
    if not inspect(conn).has_table("alembic_version"):
        return ""
    return str(conn.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def _upgrade(conn: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config = Config(attributes={"connection": conn, "metadata": None})
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")
