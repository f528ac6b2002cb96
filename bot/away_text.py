"""What people type when they or somebody else will not be there: "until Monday, Dana stands in", "from 14 December
until 4 January", "until 14:00", "today". Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.moments import LONGEST, local_moment
from bot.moments_ahead import read_ahead
from foundation.calendar import WorkCalendar

MOST_CHARACTERS = 200

_WHO = r"(?!(?:The|My|Our|Your|His|Her|Their|This|That|It|He|She|They|We|Who|What|There|Everybody|Nobody)\b)"
_NAME = rf"{_WHO}(?P<who>[A-ZÀ-Ý][\w.'’-]*(?: [A-ZÀ-Ý][\w.'’-]*){{0,3}})"
_IS_AWAY = re.compile(
    rf"{_NAME} (?:is|will be) (?:away|out|off|absent|on leave|on vacation)(?: of (?:the )?office)? "
    r"(?P<when>(?:until|till|from|today|tomorrow)\b[^?]*)"
)
_IS_BACK = re.compile(rf"{_NAME} is (?:back|here again|back again)(?: at work| in the office)?[ .!]*")
_STANDS_IN = re.compile(
    r"(?:[,;.]| and| with| [-–])+ *"
    r"(?:(?P<before>[^,;]{2,60}?) (?:stands? in|covers?|fills? in|takes? over|will (?:stand in|cover|fill in)"
    r"|is (?:my |the )?(?:deputy|stand-in|cover))(?: for (?:me|him|her|them))?"
    r"|(?:deputy|stand-in|cover|covered by)(?: is)?:? (?P<after>[^,;]{2,60}?))[ .!]*\Z",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:from )(?P<since>.+?) (?:until|till|to|through) (?P<until>.+)", re.IGNORECASE)
_UNTIL = re.compile(r"(?:until|till|back(?: on| at)?|to)\b ?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AwayTyped:
    """What was understood: since when and until when, aware, and the words that name who stands in."""

    since: datetime | None = None
    until: datetime | None = None
    deputy: str = ""


def away_of_somebody(text: str) -> tuple[str, str] | None:
    """The name and the rest of "Sam Okafor is away until Monday"; None for every other text."""
    found = _IS_AWAY.fullmatch(" ".join(text.split())) if len(text) <= MOST_CHARACTERS else None
    return (found["who"], found["when"]) if found else None


def back_of_somebody(text: str) -> str:
    """The name in "Sam Okafor is back", or an empty text."""
    found = _IS_BACK.fullmatch(" ".join(text.split())) if len(text) <= MOST_CHARACTERS else None
    return found["who"] if found else ""


def read_away(text: str, calendar: WorkCalendar, now: datetime) -> AwayTyped:
    """What a text says about an absence; what is not plain stays open.

    A day until which somebody is away ends when work begins on it: on that day they are there again.
    """
    said = " ".join(text[:MOST_CHARACTERS].split()).rstrip(" .!")
    deputy = ""
    if found := _STANDS_IN.search(said):
        said, deputy = said[: found.start()], (found["before"] or found["after"]).strip()
    since, until = _times(said.strip(" ,;"), calendar, now)
    return AwayTyped(since, until, deputy)


def _times(said: str, calendar: WorkCalendar, now: datetime) -> tuple[datetime | None, datetime | None]:
    today = calendar.day_of(now)
    if said.casefold() in ("today", "for today", "the rest of the day", "for the rest of the day"):
        midnight = local_moment(datetime.combine(today + timedelta(days=1), time.min), calendar.zone)
        closes = calendar.closes(today)
        return None, closes if closes > now else midnight.astimezone(UTC)
    if said.casefold() == "tomorrow":
        begins = local_moment(datetime.combine(today + timedelta(days=1), time.min), calendar.zone)
        return begins.astimezone(UTC), calendar.opens(today + timedelta(days=2))
    if both := _BETWEEN.fullmatch(said):
        since = _ahead(both["since"], calendar, now, time.min)
        return since, _ahead(both["until"], calendar, max(now, since or now), calendar.start)
    return None, _ahead(_UNTIL.sub("", said, count=1), calendar, now, calendar.start)


def _ahead(text: str, calendar: WorkCalendar, now: datetime, usual: time) -> datetime | None:
    found = read_ahead(text, calendar.zone, now, usual) if 0 < len(text) <= LONGEST else None
    return found.astimezone(UTC) if found else None
