"""Writes the invented year through the services of the program, on a moved clock; every notice is taken by nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import func, select

from adapters.demo.incidents import IncidentYear
from adapters.demo.requests import RequestYear
from adapters.demo.restrictions import RestrictionYear
from adapters.demo.schedule import Happenings, MovedClock
from adapters.demo.silent import SilentJobs, SilentNotifier
from adapters.demo.smaller import SmallerYear
from adapters.demo.town import InventedTown
from adapters.serve import Core
from bot.delivery.request_jobs import RequestJobs
from foundation.outbox.handlers import Handler
from foundation.outbox.worker import Worker
from incidents.notifying import RecordJobs
from incidents.tables import records

YEAR = timedelta(days=400)
"""Thirteen months, so that a whole year stands beside the newest month."""

Progress = Callable[[float], None]


async def invent(core: Core, clock: MovedClock, end: datetime, progress: Progress = lambda _: None) -> int:
    """Invent everything from where the clock stands until `end`; returns how many records there are then.

    `progress` hears what share is done, from 0 to 1.
    """
    start, happenings = clock.now(), Happenings(clock, end)
    town, calendar = InventedTown(core), core.folder.organisation.calendar
    parts = [one(town, happenings) for one in (RequestYear, IncidentYear, SmallerYear)]
    first, last = calendar.day_of(start), calendar.day_of(end)
    days = [first + timedelta(days=after) for after in range((last - first).days + 1)]
    for day in filter(calendar.is_open, days):
        for part in parts:
            part.begin_day(day)
    RestrictionYear(town, happenings).plan(first, last, calendar.is_open)
    worker = _worker(core, clock)

    async def daily(moment: datetime) -> None:
        await worker.run_due()
        progress((moment - start) / (end - start))

    await happenings.run(daily)
    return await core.db.read(
        lambda conn: int(conn.execute(select(func.count()).select_from(records)).scalar_one())
    )


def _worker(core: Core, clock: MovedClock) -> Worker:
    """The worker of the program, whose notices go nowhere; what comes round on its own is left to whoever serves."""
    silent = SilentNotifier()
    handlers: list[Handler] = [
        RecordJobs(core.desk, silent),
        *core.desk.safety.handlers(silent),
        RequestJobs(core.requests, silent, core.services),
        SilentJobs(),
    ]
    return Worker(core.db, handlers, clock, core.desk.bell)
