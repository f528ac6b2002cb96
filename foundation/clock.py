"""Time comes in through here, so that tests can turn it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""


class SystemClock:
    """The clock of the machine. Setting it back does not stretch a deadline: time that passed has passed."""

    def __init__(self) -> None:
        self._started = datetime.now(UTC)
        self._running = time.monotonic()

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        passed = timedelta(seconds=time.monotonic() - self._running)
        return max(datetime.now(UTC), self._started + passed)
