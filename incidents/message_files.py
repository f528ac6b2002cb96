"""Files of messages for colleagues: whoever took one adds to it while it is open, whoever has it reads them (A09)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from foundation.db import Connection
from incidents import store_tasks
from incidents.audit import Act
from incidents.cards import send
from incidents.escalation import Escalation
from incidents.jobs import Done, about_act
from incidents.notices import NoticeKind
from incidents.rules.access import Operation
from incidents.rules.rights import NOBODY
from incidents.store_records import StoredRecord
from incidents.task import TaskState
from incidents.task_work import TaskWork


@dataclass(frozen=True, slots=True)
class MessageFiles:
    """Implements `incidents.file_grounds.FileGround` for messages. `able` says what somebody may do with one now,
    `today` what is in force in a transaction.
    """

    able: Callable[[Connection, StoredRecord, str], Collection[Operation]]
    today: Callable[[Connection], Escalation]

    def may(self, conn: Connection, record: StoredRecord | None, person: str, operation: Operation) -> bool:
        """By who took it and who has its task."""
        return record is not None and operation in self.able(conn, record, person)

    def sees_all(self, _: Connection, __: StoredRecord, ___: str) -> bool:
        """Whoever reads a message reads all of it."""
        return True

    def added(self, conn: Connection, now: datetime, record: StoredRecord, by: str, first: str) -> None:
        """Whoever has it, or stands in, hears that something came after what they may have read already."""
        work, done = TaskWork(self.today(conn)), Done(first, Act.ATTACHED.value)
        people = {
            one
            for task in store_tasks.of_records(conn, [record.id])[record.id]
            if task.state is TaskState.OPEN
            for one in work.told_of(conn, record, task, by, NOBODY)
        }
        send(
            conn,
            now,
            [about_act(record.id, done, NoticeKind.MESSAGE, one, now) for one in sorted(people - {by})],
        )
