"""The days somebody types for a work list: "yesterday", "last month", "since Monday", "1 to 15 November" and so on."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.moments import month_called, past_day
from bot.typed import TYPED

DAY = timedelta(days=1)
_BETWEEN = TYPED.exact("worklist_days.between")
_SIDE = TYPED.exact("worklist_days.side")
_ON = TYPED.exact("worklist_days.on")
_LAST = TYPED.exact("worklist_days.last")
_LAST_WEEK = frozenset(TYPED.words("worklist_days.last_week"))
_LAST_MONTH = frozenset(TYPED.words("worklist_days.last_month"))
_LAST_YEAR = frozenset(TYPED.words("worklist_days.last_year"))
_WHOLE_MONTH = TYPED.exact("worklist_days.whole_month")

Span = tuple[date | None, date | None]
"""The first and the last day; None where there is no end on that side."""


def days_in(words: str, today: date) -> tuple[Span, str] | None:
    """The days that words in small letters name, and the words without them; None where they name none."""
    for pattern in (_BETWEEN, _SIDE, _ON):
        for found in pattern.finditer(words):
            if (span := _span(found, today)) is not None:
                return span, f"{words[: found.start()]};{words[found.end() :]}"
    return None


def _span(found: re.Match[str], today: date) -> Span | None:
    if found.re is _BETWEEN:
        first, last = _named(found["first"], today), _named(found["last"], today)
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    named = _named(found["day"], today)
    if named is None:
        return None
    if found.re is _ON:
        return named
    if found["since"]:
        return named[0], None
    if found["from"]:
        # "From last week" is that week; from a day on is since then.
        return named if _LAST.match(found["day"]) else (named[0], None)
    if found["after"]:
        return named[1] + DAY, None
    return None, (named[0] - DAY if found["before"] else named[1])


def _named(words: str, today: date) -> tuple[date, date] | None:
    monday = today - timedelta(days=today.weekday())
    if words in _LAST_WEEK:
        return monday - 7 * DAY, monday - DAY
    if words in _LAST_MONTH:
        return _month_of(today.replace(day=1) - DAY)
    if words in _LAST_YEAR:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if whole := _WHOLE_MONTH.fullmatch(words):
        month = month_called(whole["name"])
        year = int(whole["year"] or today.year - (month > today.month))
        return _month_of(date(year, month, 1)) if year > 1 else None
    day = past_day(words, today)
    return (day, day) if day and date.min < day < date.max else None


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
