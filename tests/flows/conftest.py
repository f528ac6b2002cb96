"""Fixtures of the conversation tests; flows do not know databases, so SQLite alone is enough here."""

from __future__ import annotations

import pytest

from foundation.db import Database
from tests.fixtures.databases import database_url, db, templates
from tests.flows.town import Town

__all__ = ["database_url", "db", "templates"]


@pytest.fixture
def database_kind() -> str:
    """The database of these tests."""
    return "sqlite"


@pytest.fixture
def town(db: Database) -> Town:
    """The sample town over a fresh database."""
    return Town(db)
