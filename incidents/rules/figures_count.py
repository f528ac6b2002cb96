"""Counts the facts of one month into cells. Pure; what it counts is never shown as it is (`figures_shown`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from foundation.calendar import WorkCalendar
from incidents.records import State
from incidents.report import CHANNELS
from incidents.request import RequestPriority
from incidents.rules.figures_cells import (
    MATTERS,
    OTHER,
    Breakdown,
    Counts,
    FigureCell,
    Measure,
    MonthSpan,
    PartOfDay,
    PendingAge,
    every_cell,
)
from incidents.rules.figures_facts import AfterCare, Frame, IncidentFact, MonthFacts, RequestFact
from incidents.rules.request_clocks import ClockFacts, running
from incidents.rules.request_rules import RequestRules

T = TypeVar("T")

DONE = frozenset({State.RESOLVED, State.CLOSED})
_AGES = ((7, PendingAge.WEEK), (31, PendingAge.MONTH), (91, PendingAge.QUARTER))
_HOURS = (
    *(
        (6, PartOfDay.NIGHT),
        (9, PartOfDay.EARLY),
        (12, PartOfDay.MORNING),
        (15, PartOfDay.NOON),
        (18, PartOfDay.AFTERNOON),
    ),
    (24, PartOfDay.EVENING),
)


@dataclass(frozen=True, slots=True)
class Counting:
    """How things are counted: the rows, the clocks of requests, and when work is done."""

    frame: Frame
    rules: RequestRules
    calendar: WorkCalendar

    def count(self, facts: MonthFacts, span: MonthSpan) -> Counts:
        """Every cell of a month, zero where nothing is in it."""
        found = Counter(dict.fromkeys(every_cell(self.frame), 0))
        for request in facts.requests:
            if request.received_at < span.end:
                found.update(self._of_request(request, span))
        for incident in facts.incidents:
            if span.holds(incident.created_at):
                found.update(self._of_incident(incident))
        found.update(_of_the_rest(facts, span))
        return dict(found)

    def department(self, fact: RequestFact) -> str:
        """Whose a request is: of its category, else where it lies."""
        name = self.frame.categories.get(fact.category) or fact.department
        return _known(name, self.frame.departments)

    def _of_request(self, fact: RequestFact, span: MonthSpan) -> Iterator[FigureCell]:
        if fact.lane:
            if span.holds(fact.received_at):
                yield FigureCell(Measure.CONFIDENTIAL)
                yield FigureCell(Measure.CONFIDENTIAL, Breakdown.LANE, _known(fact.lane, self.frame.lanes))
            return
        for measure in self._measures(fact, span):
            yield FigureCell(measure)
            yield FigureCell(measure, Breakdown.DEPARTMENT, self.department(fact))
            yield FigureCell(measure, Breakdown.WARD, _known(fact.ward, self.frame.wards))
            yield FigureCell(measure, Breakdown.PRIORITY, priority_at(fact, span.end))
            yield FigureCell(measure, Breakdown.MATTER, fact.matter if fact.matter in MATTERS else OTHER)
            if fact.category in self.frame.categories:
                yield FigureCell(measure, Breakdown.CATEGORY, fact.category)
            if measure is Measure.PENDING:
                yield FigureCell(measure, Breakdown.AGE, _age(span.end - fact.received_at))
        yield from self._of_care(fact, span)

    def _measures(self, fact: RequestFact, span: MonthSpan) -> Iterator[Measure]:
        if span.holds(fact.received_at):
            yield Measure.RECEIVED
        if any(span.holds(at) for at in solved_at(fact)):
            yield Measure.SOLVED
        if state_at(fact, span.end) not in DONE:
            yield Measure.PENDING
            if self.is_overdue(fact, span.end):
                yield Measure.OVERDUE

    def is_overdue(self, fact: RequestFact, at: datetime) -> bool:
        """Whether a clock of an open request had run out by then (P07, P08, P14)."""
        clocks = running(self.rules, self.calendar, self._clock_facts(fact, at))
        return any(one.due < at for one in clocks)

    def _clock_facts(self, fact: RequestFact, at: datetime) -> ClockFacts:
        promised = [one for one in fact.updates if one.at < at]
        last = promised[-1] if promised else None
        resolved = [one for one in solved_at(fact) if one < at]
        return ClockFacts(
            state=state_at(fact, at),
            priority=priority_at(fact, at),
            department=self.department(fact),
            category=fact.category,
            received_at=fact.received_at,
            contact_wanted=fact.contact_wanted,
            confirmed_at=fact.confirmed_at if fact.confirmed_at and fact.confirmed_at < at else None,
            next_update=last.until if last else None,
            updated_at=last.at if last else None,
            is_holding=bool(last and last.is_holding),
            resolved_at=resolved[-1] if resolved else None,
        )

    def _of_care(self, fact: RequestFact, span: MonthSpan) -> Iterator[FigureCell]:
        """Emergencies and whether they were one, and what came of it afterwards."""
        first = fact.priorities[0][1] if fact.priorities else RequestPriority.ROUTINE
        if span.holds(fact.received_at) and first is RequestPriority.EMERGENCY:
            yield FigureCell(Measure.EMERGENCIES)
            if priority_at(fact, span.end) is not RequestPriority.EMERGENCY:
                yield FigureCell(Measure.EMERGENCIES_WRONG)
        for at, what in fact.after:
            if span.holds(at) and what is AfterCare.CONTENT:
                yield FigureCell(Measure.CONTENT)
            if span.holds(at) and what is AfterCare.NOT_SOLVED:
                yield FigureCell(Measure.NOT_SOLVED)
        for solved in solved_at(fact) if fact.contact_wanted else ():
            due = self.calendar.due(solved, self.rules.follow_up)
            done = next((at for at, _ in fact.after if at >= solved), None)
            if span.holds(due):
                yield FigureCell(Measure.FOLLOW_UPS)
                if done is not None and done <= due:
                    yield FigureCell(Measure.KEPT)

    def _of_incident(self, fact: IncidentFact) -> Iterator[FigureCell]:
        department = _known(fact.department, self.frame.departments)
        rows = {
            Breakdown.TOTAL: OTHER,
            Breakdown.DEPARTMENT: department,
            Breakdown.CHANNEL: fact.channel if fact.channel in CHANNELS else OTHER,
            Breakdown.PLACE: _known(fact.place, self.frame.places),
            Breakdown.HOUR: _hour(fact.occurred_at.astimezone(self.calendar.zone).hour),
        }
        yield from (FigureCell(Measure.INCIDENTS, by, row) for by, row in rows.items())
        for kind in fact.behaviours:
            yield FigureCell(Measure.INCIDENTS, Breakdown.BEHAVIOUR, kind)
            yield FigureCell(Measure.INCIDENTS, Breakdown.TRAINING, department, kind)


def state_at(fact: RequestFact, at: datetime) -> State:
    """Where a request stood just before a moment."""
    return _last(fact.states, at, State.RECEIVED)


def priority_at(fact: RequestFact, at: datetime) -> RequestPriority:
    """How urgent it was just before a moment."""
    return _last(fact.priorities, at, RequestPriority.ROUTINE)


def solved_at(fact: RequestFact) -> list[datetime]:
    """When it was solved: each time it was open before."""
    found, before = [], False
    for at, state in fact.states:
        if state in DONE and not before:
            found.append(at)
        before = state in DONE
    return found


def _of_the_rest(facts: MonthFacts, span: MonthSpan) -> Counter[FigureCell]:
    found: Counter[FigureCell] = Counter()

    def add(measure: Measure, count: int) -> None:
        found[FigureCell(measure)] += count

    due = [one for one in facts.tasks if span.holds(one.due)]
    add(Measure.FOLLOW_UPS, len(due))
    add(Measure.KEPT, sum(one.done_at is not None and one.done_at <= one.due for one in due))
    for one in facts.restrictions:
        began = one.began is not None and one.began < span.end
        add(Measure.RESTRICTIONS, began and not (one.over and one.over < span.end))
        add(Measure.RESTRICTED, span.holds(one.began))
        add(Measure.APPEALS, sum(map(span.holds, one.appealed)))
    for asked in facts.questions:
        answered = asked.answered_at is not None and asked.answered_at < span.end
        add(Measure.QUESTIONS, span.holds(asked.asked_at))
        add(Measure.UNANSWERED, asked.asked_at < span.end and not answered)
    add(Measure.REFERRALS, sum(map(span.holds, facts.referrals)))
    add(Measure.WRONG_NUMBERS, sum(map(span.holds, facts.wrong_numbers)))
    return found


def _last(held: tuple[tuple[datetime, T], ...], at: datetime, default: T) -> T:
    return next((value for since, value in reversed(held) if since < at), default)


def _known(name: str, rows: tuple[str, ...]) -> str:
    return name if name in rows else OTHER


def _age(waited: timedelta) -> PendingAge:
    return next((age for days, age in _AGES if waited < timedelta(days=days)), PendingAge.LONGER)


def _hour(hour: int) -> PartOfDay:
    return next(part for end, part in _HOURS if hour < end)
