"""The month in figures: what everybody may see of a month, the one before and the year beside it. Pure.

A `Month` holds no count, only what is shown of it; the year is added up from that, so it tells nothing more. What was
shown of a month once is shown of it ever after (`KeptMonth`): a request that goes to another department later, a page
added to a report or a record that is destroyed would tell a small count to whoever looks twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from foundation.calendar import months_after
from incidents.rules.figures_cells import Breakdown, Counts, FigureCell, MonthSpan, every_cell
from incidents.rules.figures_count import Counting
from incidents.rules.figures_facts import Frame, MonthFacts
from incidents.rules.figures_kept import KeptMonth
from incidents.rules.figures_shown import UNCOUNTED, MonthBefore, ShownCells, ShownFigure, ShownKind, show
from incidents.rules.figures_times import TimedCell, medians

MONTHS = 13
"""The month, and the twelve before it."""

Kept = Mapping[date, KeptMonth]
"""Months that were shown before, by their first day."""

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
    """The months that a month in figures is made of, the oldest first, after one to compare the oldest with."""
    return tuple(MonthSpan.of(months_after(first, -ago), zone) for ago in reversed(range(MONTHS + 1)))


def count_months(
    facts: MonthFacts, first: date, counting: Counting, kept: Kept | None = None
) -> dict[date, KeptMonth]:
    """Every month that the one beginning on `first` is made of: what is kept as it is, the others counted now.

    `facts` are those of all these months: what came of a request is told months after it was solved.
    """
    kept, frame = kept or {}, counting.frame
    spans = span_of_facts(first, counting.calendar.zone)
    fresh = [number for number, span in enumerate(spans) if number and span.first not in kept]
    counts = {
        number: counting.count(facts, spans[number]) for number in {*fresh, *(one - 1 for one in fresh)}
    }
    heard = {spans[number].first: _heard(one) for number, one in counts.items()}
    heard |= {one: month.heard for one, month in kept.items()}
    silent = _silent(frame, [heard[one.first] for one in spans[1:]])
    still = _still(frame, silent)
    made = {}
    for number, span in enumerate(spans):
        if number not in fresh:
            continue
        former, before = spans[number - 1].first, counts[number - 1]
        seen = kept[former].shown if former in kept else show(before, frame, silent=still)
        shown = show(counts[number], frame, silent=still, before=MonthBefore.of(before, seen))
        times = medians(facts, span, counting.department, shown)
        made[span.first] = KeptMonth(span.first, shown, times, heard[span.first])
    return {span.first: kept.get(span.first) or made[span.first] for span in spans[1:]}


def month_of(facts: MonthFacts, first: date, counting: Counting, kept: Kept | None = None) -> Month:
    """Everything that is shown of the month that begins on a day."""
    return month_of_kept(count_months(facts, first, counting, kept), counting.frame)


def month_of_kept(months: Kept, frame: Frame) -> Month:
    """The newest of thirteen months beside the others; a row that no file had then is said to be uncounted."""
    theirs = sorted(months.values(), key=lambda one: one.first)
    rows = dict.fromkeys(every_cell(frame), UNCOUNTED)
    year = tuple((one.first, {**rows, **one.shown}) for one in theirs[1:])
    return Month(
        first=theirs[-1].first,
        shown=year[-1][1],
        before=year[-2][1],
        year=year,
        times=theirs[-1].times,
        times_before=theirs[-2].times,
        silent=_silent(frame, [one.heard for one in theirs]),
    )


def _heard(counts: Counts) -> frozenset[str]:
    """Departments of which anything at all was recorded in a month."""
    return frozenset(cell.row for cell, count in counts.items() if count and cell.by is Breakdown.DEPARTMENT)


def _silent(frame: Frame, heard: Sequence[frozenset[str]]) -> tuple[str, ...]:
    """Departments of which nothing at all was recorded in any of these months: that is said, and is no small number."""
    any_of = frozenset().union(*heard)
    return tuple(name for name in frame.departments if name not in any_of)


def _still(frame: Frame, silent: tuple[str, ...]) -> frozenset[FigureCell]:
    """The cells of departments of which nothing was recorded."""
    categories = {key for key, department in frame.categories.items() if department in silent}
    rows = {Breakdown.DEPARTMENT: silent, Breakdown.TRAINING: silent, Breakdown.CATEGORY: categories}
    return frozenset(cell for cell in every_cell(frame) if cell.row in rows.get(cell.by, ()))


def _middle(one: ShownFigure) -> int:
    match one.kind:
        case ShownKind.ABOUT:
            return one.about
        case ShownKind.FEW:
            return MIDDLE_OF_FEW
        case ShownKind.WITHHELD:
            return 5
        case ShownKind.NOTHING | ShownKind.UNCOUNTED:
            return 0
