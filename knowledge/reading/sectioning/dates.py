"""Dates as documents write them."""

from __future__ import annotations

import re
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_YEAR}[-/](?P<m>\d{{1,2}})[-/](?P<day>\d{{1,2}})\b",
        rf"\b{_DAY}[-.]{_NAME}[-.]{_YEAR}\b",
        rf"\b{_NAME}\s+{_DAY},?\s+{_YEAR}\b",
        rf"\b{_DAY}\s+(?:day\s+)?(?:of\s+)?{_NAME},?\s+{_YEAR}\b",
        rf"\b(?P<a>\d{{1,2}})[/.-](?P<b>\d{{1,2}})[/.-]{_YEAR}\b",
        rf"\b(?P<m>\d{{1,2}})/{_YEAR}\b",
        rf"\b{_NAME},?\s+{_YEAR}\b",
    )
)
_DAY_GROUPS = {"day", "b"}
_COUNT = r"(?P<count>one|two|three|four|five|\d{1,2})(?:\s*\(\d+\))?"
_WITHIN = re.compile(rf"\b(?:with)?in\s+{_COUNT}\s+(?P<unit>year|month)s?\b", re.IGNORECASE)
_CYCLE = re.compile(rf"\b(?:{_COUNT}\s+)?(?P<unit>year|month)s?\b|\b(?:annual|yearly)", re.IGNORECASE)
_COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


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
    return _later(day, 1, "month") - timedelta(days=1)


def _date(parts: dict[str, str | None]) -> date | None:
    year, day = int(parts["year"] or 0), int(parts.get("day") or 1)
    if parts.get("a"):
        month, day = int(parts["a"] or 0), int(parts["b"] or 0)
        if month > 12:
            month, day = day, month
    elif name := parts.get("month"):
        month = _MONTHS.index(name[:3].lower()) + 1
    else:
        month = int(parts["m"] or 0)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def review_within(text: str, start: date) -> date | None:
    """The day a text puts its next review at, such as "within one year of this date", counted from `start`."""
    found = _WITHIN.search(text)
    return _later(start, _count(found.group("count")), found.group("unit")) if found else None


def cycle_after(text: str, start: date) -> date | None:
    """The day after one review cycle such as "every two years" or "annually", or None."""
    found = _CYCLE.search(text)
    if not found:
        return None
    return _later(start, _count(found.group("count")), found.group("unit") or "year")


def _count(word: str | None) -> int:
    if word is None:
        return 1
    return int(word) if word.isdigit() else _COUNTS[word.lower()]


def _later(start: date, count: int, unit: str) -> date:
    months = start.month - 1 + count * (12 if unit.lower() == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    for day in (start.day, 30, 29, 28):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return start
