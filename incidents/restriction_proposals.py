"""A proposal to restrict contact: what it names that its proposer cannot, and putting it on the register."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from foundation.db import Connection
from foundation.ids import new_id, new_reference
from incidents import store_audit, store_deliveries, store_records
from incidents.adding import add_record
from incidents.audit import Act
from incidents.cards import send
from incidents.casefile import passing_over
from incidents.desk import Desk
from incidents.jobs import Done, about_act
from incidents.namesakes import KIND, Namesakes
from incidents.notices import NoticeKind
from incidents.records import RecordKind, State, Urgency
from incidents.restriction import Problem, Restriction
from incidents.restriction_case import readable_cases
from incidents.restriction_problems import goes_not_with
from incidents.rules.access import Operation
from incidents.rules.likeness import Likeness, likeness_of
from incidents.rules.names import read_name
from incidents.rules.restriction_rights import RestrictionRights
from incidents.store_records import StoredRecord
from incidents.vault import Content


def reads_incidents(desk: Desk, conn: Connection, names: Iterable[str], person: str) -> bool:
    """Whether somebody may read each of these reports; all are locked.

    Every one, in one order: who destroys several locks them so, and nobody waits for one who waits for them.
    """
    reads = [_reads_incident(desk, conn, one, person) for one in sorted(set(names))]
    return all(reads)


def _reads_incident(desk: Desk, conn: Connection, name: str, person: str) -> bool:
    # What is absent is asked for like what is forbidden, so that neither answer is quicker.
    stored = store_records.find(conn, name, lock=True, kind=RecordKind.INCIDENT)
    rights = desk.today(conn).rights
    told = (stored.id if stored else name) in store_deliveries.told_of(conn, person)
    if stored is None:
        return False
    with passing_over(stored.reference):
        named = desk.vault.open(stored.id, stored.key, stored.sealed).excluded
        return rights.may(person, stored.outline, Operation.VIEW, told=told, named=named)
    return False


@dataclass(frozen=True, slots=True)
class Proposals:
    """Takes proposals in one transaction; `rights` are those of its moment."""

    desk: Desk
    rights: RestrictionRights

    def problems(self, conn: Connection, now: datetime, wanted: Restriction) -> list[Problem]:
        """What stands against a proposal besides its own terms (`rules/restriction_terms.py`).

        The reports it rests on are locked: none is destroyed between this and the proposal.
        """
        wrong = []
        if not reads_incidents(self.desk, conn, wanted.incidents, wanted.proposer):
            wrong.append(Problem.INCIDENT_UNKNOWN)
        wrong += self._of_replaced(conn, wanted)
        namesakes = Namesakes(self.desk.vault, self.desk.indexing.names)
        if goes_not_with(wanted, namesakes.beside(conn, now, wanted), self.rights.rules):
            wrong.append(Problem.BESIDE_ANOTHER)
        return wrong

    def _of_replaced(self, conn: Connection, wanted: Restriction) -> list[Problem]:
        """Of what it takes the place of, that is of the same person; absent and forbidden are one answer."""
        if not wanted.replaces:
            return []
        former = store_records.find(conn, wanted.replaces, kind=KIND)
        case = next(iter(readable_cases(conn, self.desk.vault, [former] if former else [])), None)
        if case is None or Operation.VIEW not in case.allowed(wanted.proposer, self.rights):
            return [Problem.REPLACED_UNKNOWN]
        alike = likeness_of(read_name(wanted.customer), read_name(case.wanted.customer))
        return [Problem.REPLACED_OTHER] if alike is Likeness.NONE else []

    def add(self, conn: Connection, now: datetime, wanted: Restriction, draft: str) -> StoredRecord:
        """Put it on the register and let those hear who can decide it; the same from the same draft is one."""
        record_id = new_id()
        key, sealed = self.desk.vault.seal(record_id, Content(wanted))
        record = StoredRecord(
            id=record_id,
            reference=new_reference(),
            author=wanted.proposer,
            draft=draft,
            department=wanted.department,
            ended=False,
            state=State.PROPOSED,
            created_at=now,
            key=key,
            sealed=sealed,
            urgency=Urgency.TELL,
            kind=KIND,
            due_at=wanted.review,
        )
        record, is_new = add_record(conn, record)
        if is_new:
            self.desk.indexing.write_restriction(conn, record_id, wanted)
            self._tell_deciders(conn, now, record)
        return record

    def _tell_deciders(self, conn: Connection, now: datetime, record: StoredRecord) -> None:
        done = Done(f"{record.id}:{Act.PROPOSED}", Act.PROPOSED)
        people = self.rights.deciders(record.author)
        send(conn, now, [about_act(record.id, done, NoticeKind.RESTRICTION, one, now) for one in people])
        store_audit.append(
            conn, now, Act.PROPOSED, record_id=record.id, actor=record.author, detail=done.entry
        )
