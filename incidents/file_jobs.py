"""Files that nobody added to a record are thrown away within the hour: the job, and doing it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from functools import partial

from foundation.db import Connection
from foundation.outbox import store as outbox
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import Claimed, Job
from incidents import store_files

THROW_AWAY = "throw_away"
WAITS = timedelta(minutes=55)
"""How long a file waits to be added: with the worker's own pace it is gone within the hour."""


def throw_away(batch: str, now: datetime) -> Job:
    """Throw away what was sent together and still waits by then."""
    return Job(f"{THROW_AWAY}:{batch}", THROW_AWAY, batch, now + WAITS)


class FileJobs:
    """Implements `foundation.outbox.handlers.Handler` for files that wait."""

    kinds: Collection[str] = (THROW_AWAY,)

    def obsolete(self, conn: Connection, claimed: Claimed) -> bool:
        """Whether all of it was added, or thrown away before."""
        return not store_files.is_waiting(conn, claimed.job.subject)

    def begin(self, _: Connection, claimed: Claimed) -> Work:
        """Nothing but what is written down."""
        return partial(_at_once, partial(_gone, claimed=claimed))


async def _at_once(ending: Ending) -> Ending:
    return ending


def _gone(conn: Connection, now: datetime, *, claimed: Claimed) -> None:
    if outbox.complete(conn, claimed, now):
        store_files.throw_away(conn, claimed.job.subject)
