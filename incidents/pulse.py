"""A tiny write, to see whether anything can be written at all: a full disk or a lock shows in nothing else."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from foundation.db import Database, DatabaseUnavailable
from incidents.tables import pulse

_BEAT = update(pulse).values(beat=pulse.c.beat + 1)


async def cannot_write(db: Database, *, within: float) -> str:
    """Why nothing can be saved at this moment; empty where it can."""
    try:
        await db.write(lambda conn: conn.execute(_BEAT) and None, within=within)
    except DatabaseUnavailable as error:
        return f"Nothing can be saved: the database is {error.trouble}{_in_brackets(error.code)}."
    except DBAPIError as error:  # Its own words may hold what somebody wrote, so only the kind is told.
        return f"Nothing can be saved: the database refuses it{_in_brackets(type(error.orig).__name__)}."
    return ""


def _in_brackets(code: str) -> str:
    return f" ({code})" if code else ""
