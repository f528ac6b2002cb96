"""Who decides how long a record that is no report is kept: the records officer, where they have no part in it. Pure."""

from __future__ import annotations

from incidents.records import RecordKind
from incidents.rules.access import Operation, Relation, may
from incidents.rules.conflict import is_barred
from incidents.rules.kinds import rules_of
from incidents.rules.ladder import Roster

RECORDS_OFFICER, CAO, GUEST = "records_officer", "cao", "guest"


def keepers(parties: frozenset[str], about: frozenset[str], roster: Roster) -> tuple[str, ...]:
    """Every records officer who has no part in it, else the CAO likewise; nobody where all have.

    `parties` wrote it, decided it or had it in hand, `about` are those it is about.
    """

    def without(role: str) -> tuple[str, ...]:
        return tuple(
            one
            for one in roster.holders(role)
            if one not in parties and GUEST not in roster.roles_of(one) and not is_barred(one, about, roster)
        )

    return without(RECORDS_OFFICER) or without(CAO)


def may_keep(
    person: str,
    kind: RecordKind,
    operation: Operation,
    parties: frozenset[str],
    about: frozenset[str],
    roster: Roster,
) -> bool:
    """Whether somebody may hold, release or destroy it today."""
    standing = frozenset({Relation.RECORDS if person in keepers(parties, about, roster) else Relation.STAFF})
    return may(standing, operation, rules_of(kind).access)
