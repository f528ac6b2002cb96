"""A tiny write: to see whether anything can be written at all, and how late it was before a restart.

A full disk or a lock shows in nothing else. A wall clock that was set back while the program stood still would
stretch every deadline; the latest moment that was written down tells.
"""

from __future__ import annotations

import asyncio
from datetime import datetime

import structlog
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from foundation.clock import Clock
from foundation.db import Connection, Database, DatabaseUnavailable
from foundation.outbox.tables import jobs
from incidents.tables import audit, pulse

log = structlog.get_logger()

MARK_SECONDS = 20.0
"""How often the time is written down while something is due later."""

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


def latest(conn: Connection) -> datetime | None:
    """The latest moment that was written down here."""
    moments = [
        conn.execute(select(pulse.c.at)).scalar(),
        conn.execute(select(audit.c.at).order_by(audit.c.seq.desc()).limit(1)).scalar(),
        conn.execute(select(func.max(jobs.c.created_at)).where(jobs.c.done_at.is_(None))).scalar(),
    ]
    return max((moment for moment in moments if moment), default=None)


async def mark(db: Database, clock: Clock) -> None:
    """Write the time down if something is due later: an idle program writes nothing."""
    waiting = select(jobs.c.id).where(jobs.c.done_at.is_(None)).limit(1)
    if await db.read(lambda conn: conn.execute(waiting).first()):
        now = clock.now()
        await db.write(lambda conn: conn.execute(update(pulse).values(at=now)) and None)


async def keep_marking(db: Database, clock: Clock) -> None:
    """Write the time down again and again, until cancelled."""
    while True:
        await asyncio.sleep(MARK_SECONDS)
        try:
            await mark(db, clock)
        except DatabaseUnavailable as error:
            log.warning("time_not_marked", trouble=error.trouble)


def _in_brackets(code: str) -> str:
    return f" ({code})" if code else ""
