"""Dates as documents write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

from knowledge.text.calendar_words import NUMBERS, month_of
from knowledge.text.language import LANGUAGE

MONTHS_OF_A_YEAR = 12

_FORMS = tuple(LANGUAGE.patterns("dates.forms").values())
_DAY_GROUPS = {"day", "b"}
_WITHIN = LANGUAGE.pattern("dates.within")
_CYCLE = LANGUAGE.pattern("dates.cycle")


def first_date(text: str) -> date | None:
    """The first date in a text, or None. A month alone means its first day; 03/04/2019 is March 4."""
    found = [(m.start(), -len(m.group()), m) for form in _FORMS for m in form.finditer(text[:2000])]
    for _, _, match in sorted(found, key=lambda item: item[:2]):
        if day := _date(match.groupdict()):
            return day
    return None


def last_date(text: str) -> date | None:
    """The first date in a text, as the last day of something: a month alone means its last day."""
    day = first_date(text)
    if day is None or any(_DAY_GROUPS & form.groupindex.keys() and form.search(text) for form in _FORMS):
        return day
    return _later(day, 1) - timedelta(days=1)


def _date(parts: dict[str, str | None]) -> date | None:
    year, day = int(parts["year"] or 0), int(parts.get("day") or 1)
    if parts.get("a"):
        month, day = int(parts["a"] or 0), int(parts["b"] or 0)
        if month > 12:
            month, day = day, month
    elif name := parts.get("month"):
        month = month_of(name)
    else:
        month = int(parts["m"] or 0)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def review_within(text: str, start: date) -> date | None:
    """The day a text puts its next review at, such as "within one year of this date", counted from `start`."""
    found = _WITHIN.search(text)
    return _later(start, _months(found)) if found else None


def cycle_after(text: str, start: date) -> date | None:
    """The day after one review cycle such as "every two years" or "annually", or None."""
    found = _CYCLE.search(text)
    return _later(start, _months(found)) if found else None


def _months(period: re.Match[str]) -> int:
    """How many months a period has; one without a count is one, one without a unit is a year."""
    word = period["count"] or "1"
    count = int(word) if word.isdigit() else NUMBERS[word.lower()]
    return count * (1 if period["month"] else MONTHS_OF_A_YEAR)


def _later(start: date, count: int) -> date:
    months = start.month - 1 + count
    year, month = start.year + months // MONTHS_OF_A_YEAR, months % MONTHS_OF_A_YEAR + 1
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return start
