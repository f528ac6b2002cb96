"""What people type when they or somebody else will not be there: "until Monday, Dana stands in", "I'm on vacation
from Monday to Friday", "Sam is away", "who is away?". Pure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.away_times import Times, read_times
from bot.typed import TYPED
from foundation.calendar import WorkCalendar

MOST_CHARACTERS = 200
ONESELF = frozenset(TYPED.words("away_text.oneself"))
"""How somebody asks of themselves whether they are away."""


_NOBODY = frozenset(TYPED.words("away_text.nobody"))
"""Words that are no part of anybody's name."""

_IS_AWAY = TYPED.pattern("away_text.is_away")
_I_AM_AWAY = TYPED.pattern("away_text.i_am_away")
_IS_BACK = TYPED.pattern("away_text.is_back")
_NOT_AWAY = TYPED.pattern("away_text.not_away")
_WHO_IS_AWAY = TYPED.pattern("away_text.who_is_away")
_IS_WHO_AWAY = TYPED.pattern("away_text.is_who_away")

_STANDS_IN = TYPED.pattern("away_text.stands_in")
_COVERS_LAST = TYPED.pattern("away_text.covers_last")
_COVERS_FIRST = TYPED.pattern("away_text.covers_first")
_LEFT_OPEN = TYPED.pattern("away_text.left_open")
_WORDS_OF_A_NAME = 4


@dataclass(frozen=True, slots=True)
class AwayTyped:
    """What was understood: since when and until when, aware, and the words that name who stands in."""

    since: datetime | None = None
    until: datetime | None = None
    deputy: str = ""


def away_of_somebody(text: str) -> tuple[str, str] | None:
    """The name and the rest of "Sam Okafor is away until Monday"; None for every other text."""
    found = _IS_AWAY.fullmatch(_plain(text))
    if found is None or not _is_name(found["who"]):
        return None
    if found["loose"] and not found["who"][0].isupper():
        return None  # "parking is out until Friday" is about nobody.
    return found["who"], (found["when"] or found["loose"] or "").strip()


def away_of_oneself(text: str) -> str | None:
    """When, as "I'm on vacation until Monday" says it, "" where it says nothing; None for every other text."""
    found = _I_AM_AWAY.fullmatch(_plain(text))
    said = (found[name] for name in ("when", "loose", "in", "back")) if found else ()
    return next((one.strip() for one in said if one), "") if found else None


def back_of_somebody(text: str) -> str:
    """The name in "Sam Okafor is back", or an empty text."""
    found = _IS_BACK.fullmatch(_plain(text))
    return found["who"] if found and _is_name(found["who"]) else ""


def takes_back(text: str) -> bool:
    """Whether somebody says that an absence of theirs holds no more: "cancel my absence", "I am not away"."""
    return bool(_NOT_AWAY.fullmatch(_plain(text).rstrip(" .!")))


def asked_of(text: str) -> str | None:
    """Of whom it is asked whether they are away, or who stands in for them; "" for everybody, None for another text."""
    said = _plain(text)
    if _WHO_IS_AWAY.fullmatch(said):
        return ""
    found = _IS_WHO_AWAY.fullmatch(said)
    who = (found["who"] or found["absent"]) if found else ""
    return who if who and (_is_name(who) or who.casefold() in ONESELF) else None


def away_command(text: str) -> str:
    """The command that takes words about an absence: "away" or "back", or ""."""
    if takes_back(text) or back_of_somebody(text):
        return "back"
    told = away_of_somebody(text) is not None or away_of_oneself(text) is not None
    return "away" if told or asked_of(text) is not None else ""


def read_away(text: str, calendar: WorkCalendar, now: datetime) -> AwayTyped:
    """What a text says about an absence; what is not plain stays open."""
    said = " ".join(text[:MOST_CHARACTERS].split()).strip(" .!,;")

    def times(words: str) -> Times:
        return read_times(words, calendar, now)

    if found := _STANDS_IN.search(said):
        deputy = (found["before"] or found["after"]).strip()
        return AwayTyped(*times(said[: found.start()]), deputy)
    if times(said)[1] is None:
        first = _COVERS_FIRST.fullmatch(said)
        if first and times(first["when"])[1]:
            return AwayTyped(*times(first["when"]), first["who"])
        if last := _COVERS_LAST.fullmatch(said):
            return _split(last["head"].split(), times)
        when, comma, who = said.rpartition(",")
        if comma and len(who.split()) <= _WORDS_OF_A_NAME and times(when)[1]:
            return AwayTyped(*times(when), _LEFT_OPEN.sub("", who.strip(), count=1))
    return AwayTyped(*times(said))


def _split(words: list[str], times: Callable[[str], Times]) -> AwayTyped:
    """Times and a name without anything between them: the longest beginning that is a time."""
    for count in range(len(words) - 1, max(len(words) - 1 - _WORDS_OF_A_NAME, 0), -1):
        since, until = times(" ".join(words[:count]))
        if until:
            return AwayTyped(since, until, " ".join(words[count:]))
    return AwayTyped(deputy=" ".join(words) if len(words) <= _WORDS_OF_A_NAME else "")


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split()) if len(text) <= MOST_CHARACTERS else ""


def _is_name(who: str) -> bool:
    return not _NOBODY.intersection(who.casefold().split())
