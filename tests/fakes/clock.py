"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from foundation.clock import SystemClock

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeClock(SystemClock):
    """The clock of the program, over a wall and a counter that a test moves."""

    def __init__(self, start: datetime = MORNING) -> None:
        self.shown = start.astimezone(UTC)
        self.seconds = 0.0
        super().__init__(lambda: self.shown, lambda: self.seconds)

    def advance(self, by: timedelta) -> datetime:
        """Let time pass; with a negative `by` the wall clock alone is set back. Returns the new moment."""
        if by > timedelta():
            self.seconds += by.total_seconds()
        return self.step(by)

    def step(self, by: timedelta) -> datetime:
        """Set the wall clock, while no time passes."""
        self.shown += by
        return self.now()
