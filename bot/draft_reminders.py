"""When somebody is reminded of a report they began and did not send: that day, and once more on the next (D55). Pure.

A reminder is a job of the outbox, put in by the store in the transaction that keeps the draft. It names the draft and
its person, and nothing of what was typed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.drafts import Draft, Kept
from foundation.calendar import WorkCalendar
from foundation.outbox.jobs import Job
from incidents.escalation import Escalation
from incidents.rules.absence import is_staff

DRAFT_REMINDER = "draft_reminder"

REMINDED = "report"
"""The form whose drafts are asked for; the rest of a report that was filed is asked for by a task of its record."""

LAST = 2
"""How many reminders there are at the most."""

HOUR = timedelta(hours=1)

QUIET = timedelta(minutes=15)
"""So long after somebody wrote in it, or was told of it, they need no reminder: they may be at it."""


def reminding(in_force: Callable[[], Escalation]) -> Callable[[Draft], tuple[Job, ...]]:
    """What follows from keeping a draft, by the calendar and the people in force at that moment."""

    def follows(draft: Draft) -> tuple[Job, ...]:
        now = in_force()
        return first_reminder(draft, now.calendar, listed=is_staff(draft.person, now.roster))

    return follows


def first_reminder(draft: Draft, calendar: WorkCalendar, *, listed: bool) -> tuple[Job, ...]:
    """What asks for a draft that now holds something of its person's own; none for any other.

    `listed` says whether they are on the organisation's list: who is taken off it later has left.
    """
    if draft.form != REMINDED or not draft.typed or draft.context:
        return ()
    return (_reminder(draft.key, draft.person, 1, _same_day(draft.updated_at, calendar), listed=listed),)


def next_reminder(job: Job, now: datetime, calendar: WorkCalendar) -> tuple[Job, ...]:
    """The one after a reminder that was brought now: when work begins on the next open day; none after the last."""
    number = number_of(job)
    if number >= LAST:
        return ()
    at = calendar.opens(calendar.open_day_after(calendar.day_of(now)))
    return (_reminder(job.subject, job.recipient, number + 1, at, listed=was_listed(job)),)


def number_of(job: Job) -> int:
    """Which reminder of its draft this is, from 1."""
    return int(job.payload.get("number", LAST))


def was_listed(job: Job) -> bool:
    """Whether its person was on the organisation's list when they began."""
    return bool(job.payload.get("listed", True))


def when(
    draft: Kept, now: datetime, calendar: WorkCalendar, *, away_until: datetime | None, at_opening: bool
) -> datetime:
    """When a reminder that is due can be brought: `now`, or the next moment at which it disturbs nobody.

    Never outside of working hours, while its person is away, or while they may be writing. `at_opening` keeps it to
    the first hour of a day.
    """
    touched = max(draft.updated_at, draft.told_at or draft.updated_at)
    at = max(now, touched + QUIET, away_until or now)
    day = calendar.day_of(at)
    opens = calendar.opens(day)
    ends = opens + HOUR if at_opening else calendar.closes(day)
    if calendar.is_open(day) and at < ends:
        return max(at, opens)
    return calendar.opens(calendar.open_day_after(day))


def _same_day(begun: datetime, calendar: WorkCalendar) -> datetime:
    """An hour before the day ends, or an hour after it was begun; when work begins next where the day is over then."""
    day = calendar.day_of(begun)
    at = max(calendar.closes(day) - HOUR, begun + HOUR)
    if calendar.is_open(day) and at < calendar.closes(day):
        return at
    if calendar.is_open(day) and begun < calendar.opens(day):
        return calendar.opens(day)
    return calendar.opens(calendar.open_day_after(day))


def _reminder(draft: str, person: str, number: int, at: datetime, *, listed: bool) -> Job:
    payload = {"number": number, "listed": listed}
    return Job(f"draft:{draft}:{number}", DRAFT_REMINDER, draft, at, person, payload)
