"""People named by what they are to the author: "my supervisor", "the department head", "the CAO"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.people import People, Role

_CHIEF = r"(?:supervisor|manager|boss|superior|team lead(?:er)?|lead|foreman|head|chief|director)"
_KIND = r"(?:own|direct|line|immediate|current|new|acting|department|departmental|division|shift|office)"
_MINE = re.compile(rf"\b(?:my|our)(?: {_KIND}){{0,2}} {_CHIEF}\b", re.IGNORECASE)
_HEAD = re.compile(
    r"\b(?:the|my|our) (?:department|departmental|dept\.?|division)(?:['’]s)? (?:head|manager|director|chief)\b"
    r"|\bhead of (?:the|my|our) (?:department|dept\.?|division|team|unit|office)\b",
    re.IGNORECASE,
)
_CAO = re.compile(r"\bC\.?A\.?O\b|\bchief administrative officer\b", re.IGNORECASE)
_ALONE = re.compile(rf"\W*(?:(?:the|a|my|our|your) )?(?:{_KIND} ){{0,2}}{_CHIEF}\W*", re.IGNORECASE)
_OF_DEPARTMENT = (
    r"\b(?:head|manager|director|supervisor|chief) (?:of|for) (?:the )?{0}\b"
    r"|\b{0} (?:head|manager|director|chief)\b"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The author and their department: whose supervisor "my supervisor" is."""

    author: str
    department: str


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text, and the people it may mean."""

    start: int
    end: int
    people: tuple[str, ...]


def role_spans(text: str, people: People, asked: Asked, *, is_name: bool = False) -> Iterator[Span]:
    """The words that mean somebody by their role; in a field that holds a name "the manager" alone is one."""
    found = [(match, _above(people, asked)) for match in _MINE.finditer(text)]
    found += [(match, _heads(people, asked.department)) for match in _HEAD.finditer(text)]
    found += [(match, people.holders(Role.CAO)) for match in _CAO.finditer(text)]
    if is_name and not found and (alone := _ALONE.fullmatch(text)):
        found.append((alone, _above(people, asked)))
    for department in dict.fromkeys(one.department for one in people.by_key.values() if one.department):
        if department.casefold() in text.casefold():
            pattern = _OF_DEPARTMENT.format(re.escape(department))
            heads = _heads(people, department)
            found += [(match, heads) for match in re.finditer(pattern, text, re.IGNORECASE)]
    yield from (Span(match.start(), match.end(), tuple(persons)) for match, persons in found)


def _heads(people: People, department: str) -> tuple[str, ...]:
    return people.holders(Role.HEAD, department) if department else ()


def _above(people: People, asked: Asked) -> tuple[str, ...]:
    """Whoever leads the author's department, and whoever stands in; for a head, the CAO."""
    heads = _heads(people, asked.department)
    backups = people.holders(Role.BACKUP, asked.department) if asked.department else ()
    chiefs = [one for one in (*heads, *backups) if one != asked.author]
    return people.holders(Role.CAO) if asked.author in heads or not chiefs else tuple(chiefs)
