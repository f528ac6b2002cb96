"""A call for somebody to come, typed in plain words.

Only what is plainly meant calls people; whatever tells of danger in other words shows the numbers and the button.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.flows.call_places import is_perhaps_place, is_place
from bot.flows.situations import plain

_ALERT = r"(?:(?:hi|hey|please|ok|help|quick|urgent|bot)[ ,!.:]+)*"
_WHO = (
    r"(?:some(?:body|one)(?: else)?|any(?:body|one)|security|(?:a|the|my|our) (?:guard|security guard"
    r"|supervisor"
    r"|manager|boss|head|team lead|colleague|second person|co-?worker)|back-?up|another person"
    r"|a second person|help)"
)
_NOW = r"(?:right now|now|quick(?:ly)?|fast|asap|at once|immediately|right away|please|pls|urgently)"
_HASTE = r"(?:right now|now|quick(?:ly)?|fast|asap|at once|immediately|right away|urgently)"
"""What is urgent; a "please" alone is not."""
_GENERAL = (
    r"(?:here|(?:to|at) (?:my (?:desk|counter|place)|me|the counter|the desk|us)|over here|beside me|with me)"
)
_ROOM = r"(?:(?:the|my|our|a) )?[\w'.-]+(?:,? (?!to\b)[\w'.-]+){0,4}?"
"""A place in a few words: what goes on is a sentence about somebody there."""
_TAIL = rf"(?:[ ,]*{_NOW})*[ .!]*"
_NEEDS = re.compile(
    rf"{_ALERT}(?:i|we) (?:really |urgently |just )?(?:need|want) {_WHO}(?: to come)?(?P<here> {_GENERAL})"
    rf"{_TAIL}"
    rf"|{_ALERT}(?:i|we) (?:really |urgently |just )?(?:need"
    rf"|want) {_WHO}(?: to come)? {_NOW}(?: {_GENERAL})?{_TAIL}"
    r"|(?:i )?(?:need )?help me now[ .!]*|i need help (?:right )?now[ .!]*"
)
_SENDS = re.compile(rf"{_ALERT}(?:send|get|call|fetch|bring) (?:me )?{_WHO}(?: (?:{_GENERAL}))?{_TAIL}")
_SENDS_TO = re.compile(
    rf"{_ALERT}(?:send|get|call|fetch|bring) (?:me )?{_WHO} to (?P<place>{_ROOM}){_TAIL}"
    rf"|{_ALERT}(?:send|get|call|fetch|bring) (?:me )?{_WHO} (?:at|in) (?P<there>{_ROOM})[ ,]+{_HASTE}{_TAIL}"
    rf"|{_ALERT}(?:security|back-?up) to (?P<bare>{_ROOM}){_TAIL}"
    rf"|{_ALERT}(?:security|back-?up|help) (?:to|at|in) (?P<hasty>{_ROOM})[ ,]+{_HASTE}{_TAIL}"
)
"""Who is at a place does something there, as a rule: without haste only who is sent to it is called."""
_ASKS_OF_IT = re.compile(
    r"(?:get|call|fetch) (?:me )?(?:help|back-?up|a |the |my |our |some|any)"
    r"|(?:send|bring) (?:me )?(?:a|the|my|our) (?!guard|security)"
)
"""Without a place or haste: a question for a number more often than an alarm."""

_ASSIST = re.compile(
    r"(?:assist(?:ance)?|call for help|counterpoise assist)[ :,-]+(?:at |in |to )?(?P<place>.{2,80}?)[ .!]*"
)


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
