"""Fixtures of the incidents tests."""

from __future__ import annotations

import pytest

from foundation.db import Database
from tests.fixtures.databases import (
    database_kind,
    database_url,
    db,
    empty_database_url,
    postgres_server,
    templates,
)
from tests.fixtures.office import Office

__all__ = ["database_kind", "database_url", "db", "empty_database_url", "postgres_server", "templates"]


@pytest.fixture
def office(db: Database) -> Office:
    """An office over a fresh database."""
    return Office(db)
