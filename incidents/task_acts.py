"""Does what somebody may do with one task: it is done, put off, given to somebody else, or needed no more.

Everything happens in the transaction that adds the entry, which holds the lock of the task's record.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from foundation.db import Connection
from incidents import store_audit, store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.acts import as_held, refuse_incomplete, tell
from incidents.escalation import Escalation
from incidents.records import ActOutcome
from incidents.restriction_work import RestrictionWork
from incidents.rules.access import Operation
from incidents.rules.kinds import rules_of
from incidents.rules.transitions import Hears, Transition, transition
from incidents.store_records import StoredEntry, StoredRecord
from incidents.store_tasks import StoredTask
from incidents.task import BY_ACT, WAITS_HERE, TaskKind, TaskState
from incidents.task_work import TaskWork, barred_from
from incidents.vault import Vault


@dataclass(frozen=True, slots=True)
class TaskActs:
    """Does acts on tasks with the vault, the ladder and the roster in force."""

    vault: Vault
    escalation: Escalation

    def take(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        task: StoredTask,
        by: str,
        done: ActSaid,
        draft: str,
    ) -> ActOutcome:
        """Do an act that somebody may do; the same from the same draft is done once.

        Raises ValueError where a needed field was left empty.
        """
        refuse_incomplete(done)
        name, sealed = self.vault.seal_entry(record.id, record.key, f"{by}|{draft}", done)
        if any(one.id == name for one in store_records.entries_of(conn, [record.id])[record.id]):
            return ActOutcome.DONE
        life = rules_of(record.kind).life
        row = transition(record.state, done.operation, life) if record.state else None
        if row is None or task.state is not TaskState.OPEN or done.operation in left_out(task.kind):
            return ActOutcome.NOT_NOW
        named = self.vault.open(record.id, record.key, record.sealed).excluded
        record = as_held(self.escalation.rights, record, named)
        to = str(done.said.get("give_to") or "")
        if to and not self._may_have(conn, record, task, to, named):
            return ActOutcome.NOBODY
        if to == task.assignee:
            return ActOutcome.DONE
        store_records.add_entry(conn, record.id, StoredEntry(name, sealed))
        self._follow(conn, now, record, task, by, done, to, named)
        if row.leads_to is not None:
            store_records.put_into_state(conn, record.id, row.leads_to)
        store_audit.append(conn, now, row.recorded, record_id=record.id, actor=by, detail=name)
        hearers = self._hearers(record, task, row, named)
        tell(conn, now, record, row, name, hearers - {by, to})
        return ActOutcome.DONE

    def _may_have(
        self, conn: Connection, record: StoredRecord, task: StoredTask, to: str, named: frozenset[str]
    ) -> bool:
        """Whether a task may be given to somebody; that of a complaint only to who may answer it."""
        if task.kind is TaskKind.APPEAL:
            decided = next(iter(barred_from(conn, task)), "")
            rights = RestrictionWork(self.escalation).rights
            may = rights.operations(to, record.outline, decided_by=decided, appeal_open=True)
            return Operation.UPHOLD in may
        return self.escalation.rights.may_be_tasked(to, record.outline, named)

    def _follow(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        task: StoredTask,
        by: str,
        done: ActSaid,
        to: str,
        named: frozenset[str],
    ) -> None:
        """What becomes of the task; whoever had it hears where it was not they who said so."""
        work = TaskWork(self.escalation)
        match done.operation:
            case Operation.SNOOZE_TASK:
                until = done.said["snooze_until"]
                assert isinstance(until, datetime)  # noqa: S101 - its field is a time, and it is needed
                off = replace(task, put_off=until.astimezone(UTC), revision=task.revision + 1)
                store_tasks.put_off(conn, task, off.put_off or now)
                work.put_off(conn, now, record, off)
            case Operation.GIVE_TASK:
                # Whoever waits here is to be fetched as soon as if they had just come.
                due = now + WAITS_HERE if task.kind is TaskKind.VISITOR else task.due
                store_tasks.give_to(conn, task, to, due)
                given = replace(task, assignee=to, due=due, put_off=None, revision=task.revision + 1)
                work.give(conn, now, record, given, by, named)
                if task.assignee != by:
                    work.over(conn, now, record, given, task.assignee)
            case _:
                dropped = done.operation is Operation.DROP_TASK
                store_tasks.end(conn, task.id, TaskState.DROPPED if dropped else TaskState.DONE)
                if task.assignee != by:
                    work.over(conn, now, record, task, task.assignee)

    def _hearers(
        self, record: StoredRecord, task: StoredTask, row: Transition, named: frozenset[str]
    ) -> frozenset[str]:
        """Who is told of an act on a task, and may know of the record."""
        handles = record.handler or record.acknowledged_by
        people = {handles} if Hears.HANDLER in row.tells else set()
        people |= {task.made_by} if Hears.MAKER in row.tells else set()
        rights = self.escalation.rights
        return frozenset(one for one in people if one and rights.may_be_told(one, record.outline, named))


def left_out(kind: TaskKind) -> frozenset[Operation]:
    """What is not done with a task of this kind: a complaint is answered, and neither done nor dropped without an
    answer; who waits here is not put off.
    """
    if kind is TaskKind.VISITOR:
        return frozenset({Operation.SNOOZE_TASK})
    if kind not in BY_ACT:
        return frozenset()
    ends = {Operation.FINISH_TASK, Operation.DROP_TASK}
    return frozenset(ends if kind is TaskKind.APPEAL else {Operation.FINISH_TASK})
