"""A complaint about a colleague: who is barred from it, and who is the next one above (R20). Pure.

Barred are the people complained of and whoever reports to one of them, directly or through others. People are
named by key; the roster says who is above whom, in its own words or through departments and roles.
"""

from __future__ import annotations

from collections.abc import Iterable

from incidents.rules.ladder import Roster

HEAD, CAO, ELECTED, GUEST = "department_head", "cao", "elected", "guest"


def superiors(person: str, roster: Roster) -> tuple[str, ...]:
    """Whom somebody reports to directly; nobody above a CAO or an elected member unless the list says so."""
    if stated := roster.reports_to(person):
        return (stated,)
    roles = roster.roles_of(person)
    if not roles or roles & {CAO, ELECTED, GUEST} or person in _above_the_cao(roster):
        return ()
    department = roster.department_of(person)
    heads = roster.holders(HEAD, department) if department and HEAD not in roles else ()
    return heads or roster.holders(CAO)


def above(person: str, roster: Roster) -> frozenset[str]:
    """Everybody somebody reports to, directly or through others; somebody in a circle stands above themselves."""
    found: set[str] = set()
    waiting = list(superiors(person, roster))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += superiors(one, roster)
    return frozenset(found)


def is_barred(person: str, named: frozenset[str], roster: Roster) -> bool:
    """Whether somebody is complained of, or reports to somebody who is."""
    return person in named or bool(named and named & above(person, roster))


def barred(people: Iterable[str], named: frozenset[str], roster: Roster) -> frozenset[str]:
    """Those of `people` who are never asked, never told and never readers where `named` are complained of."""
    return frozenset(one for one in people if is_barred(one, named, roster))


def next_above(named: frozenset[str], roster: Roster, without: str = "") -> tuple[str, ...]:
    """The nearest people above those complained of who are not barred themselves, and not `without` (the author)."""
    found: dict[str, None] = {}
    for person in sorted(named):
        seen, layer = {person}, superiors(person, roster)
        while layer:
            free = [one for one in layer if one != without and not is_barred(one, named, roster)]
            found |= dict.fromkeys(free)
            seen |= set(layer)
            over = (one for below in layer for one in superiors(below, roster))
            layer = () if free else tuple(dict.fromkeys(one for one in over if one not in seen))
    return tuple(found)


def _above_the_cao(roster: Roster) -> frozenset[str]:
    """Those the list puts above a CAO: they do not report to them, whatever their department."""
    found: set[str] = set()
    for person in roster.holders(CAO):
        one = roster.reports_to(person)
        while one and one not in found:
            found.add(one)
            one = roster.reports_to(one)
    return frozenset(found)
