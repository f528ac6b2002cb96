"""The clocks of a request: what has to be done until when, by whose time, and when somebody is reminded. Pure.

P07, J20: it is confirmed to the customer in time. P08, P15: an open one always has a date of its next update.
P14: it is solved by the target of its category. J21: what a holding reply promised. P12, R10: it is asked afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foundation.calendar import WorkCalendar
from incidents.records import State
from incidents.request import ClockGround, RequestClock, RequestClockKind, RequestPriority
from incidents.rules.request_rules import RequestRules


class ClockStage(StrEnum):
    """What a clock leads to: a reminder when three quarters have passed, OVERDUE when it has run out, and a working
    day later whoever is above hears.
    """

    REMIND = "remind"
    OVERDUE = "overdue"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """As much of a request as its clocks depend on. `next_update` is the date that was promised last."""

    state: State
    priority: RequestPriority
    department: str
    category: str
    received_at: datetime
    contact_wanted: bool
    confirmed_at: datetime | None = None
    next_update: datetime | None = None
    updated_at: datetime | None = None
    is_holding: bool = False
    resolved_at: datetime | None = None


def running(rules: RequestRules, calendar: WorkCalendar, facts: ClockFacts) -> tuple[RequestClock, ...]:
    """The clocks that run, the next one first; none of a request that is closed."""
    if facts.state is State.CLOSED:
        return ()
    if facts.state is State.RESOLVED:
        return _follow_up(rules, calendar, facts)
    clocks = [_update(rules, calendar, facts)]
    if facts.is_holding and facts.next_update is not None:
        # A promise for a far day does not end the updates until then (P08).
        usual = default_update(rules, calendar, facts.priority, facts.updated_at or facts.received_at)
        if usual < facts.next_update:
            start = facts.updated_at or facts.received_at
            clocks.append(RequestClock(RequestClockKind.UPDATE, start, usual, _ground(facts.priority)))
    if facts.contact_wanted and facts.confirmed_at is None:
        clocks.append(_confirm(rules, calendar, facts))
    category = rules.category(facts.category)
    if category and (wait := category.targets.get(facts.priority)):
        due = calendar.due(facts.received_at, wait)
        target = RequestClockKind.TARGET
        clocks.append(RequestClock(target, facts.received_at, due, ClockGround.CATEGORY))
    return tuple(sorted(clocks, key=lambda one: (one.due, one.kind)))


def steps_after(
    clocks: tuple[RequestClock, ...], calendar: WorkCalendar, after: datetime
) -> list[tuple[datetime, RequestClock, ClockStage]]:
    """What comes after a moment, in order: when, of which clock, and what it is."""
    steps = (
        (at, clock, stage)
        for clock in clocks
        for at, stage in (
            (clock.started + (clock.due - clock.started) * 3 / 4, ClockStage.REMIND),
            (clock.due, ClockStage.OVERDUE),
            (calendar.opens(calendar.open_day_after(calendar.day_of(clock.due))), ClockStage.ABOVE),
        )
        if at > after
    )
    return sorted(steps, key=lambda one: (one[0], one[1].kind, one[2]))


def due_by(
    clocks: tuple[RequestClock, ...], calendar: WorkCalendar, after: datetime, now: datetime
) -> list[tuple[RequestClock, ClockStage]]:
    """What has come since a moment: of each clock the last, so that nobody hears that something overdue is due soon."""
    last: dict[RequestClockKind, tuple[RequestClock, ClockStage]] = {}
    for at, clock, stage in steps_after(clocks, calendar, after):
        if at <= now:
            last[clock.kind] = (clock, stage)
    return list(last.values())


def default_update(
    rules: RequestRules, calendar: WorkCalendar, priority: RequestPriority, at: datetime
) -> datetime:
    """The date of the next update where nobody promised another."""
    return calendar.due(at, rules.waits_of(priority).update)


def _confirm(rules: RequestRules, calendar: WorkCalendar, facts: ClockFacts) -> RequestClock:
    own, priority = rules.department(facts.department), facts.priority
    kind, start = RequestClockKind.CONFIRM, facts.received_at
    # A department that is slow for a reason is so with what is routine, not with what is urgent (R38).
    if own and own.acknowledge and priority is RequestPriority.ROUTINE:
        return RequestClock(
            kind, start, calendar.due(start, own.acknowledge), ClockGround.DEPARTMENT, own.reason
        )
    due = calendar.due(start, rules.waits_of(priority).acknowledge)
    return RequestClock(kind, start, due, _ground(priority))


def _update(rules: RequestRules, calendar: WorkCalendar, facts: ClockFacts) -> RequestClock:
    start = facts.updated_at or facts.received_at
    if facts.next_update is None:
        due = default_update(rules, calendar, facts.priority, start)
        return RequestClock(RequestClockKind.UPDATE, start, due, _ground(facts.priority))
    kind = RequestClockKind.HOLDING if facts.is_holding else RequestClockKind.UPDATE
    return RequestClock(kind, min(start, facts.next_update), facts.next_update, ClockGround.PROMISED)


def _follow_up(rules: RequestRules, calendar: WorkCalendar, facts: ClockFacts) -> tuple[RequestClock, ...]:
    """Whether it was solved is asked of whoever wants to hear from us, and of nobody else (R22)."""
    if not facts.contact_wanted or facts.resolved_at is None:
        return ()
    due = calendar.due(facts.resolved_at, rules.follow_up)
    return (RequestClock(RequestClockKind.FOLLOW_UP, facts.resolved_at, due),)


def _ground(priority: RequestPriority) -> ClockGround:
    return ClockGround.USUAL if priority is RequestPriority.ROUTINE else ClockGround.PRIORITY
