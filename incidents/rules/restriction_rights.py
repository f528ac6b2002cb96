"""Who may what with a restriction today: the access table of its kind, asked with the roster and the file in force."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.records import Outline, RecordKind
from incidents.rules.access import Operation, Relation, may, relations
from incidents.rules.ladder import Roster
from incidents.rules.restriction_life import OF_RESTRICTIONS
from incidents.rules.restriction_rules import RestrictionRules
from incidents.rules.restriction_terms import deciders_besides, judges_besides

ELECTED, GUEST = "elected", "guest"


@dataclass(frozen=True, slots=True)
class RestrictionRights:
    """Decides about restrictions. The proposer of one is the author of its record."""

    rules: RestrictionRules
    roster: Roster

    def standing(
        self,
        person: str,
        record: Outline,
        *,
        decided_by: str = "",
        appeal_open: bool = False,
        tasked: bool = False,
    ) -> frozenset[Relation]:
        """How somebody stands to a restriction now; only an open complaint has somebody who answers it."""
        plain = relations(
            person,
            author=record.author,
            department=record.department,
            told=False,
            roster=self.roster,
            tasked=tasked,
        )
        judged = judges_besides(record.author, decided_by, self.rules, self.roster) if appeal_open else ()
        further = {
            Relation.COLLEAGUE: self.works_here(person),
            Relation.DECIDES: person in deciders_besides(record.author, self.rules, self.roster),
            Relation.DECIDED: bool(decided_by) and person == decided_by,
            Relation.JUDGES: person in judged,
        }
        return plain | {relation for relation, true in further.items() if true}

    def operations(
        self, person: str, record: Outline, *, decided_by: str = "", appeal_open: bool = False
    ) -> frozenset[Operation]:
        """Everything somebody may do with it now, whatever its state allows."""
        standing = self.standing(person, record, decided_by=decided_by, appeal_open=appeal_open)
        return frozenset(one for one in Operation if may(standing, one, OF_RESTRICTIONS))

    def may_ever(self, person: str, operation: Operation) -> bool:
        """Whether somebody may do what is about no record yet: propose one, look before contact, see figures."""
        own = Outline("", "", self.roster.department_of(person), kind=RecordKind.RESTRICTION)
        return operation in self.operations(person, own)

    def works_here(self, person: str) -> bool:
        """Whether somebody is staff by the organisation's list: no guest, and not only elected."""
        roles = self.roster.roles_of(person)
        return bool(roles - {ELECTED}) and GUEST not in roles
