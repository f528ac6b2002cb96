"""Opens the database an URL names; the only place that knows which kinds there are."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from foundation.db import Database

KNOWN_URLS = "The database URL must be sqlite:///FILE or postgresql://HOST/NAME."


def open_database(url: str) -> Database:
    """Open `sqlite:///file` or `postgresql://…`; connects on first use. Raises ValueError on other URLs."""
    try:
        parsed = make_url(url)
    except ArgumentError:  # Its words repeat the URL, which may hold a password.
        raise ValueError(KNOWN_URLS) from None
    match parsed.get_backend_name():
        case "sqlite" if parsed.database and parsed.database != ":memory:":
            from foundation.db_sqlite import SqliteDatabase

            return SqliteDatabase(Path(parsed.database))
        case "postgresql" | "postgres":
            from foundation.db_postgres import PostgresDatabase

            return PostgresDatabase(parsed.set(drivername="postgresql+asyncpg"))
        case _:
            raise ValueError(KNOWN_URLS)
