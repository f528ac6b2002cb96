"""Wrong numbers and corrections of one process. Implements `bot.numbers.Numbers`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.numbers import Correction, WrongNumber


@dataclass
class MemoryNumbers:
    """Numbers of one process; no letter is sent."""

    reports: dict[str, WrongNumber] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)

    async def report(self, wrong: WrongNumber, owner: str) -> bool:
        """Keep a report."""
        return self.reports.setdefault(wrong.id, wrong) is wrong

    async def get(self, wrong: str) -> WrongNumber | None:
        """One report, or None."""
        return self.reports.get(wrong)

    async def waiting(self) -> tuple[WrongNumber, ...]:
        """The open reports."""
        return tuple(one for one in self.reports.values() if one.closed_at is None)

    async def close(self, wrong: str, by: str, at: datetime) -> bool:
        """The number is right."""
        found = self.reports.get(wrong)
        if found is None or found.closed_at is not None:
            return False
        self.reports[wrong] = replace(found, closed_by=by, closed_at=at)
        return True

    async def correct(self, correction: Correction) -> bool:
        """Add a version."""
        if correction.version != len(await self.history(correction.contact)) + 1:
            return False
        self.corrections.append(correction)
        for one in await self.waiting():
            if one.contact == correction.contact:
                await self.close(one.id, correction.by, correction.at)
        return True

    async def newest(self) -> tuple[Correction, ...]:
        """The newest correction of every entry."""
        last: Mapping[str, Correction] = {one.contact: one for one in self.corrections}
        return tuple(last.values())

    async def history(self, contact: str) -> tuple[Correction, ...]:
        """Every correction of one entry."""
        return tuple(one for one in self.corrections if one.contact == contact)
