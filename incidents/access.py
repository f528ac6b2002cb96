"""The one access policy: what a person may do with a record, decided at the moment they ask.

Default deny: what the table does not allow is refused. A person can stand in several relations to a
record; one that forbids (being the person complained of, a guest, or the author at acknowledging) wins
over all that allow.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from incidents.ladder import Roster


class Relation(StrEnum):
    """How somebody stands to a record."""

    AUTHOR = "author"
    TOLD = "told"
    HEAD = "head"
    CAO = "cao"
    RECORDS = "records_officer"
    HR = "hr"
    OTHER_HEAD = "other_head"
    STAFF = "staff"
    GUEST = "guest"
    NAMED = "named"


class Operation(StrEnum):
    """What somebody may want to do. FOLLOW: find it in the list of records they are to act on."""

    VIEW = "view"
    FOLLOW = "follow"
    ACKNOWLEDGE = "acknowledge"
    AMEND = "amend"


_ALL = frozenset(Operation)
_NONE: frozenset[Operation] = frozenset()

ALLOWED: Mapping[Relation, frozenset[Operation]] = {
    Relation.AUTHOR: frozenset({Operation.VIEW, Operation.AMEND}),
    Relation.TOLD: frozenset({Operation.VIEW, Operation.FOLLOW, Operation.ACKNOWLEDGE}),
    Relation.HEAD: frozenset({Operation.VIEW, Operation.FOLLOW}),
    Relation.CAO: frozenset({Operation.VIEW, Operation.FOLLOW, Operation.ACKNOWLEDGE}),
    Relation.RECORDS: frozenset({Operation.VIEW}),
    Relation.HR: _NONE,
    Relation.OTHER_HEAD: _NONE,
    Relation.STAFF: _NONE,
    Relation.GUEST: _NONE,
    Relation.NAMED: _NONE,
}

FORBIDDEN: Mapping[Relation, frozenset[Operation]] = {
    Relation.NAMED: _ALL,
    Relation.GUEST: _ALL,
    Relation.AUTHOR: frozenset({Operation.ACKNOWLEDGE}),
}


def may(relations: frozenset[Relation], operation: Operation) -> bool:
    """Whether somebody who stands in these relations may do this."""
    if any(operation in FORBIDDEN.get(relation, _NONE) for relation in relations):
        return False
    return any(operation in ALLOWED[relation] for relation in relations)


def relations(
    person: str, *, author: str, department: str, told: bool, roster: Roster
) -> frozenset[Relation]:
    """How a person stands to a record now; a transfer to another department counts at once.

    `NAMED` is not among them: who is complained of is sealed with the record.
    """
    roles = roster.roles_of(person)
    head = "department_head" in roles
    own_department = bool(department) and roster.department_of(person) == department
    facts = {
        Relation.AUTHOR: person == author,
        Relation.TOLD: told,
        Relation.HEAD: head and own_department,
        Relation.CAO: "cao" in roles,
        Relation.RECORDS: "records_officer" in roles,
        Relation.HR: "hr" in roles,
        Relation.OTHER_HEAD: head and not own_department,
        Relation.GUEST: "guest" in roles,
    }
    return frozenset(relation for relation, true in facts.items() if true) or frozenset({Relation.STAFF})
