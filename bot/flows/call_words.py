"""A call for somebody to come, typed in plain words, and the short answers to one: on my way, it is over.

Only what is plainly meant calls people; whatever tells of danger in other words shows the numbers and the button.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.flows.situations import plain

_ALERT = r"(?:(?:hi|hey|please|ok|help|quick|urgent|bot)[ ,!.:]+)*"
_WHO = (
    r"(?:some(?:body|one)(?: else)?|any(?:body|one)|security|(?:a|the|my|our) (?:guard|security guard|supervisor"
    r"|manager|boss|head|team lead|colleague|second person|co-?worker)|back-?up|another person|a second person|help)"
)
_NOW = r"(?:right now|now|quick(?:ly)?|fast|asap|at once|immediately|right away|please|pls|urgently)"
_GENERAL = (
    r"(?:here|(?:to|at) (?:my (?:desk|counter|place)|me|the counter|the desk|us)|over here|beside me|with me)"
)
_ROOM = r"(?:(?:the|my|our|a) )?[\w'.-]+(?:,? (?!to\b)[\w'.-]+){0,4}?"
"""A place in a few words: what goes on is a sentence about somebody there."""
_TAIL = rf"(?:[ ,]*{_NOW})*[ .!]*"
_NEEDS = re.compile(
    rf"{_ALERT}(?:i|we) (?:really |urgently |just )?(?:need|want) {_WHO}(?: to come)?(?P<here> {_GENERAL})"
    rf"{_TAIL}"
    rf"|{_ALERT}(?:i|we) (?:really |urgently |just )?(?:need|want) {_WHO}(?: to come)? {_NOW}(?: {_GENERAL})?{_TAIL}"
    r"|(?:i )?(?:need )?help me now[ .!]*|i need help (?:right )?now[ .!]*"
)
_SENDS = re.compile(rf"{_ALERT}(?:send|get|call|fetch|bring) (?:me )?{_WHO}(?: (?:{_GENERAL}))?{_TAIL}")
_SENDS_TO = re.compile(
    rf"{_ALERT}(?:send|get|call|fetch|bring) (?:me )?{_WHO} to (?P<place>{_ROOM}){_TAIL}"
    rf"|{_ALERT}(?:send|get|call|fetch|bring) (?:me )?{_WHO} (?:at|in) (?P<there>{_ROOM})[ ,]+{_NOW}{_TAIL}"
    rf"|{_ALERT}(?:security|back-?up) to (?P<bare>{_ROOM}){_TAIL}"
    rf"|{_ALERT}(?:security|back-?up|help) (?:to|at|in) (?P<hasty>{_ROOM})[ ,]+{_NOW}{_TAIL}"
)
"""Who is at a place does something there, as a rule: without haste only who is sent to it is called."""
_ASKS_OF_IT = re.compile(r"^(?:get|call|fetch) (?:help|back-?up|a |the |my |our |some|any)")
"""Without a place or haste: a question for a number more often than an alarm."""

_ON_MY_WAY = re.compile(
    r"(?:i(?:'m| am) )?(?:on my way|coming(?: now)?|omw)[ .!]*|i(?:'m| am) coming(?: now)?[ .!]*"
)
_SAFE = re.compile(
    r"(?:it(?:'s| is) over|i(?:'m| am) safe(?: now)?|all (?:is )?(?:clear|safe)|we(?:'re| are) safe(?: now)?"
    r"|(?:it(?:'s| is) )?over,? i(?:'m| am) safe)[ .!]*"
)
_FINE = re.compile(
    r"(?:yes,? )?(?:(?:i(?:'m| am)|we(?:'re| are)|all(?: is)?|everything(?:'s| is)) )?(?:still )?"
    r"(?:fine|ok(?:ay)?|good|well|safe|all right|alright)(?: here| thanks?| thank you| now)*[ .!]*|yes[ .!]*"
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
        general = bool(re.search(_GENERAL, said) or re.search(_NOW, said))
        return None if _ASKS_OF_IT.match(said) and not general else AsksForHelp()
    if found := _SENDS_TO.fullmatch(said):
        at = next(filter(None, found.groups())).strip(" ,.")
        start = text.casefold().find(at)
        return AsksForHelp(text[start : start + len(at)] if start >= 0 else at)
    return None


def says_coming(text: str) -> bool:
    """Whether somebody says that they are on their way."""
    return bool(_ON_MY_WAY.fullmatch(plain(text)))


def says_safe(text: str) -> bool:
    """Whether somebody says that it is over."""
    return bool(_SAFE.fullmatch(plain(text)))


def says_fine(text: str) -> bool:
    """Whether a text answers "Are you all right?" with yes."""
    return bool(_FINE.fullmatch(plain(text)))
