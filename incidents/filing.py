"""Stores a report: sent whole, or opened when a contact was ended and completed later (D20, D55, D66)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from foundation.db import Connection
from foundation.ids import new_id, new_reference
from incidents import store_audit, store_files, store_records, store_tasks
from incidents.adding import add_record
from incidents.audit import Act
from incidents.cards import refresh, send
from incidents.casefile import assemble
from incidents.confirmation import filed_before
from incidents.escalation import Escalation
from incidents.indexing import Indexing
from incidents.jobs import notice
from incidents.later import Later
from incidents.notices import NoticeKind
from incidents.records import Behaviour, Filed, Report, Said, State, Statement
from incidents.rules.details import lacks_the_rest
from incidents.rules.reminders import later_that_day
from incidents.rules.telling import Plan
from incidents.staff_work import StaffWork
from incidents.store_records import StoredRecord
from incidents.store_tasks import StoredTask
from incidents.task import TaskKind, TaskState
from incidents.task_work import TaskWork
from incidents.vault import Content, Vault


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record that is sealed and not stored yet. `digest` is what its author confirmed, "" where they have not."""

    stored: StoredRecord
    content: Content
    plan: Plan
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """Files with the vault and the ladder in force."""

    vault: Vault
    escalation: Escalation
    indexing: Indexing

    def prepare(self, content: Content, draft: str, now: datetime) -> NewRecord:
        """Seal a new record: this costs more than storing it, and needs no transaction."""
        report, plan, record_id = content.report, self.escalation.plan(content.report), new_id()
        key, sealed = self.vault.seal(record_id, content)
        stored = StoredRecord(
            id=record_id,
            reference=new_reference(),
            author=report.author,
            draft=draft,
            department=report.department,
            ended=report.ended,
            state=State.SUBMITTED,
            created_at=now,
            key=key,
            sealed=sealed,
            urgency=plan.urgency,
            ladder=plan.ladder,
            any_hour=plan.any_hour,
            filed_for=report.filed_for,
        )
        digest = self.vault.digest(record_id, key, report) if content.is_whole else ""
        return NewRecord(stored, content, plan, digest)

    def file(self, conn: Connection, new: NewRecord) -> Filed:
        """Store it with its audit entry and its first notices; the same author and draft store one record."""
        stored, is_new = add_record(conn, new.stored)
        if not is_new:
            return filed_before(conn, stored)
        self.indexing.write(conn, stored.id, new.content.report, is_new=True)
        return self._start(conn, replace(new, stored=stored))

    def _start(self, conn: Connection, new: NewRecord) -> Filed:
        record, now = new.stored, new.stored.created_at
        act = Act.SUBMITTED if new.content.is_whole else Act.OPENED
        store_audit.append(conn, now, act, record_id=record.id, actor=record.author, detail=new.digest)
        if new.content.is_whole:
            send(conn, now, [notice(NoticeKind.FILED, record.id, 0, record.author, now)])
        else:
            self._ask(conn, now, record, TaskKind.COMPLETE, new.content.excluded)
        self._tell_staff(conn, now, record, new.content)
        first = self.escalation.begin(conn, now, record, new.content.excluded, new.plan.also)
        return Filed(record.id, record.reference, repeated=False, notifying=first, urgency=record.urgency)

    def _tell_staff(self, conn: Connection, now: datetime, record: StoredRecord, content: Content) -> None:
        """Whom it was written for hears so at once, and so do the colleagues it names."""
        if record.filed_for and self.escalation.rights.may_be_told(
            record.filed_for, record.outline, content.excluded
        ):
            store_audit.append(conn, now, Act.FILED_FOR, record_id=record.id, detail=record.filed_for)
            send(conn, now, [notice(NoticeKind.FILED_FOR, record.id, 0, record.filed_for, now)])
        work = StaffWork(self.vault, self.escalation)
        work.take_in(conn, now, record, content.report, content.excluded)

    def ask_for_more(self, conn: Connection, now: datetime, record: StoredRecord) -> None:
        """A task of the author to add what the six first questions did not ask, where that is missing; once."""
        content = self.vault.open(record.id, record.key, record.sealed)
        before = store_tasks.of_records(conn, [record.id])[record.id]
        if lacks_the_rest(content.report) and not any(one.kind is TaskKind.REST for one in before):
            self._ask(conn, now, record, TaskKind.REST, content.excluded)

    def detailed(
        self, conn: Connection, now: datetime, record: StoredRecord, said: Mapping[str, Said], by: str
    ) -> None:
        """What follows from a later page: nobody is asked for the rest any more, and danger in it is told."""
        self._asked_no_more(conn, record, TaskKind.REST)
        told = said.get("behaviours") or ()
        behaviours = tuple(one for one in Behaviour if isinstance(told, tuple) and one in told)
        named = said.get("about") or ()
        about = frozenset(named) if isinstance(named, tuple) else frozenset()
        Later(self.vault, self.escalation).take_in(conn, now, record, Statement("", behaviours, about), by)
        self._named_later(conn, now, record)

    def _named_later(self, conn: Connection, now: datetime, record: StoredRecord) -> None:
        """The colleagues a report names may be others by now."""
        stored = store_records.again(conn, record)
        whole = assemble(conn, self.vault, stored).whole_report
        excluded = self.vault.open(stored.id, stored.key, stored.sealed).excluded
        StaffWork(self.vault, self.escalation).take_in(conn, now, stored, whole, excluded)

    def _asked_no_more(self, conn: Connection, record: StoredRecord, kind: TaskKind) -> None:
        for task in store_tasks.of_records(conn, [record.id])[record.id]:
            if task.kind is kind and task.state is TaskState.OPEN:
                store_tasks.end(conn, task.id, TaskState.DONE)

    def _ask(
        self, conn: Connection, now: datetime, record: StoredRecord, kind: TaskKind, named: frozenset[str]
    ) -> None:
        """A task of the author, which holds up nothing: whoever answers for the record is told already."""
        name = new_id()
        task = StoredTask(
            id=name,
            record_id=record.id,
            kind=kind,
            assignee=record.author,
            made_by=record.author,
            made_at=now,
            due=later_that_day(now, self.escalation.calendar),
            sealed=self.vault.seal_task(record.id, record.key, name, ""),
        )
        if store_tasks.insert(conn, task):
            TaskWork(self.escalation).give(conn, now, record, task, record.author, named)

    def complete(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        report: Report,
        excluded: frozenset[str],
    ) -> bool:
        """Put the whole report in the place of what was opened, which is kept; False where it was whole before.

        Who was told hears that it came; what it says of danger and of colleagues counts as if it had been said first.
        """
        before = self.vault.open(record.id, record.key, record.sealed)
        if before.is_whole:
            return False
        # Whose it is was decided when it was opened.
        report = replace(
            report, author=record.author, department=record.department, filed_for=record.filed_for
        )
        whole = replace(before, body=report, is_whole=True, opened=before.report)
        store_records.reseal(conn, record.id, self.vault.reseal(record.id, record.key, whole))
        self.indexing.write_anew(conn, store_records.again(conn, record))
        attached = [one.id for one in store_files.of_records(conn, [record.id])[record.id]]
        digest = self.vault.digest(record.id, record.key, report, attached)
        store_audit.append(conn, now, Act.COMPLETED, record_id=record.id, actor=record.author, detail=digest)
        self._asked_no_more(conn, record, TaskKind.COMPLETE)
        self.ask_for_more(conn, now, store_records.again(conn, record))
        send(conn, now, [notice(NoticeKind.FILED, record.id, 0, record.author, now)])
        stored = store_records.again(conn, record)
        Later(self.vault, self.escalation).complete(conn, now, stored, before.report, excluded)
        self._named_later(conn, now, record)
        refresh(conn, now, record, "completed")
        return True
