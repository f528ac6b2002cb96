"""What follows when a report names colleagues: each is told at once and asked for a statement, which they can leave.

Everything happens in a transaction that holds the record's lock, or stores the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from foundation.db import Connection
from foundation.ids import new_id
from incidents import store_audit, store_records, store_tasks
from incidents.audit import Act
from incidents.escalation import Escalation
from incidents.records import Report
from incidents.rules.staff import staff_of
from incidents.store_records import StoredRecord
from incidents.store_tasks import StoredTask
from incidents.task import TaskKind, TaskState
from incidents.task_work import TaskWork
from incidents.vault import Vault


@dataclass(frozen=True, slots=True)
class StaffWork:
    """Tells and asks with the vault, the roster and the calendar in force."""

    vault: Vault
    escalation: Escalation

    def take_in(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        report: Report,
        excluded: frozenset[str],
    ) -> None:
        """Write down whom a report names now, ask those who are new, and let those in peace who are not named any more.

        Whoever it complains of, or who reports to one of these, is neither told nor asked (R20), nor is who is not on
        the organisation's list.
        """
        before, may, said = record.staff, self.escalation.rights.may_be_tasked, staff_of(report, excluded)
        named = {one: roles for one, roles in said.items() if may(one, record.outline, excluded)}
        if named == before:
            return
        store_records.name_staff(conn, record.id, named)
        record = store_records.again(conn, record)
        for task in store_tasks.of_records(conn, [record.id])[record.id]:
            if task.kind is TaskKind.STATEMENT and task.assignee not in named:
                self._leave(conn, now, record, task)
        for person in sorted(named.keys() - before.keys()):
            self._ask(conn, now, record, person, excluded)

    def stated(self, conn: Connection, record_id: str, person: str) -> None:
        """Somebody added their statement: they are asked for it no more."""
        for task in store_tasks.of_records(conn, [record_id])[record_id]:
            if (task.kind, task.assignee, task.state) == (TaskKind.STATEMENT, person, TaskState.OPEN):
                store_tasks.end(conn, task.id, TaskState.DONE)

    def _ask(
        self, conn: Connection, now: datetime, record: StoredRecord, person: str, excluded: frozenset[str]
    ) -> None:
        calendar, name = self.escalation.calendar, new_id()
        task = StoredTask(
            id=name,
            record_id=record.id,
            kind=TaskKind.STATEMENT,
            assignee=person,
            made_by=record.author,
            made_at=now,
            due=calendar.closes(calendar.open_day_after(calendar.day_of(now))),
            sealed=self.vault.seal_task(record.id, record.key, name, ""),
        )
        if store_tasks.insert(conn, task):
            store_audit.append(conn, now, Act.STAFF_NAMED, record_id=record.id, detail=person)
            TaskWork(self.escalation).give(conn, now, record, task, record.author, excluded)

    def _leave(self, conn: Connection, now: datetime, record: StoredRecord, task: StoredTask) -> None:
        if task.state is TaskState.OPEN:
            store_tasks.end(conn, task.id, TaskState.DROPPED)
            TaskWork(self.escalation).over(conn, now, record, task, task.assignee)
