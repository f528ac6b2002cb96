"""PostgreSQL with two roles: one that may change tables, and the one the program runs as, which may not."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit

import asyncpg
import pytest

from foundation.db_open import open_database
from foundation.schema import migrate, prepare
from tests.fixtures.databases import postgres_server
from tests.fixtures.office import Office
from tests.fixtures.postgres import Server

__all__ = ["postgres_server"]

GRANTS = """
    CREATE ROLE {role} LOGIN;
    GRANT USAGE ON SCHEMA public TO {role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role};
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};
    REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM {role};
"""
"""As docs/operating.md has them."""


async def _execute(url: str, statements: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(statements)
    finally:
        await connection.close()


@pytest.fixture
def served(postgres_server: Server) -> Iterator[str]:
    """The URL of a migrated database for a role that may only read and write rows."""
    name, role = f"t{uuid.uuid4().hex}", f"app_{uuid.uuid4().hex[:8]}"
    owner = asyncio.run(postgres_server.create(name))
    asyncio.run(migrate(owner))
    asyncio.run(_execute(owner, GRANTS.format(role=role)))
    user = urlsplit(owner).username
    assert user, "the server's URL names a user"
    yield owner.replace(f"//{user}", f"//{role}", 1)
    asyncio.run(postgres_server.drop(name))
    asyncio.run(_execute(postgres_server.url("postgres"), f"DROP ROLE {role}"))


async def test_the_program_works_with_a_role_that_may_not_change_tables(served: str) -> None:
    db = open_database(served)
    office = Office(db)
    try:
        assert not await prepare(db), "nothing is left to upgrade"
        filed = await office.desk.submit(office.report(), "draft")
        await office.worker.run_due()
        record = await office.desk.view(filed.reference, office.report().author)
        assert record is not None
        assert record.deliveries
    finally:
        await db.close()
    for forbidden in ("DROP TABLE records", "ALTER TABLE audit ADD x int", "UPDATE audit SET actor = ''"):
        with pytest.raises(asyncpg.PostgresError, match=re.compile("permission denied|must be owner")):
            await _execute(served, forbidden)
