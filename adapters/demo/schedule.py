"""What happens in the invented year, one thing after the other, on a clock that is moved from one to the next."""

from __future__ import annotations

import heapq
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import count

Deed = Callable[[], Awaitable[None]]


class MovedClock:
    """A clock that shows what it was set to, and never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self._now

    def wall(self) -> datetime:
        """The same."""
        return self._now

    def resume(self, seen: datetime | None) -> None:
        """A fresh folder has no moment of before."""

    def move(self, moment: datetime) -> None:
        """Set it on; a moment that is over changes nothing."""
        self._now = max(self._now, moment.astimezone(UTC))


class Happenings:
    """Deeds at their moments; a deed may plan others. What lies behind `end` never happens."""

    def __init__(self, clock: MovedClock, end: datetime) -> None:
        self.clock = clock
        self.end = end
        self._waiting: list[tuple[datetime, int, Deed]] = []
        self._numbers = count()

    def plan(self, at: datetime, deed: Deed) -> None:
        """Let something happen at a moment."""
        if at < self.end:
            heapq.heappush(self._waiting, (at, next(self._numbers), deed))

    def soon(self, wait: timedelta, deed: Deed) -> None:
        """Let something happen after a while."""
        self.plan(self.clock.now() + wait, deed)

    async def run(self, daily: Callable[[datetime], Awaitable[None]]) -> None:
        """Do everything in order; `daily` is done between two days."""
        day = self.clock.now().date()
        while self._waiting:
            at, _, deed = heapq.heappop(self._waiting)
            if at.date() != day:
                day = at.date()
                await daily(at)
            self.clock.move(at)
            await deed()
        self.clock.move(self.end)
        await daily(self.end)
