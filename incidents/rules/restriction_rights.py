"""Who may what with a restriction today: the access table of its kind, asked with the roster and the file in force."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.records import Outline, RecordKind
from incidents.rules.absence import NOBODY_AWAY, Away
from incidents.rules.access import Operation, Relation, may, relations
from incidents.rules.ladder import Roster
from incidents.rules.restriction_life import OF_RESTRICTIONS
from incidents.rules.restriction_rules import RestrictionRules
from incidents.rules.restriction_terms import deciders_besides, judges_besides, works_here


@dataclass(frozen=True, slots=True)
class RestrictionRights:
    """Decides about restrictions. The proposer of one is the author of its record."""

    rules: RestrictionRules
    roster: Roster
    away: Away = NOBODY_AWAY

    def deciders(self, proposer: str) -> tuple[str, ...]:
        """Who can decide today, whoever is away."""
        return deciders_besides(proposer, self.rules, self.roster, self.away)

    def judges(self, proposer: str, decided_by: str) -> tuple[str, ...]:
        """Who answers a complaint today, whoever is away."""
        return judges_besides(proposer, decided_by, self.rules, self.roster, self.away)

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
        # Who is away keeps the right beside whoever stands in for them: they may look all the same.
        deciding = {*self.deciders(record.author), *deciders_besides(record.author, self.rules, self.roster)}
        usual = judges_besides(record.author, decided_by, self.rules, self.roster)
        judging = {*self.judges(record.author, decided_by), *usual} if appeal_open else set()
        further = {
            Relation.COLLEAGUE: self.works_here(person),
            Relation.DECIDES: person in deciding,
            Relation.DECIDED: bool(decided_by) and person == decided_by,
            Relation.JUDGES: person in judging,
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
        return works_here(person, self.roster)
