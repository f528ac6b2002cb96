"""Who may what with one record today: the access policy, asked with the roster and the ladder in force.

Being told once is no right for ever: it counts only while its ground does. Whoever was moved, lost the role
or left the list reads and acknowledges nothing more, and is sent nothing more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from incidents.records import Outline, RecordKind
from incidents.rules.absence import NOBODY_AWAY, Away, barring
from incidents.rules.access import AccessTable, Operation, Relation, may, relations
from incidents.rules.conflict import barred, is_barred, next_above
from incidents.rules.kinds import rules_of
from incidents.rules.ladder import InPlace, Ladder, LadderStep, Roster, holders, recipients

NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rights:
    """Decides about records; `named` are the people a record complains of, sealed with it, `away` who is not there."""

    ladder: Ladder
    roster: Roster
    away: Away = NOBODY_AWAY

    def might(
        self, person: str, record: Outline, operation: Operation, *, told: bool, tasked: bool = False
    ) -> bool:
        """Whether it is worth opening the seal: never False where `may` is True."""
        standing = self._relations(person, record, told=told, named=NOBODY, tasked=tasked)
        if Relation.CAO in standing and record.kind is RecordKind.INCIDENT:
            standing |= {
                Relation.RECORDS
            }  # Only the people complained of say whether no records officer may.
        return may(standing, operation, rules_of(record.kind).access)

    def may(
        self,
        person: str,
        record: Outline,
        operation: Operation,
        *,
        told: bool,
        named: frozenset[str],
        tasked: bool = False,
    ) -> bool:
        """Whether somebody may do this now; `tasked` is who has the open task that it is about."""
        table = rules_of(record.kind).access
        # Going through the ladder costs more than the rest together, and most operations do not rest on it.
        if told and (person == record.handler or _rests_on_being_told(table, operation)):
            told = self._has_ground(person, record, named)
        standing = self._relations(person, record, told=told, named=named, tasked=tasked)
        return may(standing, operation, table)

    def operations(
        self,
        person: str,
        record: Outline,
        *,
        told: bool,
        named: frozenset[str],
        tasked: bool = False,
    ) -> frozenset[Operation]:
        """Everything somebody may do now, whatever the state of the record allows."""
        told = told and self._has_ground(person, record, named)
        standing = self._relations(person, record, told=told, named=named, tasked=tasked)
        table = rules_of(record.kind).access
        return frozenset(one for one in Operation if may(standing, one, table))

    def may_be_told(self, person: str, record: Outline, named: frozenset[str]) -> bool:
        """Whether a notice may go to somebody now: to whose it is, and to whom the ladder or an office names."""
        if "guest" in self.roster.roles_of(person):
            return False
        if person == record.author or (self._is_filed_for(person, record) and person not in named):
            return True
        standing = self._relations(person, record, told=self._has_ground(person, record, named), named=named)
        return may(standing, Operation.FOLLOW, rules_of(record.kind).access)

    def owners(self, record: Outline, named: frozenset[str]) -> frozenset[str]:
        """Those whose record it is who may be told of it now."""
        return frozenset(one for one in record.whose if self.may_be_told(one, record, named))

    def may_be_tasked(self, person: str, record: Outline, named: frozenset[str]) -> bool:
        """Whether a task of a record may be given to somebody now, and whether they may be reminded of it."""
        return self.may(person, record, Operation.FINISH_TASK, told=False, named=named, tasked=True)

    def answerable(self, record: Outline, named: frozenset[str]) -> tuple[str, ...]:
        """Who answers for a record today, whoever did before: the head, else the backup, else the CAO.

        Where a record complains of all of them, whoever its ladder leads to instead.
        """
        for in_place in self._ways(named | record.whose, named):
            for role in ("department_head", "department_backup", "cao"):
                people = holders(role, "", self.roster, record.department, named | record.whose)
                if may := [one for one in in_place(people) if self.may_be_told(one, record, named)]:
                    return tuple(may)
        return self.instead(record, named)

    def in_place(self, people: tuple[str, ...], record: Outline, named: frozenset[str]) -> tuple[str, ...]:
        """These people, with whoever may stand in about this record in the place of those who are away."""
        return self._ways(named | record.whose, named)[0](people)

    def stands_in(self, person: str, absent: str, record: Outline, named: frozenset[str]) -> bool:
        """Whether somebody stands in about this record for one who is away."""
        barred_ = barring(named | record.whose, named, self.roster)
        return absent != person and person in self.away.stand_ins(absent, self.roster, barred_)

    def _ways(self, forbidden: frozenset[str], named: frozenset[str]) -> tuple[InPlace, InPlace]:
        """With whoever stands in, then as if nobody was away: where nobody is there, those who are away are asked."""
        barred_ = barring(forbidden, named, self.roster)
        return (lambda people: self.away.in_place(people, self.roster, barred_), lambda people: people)

    def instead(self, record: Outline, named: frozenset[str]) -> tuple[str, ...]:
        """The first of those whom the ladder asks in the place of who is complained of, or of who is away for good."""
        ladder, forbidden = way_around(self.ladder, self.roster, record, named)
        without = forbidden | record.whose
        for in_place in self._ways(without, named):
            for level in range(len(ladder.steps_for(record.department, record.ladder))):
                people = recipients(
                    ladder, level, self.roster, record.department, without, name=record.ladder
                )
                if may := [one for one in in_place(people) if self.may_be_told(one, record, named)]:
                    return tuple(may)
        return ()

    def _relations(
        self, person: str, record: Outline, *, told: bool, named: frozenset[str], tasked: bool = False
    ) -> frozenset[Relation]:
        standing = relations(
            person,
            author=record.author,
            department=record.department,
            told=told,
            roster=self.roster,
            named=named,
            spared=self._is_last_resort(person, record, named),
            handles=person == record.handler and self._holds(person, record, told=told),
            shared=person in record.shared,
            tasked=tasked and (person in record.whose or self._is_listed(person)),
            filed_for=self._is_filed_for(person, record),
            witness=person in record.staff and person not in record.whose and self._is_listed(person),
        )
        instead = Relation.CAO in standing and self._lacks_officer(record, named)
        return standing | {Relation.RECORDS} if instead else standing

    def _lacks_officer(self, record: Outline, named: frozenset[str]) -> bool:
        """Whether no records officer may decide how long a record is kept: each wrote it or is barred from it."""
        if record.kind is not RecordKind.INCIDENT:
            return False
        officers = self.roster.holders("records_officer")
        staff = (one for one in officers if "guest" not in self.roster.roles_of(one))
        return all(one in record.whose or is_barred(one, named, self.roster) for one in staff)

    def _holds(self, person: str, record: Outline, *, told: bool) -> bool:
        """Whether a handler's ground holds: who took it over needs one of their own, who was given it a place here."""
        if record.assigned_by in ("", person):
            return told
        return self._is_listed(person)

    def _is_filed_for(self, person: str, record: Outline) -> bool:
        return bool(person) and person == record.filed_for and self._is_listed(person)

    def _is_listed(self, person: str) -> bool:
        return bool(self.roster.department_of(person) or self.roster.roles_of(person))

    def _is_last_resort(self, person: str, record: Outline, named: frozenset[str]) -> bool:
        """Whether only the last resort is left, and somebody is that."""
        if not named or person not in last_resort(self.ladder, self.roster, record, named):
            return False
        ladder, barred_ = way_around(replace(self.ladder, last_resort=None), self.roster, record, named)
        return not is_left(ladder, self.roster, record, barred_)

    def _has_ground(self, person: str, record: Outline, named: frozenset[str]) -> bool:
        ladder, forbidden = way_around(self.ladder, self.roster, record, named)
        asked = asked_by(ladder, self.roster, record)
        # Whoever stands in for one of the ladder has that one's ground for as long, and none after it.
        absent = [one for one in asked - forbidden - record.whose if self.away.get(one)]
        return person in asked or any(self.stands_in(person, one, record, named) for one in absent)


def _rests_on_being_told(table: AccessTable, operation: Operation) -> bool:
    """Whether it makes a difference to this operation that somebody was told, or is anybody of the staff instead."""
    of_each = (
        *(table.allowed.get(one, ()) for one in (Relation.TOLD, Relation.STAFF)),
        table.forbidden.get(Relation.TOLD, ()),
    )
    return any(operation in one for one in of_each)


def way_around(
    ladder: Ladder, roster: Roster, record: Outline, named: frozenset[str]
) -> tuple[Ladder, frozenset[str]]:
    """The ladder for a record that complains of `named`, and those of it who are passed over.

    The next one above is asked last where the ladder itself does not ask them. Where nobody at all is left, the last
    resort is asked, also somebody who reports to whom it complains of.
    """
    forbidden, longer = NOBODY, ladder
    if named:
        asked = asked_by(ladder, roster, record)
        above = [one for one in next_above(named, roster, record.author) if one not in asked]
        forbidden, longer = named | barred(asked, named, roster), _with(ladder, record, above)
    if is_left(longer, roster, record, forbidden):
        return longer, forbidden
    last = last_resort(ladder, roster, record, named)
    return _with(longer, record, last), forbidden - set(last)


def last_resort(ladder: Ladder, roster: Roster, record: Outline, named: frozenset[str]) -> tuple[str, ...]:
    """Who is asked where nobody else can be: never whose record it is, and nobody complained of."""
    step = ladder.last_resort
    if step is None:
        return ()
    return holders(step.role, step.person, roster, record.department, named | record.whose)


def is_left(ladder: Ladder, roster: Roster, record: Outline, forbidden: frozenset[str]) -> bool:
    """Whether somebody of a ladder can be asked who is neither forbidden nor the author."""
    without, name = forbidden | record.whose, record.ladder
    levels = range(len(ladder.steps_for(record.department, name)))
    return any(recipients(ladder, level, roster, record.department, without, name=name) for level in levels)


def _with(ladder: Ladder, record: Outline, people: Sequence[str]) -> Ladder:
    """The ladder of a record with further people, each asked after the others."""
    if not people:
        return ladder
    steps = ladder.steps_for(record.department, record.ladder)
    longer = (*steps, *(LadderStep(minutes=steps[-1].minutes, person=one) for one in people))
    if record.ladder:
        return replace(ladder, named={**ladder.named, record.ladder: longer})
    return replace(ladder, departments={**ladder.departments, record.department: longer})


def asked_by(ladder: Ladder, roster: Roster, record: Outline) -> frozenset[str]:
    """Everybody the ladder of a record asks, and whom its rules tell beside it; the author may be among them."""
    levels = range(len(ladder.steps_for(record.department, record.ladder)))
    asked = [
        one
        for level in levels
        for one in recipients(ladder, level, roster, record.department, NOBODY, name=record.ladder)
    ]
    beside = (also for rule in ladder.rules for also in rule.also)
    asked += [
        one for also in beside for one in holders(also.role, also.person, roster, record.department, NOBODY)
    ]
    return frozenset(asked)
