"""Work that comes round: the next time stands in the outbox like any other job.

A process plans what comes next whenever it starts and every hour; the key makes sure that many processes plan it once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from foundation.outbox.jobs import Job

PLAN_EVERY = timedelta(hours=1)

Schedule = Callable[[datetime], Iterable[Job]]
"""The jobs of the next time after a moment, with keys by `cron_key`; asked again and again."""


def cron_key(name: str, time: str, *further: str) -> str:
    """The key of a scheduled job: `cron:<name>:<time>`, and whom it is for, where there are several."""
    return ":".join(("cron", name, time, *further))
