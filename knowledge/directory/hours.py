"""Opening hours as directories write them ("Mon-Fri 08:30-16:30; Sat 9-12"), and whether somebody is there now."""

from __future__ import annotations

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from knowledge.directory.contacts import Contact

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?s?"
_TIME = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"
_SPAN = re.compile(
    rf"^\s*(?P<days>daily|every day|weekdays|{_DAY}(?:\s*(?:-|–|to|,|&|and)\s*{_DAY})*)?:?\s*"
    rf"(?:(?P<round>24\s*(?:hours|/\s*7|h))|{_TIME}\s*(?:-|–|to)\s*{_TIME}|(?P<closed>closed))\s*$",
    re.IGNORECASE,
)
_PARTS = re.compile(rf";|,(?=\s*{_DAY}(?:\W+(?:to\W+|and\W+)?{_DAY})?\W+(?:\d|closed))", re.IGNORECASE)
_RANGE = re.compile(rf"({_DAY})\s*(?:-|–|to)\s*({_DAY})", re.IGNORECASE)

Span = tuple[frozenset[int], time, time]


def parse_hours(text: str) -> tuple[Span, ...] | None:
    """Spans of (weekdays with Monday 0, opening, closing), or None where the text is not structured.

    Closing at 00:00 means midnight. Parts are separated by semicolons, or by commas before a day name.
    """
    spans: list[Span] = []
    for part in _PARTS.split(text):
        found = _SPAN.match(part)
        if not found or (end := _span(found)) is None:
            return None
        spans.extend(end)
    return tuple(spans) or None


def is_open(contact: Contact, at: datetime, zone: ZoneInfo) -> bool | None:
    """Whether the contact is there at that moment (aware, any zone), by its hours in `zone`; None when unknown."""
    spans = parse_hours(contact.hours)
    if spans is None:
        return None
    local = at.astimezone(zone)
    now = local.time()
    return any(
        local.weekday() in days and opens <= now and (now < closes or closes == time(0))
        for days, opens, closes in spans
    )


def _span(found: re.Match[str]) -> list[Span] | None:
    days = _days(found.group("days") or "daily")
    if found.group("closed"):
        return []
    if found.group("round"):
        return [(days, time(0), time(0))]
    opens, closes = _time(*found.groups()[2:5]), _time(*found.groups()[5:8])
    if opens is None or closes is None or (closes <= opens and closes != time(0)):
        return None
    return [(days, opens, closes)]


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    number = int(hour)
    if half:
        number = number % 12 + (12 if half.lower().startswith("p") else 0)
    try:
        return time(number % 24 if number == 24 else number, int(minute or 0))
    except ValueError:
        return None


def _days(text: str) -> frozenset[int]:
    lowered = text.lower()
    if lowered in ("daily", "every day"):
        return frozenset(range(7))
    if lowered == "weekdays":
        return frozenset(range(5))
    days = {_day(name) for name in re.findall(_DAY, lowered)}
    for first, last in _RANGE.findall(lowered):
        start, end = _day(first), _day(last)
        days |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return frozenset(days)


def _day(name: str) -> int:
    return _DAYS.index(name[:3].lower())
