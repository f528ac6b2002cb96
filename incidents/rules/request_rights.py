"""How somebody stands to a request today, and what follows: asked at every look, default deny (R16, R20, R27)."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.rules.access import Operation, Relation, may
from incidents.rules.conflict import is_barred
from incidents.rules.ladder import Roster
from incidents.rules.request_lanes import readers_of
from incidents.rules.request_life import OF_REQUESTS
from incidents.rules.request_rules import RequestRules

GUEST = "guest"


@dataclass(frozen=True, slots=True)
class RequestGround:
    """As much of a request as decides who may see it, the people it is about aside: they are sealed."""

    taken_by: str
    lane: str
    department: str
    handler: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class RequestRights:
    """Decides by the file and the roster in force; `about` are the people a request is about."""

    rules: RequestRules
    roster: Roster

    def relations(self, person: str, ground: RequestGround, about: frozenset[str]) -> frozenset[Relation]:
        """How a person stands to a request now."""
        if GUEST in self.roster.roles_of(person):
            return frozenset({Relation.GUEST})
        took = person == ground.taken_by
        if is_barred(person, about, self.roster):
            # Whoever took it knows its number already; that is all they ever see of it.
            return frozenset({Relation.TAKER} if took and person not in about else {Relation.NAMED})
        office = self.rules.office(ground.office)
        facts = {
            Relation.READER: self._reads(person, ground),
            Relation.HANDLER: person == ground.handler and self._holds(person, ground),
            Relation.AUTHOR: took and not self.is_confidential(ground.lane),
            Relation.TAKER: took or bool(office and person in office.people),
        }
        works_here = self._works_here(person) and not self.is_confidential(ground.lane)
        otherwise = Relation.COLLEAGUE if works_here else Relation.STAFF
        return frozenset(one for one, true in facts.items() if true) or frozenset({otherwise})

    def may(self, person: str, ground: RequestGround, operation: Operation, about: frozenset[str]) -> bool:
        """Whether somebody may do this now."""
        return may(self.relations(person, ground, about), operation, OF_REQUESTS)

    def operations(self, person: str, ground: RequestGround, about: frozenset[str]) -> frozenset[Operation]:
        """Everything somebody may do now, whatever its state allows."""
        standing = self.relations(person, ground, about)
        return frozenset(one for one in Operation if may(standing, one, OF_REQUESTS))

    def is_confidential(self, lane: str) -> bool:
        """Whether a lane is; one that the file has no more is."""
        known = self.rules.lane(lane)
        return bool(lane) and (known is None or known.confidential)

    def may_handle(self, person: str, ground: RequestGround, about: frozenset[str]) -> bool:
        """Whether it may be given to somebody: of a confidential lane to its readers alone."""
        if is_barred(person, about, self.roster) or GUEST in self.roster.roles_of(person):
            return False
        return self._holds(person, ground)

    def _holds(self, person: str, ground: RequestGround) -> bool:
        """Whether somebody who was given it may have it today."""
        if self.is_confidential(ground.lane):
            return self._reads(person, ground)
        return self._works_here(person)

    def _works_here(self, person: str) -> bool:
        return bool(self.roster.department_of(person) or self.roster.roles_of(person))

    def _reads(self, person: str, ground: RequestGround) -> bool:
        return person in readers_of(self.rules, self.roster, ground.lane, ground.department)
