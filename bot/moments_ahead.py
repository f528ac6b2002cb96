"""Times to come as people type them: "tomorrow", "friday 10:00", "next monday", "in 2 days", "2026-12-01 15:00"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.moments import LONGEST, WEEKDAYS, calendar_day, clock_time, local_moment, readings, typed_words

_IN = re.compile(r"in (?P<count>\d{1,3}|an?) (?P<unit>minute|min|hour|hr|h|day|week)s?")
_DAYS = {"day": 1, "week": 7}


def read_ahead(text: str, zone: ZoneInfo, now: datetime, usual: time) -> datetime | None:
    """The moment to come that a text names, aware in `zone`, or None when it is not plain what it means.

    A day alone means `usual` on that day, a time alone the next time the clock shows it.
    """
    if len(text) > LONGEST:
        return None
    words = typed_words(text).removeprefix("by ").removeprefix("until ")
    today = now.astimezone(zone)
    if later := _IN.fullmatch(words):
        return _later(later, zone, now, usual)
    if clock := clock_time(words):
        moment = local_moment(datetime.combine(today, clock), zone)
        return moment if moment > now else local_moment(datetime.combine(_on(today, 1), clock), zone)
    if day := _day(words, today.date()):
        return local_moment(datetime.combine(day, usual), zone)
    for day, rest in readings(words, lambda part: _day(part, today.date())):
        if clock := clock_time(rest):
            return local_moment(datetime.combine(day, clock), zone)
    return None


def _later(later: re.Match[str], zone: ZoneInfo, now: datetime, usual: time) -> datetime:
    count = 1 if later["count"] in ("a", "an") else int(later["count"])
    if later["unit"] in _DAYS:
        day = _on(now.astimezone(zone), count * _DAYS[later["unit"]])
        return local_moment(datetime.combine(day, usual), zone)
    minutes = count if later["unit"].startswith("m") else count * 60
    return (now + timedelta(minutes=minutes)).astimezone(zone).replace(second=0, microsecond=0)


def _on(today: datetime, days: int) -> date:
    return today.date() + timedelta(days=days)


def _day(words: str, today: date) -> date | None:
    words = words.strip(" ,").removeprefix("on ").removeprefix("this ")
    if words in ("today", "tonight"):
        return today
    if words == "tomorrow":
        return today + timedelta(days=1)
    weekday = words.removeprefix("next ")
    if weekday in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS.index(weekday) - today.weekday()) % 7 or 7)
    return calendar_day(words, today, ahead=True)
