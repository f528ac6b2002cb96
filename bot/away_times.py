"""Since when and until when somebody is away, as people type it: "until Mon", "on Friday", "from Monday through
Friday", "for 2 hours", "next week", "until the end of the day". Pure.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from bot.moments import LONGEST, MINUTES, WEEKDAYS, count_of, local_moment
from bot.moments_ahead import read_ahead
from bot.typed import TYPED
from foundation.calendar import WorkCalendar

Times = tuple[datetime | None, datetime | None]
"""Since when, None for now, and until when; both None where it is not plain."""

_SHORT_DAY = TYPED.exact("away_times.short_day")
_TWELVE_HOURS = TYPED.exact("away_times.twelve_hours")
_MEANT = TYPED.text("away_times.twelve_hours_meant")
AN_HOUR = 60
_NIGHT = time(6)
"""Before that hour "until 3:30" means the night it is."""

_TODAY = TYPED.exact("away_times.today")
_END_OF_DAY = TYPED.exact("away_times.end_of_day")
_THIS_WEEK = TYPED.exact("away_times.this_week")
_NEXT_WEEK = TYPED.exact("away_times.next_week")
_MORNING = TYPED.exact("away_times.morning")
_FOR = TYPED.exact("away_times.for")
_ON_A_DAY = TYPED.exact("away_times.on_a_day")
_BETWEEN = TYPED.exact("away_times.between")
_SINCE = TYPED.exact("away_times.since")
_UNTIL = TYPED.exact("away_times.until")
_THROUGH = TYPED.exact("away_times.through")
_INCLUDED = TYPED.exact("away_times.included")
_AFTERNOON = frozenset(TYPED.words("away_times.afternoon"))
_OF_TODAY = frozenset(TYPED.words("away_times.of_today"))
_BEFORE_NOON = frozenset(TYPED.words("away_times.before_noon"))
_ALL_DAY = TYPED.exact("away_times.all_day")
_NOW = frozenset(TYPED.words("away_times.now"))
_UP_TO = frozenset(TYPED.words("away_times.up_to"))
_IN = TYPED.exact("away_times.in")
_NO_DAY = TYPED.exact("away_times.no_day")
_AHEAD = TYPED.text("away_times.ahead")


def read_times(text: str, calendar: WorkCalendar, now: datetime) -> Times:
    """The times of an absence.

    A day until which somebody is away ends when work begins on it: on that day they are there again. "Through" a day,
    and "from" one "to" another, they are away on the last one too, and a day alone is that day.
    """
    said = _SHORT_DAY.sub(_whole_day, " ".join(text.casefold().split()).strip(" ,;."))
    if now.astimezone(calendar.zone).time() >= _NIGHT:
        said = _TWELVE_HOURS.sub(_MEANT, said)
    return _whole(said, calendar, now) or _spoken(said, calendar, now)


def _whole_day(short: re.Match[str]) -> str:
    return next(day for day in WEEKDAYS if day.startswith(short[1]))


def _whole(said: str, calendar: WorkCalendar, now: datetime) -> Times | None:
    """Times that have a name of their own."""
    today = calendar.day_of(now)
    monday = today - timedelta(days=today.weekday())
    if _TODAY.fullmatch(said) or _END_OF_DAY.fullmatch(said):
        closes = calendar.closes(today)
        until = closes if closes > now else _at(today + timedelta(days=1), time.min, calendar)
        noon = _at(today, time(12), calendar)
        return (noon if said in _AFTERNOON and noon > now else None), until
    if _THIS_WEEK.fullmatch(said):
        return None, calendar.opens(calendar.open_day_after(monday + timedelta(days=6)))
    if week := _NEXT_WEEK.fullmatch(said):
        if week["until"]:
            return None, calendar.opens(calendar.open_day_after(monday + timedelta(days=6)))
        after = calendar.opens(calendar.open_day_after(monday + timedelta(days=13)))
        return _at(monday + timedelta(days=7), time.min, calendar), after
    if (part := _MORNING.fullmatch(said)) and (
        day := today if part["day"] in _OF_TODAY else _day(part["day"], calendar, now)
    ):
        noon = _at(day, time(12), calendar)
        if part["part"] in _BEFORE_NOON:
            return (None if day == today else _at(day, time.min, calendar)), noon
        return noon, calendar.closes(day)
    if lasts := _FOR.fullmatch(said):
        return None, _lasting(lasts["count"], lasts["unit"], calendar, now)
    return None


def _lasting(count: str, unit: str, calendar: WorkCalendar, now: datetime) -> datetime | None:
    number = count_of(count)
    if number.is_integer():
        return _ahead(_AHEAD.format(count=int(number), unit=unit), calendar, now, calendar.start)
    return now + timedelta(minutes=number * MINUTES[unit]) if MINUTES[unit] == AN_HOUR else None


def _spoken(said: str, calendar: WorkCalendar, now: datetime) -> Times:
    bare = _ALL_DAY.sub("", said, count=1)
    if day := _day(bare, calendar, now):
        return _at(day, time.min, calendar), calendar.opens(calendar.open_day_after(day))
    if hours := _ON_A_DAY.fullmatch(said):
        since = _ahead(f"{hours['day']} {hours['since']}", calendar, now, time.min)
        until = _ahead(hours["until"], calendar, since, calendar.start) if since else None
        if until:
            return since, until
    if both := _BETWEEN.fullmatch(said):
        starts_now = both["since"] in _NOW
        since = None if starts_now else _ahead(both["since"], calendar, now, time.min)
        if since or starts_now:
            closed = both["to"].strip() in _UP_TO
            return since, _end(both["until"], calendar, max(now, since or now), with_day=not closed)
    if only := _SINCE.fullmatch(said):
        since = _ahead(only["since"] if not _IN.match(said) else said, calendar, now, time.min)
        return since, None
    with_day = bool(_THROUGH.match(said))
    rest = _THROUGH.sub("", said, count=1) if with_day else _UNTIL.sub("", said, count=1)
    return None, _end(rest, calendar, now, with_day=with_day)


def _end(said: str, calendar: WorkCalendar, now: datetime, *, with_day: bool) -> datetime | None:
    """When an absence is over that goes up to what was said; `with_day` says that a last day is one of it."""
    said, named = _INCLUDED.subn("", said)
    if (with_day or named) and (day := _day(said, calendar, now)):
        return calendar.opens(calendar.open_day_after(day))
    return _ahead(said, calendar, now, calendar.start)


def _day(said: str, calendar: WorkCalendar, now: datetime) -> date | None:
    """The day that a text names, where it names nothing else."""
    at_work, at_night = (_ahead(said, calendar, now, usual) for usual in (time(12), time.min))
    if at_work is None or at_night is None or at_work == at_night or _NO_DAY.match(said):
        return None
    return calendar.day_of(at_work)


def _at(day: date, at: time, calendar: WorkCalendar) -> datetime:
    return local_moment(datetime.combine(day, at), calendar.zone).astimezone(UTC)


def _ahead(text: str, calendar: WorkCalendar, now: datetime, usual: time) -> datetime | None:
    found = read_ahead(text, calendar.zone, now, usual) if 0 < len(text) <= LONGEST else None
    return found.astimezone(UTC) if found else None
