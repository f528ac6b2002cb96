"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class FakeClock:
    """Implements `foundation.clock.Clock`."""

    def __init__(self, start: datetime = MORNING) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment the test set."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move on (or back, with a negative `by`); returns the new moment."""
        self._now += by
        return self._now
