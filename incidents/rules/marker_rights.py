"""Safety markers: what stands against making one, who may what with it, and who is told. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from incidents.marker import Marker, MarkerProblem
from incidents.records import Outline, RecordKind
from incidents.rules.absence import NOBODY_AWAY, Away
from incidents.rules.access import Operation, Relation, may, relations
from incidents.rules.ladder import Roster
from incidents.rules.marker_life import OF_MARKERS
from incidents.rules.marker_rules import STAFF, MarkerRules
from incidents.rules.names import read_name
from incidents.rules.restriction_terms import later, works_here


def problems(marker: Marker, rules: MarkerRules, now: datetime, zone: ZoneInfo) -> tuple[MarkerProblem, ...]:
    """Everything for which a marker cannot be made by its own terms."""
    if not rules.is_set_up:
        return (MarkerProblem.NOT_SET_UP,)
    named = marker.customer.strip()
    found = {
        MarkerProblem.NO_CUSTOMER: not named,
        MarkerProblem.NAME_UNFINDABLE: bool(named) and read_name(named).says_nothing,
        MarkerProblem.NO_PRECAUTION: not marker.precautions,
        MarkerProblem.NO_REASONS: not marker.reasons.strip(),
        MarkerProblem.ENDS_BEFORE: marker.ends <= now,
        MarkerProblem.TOO_LONG: marker.ends > later(now, rules.longest, zone),
    }
    return tuple(problem for problem, is_so in found.items() if is_so)


@dataclass(frozen=True, slots=True)
class MarkerRights:
    """Who may what with a marker today. That somebody decided one gives them no right: their office does."""

    rules: MarkerRules
    roster: Roster
    away: Away = NOBODY_AWAY

    def deciders(self) -> frozenset[str]:
        """Who decides: whoever holds the office, and while they are away whoever stands in for them."""
        held = [one for role in self.rules.decides for one in self.roster.holders(role)]
        return frozenset((*held, *self.away.in_place(held, self.roster)))

    def operations(self, person: str, record: Outline) -> frozenset[Operation]:
        """Everything somebody may do with it now, whatever its state allows."""
        plain = relations(
            person, author=record.author, department=record.department, told=False, roster=self.roster
        )
        further = {
            Relation.COLLEAGUE: works_here(person, self.roster),
            Relation.DECIDES: person in self.deciders(),
        }
        standing = plain | {relation for relation, true in further.items() if true}
        return frozenset(one for one in Operation if may(standing, one, OF_MARKERS))

    def may_ever(self, person: str, operation: Operation) -> bool:
        """Whether somebody may do what is about no marker yet: make one, list them."""
        own = Outline("", "", "", kind=RecordKind.MARKER)
        return self.rules.is_set_up and operation in self.operations(person, own)

    def hears(self, person: str) -> bool:
        """Whether somebody is told at a look before contact."""
        told = STAFF in self.rules.told or bool(self.roster.roles_of(person) & set(self.rules.told))
        return self.meets(person) and told

    def meets(self, person: str) -> bool:
        """Whether somebody who has to do with a person is told: they work here, and no guest does."""
        return self.rules.is_set_up and works_here(person, self.roster)
