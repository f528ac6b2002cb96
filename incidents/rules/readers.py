"""Who will read a report, said before it is written: by the ladder, the roster and the access policy of this moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from incidents.records import Outline
from incidents.rules.access import Operation
from incidents.rules.ladder import ROLES, recipients
from incidents.rules.rights import Rights, way_around
from incidents.rules.telling import ELECTED, ENDED, EVERY, plan


@dataclass(frozen=True, slots=True)
class Readers:
    """People by key: `told` hear of a report, `asked` are asked in turn where nobody answers, `may` can open it too."""

    told: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    may: tuple[str, ...] = ()

    @property
    def everybody(self) -> frozenset[str]:
        """All of them."""
        return frozenset((*self.told, *self.asked, *self.may))


def readers(
    rights: Rights,
    department: str,
    author: str,
    about: frozenset[str] = frozenset(),
    *,
    ended: bool = False,
    filed_for: str = "",
) -> Readers:
    """Who would read a report that an author of a department writes now; nobody barred by `about` is among them.

    `ended` says that the contact was ended, for which the organisation's rules may name another ladder; `filed_for` is
    whom they write it for.
    """
    roster = rights.roster
    record = Outline("", author, department, filed_for=filed_for)
    theirs = frozenset(role for one in record.whose for role in roster.roles_of(one))
    holding = frozenset({EVERY, ENDED} if ended else {EVERY}) | (theirs & {ELECTED})
    record = replace(record, ladder=plan(rights.ladder.rules, holding).ladder)
    ladder, barred = way_around(rights.ladder, roster, record, about)
    without = barred | about | record.whose
    own = [
        recipients(ladder, level, roster, department, without, name=record.ladder)
        for level in range(len(ladder.steps_for(department, record.ladder)))
    ]
    there = [rights.in_place(people, record, about) for people in own]
    levels = [people for people in (there if any(there) else own) if people]
    told = levels[0] if levels else ()
    asked = _others((person for people in levels[1:] for person in people), told)
    known = (person for role in ROLES for person in roster.holders(role))
    allowed = (
        person
        for person in known
        if person not in without and rights.may(person, record, Operation.VIEW, told=False, named=about)
    )
    return Readers(told, asked, _others(allowed, (*told, *asked)))


def _others(people: Iterable[str], named: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(person for person in people if person not in named))
