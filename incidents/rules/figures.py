"""The month in figures: what everybody may see of a month, the one before and the year beside it. Pure.

A `Month` holds no count, only what is shown of it; the year is added up from that, so it tells nothing more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from foundation.calendar import months_after
from incidents.rules.figures_cells import Breakdown, Counts, FigureCell, MonthSpan
from incidents.rules.figures_count import Counting
from incidents.rules.figures_facts import Frame, MonthFacts
from incidents.rules.figures_shown import MonthBefore, ShownCells, ShownFigure, ShownKind, show
from incidents.rules.figures_times import TimedCell, medians

MONTHS = 13
"""The month, and the twelve before it."""

MIDDLE_OF_FEW = 2


@dataclass(frozen=True, slots=True)
class Month:
    """What is shown of a month. `year` are the twelve months that end with it, the oldest first; `silent` are
    departments of which nothing was recorded in them. `times` are medians, `times_before` those of the month before.
    """

    first: date
    shown: ShownCells
    before: ShownCells
    year: tuple[tuple[date, ShownCells], ...]
    times: Mapping[TimedCell, int] = field(default_factory=dict)
    times_before: Mapping[TimedCell, int] = field(default_factory=dict)
    silent: tuple[str, ...] = ()

    def cell(self, cell: FigureCell) -> ShownFigure:
        """One cell of this month."""
        return self.shown[cell]

    def in_year(self, cell: FigureCell) -> int:
        """About how many in twelve months, added up from what is shown: a few are two, what is withheld is five."""
        return sum(_middle(shown[cell]) for _, shown in self.year)


def month_before(day: date) -> date:
    """The first day of the month before that of a day."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def span_of_facts(first: date, zone: ZoneInfo) -> tuple[MonthSpan, ...]:
    """The months that a month in figures is made of, the oldest first."""
    return tuple(MonthSpan.of(months_after(first, -ago), zone) for ago in reversed(range(MONTHS)))


def month_of(facts: MonthFacts, first: date, counting: Counting) -> Month:
    """Everything that is shown of the month that begins on a day."""
    spans = span_of_facts(first, counting.calendar.zone)
    counts = [counting.count(facts, span) for span in spans]
    silent = _silent(counts, counting.frame)
    shown = _all_shown(counts, counting.frame, silent)
    times = [medians(facts, span, counting.department) for span in spans[-2:]]
    return Month(
        first=first,
        shown=shown[-1],
        before=shown[-2],
        year=tuple(zip((one.first for one in spans[1:]), shown[1:], strict=True)),
        times=times[1],
        times_before=times[0],
        silent=silent,
    )


def _silent(counts: Sequence[Counts], frame: Frame) -> tuple[str, ...]:
    """Departments of which nothing at all was recorded in any of these months: that is said, and is no small number."""
    heard = {
        cell.row for one in counts for cell, count in one.items() if count and cell.by is Breakdown.DEPARTMENT
    }
    return tuple(name for name in frame.departments if name not in heard)


def _all_shown(counts: Sequence[Counts], frame: Frame, silent: tuple[str, ...]) -> list[ShownCells]:
    """Each month with the one before it and no other, so that a month is shown alike in every report."""
    categories = {key for key, department in frame.categories.items() if department in silent}
    rows = {Breakdown.DEPARTMENT: silent, Breakdown.TRAINING: silent, Breakdown.CATEGORY: categories}
    still = frozenset(cell for cell in counts[-1] if cell.row in rows.get(cell.by, ()))
    alone = [show(one, frame, silent=still) for one in counts]
    before = [None, *(MonthBefore(*pair) for pair in zip(counts, alone, strict=True))]
    return [
        show(one, frame, silent=still, before=former) for one, former in zip(counts, before[:-1], strict=True)
    ]


def _middle(one: ShownFigure) -> int:
    match one.kind:
        case ShownKind.ABOUT:
            return one.about
        case ShownKind.FEW:
            return MIDDLE_OF_FEW
        case ShownKind.WITHHELD:
            return 5
        case ShownKind.NOTHING:
            return 0
