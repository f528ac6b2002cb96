"""The cells of the month in figures: what is counted, broken down by what, and how the cells hang together. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from foundation.calendar import months_after
from incidents.report import CHANNELS, Behaviour
from incidents.request import ABOUT_PEOPLE, Matter, RequestPriority
from incidents.rules.figures_facts import Frame

OTHER = ""
"""The row of whatever is in no file (any more), or was not said."""


class Measure(StrEnum):
    """What is counted in a month. PENDING, OVERDUE, RESTRICTIONS and UNANSWERED are as it ended; the others happened in
    it. FOLLOW_UPS were due in it, KEPT of them were done in time.
    """

    RECEIVED = "received"
    SOLVED = "solved"
    PENDING = "pending"
    OVERDUE = "overdue"
    EMERGENCIES = "emergencies"
    EMERGENCIES_WRONG = "emergencies_wrong"
    CONTENT = "content"
    NOT_SOLVED = "not_solved"
    FOLLOW_UPS = "follow_ups"
    KEPT = "kept"
    INCIDENTS = "incidents"
    RESTRICTIONS = "restrictions"
    RESTRICTED = "restricted"
    APPEALS = "appeals"
    QUESTIONS = "questions"
    UNANSWERED = "unanswered"
    REFERRALS = "referrals"
    WRONG_NUMBERS = "wrong_numbers"
    CONFIDENTIAL = "confidential"


class Breakdown(StrEnum):
    """By what. TRAINING is kinds of incident within each department (P20)."""

    TOTAL = "total"
    DEPARTMENT = "department"
    CATEGORY = "category"
    WARD = "ward"
    PRIORITY = "priority"
    MATTER = "matter"
    AGE = "age"
    BEHAVIOUR = "behaviour"
    CHANNEL = "channel"
    PLACE = "place"
    HOUR = "hour"
    TRAINING = "training"
    LANE = "lane"


class PendingAge(StrEnum):
    """How long an open request has waited."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    LONGER = "longer"


class PartOfDay(StrEnum):
    """Parts of the day, by the clock of the organisation."""

    NIGHT = "night"
    EARLY = "early"
    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


@dataclass(frozen=True, slots=True, order=True)
class FigureCell:
    """One number: a measure in one row of one breakdown; `also` is the second head of a TRAINING cell."""

    measure: Measure
    by: Breakdown = Breakdown.TOTAL
    row: str = OTHER
    also: str = ""


Counts = Mapping[FigureCell, int]

OF_REQUESTS = (Measure.RECEIVED, Measure.SOLVED, Measure.PENDING, Measure.OVERDUE)
MATTERS = tuple(one for one in Matter if one not in ABOUT_PEOPLE)
_FIXED: Mapping[Breakdown, tuple[str, ...]] = {
    Breakdown.PRIORITY: tuple(RequestPriority),
    Breakdown.MATTER: (*MATTERS, OTHER),
    Breakdown.AGE: tuple(PendingAge),
    Breakdown.BEHAVIOUR: tuple(Behaviour),
    Breakdown.CHANNEL: (*CHANNELS, OTHER),
    Breakdown.HOUR: tuple(PartOfDay),
}
_WHOLE: Mapping[Measure, tuple[Breakdown, ...]] = {
    **dict.fromkeys(
        OF_REQUESTS, (Breakdown.DEPARTMENT, Breakdown.WARD, Breakdown.PRIORITY, Breakdown.MATTER)
    ),
    Measure.PENDING: (
        *(Breakdown.DEPARTMENT, Breakdown.WARD, Breakdown.PRIORITY, Breakdown.MATTER),
        Breakdown.AGE,
    ),
    Measure.INCIDENTS: (Breakdown.DEPARTMENT, Breakdown.CHANNEL, Breakdown.PLACE, Breakdown.HOUR),
    Measure.CONFIDENTIAL: (Breakdown.LANE,),
}
"""Breakdowns whose rows add up to the total."""

PARTS: Mapping[Measure, Measure] = {
    Measure.OVERDUE: Measure.PENDING,
    Measure.EMERGENCIES_WRONG: Measure.EMERGENCIES,
    Measure.KEPT: Measure.FOLLOW_UPS,
}
"""Measures that are never more than another one."""


@dataclass(frozen=True, slots=True)
class MonthSpan:
    """One month where the organisation is: from `start` on, before `end`."""

    first: date
    start: datetime
    end: datetime

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment is in it."""
        return moment is not None and self.start <= moment < self.end

    @classmethod
    def of(cls, day: date, zone: ZoneInfo) -> MonthSpan:
        """The month of a day."""
        first = day.replace(day=1)
        after = months_after(first, 1)
        return cls(first, *(datetime(one.year, one.month, 1, tzinfo=zone) for one in (first, after)))


def rows_of(by: Breakdown, frame: Frame) -> tuple[str, ...]:
    """The rows of a breakdown, those of TRAINING being departments."""
    match by:
        case Breakdown.TOTAL:
            return (OTHER,)
        case Breakdown.DEPARTMENT | Breakdown.TRAINING:
            return (*frame.departments, OTHER)
        case Breakdown.WARD:
            return (*frame.wards, OTHER)
        case Breakdown.CATEGORY:
            return tuple(frame.categories)
        case Breakdown.PLACE:
            return (*frame.places, OTHER)
        case Breakdown.LANE:
            return (*frame.lanes, OTHER)
        case _:
            return _FIXED[by]


def every_cell(frame: Frame) -> Iterator[FigureCell]:
    """Every cell there is, whatever happened."""
    for measure in Measure:
        yield FigureCell(measure)
        for by in _WHOLE.get(measure, ()):
            yield from (FigureCell(measure, by, row) for row in rows_of(by, frame))
    for measure in OF_REQUESTS:
        yield from (FigureCell(measure, Breakdown.CATEGORY, row) for row in frame.categories)
    yield from (FigureCell(Measure.INCIDENTS, Breakdown.BEHAVIOUR, row) for row in Behaviour)
    for row in rows_of(Breakdown.TRAINING, frame):
        yield from (FigureCell(Measure.INCIDENTS, Breakdown.TRAINING, row, also) for also in Behaviour)


@dataclass(frozen=True, slots=True)
class CellSum:
    """`whole` is what `parts` add up to; where `is_open`, with something besides that is not shown."""

    whole: FigureCell
    parts: tuple[FigureCell, ...]
    is_open: bool = False


def sums(frame: Frame) -> tuple[CellSum, ...]:
    """What anybody can work out of the cells of one month: which add up to which, and which are never more."""
    found = [
        CellSum(FigureCell(measure), tuple(FigureCell(measure, by, row) for row in rows_of(by, frame)))
        for measure, breakdowns in _WHOLE.items()
        for by in breakdowns
    ]
    for measure in OF_REQUESTS:
        for department in frame.departments:
            own = [key for key, name in frame.categories.items() if name == department]
            parts = tuple(FigureCell(measure, Breakdown.CATEGORY, key) for key in own)
            found.append(CellSum(FigureCell(measure, Breakdown.DEPARTMENT, department), parts, is_open=True))
    departments = rows_of(Breakdown.TRAINING, frame)
    for kind in Behaviour:
        parts = tuple(FigureCell(Measure.INCIDENTS, Breakdown.TRAINING, row, kind) for row in departments)
        found.append(CellSum(FigureCell(Measure.INCIDENTS, Breakdown.BEHAVIOUR, kind), parts))
        found += [
            CellSum(FigureCell(Measure.INCIDENTS, Breakdown.DEPARTMENT, row), (part,), is_open=True)
            for row, part in zip(departments, parts, strict=True)
        ]
    return (*found, *_never_more(every_cell(frame)))


def _never_more(cells: Iterable[FigureCell]) -> Iterator[CellSum]:
    for cell in cells:
        if whole := PARTS.get(cell.measure):
            yield CellSum(FigureCell(whole, cell.by, cell.row), (cell,), is_open=True)


def flows(frame: Frame) -> tuple[tuple[FigureCell, FigureCell, FigureCell], ...]:
    """What was pending before, with what came and without what was solved, is pending now: (pending, received, solved).

    It holds where nothing moved to another row and nothing was opened again, which nobody outside knows.
    """
    found = []
    for cell in every_cell(frame):
        if cell.measure is Measure.PENDING and cell.by is not Breakdown.AGE:
            received, solved = (
                FigureCell(one, cell.by, cell.row) for one in (Measure.RECEIVED, Measure.SOLVED)
            )
            found.append((cell, received, solved))
    return tuple(found)
