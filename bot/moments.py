"""Dates and times as people type them: "now", "today 14:30", "2026-11-22 09:15", "20 minutes ago"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.typed import TYPED

WEEKDAYS = TYPED.words("moments.weekdays")
MONTHS = TYPED.words("moments.months")
WORDS_FOR_TIMES = {said: time(int(hour)) for said, hour in TYPED.table("moments.hours_by_name").items()}
SLIP = timedelta(minutes=15)
"""A time this little ahead is a clock that is fast, not yesterday."""
LONGEST = 60

_NOW = frozenset(TYPED.words("moments.now"))
_TODAY = frozenset(TYPED.words("moments.today"))
_YESTERDAY = frozenset(TYPED.words("moments.yesterday"))
_LAST = TYPED.exact("moments.last")
_BEFORE_DAY = TYPED.exact("moments.before_day")
_BEFORE_TIME = TYPED.exact("moments.before_time")
_BETWEEN = TYPED.exact("moments.between")
_HALVES = TYPED.table("moments.halves")
COUNTS = {said: float(number) for said, number in TYPED.table("moments.counts").items()}
"""Counts written as words."""
MINUTES = {said: int(minutes) for said, minutes in TYPED.table("moments.minutes").items()}
"""Minutes in a unit, by each of its names."""
_AGO = TYPED.exact("moments.ago")
_ISO_DAY = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})")
_DAY_MONTH = TYPED.exact("moments.day_month")
_MONTH_DAY = TYPED.exact("moments.month_day")
_CLOCK = TYPED.exact("moments.clock")
_AFTER_NOON = TYPED.text("moments.after_noon")


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
    if words in _NOW:
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
    words = " ".join(_BETWEEN.sub(" ", text.casefold()).rstrip(".").split())
    for said, half in _HALVES.items():
        words = words.replace(said, half)
    return words


def _elapsed(ago: re.Match[str]) -> timedelta:
    return timedelta(minutes=count_of(ago["count"]) * MINUTES[ago["unit"]])


def count_of(words: str) -> float:
    """A count in figures or in words."""
    return COUNTS[words] if words in COUNTS else float(words)


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
    words = _BEFORE_DAY.sub("", words.strip(" ,"), count=1)
    if words in _TODAY:
        return today
    if words in _YESTERDAY:
        return today - timedelta(days=1)
    weekday = _LAST.sub("", words, count=1)
    if weekday in WEEKDAYS:
        back = (today.weekday() - WEEKDAYS.index(weekday)) % 7
        return today - timedelta(days=back or (7 if words != weekday else 0))
    return calendar_day(words, today)


def calendar_day(words: str, today: date, *, ahead: bool = False) -> date | None:
    """A day by its date. Without a year it is one that has been: reports look back; or one `ahead`."""
    if match := _ISO_DAY.fullmatch(words):
        return _date(int(match["year"]), int(match["month"]), int(match["day"]))
    match = _DAY_MONTH.fullmatch(words) or _MONTH_DAY.fullmatch(words)
    if not match or not (month := month_called(match["name"])):
        return None
    day = int(match["day"])
    if match["year"]:
        return _date(int(match["year"]), month, day)
    this_year = _date(today.year, month, day)
    if this_year and (this_year >= today if ahead else this_year <= today):
        return this_year
    return _date(today.year + (1 if ahead else -1), month, day)


def month_called(name: str) -> int:
    """The number of the month whose name begins like that, 0 for none."""
    return next((number for number, one in enumerate(MONTHS, 1) if name.startswith(one)), 0)


def clock_time(words: str) -> time | None:
    """The time a clock shows; an hour alone is none."""
    words = _BEFORE_TIME.sub("", words.strip(" ,"), count=1)
    if words in WORDS_FOR_TIMES:
        return WORDS_FOR_TIMES[words]
    match = _CLOCK.fullmatch(words)
    if not match or not (match["minute"] or match["half"]):
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if match["half"] == _AFTER_NOON else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
