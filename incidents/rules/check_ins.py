"""When a meeting is brought to mind, and when silence at its check-in time is a call for help (D38)."""

from __future__ import annotations

from datetime import datetime, timedelta

BEFORE = (timedelta(days=1), timedelta(hours=1))
"""How long before a meeting its person and their companion are reminded."""

NEAR = timedelta(minutes=15)
"""A reminder that comes sooner than this after the plan was made says nothing new."""

EARLY = timedelta(hours=2)
"""Sooner than this before a meeting, somebody who gives the duress word is not yet where it will be."""

AFTER = timedelta(hours=2)
"""So long after a meeting, and after its check-in time, the duress word is still listened for."""

LATEST = timedelta(hours=12)
"""A check-in later than this after the end of a meeting looks after nobody."""


def reminders(meets_at: datetime, now: datetime) -> tuple[datetime, ...]:
    """The moments at which a meeting is brought to mind."""
    return tuple(meets_at - one for one in BEFORE if meets_at - one >= now + NEAR)


def silent_at(check_at: datetime, asked_at: datetime | None, wait: timedelta) -> datetime:
    """When it has been silent for too long: after an outage, counted from when it was really asked."""
    return max(check_at, asked_at or check_at) + wait


def next_check(check_at: datetime, ends_at: datetime, now: datetime) -> datetime:
    """When somebody who is fine so far is asked again: as planned, at the latest when the meeting ends."""
    return check_at if check_at > now else ends_at


def is_near(meets_at: datetime, now: datetime) -> bool:
    """Whether somebody is likely to be where their meeting is, or was a moment ago."""
    return now >= meets_at - EARLY


def has_begun(meets_at: datetime, now: datetime) -> bool:
    """Whether somebody is at their meeting, or about to go in."""
    return now >= meets_at - NEAR


def prolonged(check_at: datetime, now: datetime, minutes: int) -> datetime:
    """The next check-in time of somebody who wants more time, from now on where it was asked already."""
    return max(check_at, now) + timedelta(minutes=minutes)
