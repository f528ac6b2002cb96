"""Fixtures of the bot's tests."""

from __future__ import annotations

from tests.fixtures.databases import (
    database_kind,
    database_url,
    db,
    empty_database_url,
    postgres_server,
    templates,
)

__all__ = ["database_kind", "database_url", "db", "empty_database_url", "postgres_server", "templates"]
