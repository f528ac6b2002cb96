"""How long things took, as medians of whole hours, days or minutes; none is shown of fewer than five. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

from incidents.rules.figures_cells import OTHER, Breakdown, MonthSpan
from incidents.rules.figures_count import priority_at, solved_at
from incidents.rules.figures_facts import MonthFacts, RequestFact
from incidents.rules.figures_shown import SMALL


class Timed(StrEnum):
    """What took time: CONFIRM a request to its customer (hours), SOLVE it (days), ACKNOWLEDGE a report (minutes)."""

    CONFIRM = "confirm"
    SOLVE = "solve"
    ACKNOWLEDGE = "acknowledge"


SECONDS: Mapping[Timed, int] = {Timed.CONFIRM: 3600, Timed.SOLVE: 86_400, Timed.ACKNOWLEDGE: 60}


@dataclass(frozen=True, slots=True, order=True)
class TimedCell:
    """A median: of all, of a department or of a priority."""

    timed: Timed
    by: Breakdown = Breakdown.TOTAL
    row: str = OTHER


def medians(
    facts: MonthFacts, span: MonthSpan, department: Callable[[RequestFact], str]
) -> Mapping[TimedCell, int]:
    """The median of what was confirmed, solved or acknowledged in a month; what is too small to show is not in it."""
    taken: dict[TimedCell, list[float]] = defaultdict(list)
    for cell, seconds in _all(facts, span, department):
        taken[cell].append(seconds)
    return {
        cell: round(median(times) / SECONDS[cell.timed])
        for cell, times in taken.items()
        if len(times) >= SMALL
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
            yield TimedCell(timed, Breakdown.PRIORITY, priority_at(one, span.end)), took
    for incident in facts.incidents:
        if incident.acknowledged_at and span.holds(incident.acknowledged_at):
            took = (incident.acknowledged_at - incident.created_at).total_seconds()
            yield TimedCell(Timed.ACKNOWLEDGE), took
