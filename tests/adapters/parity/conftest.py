"""Fixtures of the parity tests: a fresh SQLite database each."""

from __future__ import annotations

import pytest

from tests.fixtures.databases import database_url, db, templates

__all__ = ["database_url", "db", "templates"]


@pytest.fixture
def database_kind() -> str:
    """The database of these tests."""
    return "sqlite"
