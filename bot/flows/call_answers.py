"""Short answers while somebody is asked to come or a meeting is looked after: on my way, all is well, I am at.

Every part of what was typed has to be one that is known: whatever says more is read as any other text.
"""

from __future__ import annotations

import re
from enum import StrEnum

from bot.flows.call_places import is_place
from bot.flows.situations import plain
from bot.typed import TYPED

_PARTS = TYPED.exact("call_answers.parts")
_COMING = TYPED.exact("call_answers.coming")
_NOT_COMING = TYPED.exact("call_answers.not_coming")
_FINE = TYPED.exact("call_answers.fine")
_OVER = TYPED.exact("call_answers.over")
_LEFT = TYPED.exact("call_answers.left")
_BARE = TYPED.exact("call_answers.bare")
_ALONE = TYPED.exact("call_answers.alone")
_WAITS = TYPED.exact("call_answers.waits")
_NEAR = TYPED.exact("call_answers.near")
_CALMS = TYPED.exact("call_answers.calms")
_ONE_WORD = TYPED.exact("call_answers.one_word")
_KIND = TYPED.exact("call_answers.kind")
_STOP = TYPED.exact("call_answers.stop")
_AT = TYPED.exact("call_answers.at")


class Well(StrEnum):
    """How plainly somebody says that all is well: it is OVER, they are FINE, or only words that can mean it (MAYBE)."""

    OVER = "over"
    FINE = "fine"
    MAYBE = "maybe"


def how_well(text: str) -> Well | None:
    """Whether a text says that all is well, and how plainly; None for any other text."""
    parts = _parts(text)
    if not parts or not all(
        any(one.fullmatch(part) for one in (_FINE, _OVER, _LEFT, _BARE, _KIND, _STOP)) for part in parts
    ):
        return None
    for kind, patterns in (
        (Well.OVER, (_OVER,)),
        (Well.FINE, (_FINE,)),
        (Well.MAYBE, (_LEFT, _BARE, _STOP)),
    ):
        if any(one.fullmatch(part) for one in patterns for part in parts):
            return kind
    return None


def says_one_word(text: str) -> bool:
    """Whether a text is one word that can mean the end of a call or of anything else: "cancel", "end", "over"."""
    return any(_ONE_WORD.fullmatch(one) for one in _parts(text)) and all(
        _ONE_WORD.fullmatch(one) or _KIND.fullmatch(one) for one in _parts(text)
    )


def says_yes(text: str) -> bool:
    """Whether a text answers "Are you all right?" with yes, be it in one word."""
    parts = _parts(text)
    return any(_BARE.fullmatch(one) for one in parts) and all(
        _BARE.fullmatch(one) or _KIND.fullmatch(one) for one in parts
    )


def says_coming(text: str) -> bool:
    """Whether somebody says that they are on their way."""
    parts = _parts(text)
    known = (_COMING, _CALMS, _BARE, _KIND)
    fits = all(any(one.fullmatch(part) for one in known) for part in parts)
    return fits and any(_COMING.fullmatch(part) for part in parts)


def says_not_coming(text: str) -> bool:
    """Whether somebody says that they do not come, or not after all."""
    parts = _parts(text)
    known = (_NOT_COMING, _BARE, _KIND)
    fits = all(any(one.fullmatch(part) for one in known) for part in parts)
    return fits and any(_NOT_COMING.fullmatch(part) for part in parts)


def says_alone(text: str) -> bool:
    """Whether whoever called says that nobody is there."""
    return _only(_ALONE, _parts(text))


def says_waiting(text: str) -> bool:
    """Whether whoever called asks where people are, or tells that the danger comes nearer or is there."""
    said = plain(text).replace("?", "").strip()
    return any(_only(one, _parts(said)) for one in (_WAITS, _NEAR))


def _only(pattern: re.Pattern[str], parts: list[str]) -> bool:
    known = all(any(one.fullmatch(part) for one in (pattern, _BARE, _KIND, _ALONE, _NEAR)) for part in parts)
    return known and any(pattern.fullmatch(part) for part in parts)


def says_where(text: str) -> str:
    """The place at which somebody says that they are, as they typed it; empty for any other text."""
    if "?" in text:
        return ""
    found = _AT.fullmatch(plain(text))
    if found is None or not is_place(found["place"]):
        return ""
    at = text.casefold().rfind(found["place"])
    return text[at : at + len(found["place"])] if at >= 0 else found["place"]


def _parts(text: str) -> list[str]:
    said = plain(text)
    return [] if "?" in said else [one.strip() for one in _PARTS.split(said) if one.strip()]
