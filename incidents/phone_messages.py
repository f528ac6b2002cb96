"""What flows may do with messages for colleagues: take one down and read it (A09, A13, J36). What it returns was
committed; what it hides does not exist. Done, put off and passed on it is as a task (`incidents/tasks.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from foundation.calendar import Wait, WaitUnit
from foundation.db import Connection
from foundation.ids import new_id, new_reference
from incidents import store_audit, store_deliveries, store_files, store_records, store_tasks
from incidents.adding import add_record
from incidents.attached import added_files, files_of
from incidents.attachment import Attachment
from incidents.audit import Act
from incidents.casefile import passing_over
from incidents.desk import Desk
from incidents.message_files import MessageFiles
from incidents.notices import NoticeKind
from incidents.phone_message import MessageFile, PhoneMessage, TakenMessage
from incidents.records import DeliveryRow, RecordKind, State, Urgency
from incidents.rules.absence import is_staff
from incidents.rules.access import Operation
from incidents.rules.rights import NOBODY
from incidents.store_records import StoredRecord
from incidents.store_tasks import StoredTask
from incidents.task import WAITS_HERE, TaskKind, TaskState
from incidents.task_work import TaskWork
from incidents.vault import Content

KIND = RecordKind.MESSAGE
BROUGHT = frozenset({NoticeKind.TASK_GIVEN, NoticeKind.TASK_REMINDER})
SOON = Wait(1, WaitUnit.BUSINESS_HOURS)
"""How soon what is urgent is due."""


class PhoneMessages:
    """The desk for messages. Stands on the desk of incidents: one database, one vault, one clock, one roster."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        desk.attaching.grounds[KIND] = MessageFiles(self._able, desk.today)

    def may_have(self, by: str, to: str) -> bool:
        """Whether somebody may take a message for a colleague: both work here, and nobody for themselves."""
        roster = self._desk.escalation.roster
        return by != to and is_staff(by, roster) and is_staff(to, roster)

    async def take(
        self, message: PhoneMessage, promised: Mapping[TaskKind, Wait], draft: str
    ) -> TakenMessage | None:
        """Commit the record with its task and its first notices in one transaction; None where they may not.

        `promised` is how soon somebody is called back here (A13). The same from the same taker and draft gives the same
        answer again; a form sent again that says something else is a message of its own.
        """
        if not draft or not self.may_have(message.taken_by, message.to):
            return None
        now, record_id = self._desk.clock.now(), new_id()
        key, sealed = self._desk.vault.seal(record_id, Content(message))
        due = self._due(message, promised, now)
        record = StoredRecord(
            id=record_id,
            reference=new_reference(),
            author=message.taken_by,
            draft=draft,
            department=self._desk.escalation.roster.department_of(message.to),
            ended=False,
            state=State.RECEIVED,
            created_at=now,
            key=key,
            sealed=sealed,
            urgency=Urgency.TELL,
            kind=KIND,
            due_at=due,
        )
        taken = await self._desk.db.write(lambda conn: self._file(conn, record, message, due))
        self._desk.bell.ring()
        return taken

    async def view(self, name: str, viewer: str) -> MessageFile | None:
        """A message by id or reference, for whoever may read it; every look leaves an entry, also one refused."""

        def look(conn: Connection) -> MessageFile | None:
            now = self._desk.clock.now()
            record = store_records.find(conn, name, lock=True, kind=KIND)
            shown = self._shown(conn, record, viewer) if record else None
            act = Act.VIEWED if shown else Act.REFUSED
            store_audit.append(conn, now, act, record_id=record.id if record else "", actor=viewer)
            return shown

        return await self._desk.db.write(look)

    def _shown(self, conn: Connection, record: StoredRecord, viewer: str) -> MessageFile | None:
        task = next(iter(store_tasks.of_records(conn, [record.id])[record.id]), None)
        able = self._may(conn, record, task, viewer) if task else frozenset()
        if task is None or Operation.VIEW not in able:
            return None
        with passing_over(record.reference):
            message = self._desk.vault.open(record.id, record.key, record.sealed).message
            rows = tuple(
                DeliveryRow(one.recipient, one.level, one.state, one.platform, one.at, one.code)
                for one in store_deliveries.of_record(conn, record.id)
                if one.kind is NoticeKind.TASK_GIVEN
            )
            return MessageFile(
                record.id,
                record.reference,
                record.created_at,
                message,
                task.shown(record.reference),
                rows,
                self._files(conn, record),
                Operation.ATTACH in able and record.state is State.RECEIVED,
            )
        return None

    def _files(self, conn: Connection, record: StoredRecord) -> tuple[Attachment, ...]:
        story = store_audit.stories(conn, [record.id])[record.id]
        kept = store_files.of_records(conn, [record.id])[record.id] if added_files(story) else ()
        return files_of(self._desk.vault, record, story, kept)

    def _able(self, conn: Connection, record: StoredRecord, person: str) -> frozenset[Operation]:
        task = next(iter(store_tasks.of_records(conn, [record.id])[record.id]), None)
        return self._may(conn, record, task, person) if task else frozenset()

    def _may(
        self, conn: Connection, record: StoredRecord, task: StoredTask, viewer: str
    ) -> frozenset[Operation]:
        """What somebody may do; whoever had it in hand to the end reads it afterwards too."""
        rights = self._desk.today(conn).rights
        stands_in = rights.stands_in(viewer, task.assignee, record.outline, NOBODY)
        has_it = viewer == task.assignee or (stands_in and task.state is TaskState.OPEN)
        if not has_it and task.state is TaskState.DONE and _finished_by(conn, record, viewer):
            # Who answers for it could end it without reading it: they read it where it had come to them as well.
            unread = rights.operations(viewer, record.outline, told=False, named=NOBODY)
            has_it = Operation.FINISH_TASK not in unread or stands_in or _had(conn, record, viewer)
        return rights.operations(viewer, record.outline, told=False, named=NOBODY, tasked=has_it)

    def _due(self, message: PhoneMessage, promised: Mapping[TaskKind, Wait], now: datetime) -> datetime:
        """When it is to be done: as whoever called asked, at once where they wait here, else as is promised here."""
        if message.arrived:
            return now + WAITS_HERE
        if message.call_at is not None and message.call_at > now:
            return message.call_at
        wait = SOON if message.urgent else promised[TaskKind.CALL_BACK]
        return self._desk.escalation.calendar.due(now, wait)

    def _file(
        self, conn: Connection, record: StoredRecord, message: PhoneMessage, due: datetime
    ) -> TakenMessage:
        vault, sent = self._desk.vault, record
        record, is_new = add_record(conn, sent)
        if not is_new and vault.open(record.id, record.key, record.sealed).message != message:
            # Another message from the same draft is one of its own, and again once.
            other = vault.digest(record.id, record.key, message)
            record, is_new = add_record(conn, replace(sent, draft=f"{sent.draft}:{other}"))
        if not is_new:
            return self._taken_before(conn, record, message, due)
        now = record.created_at
        task_id = new_id()
        sealed = self._desk.vault.seal_task(record.id, record.key, task_id, "")
        task = StoredTask(
            task_id, record.id, message.task_kind, message.to, message.taken_by, now, due, sealed
        )
        store_tasks.insert(conn, task)
        told = TaskWork(self._desk.today(conn)).give(conn, now, record, task, message.taken_by, NOBODY)
        store_audit.append(conn, now, Act.SUBMITTED, record_id=record.id, actor=record.author)
        return TakenMessage(record.id, record.reference, message, repeated=False, due=due, told=told)

    def _taken_before(
        self, conn: Connection, record: StoredRecord, message: PhoneMessage, due: datetime
    ) -> TakenMessage:
        """What the first sending was answered; of one that is over by now nobody hears any more."""
        work = TaskWork(self._desk.today(conn))
        tasks = store_tasks.of_records(conn, [record.id])[record.id]
        told = [
            one
            for task in tasks
            if task.state is TaskState.OPEN
            for one in work.told_of(conn, record, task, record.author, NOBODY)
        ]
        due = record.due_at or due
        return TakenMessage(record.id, record.reference, message, repeated=True, due=due, told=tuple(told))


def _finished_by(conn: Connection, record: StoredRecord, person: str) -> bool:
    """Whether it was this person who said that it is done, or that they come."""
    story = store_audit.stories(conn, [record.id])[record.id]
    return any(one.kind == Act.TASK_DONE and one.actor == person for one in story)


def _had(conn: Connection, record: StoredRecord, person: str) -> bool:
    """Whether it was brought to somebody to be done."""
    rows = store_deliveries.of_record(conn, record.id)
    return any(one.recipient == person and one.kind in BROUGHT for one in rows)
