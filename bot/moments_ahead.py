"""Times to come as people type them: "tomorrow", "friday 10:00", "next monday", "in 2 days", "2026-12-01 15:00"."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.moments import (
    LONGEST,
    MINUTES,
    WEEKDAYS,
    calendar_day,
    clock_time,
    count_of,
    local_moment,
    readings,
    typed_words,
)
from bot.typed import TYPED

_IN = TYPED.exact("moments_ahead.in")
_A_DAY = 24 * 60
_BEFORE = TYPED.exact("moments_ahead.before")
_BEFORE_DAY = TYPED.exact("moments_ahead.before_day")
_TODAY = frozenset(TYPED.words("moments_ahead.today"))
_TOMORROW = frozenset(TYPED.words("moments_ahead.tomorrow"))
_NEXT = TYPED.exact("moments_ahead.next")


def read_ahead(text: str, zone: ZoneInfo, now: datetime, usual: time) -> datetime | None:
    """The moment to come that a text names, aware in `zone`, or None when it is not plain what it means.

    A day alone means `usual` on that day, a time alone the next time the clock shows it.
    """
    if len(text) > LONGEST:
        return None
    words = _BEFORE.sub("", typed_words(text), count=1)
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
    minutes = int(count_of(later["count"]) * MINUTES[later["unit"]])
    if MINUTES[later["unit"]] >= _A_DAY:
        day = _on(now.astimezone(zone), minutes // _A_DAY)
        return local_moment(datetime.combine(day, usual), zone)
    return (now + timedelta(minutes=minutes)).astimezone(zone).replace(second=0, microsecond=0)


def _on(today: datetime, days: int) -> date:
    return today.date() + timedelta(days=days)


def _day(words: str, today: date) -> date | None:
    words = _BEFORE_DAY.sub("", words.strip(" ,"), count=1)
    if words in _TODAY:
        return today
    if words in _TOMORROW:
        return today + timedelta(days=1)
    weekday = _NEXT.sub("", words, count=1)
    if weekday in WEEKDAYS:
        return today + timedelta(days=(WEEKDAYS.index(weekday) - today.weekday()) % 7 or 7)
    return calendar_day(words, today, ahead=True)
