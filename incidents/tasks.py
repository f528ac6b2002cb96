"""What flows may do with tasks: list, read, act on them, and say what one wants to be reminded of.

What it returns was committed; what it hides does not exist. Who may what is decided at each look.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_audit, store_deliveries, store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.audit import Act
from incidents.casefile import passing_over
from incidents.escalation import Escalation
from incidents.records import ActOutcome, Said
from incidents.rules.access import Operation
from incidents.rules.acts import TASK_FIELDS
from incidents.rules.kinds import rules_of
from incidents.rules.rights import NOBODY, Rights
from incidents.rules.transitions import possible
from incidents.store_records import StoredRecord
from incidents.store_tasks import StoredTask
from incidents.task import OF_ONE_ALONE, Nudges, Task, TaskKind, TaskState
from incidents.task_acts import TaskActs, left_out
from incidents.task_work import barred_from
from incidents.vault import Vault

LISTED = 50
"""At most this many tasks of others in a list."""

OWN = 500
"""At most this many of one's own."""

SEES = frozenset({Operation.FINISH_TASK, Operation.VIEW})
"""Whoever has an open task sees it, and who may read the record sees its tasks."""


@dataclass(frozen=True, slots=True)
class Tasks:
    """Tasks of people. `escalation` gives the ladder, the roster and the calendar in force, and who is away."""

    db: Database
    vault: Vault
    clock: Clock
    bell: Bell
    escalation: Callable[[Connection], Escalation]

    async def mine(self, person: str) -> tuple[Task, ...]:
        """What this person has still to do, for those they stand in for as well, the most urgent first.

        The words are not shown.
        """

        return await self.db.read(lambda conn: self._mine(conn, person))

    async def overdue(self, person: str) -> tuple[Task, ...]:
        """What others should have done about records this person answers for (D23), the longest overdue first."""

        def look(conn: Connection) -> tuple[Task, ...]:
            shown: list[Task] = []
            mine = {
                one.id for one in self._mine(conn, person)
            }  # Of those they stand in for as well: listed there.
            # A page at a time: those somebody answers for may stand behind any number of others.
            for page in store_tasks.overdue(conn, self.clock.now(), person):
                others = [one for one in page if one.id not in mine]
                shown += self._shown(conn, others, person, Operation.FOLLOW)
                if len(shown) >= LISTED:
                    break
            return tuple(shown[:LISTED])

        return await self.db.read(look)

    async def view(self, task_id: str, viewer: str, *, words: bool = False) -> Task | None:
        """One task; None where it is absent or not for this viewer. With its words, the look is logged."""

        def look(conn: Connection) -> Task | None:
            now, (task, record) = self.clock.now(), self._found(conn, task_id)
            allowed = self._seen(conn, task, record, viewer, *SEES)
            hidden = words and task is not None and record is not None and _kept_from(task, record, viewer)
            if task is None or record is None or hidden or not allowed & SEES:
                store_audit.append(
                    conn, now, Act.REFUSED, record_id=record.id if record else "", actor=viewer
                )
                return None
            with passing_over(record.reference):
                said = self.vault.open_task(record.id, record.key, task.id, task.sealed) if words else ""
                may = _open_now(task, record, allowed)
                shown = task.shown(record.reference, words=said, may=may)
                if words:
                    store_audit.append(conn, now, Act.VIEWED, record_id=record.id, actor=viewer)
                return shown
            return None

        return await self.db.write(look)

    async def act(
        self, task_id: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> tuple[ActOutcome, Task | None]:
        """Do something with a task that the rights of this moment allow; from one draft once.

        `said` are the fields of `incidents.rules.acts.TASK_FIELDS`. Raises ValueError where a needed one is empty.
        """

        def act(conn: Connection) -> tuple[ActOutcome, Task | None]:
            now, (task, record) = self.clock.now(), self._found(conn, task_id)
            if (
                task is None
                or record is None
                or operation not in self._seen(conn, task, record, by, operation)
            ):
                store_audit.append(conn, now, Act.REFUSED, record_id=record.id if record else "", actor=by)
                return ActOutcome.NOT_ALLOWED, None
            done = ActSaid(operation, said, task.id)
            acts = TaskActs(self.vault, self.escalation(conn))
            outcome = acts.take(conn, now, record, task, by, done, draft)
            after = store_tasks.find(conn, task.id) or task
            allowed = self._seen(conn, after, record, by, *SEES)
            may = _open_now(after, record, allowed)
            return outcome, after.shown(record.reference, may=may) if allowed & SEES else None

        answer = await self.db.write(act)
        self.bell.ring()
        return answer

    async def nudges(self, person: str) -> Nudges:
        """What somebody wants to be reminded of."""
        return await self.db.read(lambda conn: store_tasks.nudges_of(conn, person))

    async def want(self, person: str, wants: Nudges) -> None:
        """Keep what somebody wants to be reminded of from now on; notices of reports come all the same."""
        now = self.clock.now()
        await self.db.write(lambda conn: store_tasks.want(conn, person, wants, now))

    def _mine(self, conn: Connection, person: str) -> tuple[Task, ...]:
        away, roster = (today := self.escalation(conn)).away, today.roster
        stood_in_for = [one for one in away.absences if person in away.stand_ins(one, roster)]
        theirs = store_tasks.open_of(conn, [person, *stood_in_for], OWN)
        # Nobody completes the report of somebody else, or says what they saw, whoever they stand in for.
        have = [one for one in theirs if one.assignee == person or one.kind not in OF_ONE_ALONE]
        return self._shown(conn, have, person, Operation.FINISH_TASK)

    def _found(self, conn: Connection, task_id: str) -> tuple[StoredTask | None, StoredRecord | None]:
        """A task as it stands under the lock of its record."""
        task = store_tasks.find(conn, task_id)
        record = store_records.locked(conn, task.record_id) if task else None
        return store_tasks.find(conn, task_id), record

    def _seen(
        self,
        conn: Connection,
        task: StoredTask | None,
        record: StoredRecord | None,
        person: str,
        *wanted: Operation,
    ) -> frozenset[Operation]:
        """What somebody may do about a task that may not exist."""
        if task is None or record is None:
            return frozenset()
        rights, told = self.escalation(conn).rights, store_deliveries.told_of(conn, person)
        allowed = self._allowed(rights, task, record, person, told, *wanted)
        return allowed - _kept(conn, task, record, person)

    def _shown(
        self, conn: Connection, found: list[StoredTask], viewer: str, operation: Operation
    ) -> tuple[Task, ...]:
        ids = list(dict.fromkeys(one.record_id for one in found))
        records = {one.id: one for one in store_records.by_id(conn, ids)} if ids else {}
        told, rights = store_deliveries.told_of(conn, viewer, *ids), self.escalation(conn).rights
        shown = []
        for one in found:
            record = records[one.record_id]
            allowed = self._allowed(rights, one, record, viewer, told, operation)
            allowed -= _kept(conn, one, record, viewer)
            if operation in allowed:
                shown.append(one.shown(record.reference, may=_open_now(one, record, allowed)))
        return tuple(shown)

    def _allowed(
        self,
        rights: Rights,
        task: StoredTask,
        record: StoredRecord,
        person: str,
        told: Container[str],
        *wanted: Operation,
    ) -> frozenset[Operation]:
        """What somebody may do about a task now; nothing where its record cannot be read.

        Opening the seal costs more than the rest together: not for those who may do none of `wanted` anyway.
        """
        outline, is_told = record.outline, record.id in told
        tasked = task.state is TaskState.OPEN and _has(rights, task, record, person)
        if any(rights.might(person, outline, one, told=is_told, tasked=tasked) for one in wanted):
            with passing_over(record.reference):
                named = self.vault.open(record.id, record.key, record.sealed).excluded
                allowed = rights.operations(person, outline, told=is_told, named=named, tasked=tasked)
                return allowed - _of_one_alone(task, person)
        return frozenset()


def _has(rights: Rights, task: StoredTask, record: StoredRecord, person: str) -> bool:
    """Whether a task is somebody's to do now: their own, or of somebody for whom they stand in.

    What one person alone can do waits for them.
    """
    if person == task.assignee or task.kind in OF_ONE_ALONE:
        return person == task.assignee
    return rights.stands_in(person, task.assignee, record.outline, NOBODY)


def _of_one_alone(task: StoredTask, person: str) -> frozenset[Operation]:
    """What nobody may do with a task that one person alone can do: it is done when they have done it."""
    if task.kind not in OF_ONE_ALONE:
        return frozenset()
    theirs = person == task.assignee
    return frozenset({Operation.GIVE_TASK}) | (frozenset() if theirs else {Operation.FINISH_TASK})


def _kept_from(task: StoredTask, record: StoredRecord, viewer: str) -> bool:
    """Whether the words are what those who handle a record say to one another: they are not for its author."""
    return viewer in record.whose and viewer not in (task.assignee, task.made_by)


def _open_now(task: StoredTask, record: StoredRecord, allowed: frozenset[Operation]) -> frozenset[Operation]:
    """What of that can be done with a task as it and its record stand."""
    if task.state is not TaskState.OPEN or record.state is None:
        return frozenset()
    now = possible(record.state, rules_of(record.kind).life)
    acts = frozenset(one.operation for one in now if one.operation in TASK_FIELDS)
    return (acts & allowed) - left_out(task.kind)


def _kept(conn: Connection, task: StoredTask, record: StoredRecord, person: str) -> frozenset[Operation]:
    """What somebody may not do about a complaint's task: who proposed or decided the restriction leaves it alone."""
    if task.kind is not TaskKind.APPEAL or person not in {record.author, *barred_from(conn, task)}:
        return frozenset()
    return frozenset(TASK_FIELDS)
