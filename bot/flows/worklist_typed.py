"""A work list as it is typed: what narrows it, in whatever order; what is left over is searched for, and it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.flows.times import today
from bot.flows.worklist_days import days_in
from bot.flows.worklist_words import OPEN_ONES, ListChoice, departments
from bot.services import Services
from incidents.records import State

_NOT = r"(?:not|no|without|except(?: for)?|excluding|other than|apart from|aren't|isn't)(?: the| any| yet)*"
_STATES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{said})\b(?: (?:ones?|reports?))?"), str(state))
    for said, state in (
        (rf"unclosed|{_NOT} closed", OPEN_ONES),
        (rf"{_NOT} (?:open|unclosed)", State.CLOSED),
        (rf"unacknowledged|unread|{_NOT} (?:acknowledged|read|looked at)", State.SUBMITTED),
        ("(?:being|under) (?:review|looked at)", State.UNDER_REVIEW),
        ("returned|waiting for a correction", State.RETURNED),
        ("(?:action )?agreed", State.ACTION_AGREED),
    )
)
"""Ways to say a state that read before what is said with `not`."""
_PLAIN_STATES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b{said}\b"), str(state))
    for said, state in (
        ("open", OPEN_ONES),
        ("new", State.SUBMITTED),
        ("closing", State.CLOSING),
        ("closed", State.CLOSED),
    )
)
_LEFT_OUT = re.compile(rf"\b{_NOT}\b[^,;]*")
"""What is not wanted and cannot be left out, up to a comma."""
_LATE = re.compile(r"\b(?:overdue|late)\b")
_OWN = re.compile(r"\b(?:mine|me|(?:in|of) my hands|my own)\b")
_MY_DEPARTMENT = re.compile(r"\bmy (?:department|team|office|division)\b")
_UNITS: Mapping[str, int] = {"day": 1, "week": 7, "month": 30, "year": 365}
_COUNTED = re.compile(r"\b(?:the )?(?:(?:last|past) )?(?P<count>\d{1,3}) (?P<unit>day|week|month|year)s?\b")
_THIS = re.compile(r"\b(?:this|(?:the )?past) (?P<unit>week|month|year)\b")
MOST_DAYS = 999
_WORD = r"\b(?:find|search(?:ing)?(?: for)?|named|called|about)\b"
_SOUGHT = re.compile(
    rf"(?:{_WORD}[:, ]*)?[\"“”«»](?P<quoted>[^\"“”«»]+)[\"“”«»]|{_WORD}[:, ]+(?P<rest>.+)", re.IGNORECASE
)
"""What is searched for: in quotation marks, or after a word that says so up to the end."""
_SHEET = re.compile(r"\b(?:csv|excel|xlsx?|spreadsheet)\b")
_SAYS_NOTHING = frozenset(
    {
        "a", "all", "an", "and", "are", "as", "at", "but", "by", "cases", "every", "everything", "for",
        "from", "give", "hands", "have", "i", "in", "incident", "incidents", "is", "it", "its", "just",
        "list", "lists", "me", "my", "of", "on", "ones", "only", "or", "our", "out", "please", "records",
        "report", "reported", "reports", "show", "task", "tasks", "that", "the", "their", "those", "to",
        "we", "were", "which", "who", "whose", "with", "written", "export", "download", "file", "sheet",
        "format",
    }
)  # fmt: skip
_ALSO_IN_STORIES = re.compile(r"\b(?:late|new|me|mine|my)\b")
"""At the end of what is searched for they belong to it: he hit me."""


@dataclass(frozen=True, slots=True)
class ListTyped:
    """The choice; whether it searches for words that were left over, and whether it holds what was not wanted."""

    choice: ListChoice
    is_rest_searched: bool = False
    is_left_in: bool = False


def typed_choice(text: str, asker: str, services: Services) -> ListTyped:
    """What somebody typed after the name of the list."""
    text = " ".join(text.split())
    sought = _SOUGHT.search(text)
    if sought is None:
        return _filters(text, asker, services)
    if sought["quoted"]:
        around = f"{text[: sought.start()]} ; {text[sought.end() :]}"
        found = _filters(around, asker, services)
        return replace(found, choice=replace(found.choice, text=sought["quoted"].strip(" .?!")))
    searched, tail = _without_tail(sought["rest"].strip(" .?!"), asker, services)
    found = _filters(f"{text[: sought.start()]} ; {tail}", asker, services)
    return replace(found, choice=replace(found.choice, text=searched), is_rest_searched=False)


def _without_tail(rest: str, asker: str, services: Services) -> tuple[str, str]:
    """What is searched for, and the words at its end that narrow the list."""
    words = rest.split()
    for at in range(1, len(words)):
        tail = " ".join(words[at:])
        found = _filters(tail, asker, services, by_part=False)
        narrows = found.choice != ListChoice() or found.is_left_in
        if narrows and not found.choice.text and not found.choice.person and not _in_stories(tail):
            return " ".join(words[:at]).strip(" ,"), tail
    return rest, ""


def _in_stories(tail: str) -> bool:
    return bool(_ALSO_IN_STORIES.search(tail.casefold()))


def _filters(text: str, asker: str, services: Services, *, by_part: bool = True) -> ListTyped:
    """The choice of words among which nothing is said to be searched for; `by_part` of a name stands for it."""
    words, choice = " ".join(text.casefold().replace("’", "'").split()).strip(" .?!"), ListChoice()
    words = _SHEET.sub(";", words)
    choice, words = _state(choice, words, _STATES)
    rest = _LEFT_OUT.sub(";", words)
    is_left_in, words = rest != words, rest
    for department in departments(services):
        if department.casefold() in words:
            choice, words = replace(choice, department=department), words.replace(department.casefold(), ";")
            break
    for one in services.people.by_key.values():
        if re.search(rf"\b{re.escape(one.name.casefold())}\b", words):
            choice, words = replace(choice, person=one.key), words.replace(one.name.casefold(), ";")
            break
    choice, words = _when(choice, words, services)
    choice, words = _state(choice, words, _PLAIN_STATES)
    if found := _LATE.search(words):
        choice, words = replace(choice, overdue=True), _cut(words, found)
    if found := _MY_DEPARTMENT.search(words):
        own = services.people.department_of(asker)
        choice, words = replace(choice, department=choice.department or own), _cut(words, found)
    if not choice.person and (found := _OWN.search(words)):
        choice, words = replace(choice, person=asker), _cut(words, found)
    choice, searched = _left_over(choice, words, services, by_part=by_part)
    return ListTyped(replace(choice, text=searched), bool(searched), is_left_in)


def _left_over(
    choice: ListChoice, words: str, services: Services, *, by_part: bool
) -> tuple[ListChoice, str]:
    """The words that said nothing yet: part of the name of one person or department, or else searched for."""
    searched: list[str] = []
    for run in re.split(r"[;,]", words):
        left = [one for one in re.split(r"[\s:.?!]+", run) if one and one not in _SAYS_NOTHING]
        if not left:
            continue
        people = [one.key for one in services.people.by_key.values() if by_part and _is_part(left, one.name)]
        places = [one for one in departments(services) if by_part and _is_part(left, one)]
        if len(people) == 1 and not places and not choice.person:
            choice = replace(choice, person=people[0])
        elif len(places) == 1 and not people and not choice.department:
            choice = replace(choice, department=places[0])
        else:
            searched += left
    return choice, " ".join(searched)


def _is_part(words: list[str], name: str) -> bool:
    return set(words) <= set(re.split(r"[\s,]+", name.casefold()))


def _state(
    choice: ListChoice, words: str, ways: tuple[tuple[re.Pattern[str], str], ...]
) -> tuple[ListChoice, str]:
    for said, state in ways:
        if not choice.state and (found := said.search(words)):
            choice, words = replace(choice, state=state), _cut(words, found)
    return choice, words


def _when(choice: ListChoice, words: str, services: Services) -> tuple[ListChoice, str]:
    if found := _COUNTED.search(words):
        days = int(found["count"]) * _UNITS[found["unit"]]
        return replace(choice, days=min(days, MOST_DAYS)), _cut(words, found)
    if found := _THIS.search(words):
        return replace(choice, days=_UNITS[found["unit"]]), _cut(words, found)
    if named := days_in(words, today(services)):
        (first, last), words = named
        return replace(choice, first=first, last=last), words
    return choice, words


def _cut(words: str, found: re.Match[str]) -> str:
    return f"{words[: found.start()]};{words[found.end() :]}"
