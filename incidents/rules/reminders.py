"""When somebody is reminded of a task, and when it climbs: one row of steps, each at a moment of the calendar (D23).

On the open day before, on the day, at the moment it is due; then on each open day one more of those who answer for the
record hears of it, and whoever has the task is reminded every day of a week, then once a week, until it is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from foundation.calendar import WorkCalendar
from incidents.task import Nudges, ReminderStage

STAGES = (
    ReminderStage.BEFORE,
    ReminderStage.DUE,
    ReminderStage.OVERDUE,
    ReminderStage.HEAD,
    ReminderStage.BACKUP,
    ReminderStage.CAO,
)
FIRST_CLIMB = STAGES.index(ReminderStage.HEAD)
DAILY_UNTIL = len(STAGES) + 4
WEEK = 5
LAST_HOUR = timedelta(hours=1)

WAKE = -1
"""The number of the step that comes when a task was put off until now; it stands beside the row."""

CLIMBS = frozenset({ReminderStage.HEAD, ReminderStage.BACKUP, ReminderStage.CAO})

WANTED: Mapping[Nudges, frozenset[ReminderStage]] = {
    Nudges.ALL: frozenset(ReminderStage),
    Nudges.DUE: frozenset(ReminderStage) - {ReminderStage.BEFORE},
    # Every other step comes when work begins; what became overdue during the day is among them the next morning.
    Nudges.DAY: frozenset(ReminderStage) - {ReminderStage.OVERDUE},
    Nudges.NONE: frozenset({ReminderStage.WAKE}),
}
"""Which reminders reach whoever has a task; that it was put off is a wish of their own. Who it climbs to hears."""


@dataclass(frozen=True, slots=True)
class ReminderStep:
    """One step and its moment. `number` counts on for as long as the task is open."""

    number: int
    at: datetime

    @property
    def stage(self) -> ReminderStage:
        """What kind of step it is."""
        return stage_of(self.number)


def stage_of(number: int) -> ReminderStage:
    """What the step of a number is."""
    if number == WAKE:
        return ReminderStage.WAKE
    return STAGES[number] if number < len(STAGES) else ReminderStage.AGAIN


def following(due: datetime, now: datetime, calendar: WorkCalendar, after: int = WAKE) -> ReminderStep:
    """The next step after the one of a number: reminders whose time is over are passed over, levels never.

    After an outage, a level comes on the next open day and not at once with the others.
    """
    for number in range(after + 1, FIRST_CLIMB):
        at = _at(number, due, calendar)
        if now < at and (at < due or number == STAGES.index(ReminderStage.OVERDUE)):
            return ReminderStep(number, at)
    number = max(after + 1, FIRST_CLIMB)
    at = _at(number, due, calendar)
    return ReminderStep(number, at if at > now else _next_opening(now, calendar))


def come(number: int, due: datetime, now: datetime, calendar: WorkCalendar) -> int:
    """The step whose time has come where one was planned: the last reminder, where several were missed."""
    if number == WAKE or number >= FIRST_CLIMB:
        return number
    passed = (one for one in range(number + 1, FIRST_CLIMB) if _at(one, due, calendar) <= now)
    return max(passed, default=number)


def later_that_day(now: datetime, calendar: WorkCalendar) -> datetime:
    """When the rest of a report is asked for: an hour before the day ends, or the next one if that is soon (D55)."""
    day = calendar.day_of(now)
    if not calendar.is_open(day) or calendar.closes(day) - LAST_HOUR < now + LAST_HOUR:
        day = calendar.open_day_after(day)
    return calendar.closes(day) - LAST_HOUR


def _at(number: int, due: datetime, calendar: WorkCalendar) -> datetime:
    day = calendar.day_of(due)
    match stage_of(number):
        case ReminderStage.BEFORE:
            return calendar.opens(calendar.open_day_before(day))
        case ReminderStage.DUE:
            return calendar.opens(day)
        case ReminderStage.OVERDUE:
            return due
        case _:
            days = min(number, DAILY_UNTIL) - FIRST_CLIMB + 1 + WEEK * max(number - DAILY_UNTIL, 0)
            return calendar.opens(calendar.open_day_after(day, days))


def _next_opening(now: datetime, calendar: WorkCalendar) -> datetime:
    day = calendar.day_of(now)
    opens = calendar.opens(day)
    return opens if opens > now and calendar.is_open(day) else calendar.opens(calendar.open_day_after(day))
