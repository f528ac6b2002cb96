"""Does what somebody may do with a restriction: the entry, its new state, what follows, and who hears of it.

Everything happens in the transaction that adds the entry, which holds the record's lock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from foundation.calendar import Wait, WaitUnit
from foundation.db import Connection
from incidents import store_audit, store_letters, store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.acts import refuse_incomplete, tell
from incidents.escalation import Escalation
from incidents.papers.places import filled
from incidents.records import ActOutcome
from incidents.restriction import Problem
from incidents.restriction_case import Case, former_of
from incidents.restriction_problems import RestrictionProblems
from incidents.restriction_work import CAO, RestrictionWork
from incidents.rules.access import Operation
from incidents.rules.letters import OPTIONAL, CustomerLetter
from incidents.rules.restriction_letters import plain_values
from incidents.rules.restriction_life import RESTRICTION_LIFE
from incidents.rules.restriction_rules import RestrictionRules
from incidents.rules.restriction_terms import judges_besides
from incidents.rules.transitions import transition
from incidents.store_records import StoredEntry
from incidents.store_tasks import StoredTask
from incidents.task import TaskKind, TaskState
from incidents.task_work import TaskWork
from incidents.vault import Vault

NOMINATED_WITHIN = Wait(1, WaitUnit.BUSINESS_DAYS)
"""How soon the one contact person has read that they are it."""

RestrictionOutcome = ActOutcome | Problem
"""What trying an act led to, or why it cannot be done."""


@dataclass(frozen=True, slots=True)
class RestrictionActs:
    """Does acts with the vault, the rules and the roster in force."""

    vault: Vault
    escalation: Escalation

    @property
    def rules(self) -> RestrictionRules:
        """What the organisation's file says."""
        return self.escalation.restrictions

    @property
    def zone(self) -> ZoneInfo:
        """Where the organisation is."""
        return self.escalation.calendar.zone

    def take(
        self,
        conn: Connection,
        now: datetime,
        case: Case,
        by: str,
        done: ActSaid,
        draft: str,
        others: Sequence[Case] = (),
    ) -> RestrictionOutcome:
        """Do an act that somebody may do; the same from the same draft is done once.

        `others` are further restrictions of the same customer that are in force or stopped at their review.
        Raises ValueError where a needed field was left empty.
        """
        refuse_incomplete(done)
        done = store_letters.digested(done)
        record, operation = case.stored, done.operation
        name, sealed = self.vault.seal_entry(record.id, record.key, f"{by}|{draft}", done)
        if any(one.id == name for one in store_records.entries_of(conn, [record.id])[record.id]):
            return ActOutcome.DONE
        row = transition(case.state_at(now), operation, RESTRICTION_LIFE)
        if row is None:
            return ActOutcome.NOT_NOW
        if problem := RestrictionProblems(self.escalation).find(case, done, by, now, others):
            return problem
        after = replace(record, state=row.leads_to or record.state)
        store_records.add_entry(conn, record.id, StoredEntry(name, sealed))
        store_letters.keep(conn, self.vault, record, name, done.letters)
        if row.leads_to is not None:
            store_records.put_into_state(conn, record.id, row.leads_to)
        store_audit.append(conn, now, row.recorded, record_id=record.id, actor=by, detail=name)
        work = RestrictionWork(self.escalation)
        hearers = work.hearers(case, after, row.tells)
        # Who decided rides along with a notice: it says who may answer a complaint.
        tell(conn, now, replace(after, handler=case.decided_by), row, name, hearers - {by})
        if follow := self._follows().get(operation):
            follow(conn, now, replace(case, stored=after), by, done, name)
        return ActOutcome.DONE

    def _follows(self) -> Mapping[Operation, Callable[[Connection, datetime, Case, str, ActSaid, str], None]]:
        return {
            Operation.SEND_NOTICE: self._in_force,
            Operation.EXTEND: self._extended,
            Operation.BOOK: self._booked,
            Operation.APPEAL: self._appealed,
            Operation.UPHOLD: self._answered,
            Operation.LIFT: self._answered,
            Operation.TELL_OUTSIDE: self._outside,
        }

    def _in_force(self, conn: Connection, now: datetime, case: Case, by: str, _: ActSaid, name: str) -> None:
        """The notice was sent: it is looked after from now on, Council is advised (D58), what it replaces ends."""
        store_records.look_again(conn, case.stored.id, case.review)
        work = RestrictionWork(self.escalation)
        work.plan(conn, now, case, case.review)
        answerable = self.escalation.rights.answerable(case.stored.outline, frozenset())
        cao = next(iter((*self.escalation.roster.holders(CAO), *answerable)), by)
        council = filled(
            self.rules.letters.get(CustomerLetter.COUNCIL, ""),
            plain_values(case.wanted, case.stored.reference, case.review, now, self.rules, self.zone),
            OPTIONAL,
        )
        if case.told_at is None:  # One that begins again was told of when it began.
            self._task(conn, now, case, by, name, TaskKind.COUNCIL, cao, self.rules.council_within, council)
            self._task(conn, now, case, by, name, TaskKind.OUTSIDE, cao, self.rules.outside_within, "")
        if case.wanted.nominated and case.told_at is None:
            said = self.rules.chosen(case.wanted.options)
            days = [case.wanted.starts, case.review]
            told = (
                case.wanted.customer,
                *(one.rule for one in said),
                " – ".join(day.astimezone(self.zone).date().isoformat() for day in days),
            )
            person = case.wanted.nominated
            self._task(
                conn, now, case, by, name, TaskKind.NOMINATED, person, NOMINATED_WITHIN, "\n".join(told)
            )
        work.end_replaced(conn, now, case, former_of(conn, self.vault, case))

    def _extended(self, conn: Connection, now: datetime, case: Case, _: str, done: ActSaid, __: str) -> None:
        review = done.said["review_at"]
        assert isinstance(review, datetime)  # noqa: S101 - its field is a time, and it is needed
        review = review.astimezone(UTC)
        store_records.look_again(conn, case.stored.id, review)
        RestrictionWork(self.escalation).plan(conn, now, case, review)

    def _booked(self, conn: Connection, now: datetime, case: Case, by: str, done: ActSaid, name: str) -> None:
        """Whoever meets them has it as a task, and so has the witness (D31)."""
        at = done.said["meet_at"]
        assert isinstance(at, datetime)  # noqa: S101 - its field is a time, and it is needed
        place = str(done.said.get("meet_place") or "")
        whom = {TaskKind.MEETING: done.said.get("meet_with"), TaskKind.WITNESS: done.said.get("witness")}
        for kind, person in whom.items():
            if person:
                self._task(conn, now, case, by, name, kind, str(person), at.astimezone(UTC), place)

    def _appealed(self, conn: Connection, now: datetime, case: Case, by: str, _: ActSaid, name: str) -> None:
        """A complaint waits for whoever answers it, which is never who decided (D33)."""
        people = judges_besides(case.wanted.proposer, case.decided_by, self.rules, self.escalation.roster)
        # It stays the task of whose office it is: while they are away, whoever may stand in has it too.
        for person in people[:1]:
            self._task(conn, now, case, by, name, TaskKind.APPEAL, person, self.rules.appeal_within, "")

    def _answered(self, conn: Connection, now: datetime, case: Case, by: str, _: ActSaid, __: str) -> None:
        self._end_tasks(conn, now, case, by, TaskKind.APPEAL)

    def _outside(self, conn: Connection, now: datetime, case: Case, by: str, _: ActSaid, __: str) -> None:
        self._end_tasks(conn, now, case, by, TaskKind.OUTSIDE)

    def _end_tasks(self, conn: Connection, now: datetime, case: Case, by: str, kind: TaskKind) -> None:
        """What an act does is nobody's task any more."""
        for one in store_tasks.of_records(conn, [case.stored.id])[case.stored.id]:
            if one.kind is kind and one.state is TaskState.OPEN:
                store_tasks.end(conn, one.id, TaskState.DONE)
                if one.assignee != by:
                    TaskWork(self.escalation).over(conn, now, case.stored, one, one.assignee)

    def _task(
        self,
        conn: Connection,
        now: datetime,
        case: Case,
        by: str,
        entry: str,
        kind: TaskKind,
        person: str,
        due: Wait | datetime,
        words: str,
    ) -> None:
        """A task that follows from an act; it is brought to whoever has it, and reminded of like any other."""
        record, task_id = case.stored, hashlib.sha256(f"{entry}:{kind}".encode()).hexdigest()[:32]
        if not self.escalation.rights.may_be_tasked(person, record.outline, frozenset()):
            return
        at = due if isinstance(due, datetime) else self.escalation.calendar.due(now, due)
        sealed = self.vault.seal_task(record.id, record.key, task_id, words)
        task = StoredTask(task_id, record.id, kind, person, by, now, at, sealed)
        if store_tasks.insert(conn, task):
            TaskWork(self.escalation).give(conn, now, record, task, by, frozenset())
