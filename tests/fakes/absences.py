"""Everybody is there, for tests that are not about absences."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from incidents.rules.absence import NOBODY_AWAY, Absence, Away


class NobodyAway:
    """Implements `bot.services.AbsenceBook`: nobody is away, and nothing is kept."""

    async def look(self) -> None:
        """There is nothing to read."""

    def now(self) -> Away:
        """Nobody."""
        return NOBODY_AWAY

    async def get(self, absence_id: str) -> Absence | None:
        """None."""
        return None

    def may_say(self, by: str, person: str) -> bool:
        """Everybody of themselves."""
        return by == person

    def planned(self, person: str) -> tuple[Absence, ...]:
        """Nothing."""
        return ()

    def stand_ins(
        self, person: str, at: datetime | None = None, without: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Nobody."""
        return ()

    def at_desk(self, person: str) -> frozenset[str]:
        return frozenset()

    def may_stand_in(self, deputy: str, person: str) -> bool:
        """Nobody."""
        return False

    async def say(self, absence: Absence, *, instead_of: str = "") -> bool:
        """Nothing is kept."""
        return False

    async def take_back(self, absence_id: str, by: str) -> Absence | None:
        """Nothing was kept."""
        return None

    async def end(self, person: str, by: str) -> bool:
        """Nobody was away."""
        return False
