"""Dates as documents write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum

from knowledge.text.calendar_words import NUMBERS, month_of
from knowledge.text.language import LANGUAGE

MONTHS_OF_A_YEAR = 12
_DAYS = 31

_FORMS = tuple(LANGUAGE.patterns("dates.forms").values())
_DAY_GROUPS = {"day", "b"}
_WITHIN = LANGUAGE.pattern("dates.within")
_CYCLE = LANGUAGE.pattern("dates.cycle")
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2(?:(?:19|20)\d\d|\d\d)(?![\d/.-]?\d)")


class DateOrder(Enum):
    """How a document writes dates in figures; MIXED where it does both, so that 3/4 says nothing."""

    MONTH_FIRST = "month first"
    DAY_FIRST = "day first"
    MIXED = "mixed"


def order_of(text: str) -> DateOrder:
    """The order that the dates of a document show: "23/4/2019" can only have the day first."""
    pairs = [(int(found[1]), int(found[3])) for found in _FIGURES.finditer(text)]
    days = any(MONTHS_OF_A_YEAR < a <= _DAYS and b <= MONTHS_OF_A_YEAR for a, b in pairs)
    months = any(a <= MONTHS_OF_A_YEAR < b <= _DAYS for a, b in pairs)
    if days:
        return DateOrder.MIXED if months else DateOrder.DAY_FIRST
    return DateOrder.MONTH_FIRST


def day_and_month(a: int, b: int, order: DateOrder) -> tuple[int, int]:
    """Two figures of a date as (day, month); noughts where nobody can tell."""
    if a > MONTHS_OF_A_YEAR or (order is DateOrder.DAY_FIRST and b <= MONTHS_OF_A_YEAR):
        return a, b
    return (0, 0) if order is DateOrder.MIXED and a != b and b <= MONTHS_OF_A_YEAR else (b, a)


def first_date(text: str, order: DateOrder = DateOrder.MONTH_FIRST) -> date | None:
    """The first date in a text, or None. A month alone means its first day; 03/04/2019 is March 4, unless the
    document has the day first.
    """
    return next(dates_in(text, order), None)


def dates_in(text: str, order: DateOrder = DateOrder.MONTH_FIRST) -> Iterator[date]:
    """Every date in a text, in order, each once: in "3 May 2020" there is no other one of May."""
    found = [(m.start(), -len(m.group()), m) for form in _FORMS for m in form.finditer(text[:2000])]
    place = 0
    for start, _, match in sorted(found, key=lambda item: item[:2]):
        if start >= place:
            place = match.end()
            if day := _date(match.groupdict(), order):
                yield day


def last_date(text: str, order: DateOrder = DateOrder.MONTH_FIRST) -> date | None:
    """The first date in a text, as the last day of something: a month alone means its last day."""
    day = first_date(text, order)
    if day is None or any(_DAY_GROUPS & form.groupindex.keys() and form.search(text) for form in _FORMS):
        return day
    return _later(day, 1) - timedelta(days=1)


def _date(parts: dict[str, str | None], order: DateOrder) -> date | None:
    year, day = int(parts["year"] or 0), int(parts.get("day") or 1)
    if parts.get("a"):
        day, month = day_and_month(int(parts["a"] or 0), int(parts["b"] or 0), order)
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


def after_period(period: re.Match[str], start: date) -> date:
    """The day after a period that a match names by its count, in months where it has such a group."""
    return _later(start, _months(period))


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
