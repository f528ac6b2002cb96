"""Dates and times as people type them: "now", "today 14:30", "2026-11-22 09:15", "20 minutes ago"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WORDS_FOR_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
SLIP = timedelta(minutes=15)
"""A time this little ahead is a clock that is fast, not yesterday."""
LONGEST = 60

_AGO = re.compile(r"(?P<count>\d{1,3}|an?|half an) (?P<unit>minute|min|hour|hr|h)s? ago")
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_MONTH = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<name>[a-z]{3,9}),? ?(?P<year>\d{4})?")
_MONTH_DAY = re.compile(r"(?P<name>[a-z]{3,9}) (?P<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?P<year>\d{4}))?")
_CLOCK = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))? ?(?P<half>[ap]m)?")


def local_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """The moment a wall clock of `zone` showed `wall` (naive), aware in that zone.

    A time that came twice in a night is its first occurrence; one that was skipped moves forward.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC).astimezone(zone)


def read_moment(text: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The moment a text names, aware in `zone`, or None when it is not plain what it means.

    A time alone is the last time the clock showed it; a day alone is refused, and so are days written as
    11/12/2026, which mean different days to different people.
    """
    if len(text) > LONGEST:
        return None
    words = typed_words(text)
    today = now.astimezone(zone)
    if words in ("now", "just now", "right now"):
        return today.replace(second=0, microsecond=0)
    if ago := _AGO.fullmatch(words):
        return (now - _elapsed(ago)).astimezone(zone).replace(second=0, microsecond=0)
    if clock := clock_time(words):
        moment = local_moment(datetime.combine(today, clock), zone)
        return moment if moment <= now + SLIP else moment - timedelta(days=1)
    for day, rest in readings(words, lambda part: past_day(part, today.date())):
        if clock := clock_time(rest):
            return local_moment(datetime.combine(day, clock), zone)
    return None


def typed_words(text: str) -> str:
    """What was typed, in small letters and without what says nothing."""
    words = " ".join(text.casefold().replace(" at ", " ").rstrip(".").split())
    return words.replace("a.m", "am").replace("p.m", "pm")


def _elapsed(ago: re.Match[str]) -> timedelta:
    word = ago["count"]
    count = 0.5 if word == "half an" else 1.0 if word in ("a", "an") else float(word)
    return timedelta(minutes=count) if ago["unit"].startswith("m") else timedelta(hours=count)


def readings(words: str, day_in: Callable[[str], date | None]) -> list[tuple[date, str]]:
    """Every way to split the words into a day and the rest: the day may come first or last."""
    found: list[tuple[date, str]] = []
    pieces = words.split(" ")
    for at in range(1, len(pieces)):
        first, last = " ".join(pieces[:at]), " ".join(pieces[at:])
        found += [(day, last) for day in [day_in(first)] if day]
        found += [(day, first) for day in [day_in(last)] if day]
    if day := day_in(words.split("t")[0]) if re.fullmatch(r"[\d-]+t[\d:]+", words) else None:
        found.append((day, words.split("t")[1]))
    return found


def past_day(words: str, today: date) -> date | None:
    """The last day that some words name ("yesterday", "last monday", "1 november"), in small letters."""
    words = words.strip(" ,").removeprefix("on ")
    if words in ("today", "this morning", "this afternoon"):
        return today
    if words == "yesterday":
        return today - timedelta(days=1)
    weekday = words.removeprefix("last ")
    if weekday in WEEKDAYS:
        back = (today.weekday() - WEEKDAYS.index(weekday)) % 7
        return today - timedelta(days=back or (7 if words != weekday else 0))
    return calendar_day(words, today)


def calendar_day(words: str, today: date, *, ahead: bool = False) -> date | None:
    """A day by its date. Without a year it is one that has been: reports look back; or one `ahead`."""
    if match := _ISO_DAY.fullmatch(words):
        return _date(int(match["year"]), int(match["month"]), int(match["day"]))
    match = _DAY_MONTH.fullmatch(words) or _MONTH_DAY.fullmatch(words)
    if not match or match["name"][:3] not in MONTHS:
        return None
    month, day = MONTHS.index(match["name"][:3]) + 1, int(match["day"])
    if match["year"]:
        return _date(int(match["year"]), month, day)
    this_year = _date(today.year, month, day)
    if this_year and (this_year >= today if ahead else this_year <= today):
        return this_year
    return _date(today.year + (1 if ahead else -1), month, day)


def clock_time(words: str) -> time | None:
    """The time a clock shows; an hour alone is none."""
    words = words.strip(" ,").removeprefix("at ").removeprefix("about ")
    if words in WORDS_FOR_TIMES:
        return WORDS_FOR_TIMES[words]
    match = _CLOCK.fullmatch(words)
    if not match or not (match["minute"] or match["half"]):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
