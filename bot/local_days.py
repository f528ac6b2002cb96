"""Days where the organisation is."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from foundation.calendar import WorkCalendar, months_after


def next_time_of_day(now: datetime, zone: ZoneInfo, at: time) -> datetime:
    """The next moment, in UTC, when a clock of `zone` shows `at`."""
    today = now.astimezone(zone).date()
    moments = (datetime.combine(today + timedelta(days=days), at, zone) for days in (0, 1))
    return next(moment for moment in moments if moment > now).astimezone(UTC)


def next_first_of_month(now: datetime, zone: ZoneInfo, at: time) -> datetime:
    """The next moment, in UTC, when a clock of `zone` shows `at` on the first day of a month."""
    first = now.astimezone(zone).date().replace(day=1)
    moments = (datetime.combine(months_after(first, months), at, zone) for months in (0, 1))
    return next(moment for moment in moments if moment > now).astimezone(UTC)


def next_first_open_day(now: datetime, calendar: WorkCalendar) -> datetime:
    """The next moment, in UTC, when work begins on the first open day of a month."""
    first = calendar.day_of(now).replace(day=1)
    days = (months_after(first, months) for months in (0, 1))
    opens = (calendar.opens(day if calendar.is_open(day) else calendar.open_day_after(day)) for day in days)
    return next(moment for moment in opens if moment > now)
