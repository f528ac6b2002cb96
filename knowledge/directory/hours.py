"""Opening hours as directories write them ("Mon-Fri 08:30-16:30; Sat 9-12"), and whether somebody is there now."""

from __future__ import annotations

import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from knowledge.directory.contacts import Contact
from knowledge.text.calendar_words import weekday_of
from knowledge.text.language import LANGUAGE

_DAY = LANGUAGE.pattern("hours.day")
_SPAN = LANGUAGE.pattern("hours.span")
_PARTS = LANGUAGE.pattern("hours.parts")
_RANGE = LANGUAGE.pattern("hours.range")
_AFTERNOON = LANGUAGE.text("hours.afternoon")
_DAILY, _WEEKDAYS = LANGUAGE.words("hours.daily"), LANGUAGE.words("hours.weekdays")

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
    days = _days(found.group("days") or _DAILY[0])
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
        number = number % 12 + (12 if half.lower().startswith(_AFTERNOON) else 0)
    try:
        return time(number % 24 if number == 24 else number, int(minute or 0))
    except ValueError:
        return None


def _days(text: str) -> frozenset[int]:
    lowered = text.lower()
    if lowered in _DAILY:
        return frozenset(range(7))
    if lowered in _WEEKDAYS:
        return frozenset(range(5))
    days = {weekday_of(name) for name in _DAY.findall(lowered)}
    for first, last in _RANGE.findall(lowered):
        start, end = weekday_of(first), weekday_of(last)
        days |= {(start + step) % 7 for step in range((end - start) % 7 + 1)}
    return frozenset(days)
