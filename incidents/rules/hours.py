"""The business calendar for clocks that stand still outside office hours.

business_hours_only: true
business_hours:
  zone: America/Denver
  days: [mon, tue, wed, thu, fri]
  from: "08:00"
  until: "17:00"
  holidays: ["2026-12-25"]
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from foundation.datafile import DataEntry

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HORIZON = 366  # days to look ahead for an open hour


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """Open from `start` to `end` local time on `days` (0 is Monday), except on holidays."""

    zone: ZoneInfo
    days: frozenset[int]
    start: time
    end: time
    holidays: frozenset[date] = frozenset()

    def after(self, moment: datetime, wait: timedelta) -> datetime:
        """The moment at which `wait` of open time has passed; exact across changes of summer time."""
        first = moment.astimezone(self.zone).date()
        for offset in range(HORIZON):
            opens, closes = self._open_on(first + timedelta(days=offset))
            begin = max(opens, moment)
            if begin + wait <= closes:
                return begin + wait
            wait -= max(closes - begin, timedelta())
        return moment + wait

    def _open_on(self, day: date) -> tuple[datetime, datetime]:
        opens = datetime.combine(day, self.start, self.zone).astimezone(UTC)
        if day.weekday() not in self.days or day in self.holidays:
            return opens, opens
        return opens, datetime.combine(day, self.end, self.zone).astimezone(UTC)


def read_hours(top: DataEntry) -> BusinessHours:
    """Read `business_hours`; raises DataFileError with the line."""
    entry = top.entry("business_hours", required=True)
    assert entry is not None  # noqa: S101 - required=True raises instead of returning None
    entry.only("zone", "days", "from", "until", "holidays")
    start, end = _time(entry, "from", "08:00"), _time(entry, "until", "17:00")
    if start >= end:
        raise entry.error("until", "The day ends before it begins.", "a time later than “from”")
    return BusinessHours(_zone(entry), _days(entry), start, end, _holidays(entry))


def _zone(entry: DataEntry) -> ZoneInfo:
    try:
        return ZoneInfo(entry.text("zone", required=True))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise entry.error("zone", "The time zone is not known.", "a name such as America/Halifax") from error


def _days(entry: DataEntry) -> frozenset[int]:
    names = entry.texts("days") or DAYS[:5]
    unknown = [name for name in names if name not in DAYS]
    if unknown:
        raise entry.error("days", f"“{unknown[0]}” is not a day.", "days among " + ", ".join(DAYS))
    return frozenset(DAYS.index(name) for name in names)


def _time(entry: DataEntry, name: str, default: str) -> time:
    try:
        return time.fromisoformat(entry.text(name, default=default))
    except ValueError as error:
        raise entry.error(name, f"“{name}” is not a time.", 'a time in quotes such as "08:00"') from error


def _holidays(entry: DataEntry) -> frozenset[date]:
    try:
        return frozenset(date.fromisoformat(day) for day in entry.texts("holidays"))
    except ValueError as error:
        raise entry.error(
            "holidays", "A holiday is not a date.", 'dates in quotes such as "2026-12-25"'
        ) from error
