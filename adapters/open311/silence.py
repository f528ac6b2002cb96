"""What health says of the city's own system: requests that wait for it, and those of which it says nothing any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.configuration import CannotStart
from adapters.health import Source
from adapters.settings import Settings
from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_open311

UNSENT_FOR = timedelta(minutes=15)
SILENT_FOR = timedelta(hours=2)
"""Eight looks: a night's maintenance there is no reason to wake anybody, a changed key is."""


def of_open311(db: Database, clock: Clock, settings: Settings) -> dict[str, Source]:
    """Asked of the database alone, so that a worker that hangs cannot report itself well; nothing where it is off."""
    try:
        if not settings.has_open311:
            return {}
    except CannotStart:
        return {}

    async def silence() -> Sequence[str]:
        now = clock.now()
        return await db.read(lambda conn: _reasons(conn, now))

    return {"The city's system (Open311)": silence}


def _reasons(conn: Connection, now: datetime) -> tuple[str, ...]:
    unsent = store_open311.unsent(conn, now - UNSENT_FOR)
    unheard = store_open311.unheard(conn, now - SILENT_FOR)
    found = (
        (unsent, f"Requests that wait to be sent to the city's system (Open311): {unsent}."),
        (unheard, f"Requests of which the city's system (Open311) has said nothing for hours: {unheard}."),
    )
    return tuple(reason for count, reason in found if count)
