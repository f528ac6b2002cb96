"""The days somebody types for a work list: "yesterday", "last month", "since Monday", "1 to 15 November" and so on."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.moments import MONTHS, WEEKDAYS, past_day

DAY = timedelta(days=1)
_LONG_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH = rf"(?:{_LONG_MONTHS}|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_ONE = (
    rf"(?:today|yesterday|(?:last )?(?:{'|'.join(WEEKDAYS)})|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}(?:,? \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?(?!\d)"
    rf"|(?:{_LONG_MONTHS})(?: \d{{4}})?|last (?:week|month|year))"
)
_BETWEEN = re.compile(
    rf"\b(?:(?:from|between) )?(?P<first>{_ONE}) ?(?:to|and|until|till|through|-|–) ?(?P<last>{_ONE})\b"
)
_SIDE = re.compile(rf"\b(?P<side>since|from|after|until|till|up to|before) (?P<day>{_ONE})\b")
_ON = re.compile(rf"\b(?:(?:on|in|of|during) )?(?P<day>{_ONE})\b")
_WHOLE_MONTH = re.compile(rf"(?P<name>{_LONG_MONTHS})(?: (?P<year>\d{{4}}))?")

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
    match found["side"] if found.re is _SIDE else "":
        case "since":
            return named[0], None
        case "from":
            # "From last week" is that week; from a day on is since then.
            return named if found["day"].startswith("last ") else (named[0], None)
        case "after":
            return named[1] + DAY, None
        case "until" | "till" | "up to":
            return None, named[1]
        case "before":
            return None, named[0] - DAY
        case _:
            return named


def _named(words: str, today: date) -> tuple[date, date] | None:
    monday = today - timedelta(days=today.weekday())
    if words == "last week":
        return monday - 7 * DAY, monday - DAY
    if words == "last month":
        return _month_of(today.replace(day=1) - DAY)
    if words == "last year":
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    if whole := _WHOLE_MONTH.fullmatch(words):
        month = MONTHS.index(whole["name"][:3]) + 1
        year = int(whole["year"] or today.year - (month > today.month))
        return _month_of(date(year, month, 1)) if year > 1 else None
    day = past_day(words, today)
    return (day, day) if day and date.min < day < date.max else None


def _month_of(day: date) -> tuple[date, date]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1])
