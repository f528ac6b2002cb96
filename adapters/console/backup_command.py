"""`counterpoise db backup`: a whole copy of an SQLite database while the program writes to it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from sqlalchemy.engine import make_url

from adapters.configuration import CannotStart
from adapters.settings import Settings

PAGES = 1000
"""Copied at a time, so that whoever writes meanwhile is held up for a moment only."""


def back_up(settings: Settings, target: Path) -> None:
    """Copy the database to `target`, which must not be there yet; raises CannotStart.

    The copy appears under its name only when it is whole and was checked. A plain copy of the file would miss what
    still stands in the write-ahead log.
    """
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite":
        raise CannotStart(
            "PostgreSQL brings its own tool for this: use pg_dump, or the backups of your server."
        )
    if target.exists():
        raise CannotStart(f"{target} is there already. Choose a name that is not taken.")
    source = Path(str(url.database))
    if not source.exists():
        raise CannotStart(f"There is no database at {source} yet. It is made at the first start.")
    growing = target.with_name(target.name + ".part")
    try:
        _copy(source, growing)
        growing.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise CannotStart(f"The copy could not be written to {target} ({error}).") from error
    finally:
        growing.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))  # Nobody else may read it.
    with (
        contextlib.closing(sqlite3.connect(f"file:{source.as_posix()}?mode=ro", uri=True)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new, pages=PAGES, sleep=0.01)
        (found,) = new.execute("PRAGMA integrity_check").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(f"the copy is damaged: {found}")
