"""What flows may do with the month in figures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from incidents.figures_desk import FigureRows
from incidents.rules.figures_rules import FigureAudience, MonthView


class FiguresByMonth(Protocol):
    """What `incidents.figures_desk.MonthFigures` offers to flows."""

    def audiences(self, person: str) -> tuple[FigureAudience, ...]:
        """What somebody may see the figures as today; empty for nobody's figures."""

    def people(self) -> Sequence[str]:
        """Everybody who gets them."""

    def by_mail(self) -> Sequence[tuple[str, str]]:
        """Name of the audience and person, for everybody who gets them by e-mail as well."""

    def newest(self) -> date:
        """The first day of the newest month that is over."""

    async def month(
        self, person: str, first: date, audience: str, rows: FigureRows, *, printed: bool = False
    ) -> MonthView | None:
        """A month that is over, as the named audience; None for whoever belongs to none. The look is logged."""
