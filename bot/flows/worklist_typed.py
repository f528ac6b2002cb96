"""A work list as it is typed: what narrows it, in whatever order; what is left over is searched for, and it is said."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.flows.times import today
from bot.flows.worklist_days import days_in
from bot.flows.worklist_words import ListChoice, departments
from bot.services import Services
from bot.typed import TYPED

_STATES = tuple((re.compile(said), state) for state, said in TYPED.table("worklist_typed.states").items())
"""Ways to say a state that read before what is said with `not`."""
_PLAIN_STATES = tuple(
    (re.compile(said), state) for state, said in TYPED.table("worklist_typed.plain_states").items()
)
_LEFT_OUT = TYPED.exact("worklist_typed.left_out")
"""What is not wanted and cannot be left out, up to a comma."""
_LATE = TYPED.exact("worklist_typed.late")
_OWN = TYPED.exact("worklist_typed.own")
_MY_DEPARTMENT = TYPED.exact("worklist_typed.my_department")
_UNITS = {said: int(days) for said, days in TYPED.table("worklist_typed.units").items()}
_COUNTED = TYPED.exact("worklist_typed.counted")
_THIS = TYPED.exact("worklist_typed.this")
MOST_DAYS = 999
_SOUGHT = TYPED.pattern("worklist_typed.sought")
"""What is searched for: in quotation marks, or after a word that says so up to the end."""
_SHEET = TYPED.exact("worklist_typed.sheet")
_SAYS_NOTHING = frozenset(TYPED.words("worklist_typed.says_nothing"))
_ALSO_IN_STORIES = TYPED.exact("worklist_typed.also_in_stories")
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
