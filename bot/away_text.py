"""What people type when they or somebody else will not be there: "until Monday, Dana stands in", "I'm on vacation
from Monday to Friday", "Sam is away", "who is away?". Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.away_times import Times, read_times
from foundation.calendar import WorkCalendar

MOST_CHARACTERS = 200

_NO_NAMES = """
the a an my our your his her their this that it he she they we i you who what there here everybody everyone nobody
somebody someone anybody anyone customer customers client caller callers visitor resident tenant applicant supervisor
manager boss head mayor council office counter desk department system website server printer phone line power internet
security police colleague coworker family mother father wife husband if when why how where and or not
"""
_NOBODY = frozenset(_NO_NAMES.split())
"""Words that are no part of anybody's name."""

_NAME = r"(?P<who>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){0,3}?)"
_STATE = (
    r"(?:away|absent|on (?:\w+ )?leave|on (?:vacation|holidays?|pto)|out of (?:the )?office|off work"
    r"|not (?:in|at work|in the office))"
)
_LOOSE = r"(?:out|off(?: sick)?|sick)"
_WHEN = (
    r"(?P<when>(?:until|till|from|today|tomorrow|on|this|next|all|through|thru|starting|as of|in|back|the rest of"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)\w*|\d{1,2}(?=[ :.])|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|for (?=\d|an?\b|the\b|one\b|two\b|three\b|half\b|next\b|today\b|about\b|all\b))[^?]*?)"
)
_LOOSE_WHEN = _WHEN.replace("?P<when>", "?P<loose>").replace("|in|", "|in (?=\\d|an? )|")
_HOW = rf"(?:{_STATE}(?:,? {_WHEN})?|{_LOOSE},? {_LOOSE_WHEN})[ .!]*"
_IS_AWAY = re.compile(rf"{_NAME} (?:is|will be|is going to be) {_HOW}", re.IGNORECASE)
_I_AM_AWAY = re.compile(
    rf"(?:i am|i'm|im|i will be|i'll be|i(?:'m| am) going to be) {_HOW}"
    r"|i (?:won't|wont|will not|can't|cannot|am not going to) be (?:in|here|there|at work|in the office|working)"
    rf"(?: {_WHEN.replace('when', 'in')})?[ .!]*",
    re.IGNORECASE,
)
_IS_BACK = re.compile(
    rf"{_NAME} is (?:back|here again|back again|not away)(?: at work| in the office)?[ .!]*", re.IGNORECASE
)
_NOT_AWAY = re.compile(
    r"(?:please )?(?:cancel|delete|remove|take back|undo|withdraw|forget|end|drop)(?: my| the| this)? "
    r"(?:planned )?(?:absence|vacation|leave|time away|time off|out of office)"
    r"|i(?:'m| am) not (?:away|absent|on leave|on vacation|going away|out of (?:the )?office)(?: any ?more| after all"
    r"| today| now)*|i(?:'m| am) (?:here|there|in|at work) after all|i(?:'ll| will) be (?:here|there|in) after all",
    re.IGNORECASE,
)
_NOW = r"(?: today| now| this week| at the moment| right now| currently| here)*"
_WHO_IS_AWAY = re.compile(
    rf"(?:who(?:'s| is| else is| all is)|is (?:any(?:one|body)|some(?:one|body))|show me who is) {_STATE}{_NOW}[ ?!.]*",
    re.IGNORECASE,
)
_IS_WHO_AWAY = re.compile(
    rf"(?:(?:until|till) when is |when (?:is|will) |is ){_NAME} (?:be )?(?:{_STATE}|back)"
    rf"(?: (?:until|till) [^?]*)?{_NOW}[ ?!.]*"
    rf"|who (?:stands? in|is standing in|covers|is covering|fills in|is filling in|is (?:the )?(?:deputy|stand-in))"
    rf"(?: for| of) {_NAME.replace('who', 'absent')}{_NOW}[ ?!.]*",
    re.IGNORECASE,
)

_COVERS = (
    r"(?:stands? in|will stand in|is standing in|standing in|covers?|is covering|covering|will (?:cover|fill in)"
    r"|will be covering|fills? in|is filling in|takes? over|is (?:my |the )?(?:deputy|stand-in|cover))"
    r"(?: for (?:me|him|her|them|us))?"
)
_STANDS_IN = re.compile(
    rf"(?:[,;.]| and| with| [-–])+ *(?:(?P<before>[^,;]{{2,60}}?) {_COVERS}"
    r"|(?:(?:my |the )?(?:deputy|stand-in|cover)|covered by)(?: is)?:? (?P<after>[^,;]{2,60}?))[ .!]*\Z",
    re.IGNORECASE,
)
_COVERS_LAST = re.compile(rf"(?P<head>.{{2,120}}?) {_COVERS}[ .!]*\Z", re.IGNORECASE)
_COVERS_FIRST = re.compile(rf"[,; ]*(?P<who>.{{2,60}}?) {_COVERS}[ ,]+(?P<when>.+)", re.IGNORECASE)
_LEFT_OPEN = re.compile(r"(?:and|with|,|;|[-–])+ *", re.IGNORECASE)
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
    return (found["when"] or found["loose"] or found["in"] or "").strip() if found else None


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
    return who if who and (_is_name(who) or who.casefold() == "me") else None


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
