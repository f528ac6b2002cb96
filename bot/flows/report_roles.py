"""People named by what they are to the author: "my supervisor", "the department head", "the deputy CAO"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.flows.report_role_words import (
    ALONE,
    CAO,
    COUNCILLOR,
    DEPUTY,
    DEPUTY_CAO,
    HEAD,
    HR,
    MANAGED,
    MINE,
    OF_DEPARTMENT,
    TEAM_LEAD,
)
from bot.people import People, Role

MOST_COUNCILLORS = 12
"""Of more elected members than are asked about, "the councillor" names none."""


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
    deputies = _deputies(people)
    chiefs = deputies or people.holders(Role.CAO)
    above = _above(people, asked)
    found = [(match, above) for pattern in (MINE, MANAGED, TEAM_LEAD) for match in pattern.finditer(text)]
    found += [(match, _heads(people, asked.department)) for match in HEAD.finditer(text)]
    found += [(match, people.holders(Role.CAO)) for match in CAO.finditer(text)]
    found += [(match, chiefs) for match in DEPUTY_CAO.finditer(text)]
    deputy = tuple(dict.fromkeys((*_backups(people, asked), *deputies)))
    found += [(match, deputy) for match in DEPUTY.finditer(text)]
    found += [(match, people.holders(Role.HR)) for match in HR.finditer(text)]
    elected = people.holders(Role.ELECTED)
    if len(elected) <= MOST_COUNCILLORS:
        found += [(match, elected) for match in COUNCILLOR.finditer(text)]
    if is_name and not found and (alone := ALONE.fullmatch(text)):
        found.append((alone, above))
    for department in dict.fromkeys(one.department for one in people.by_key.values() if one.department):
        if department.casefold() in text.casefold():
            pattern = OF_DEPARTMENT.replace("<department>", re.escape(department))
            heads = _heads(people, department)
            found += [(match, heads) for match in re.finditer(pattern, text, re.IGNORECASE)]
    yield from (Span(match.start(), match.end(), tuple(persons)) for match, persons in found)


def _heads(people: People, department: str) -> tuple[str, ...]:
    return people.holders(Role.HEAD, department) if department else ()


def _backups(people: People, asked: Asked) -> tuple[str, ...]:
    return people.holders(Role.BACKUP, asked.department) if asked.department else ()


def _deputies(people: People) -> tuple[str, ...]:
    """Whoever stands in for the CAO."""
    departments = dict.fromkeys(people.department_of(one) for one in people.holders(Role.CAO))
    return tuple(one for name in departments if name for one in people.holders(Role.BACKUP, name))


def _above(people: People, asked: Asked) -> tuple[str, ...]:
    """Whoever leads the author's department, and whoever stands in; for a head, the CAO."""
    heads = _heads(people, asked.department)
    chiefs = [one for one in (*heads, *_backups(people, asked)) if one != asked.author]
    return people.holders(Role.CAO) if asked.author in heads or not chiefs else tuple(chiefs)
