"""A call for somebody to come, typed in plain words.

Only what is plainly meant calls people; whatever tells of danger in other words shows the numbers and the button.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.flows.call_places import is_perhaps_place, is_place
from bot.flows.situations import plain
from bot.typed import TYPED

_HASTE = TYPED.text("call_words.haste")
"""What is urgent; a "please" alone is not."""
_GENERAL = TYPED.text("call_words.general")
_NEEDS = TYPED.exact("call_words.needs")
_SENDS = TYPED.exact("call_words.sends")
_SENDS_TO = TYPED.exact("call_words.sends_to")
"""Who is at a place does something there, as a rule: without haste only who is sent to it is called."""
_ASKS_OF_IT = TYPED.exact("call_words.asks_of_it")
"""Without a place or haste: a question for a number more often than an alarm."""

_ASSIST = TYPED.exact("call_words.assist")


@dataclass(frozen=True, slots=True)
class AsksForHelp:
    """That somebody is needed; `place` as it was typed, empty where it is where they work."""

    place: str = ""


def asks_for_help(text: str) -> AsksForHelp | None:
    """Whether a text plainly asks for somebody to come."""
    said = plain(text)
    if "?" in said:
        return None
    if _NEEDS.fullmatch(said):
        return AsksForHelp()
    if _SENDS.fullmatch(said):
        general = bool(re.search(_GENERAL, said) or re.search(rf"\b{_HASTE}\b", said))
        return None if _ASKS_OF_IT.search(said) and not general else AsksForHelp()
    if found := _SENDS_TO.fullmatch(said):
        at = next(filter(None, found.groups())).strip(" ,.")
        sent = found["place"] or found["bare"]
        if not (is_perhaps_place(at) if sent else is_place(at)):
            return None
        start = text.casefold().find(at)
        return AsksForHelp(text[start : start + len(at)] if start >= 0 else at)
    return None


def needs_somebody(text: str) -> bool:
    """Whether a text can be nothing but a call, even where it answers a question of a form: "I need somebody here"."""
    said = plain(text)
    return "?" not in said and bool(_NEEDS.fullmatch(said))


def names_assist(text: str) -> str:
    """What follows the command "assist" where it was typed without a sign; empty for any other text."""
    found = _ASSIST.fullmatch(plain(text))
    return found["place"] if found else ""
