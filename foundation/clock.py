"""Time comes in through here, so that tests can turn it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

BELIEVED = timedelta(hours=3)
"""How far a clock may have been set back while the program stood still: a mistaken zone, a daylight-saving night."""


CATCHING_UP = 1 / 240
"""How much slower time runs while it is ahead of the wall clock: a wait of four hours ends one minute late."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC; it never goes back."""

    def wall(self) -> datetime:
        """What the clock of the machine shows, in UTC: to compare with what others wrote by theirs."""

    def resume(self, seen: datetime | None) -> None:
        """Do not fall behind a moment that was written down before a restart."""


def possible(clock: Clock) -> tuple[float, float]:
    """What the time may be, in seconds since 1970: a wall clock that was set may have been wrong before or after."""
    return clock.now().timestamp(), clock.wall().timestamp()


class SystemClock:
    """The clock of the machine, which never goes back: time that passed has passed.

    Deadlines stand in the database as moments, so a wall clock that is set back must not stretch them: time goes on,
    a little slower, until the two agree again. One that is set ahead is followed. `wall` and `elapsed` are where
    time is read, in UTC and in seconds.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] = lambda: datetime.now(UTC),
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._wall = wall
        self._elapsed = elapsed
        self._last = (wall(), elapsed())

    def wall(self) -> datetime:
        """What the clock of the machine shows, in UTC: to compare with what others wrote by theirs."""
        return self._wall()

    def now(self) -> datetime:
        """The present moment, aware, in UTC; it never goes back."""
        before, read = self._last
        reading = self._elapsed()
        now = max(self._wall(), before + timedelta(seconds=(reading - read) * (1 - CATCHING_UP)))
        self._last = (now, reading)
        return now

    def resume(self, seen: datetime | None) -> None:
        """Go on from a moment that was written down before a restart, where the clock was set back since.

        A moment further ahead than `BELIEVED` is not: then the clock was wrong before and is right now.
        """
        now = self.now()
        if seen is not None and now < seen <= now + BELIEVED:
            self._last = (seen, self._elapsed())
