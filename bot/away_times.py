"""Since when and until when somebody is away, as people type it: "until Mon", "on Friday", "from Monday through
Friday", "for 2 hours", "next week", "until the end of the day". Pure.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from bot.moments import LONGEST, WEEKDAYS, local_moment
from bot.moments_ahead import read_ahead
from foundation.calendar import WorkCalendar

Times = tuple[datetime | None, datetime | None]
"""Since when, None for now, and until when; both None where it is not plain."""

_SHORT_DAY = re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs)?\b\.?")
_WHOLE_DAY = {one[:3]: one for one in WEEKDAYS}
_TWELVE_HOURS = re.compile(r"(?<![\d:.-])([1-6])[:.](\d\d)(?![\d:.]| ?[ap]\.?m)")
_NIGHT = time(6)
"""Before that hour "until 3:30" means the night it is."""

_TODAY = re.compile(r"(?:for )?(?:the )?(?:all |whole |rest of )*(?:today|the day|this afternoon|day today)")
_END_OF_DAY = re.compile(
    r"(?:until|till) (?:(?:the )?end of (?:the |my |this )?(?:work(?:ing)? ?)?(?:day|shift)|eod|cob|today|tonight"
    r"|(?:the )?close of business|closing(?: time)?|this evening)|eod|cob"
)
_THIS_WEEK = re.compile(
    r"(?:for )?(?:the )?(?:rest of |all )*(?:this|the) week|(?:until|till) (?:the )?end of (?:the|this) week|all week"
)
_NEXT_WEEK = re.compile(r"(?P<until>until |till |back )?(?:for |all |the whole )*next week")
_MORNING = re.compile(r"(?:on )?(?P<day>this|tomorrow|\w+day) (?P<part>morning|afternoon)")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}
_FOR = re.compile(
    r"(?:for )?(?:the )?(?:next |about |around )*(?P<count>\d{1,3}|half an|a couple of|an?|one|two|three|four|five|six"
    r"|ten) (?P<unit>minute|min|hour|hr|h|day|week)s?"
)
_ON_A_DAY = re.compile(
    r"(?:on )?(?P<day>.+?),? (?:from|between) (?P<since>.+?) (?:until|till|to|and|-|–) (?P<until>.+)"
)
_BETWEEN = re.compile(
    r"(?:from |on |between |starting )?(?!until |till )(?P<since>.+?)(?P<to> until| till| to| through| thru| -| –)\b ?"
    r"(?P<until>.+)"
)
_SINCE = re.compile(r"(?:from|starting|beginning|as of|in)\b ?(?P<since>.+)")
_UNTIL = re.compile(r"(?:until|till|back(?: on| at)?|through|thru|to)\b ?")
_THROUGH = re.compile(r"(?:through|thru|until and including|up to and including)\b ?")
_INCLUDED = re.compile(r",? ?\(?(?:included|inclusive|including)\)?$")


def read_times(text: str, calendar: WorkCalendar, now: datetime) -> Times:
    """The times of an absence.

    A day until which somebody is away ends when work begins on it: on that day they are there again. "Through" a day,
    and "from" one "to" another, they are away on the last one too, and a day alone is that day.
    """
    said = _SHORT_DAY.sub(lambda found: _WHOLE_DAY[found[1]], " ".join(text.casefold().split()).strip(" ,;."))
    if now.astimezone(calendar.zone).time() >= _NIGHT:
        said = _TWELVE_HOURS.sub(r"\1:\2 pm", said)
    return _whole(said, calendar, now) or _spoken(said, calendar, now)


def _whole(said: str, calendar: WorkCalendar, now: datetime) -> Times | None:
    """Times that have a name of their own."""
    today = calendar.day_of(now)
    monday = today - timedelta(days=today.weekday())
    if _TODAY.fullmatch(said) or _END_OF_DAY.fullmatch(said):
        closes = calendar.closes(today)
        until = closes if closes > now else _at(today + timedelta(days=1), time.min, calendar)
        noon = _at(today, time(12), calendar)
        return (noon if said == "this afternoon" and noon > now else None), until
    if _THIS_WEEK.fullmatch(said):
        return None, calendar.opens(calendar.open_day_after(monday + timedelta(days=6)))
    if week := _NEXT_WEEK.fullmatch(said):
        if week["until"]:
            return None, calendar.opens(calendar.open_day_after(monday + timedelta(days=6)))
        after = calendar.opens(calendar.open_day_after(monday + timedelta(days=13)))
        return _at(monday + timedelta(days=7), time.min, calendar), after
    if (part := _MORNING.fullmatch(said)) and (
        day := today if part["day"] == "this" else _day(part["day"], calendar, now)
    ):
        noon = _at(day, time(12), calendar)
        if part["part"] == "morning":
            return (None if day == today else _at(day, time.min, calendar)), noon
        return noon, calendar.closes(day)
    if lasts := _FOR.fullmatch(said):
        return None, _lasting(lasts["count"], lasts["unit"], calendar, now)
    return None


def _lasting(count: str, unit: str, calendar: WorkCalendar, now: datetime) -> datetime | None:
    if count == "half an":
        return now + timedelta(minutes=30) if unit.startswith("h") else None
    number = 2 if count == "a couple of" else _COUNTS.get(count) or int(count)
    return _ahead(f"in {number} {unit}", calendar, now, calendar.start)


def _spoken(said: str, calendar: WorkCalendar, now: datetime) -> Times:
    bare = re.sub(r"^(?:on |all day (?:on )?|all )", "", said)
    if day := _day(bare, calendar, now):
        return _at(day, time.min, calendar), calendar.opens(calendar.open_day_after(day))
    if hours := _ON_A_DAY.fullmatch(said):
        since = _ahead(f"{hours['day']} {hours['since']}", calendar, now, time.min)
        until = _ahead(hours["until"], calendar, since, calendar.start) if since else None
        if until:
            return since, until
    if both := _BETWEEN.fullmatch(said):
        starts_now = both["since"] in ("now", "right now")
        since = None if starts_now else _ahead(both["since"], calendar, now, time.min)
        if since or starts_now:
            closed = both["to"].strip() in ("until", "till")
            return since, _end(both["until"], calendar, max(now, since or now), with_day=not closed)
    if only := _SINCE.fullmatch(said):
        since = _ahead(only["since"] if not said.startswith("in ") else said, calendar, now, time.min)
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
    if (
        at_work is None
        or at_night is None
        or at_work == at_night
        or said.startswith(("in ", "until ", "till "))
    ):
        return None
    return calendar.day_of(at_work)


def _at(day: date, at: time, calendar: WorkCalendar) -> datetime:
    return local_moment(datetime.combine(day, at), calendar.zone).astimezone(UTC)


def _ahead(text: str, calendar: WorkCalendar, now: datetime, usual: time) -> datetime | None:
    found = read_ahead(text, calendar.zone, now, usual) if 0 < len(text) <= LONGEST else None
    return found.astimezone(UTC) if found else None
