"""The working calendar: when somebody is there, and when something is due by it. Pure; moments are aware.

    region: CA-NS                # public holidays of a country or a part of one, by its ISO 3166 code
    days: [mon, tue, wed, thu, fri]
    from: "08:30"
    until: "16:30"
    holidays: ["2026-12-24"]     # further days on which nobody is there
    open: ["2026-08-03"]         # days on which somebody is, although the region has a holiday

What is left out is Monday to Friday, 08:00 to 17:00, without holidays.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

from foundation.datafile import DataEntry

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIELDS = ("region", "days", "from", "until", "holidays", "open")
HORIZON = 366
"""Days to look ahead for one that is open."""

MOST = 1000
"""The largest count of a wait: no office waits a thousand of anything."""


class WaitUnit(StrEnum):
    """What passes until something is due: MINUTES at any hour, hours and days of work, or months of the calendar."""

    MINUTES = "minutes"
    BUSINESS_HOURS = "business hours"
    BUSINESS_DAYS = "business days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Wait:
    """How long until something is due, such as two business days."""

    count: int
    unit: WaitUnit


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Open from `start` to `end` local time on `days` (0 is Monday), except on the holidays of `region`, where one is
    named, and on `holidays`; `open_days` are open all the same.
    """

    zone: ZoneInfo
    days: frozenset[int] = frozenset(range(5))
    start: time = time(8)
    end: time = time(17)
    holidays: frozenset[date] = frozenset()
    region: str = ""
    open_days: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether anybody works on a day."""
        if day in self.open_days:
            return True
        if day.weekday() not in self.days or day in self.holidays:
            return False
        return not (self.region and day in _public_holidays(self.region, day.year))

    def day_of(self, moment: datetime) -> date:
        """The day it is then, where the organisation is."""
        return moment.astimezone(self.zone).date()

    def opens(self, day: date) -> datetime:
        """When work begins on a day, in UTC."""
        return datetime.combine(day, self.start, self.zone).astimezone(UTC)

    def closes(self, day: date) -> datetime:
        """When work ends on a day, in UTC."""
        return datetime.combine(day, self.end, self.zone).astimezone(UTC)

    def open_day_after(self, day: date, count: int = 1) -> date:
        """The open day so many open days later; where none comes within a year, as many plain days later."""
        return self._step(day, count, timedelta(days=1))

    def open_day_before(self, day: date, count: int = 1) -> date:
        """The open day so many open days earlier."""
        return self._step(day, count, timedelta(days=-1))

    def after(self, moment: datetime, wait: timedelta) -> datetime:
        """The moment at which `wait` of open time has passed; exact across changes of summer time."""
        first = self.day_of(moment)
        for offset in range(HORIZON):
            day = first + timedelta(days=offset)
            opens = self.opens(day)
            closes = self.closes(day) if self.is_open(day) else opens
            begin = max(opens, moment)
            if begin + wait <= closes:
                return begin + wait
            wait -= max(closes - begin, timedelta())
        return moment + wait

    def due(self, moment: datetime, wait: Wait) -> datetime:
        """When something is due that has so much time from `moment` on, in UTC.

        Of days and months it is the end of work: days count from the day after, and a month that has no such day, or
        ends on one that is closed, moves back to its last day and on to the next open one.
        """
        match wait.unit:
            case WaitUnit.MINUTES:
                return moment.astimezone(UTC) + timedelta(minutes=wait.count)
            case WaitUnit.BUSINESS_HOURS:
                return self.after(moment, timedelta(hours=wait.count)).astimezone(UTC)
            case WaitUnit.BUSINESS_DAYS:
                return self.closes(self.open_day_after(self.day_of(moment), wait.count))
            case WaitUnit.MONTHS:
                day = months_after(self.day_of(moment), wait.count)
                return self.closes(day if self.is_open(day) else self.open_day_after(day))

    def _step(self, day: date, count: int, step: timedelta) -> date:
        found = day
        for _ in range(count):
            tried = found + step
            for _ in range(HORIZON):
                if self.is_open(tried):
                    break
                tried += step
            else:
                tried = found + step
            found = tried
        return found


PLAIN_CALENDAR = WorkCalendar(ZoneInfo("UTC"))
"""Monday to Friday, where nothing else is said."""


def months_after(day: date, months: int) -> date:
    """The same day some months later; the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def read_calendar(entry: DataEntry, zone: ZoneInfo) -> WorkCalendar:
    """Read a calendar; raises DataFileError with the line. What else may stand in the entry is the caller's to say."""
    start, end = _time(entry, "from", "08:00"), _time(entry, "until", "17:00")
    if start >= end:
        raise entry.error("until", "The day ends before it begins.", "a time later than “from”")
    return WorkCalendar(
        zone,
        _weekdays(entry),
        start,
        end,
        _dates(entry, "holidays"),
        _region(entry),
        _dates(entry, "open"),
    )


_WAIT = re.compile(r"(?P<count>[1-9]\d{0,3}) (?P<unit>minute|hour|business hour|business day|month)s?")
_IN_UNITS: Mapping[str, tuple[int, WaitUnit]] = {
    "minute": (1, WaitUnit.MINUTES),
    "hour": (60, WaitUnit.MINUTES),
    "business hour": (1, WaitUnit.BUSINESS_HOURS),
    "business day": (1, WaitUnit.BUSINESS_DAYS),
    "month": (1, WaitUnit.MONTHS),
}


def read_wait(entry: DataEntry, name: str, default: Wait) -> Wait:
    """Read how long something may take, such as “2 business days”; raises DataFileError with the line."""
    written = " ".join(entry.text(name).casefold().split())
    if not written:
        return default
    found = _WAIT.fullmatch(written)
    if found is None or int(found["count"]) > MOST:
        problem = f"“{name}” is no time that something may take."
        raise entry.error(name, problem, "such as 30 minutes, 24 hours, 8 business hours or 2 business days")
    times, unit = _IN_UNITS[found["unit"]]
    return Wait(int(found["count"]) * times, unit)


@cache
def _public_holidays(region: str, year: int) -> frozenset[date]:
    """The public holidays of a region in one year.

    The mapping that the package gives fills itself while it is asked: a thread that comes in between would find a year
    without holidays. Nobody else ever has this one.
    """
    import holidays  # As long to import as all the rest, and many an organisation names no region.

    country, _, part = region.partition("-")
    return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))


def _region(entry: DataEntry) -> str:
    region = entry.text("region").upper()
    if region and not _is_known(region):
        problem = f"The public holidays of “{region}” are not known."
        raise entry.error("region", problem, "a code of ISO 3166 such as CA, CA-NS or US-CO")
    return region


def _is_known(region: str) -> bool:
    import holidays  # See above.

    country, dash, part = region.partition("-")
    parts = holidays.list_supported_countries().get(country)
    return parts is not None and (part in parts if dash else True)


def _weekdays(entry: DataEntry) -> frozenset[int]:
    names = entry.texts("days") or DAYS[:5]
    unknown = [name for name in names if name not in DAYS]
    if unknown:
        raise entry.error("days", f"“{unknown[0]}” is not a day.", "days among " + ", ".join(DAYS))
    return frozenset(DAYS.index(name) for name in names)


def _time(entry: DataEntry, name: str, default: str) -> time:
    said, wanted = entry.text(name, default=default), 'a time in quotes such as "08:00"'
    try:
        found = time.fromisoformat(said)
    except ValueError as error:
        raise entry.error(name, f"“{name}” is not a time.", wanted) from error
    if found.tzinfo is not None:  # The zone of the organisation counts; one of its own could not be compared.
        raise entry.error(name, f"“{name}” is a time with a zone.", wanted)
    return found


def _dates(entry: DataEntry, name: str) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(day) for day in entry.texts(name))
    except ValueError as error:
        raise entry.error(
            name, "A day that stands here is not a date.", 'dates in quotes such as "2026-12-25"'
        ) from error
