"""Figures that nobody gets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from incidents.figures_desk import FigureRows
from incidents.rules.figures_rules import FigureAudience, MonthView


class FakeFigures:
    """Has no audience."""

    def audiences(self, person: str) -> tuple[FigureAudience, ...]:
        """None."""
        return ()

    def people(self) -> Sequence[str]:
        """Nobody."""
        return ()

    def by_mail(self) -> Sequence[tuple[str, str]]:
        """Nobody."""
        return ()

    def newest(self) -> date:
        """The month before those of the tests."""
        return date(2026, 10, 1)

    async def month(
        self, person: str, first: date, audience: str, rows: FigureRows, *, printed: bool = False
    ) -> MonthView | None:
        """None."""
        return None
