"""How long things took, as medians of whole hours, days or minutes. Pure.

None is shown of fewer than five, and none where the number it is of is not shown: that there is a median would say that
a number which was withheld is five or more, and that there is none which of several is the small one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from incidents.rules.figures_cells import OTHER, Breakdown, FigureCell, Measure, MonthSpan
from incidents.rules.figures_count import solved_at
from incidents.rules.figures_facts import MonthFacts, RequestFact
from incidents.rules.figures_shown import SMALL, ShownCells, ShownKind


class Timed(StrEnum):
    """What took time: CONFIRM a request to its customer (hours), SOLVE it (days), ACKNOWLEDGE a report (minutes)."""

    CONFIRM = "confirm"
    SOLVE = "solve"
    ACKNOWLEDGE = "acknowledge"


SECONDS: Mapping[Timed, int] = {Timed.CONFIRM: 3600, Timed.SOLVE: 86_400, Timed.ACKNOWLEDGE: 60}


_NUMBER_OF: Mapping[Timed, Measure] = {
    Timed.CONFIRM: Measure.RECEIVED,
    Timed.SOLVE: Measure.SOLVED,
    Timed.ACKNOWLEDGE: Measure.INCIDENTS,
}


@dataclass(frozen=True, slots=True, order=True)
class TimedCell:
    """A median: of all or of a department."""

    timed: Timed
    by: Breakdown = Breakdown.TOTAL
    row: str = OTHER

    @property
    def number(self) -> FigureCell:
        """The number beside it: how many came, were solved or reported."""
        return FigureCell(_NUMBER_OF[self.timed], self.by, self.row)


def medians(
    facts: MonthFacts, span: MonthSpan, department: Callable[[RequestFact], str], shown: ShownCells
) -> Mapping[TimedCell, int]:
    """The median of what was confirmed, solved or acknowledged in a month of which `shown` is shown."""
    taken: dict[TimedCell, list[float]] = defaultdict(list)
    for cell, seconds in _all(facts, span, department):
        taken[cell].append(seconds)
    return {
        cell: round(median(times) / SECONDS[cell.timed])
        for cell, times in taken.items()
        if len(times) >= SMALL and shown[cell.number].kind is ShownKind.ABOUT
    }


def _all(
    facts: MonthFacts, span: MonthSpan, department: Callable[[RequestFact], str]
) -> Iterator[tuple[TimedCell, float]]:
    for one in facts.requests:
        if one.lane:
            continue
        moments: list[tuple[Timed, datetime]] = []
        if one.confirmed_at and span.holds(one.confirmed_at):
            moments.append((Timed.CONFIRM, one.confirmed_at))
        moments += [(Timed.SOLVE, at) for at in solved_at(one)[:1] if span.holds(at)]
        for timed, at in moments:
            took = (at - one.received_at).total_seconds()
            yield TimedCell(timed), took
            yield TimedCell(timed, Breakdown.DEPARTMENT, department(one)), took
    for incident in facts.incidents:
        if incident.acknowledged_at and span.holds(incident.acknowledged_at):
            took = (incident.acknowledged_at - incident.created_at).total_seconds()
            yield TimedCell(Timed.ACKNOWLEDGE), took
