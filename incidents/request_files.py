"""Files of requests: who may add and read them, and who hears (R02, R16)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foundation.db import Connection
from incidents import store_requests
from incidents.request_jobs import RequestNews
from incidents.request_work import RequestWork, ground_of
from incidents.rules.access import Operation
from incidents.store_records import StoredRecord


@dataclass(frozen=True, slots=True)
class RequestFiles:
    """Implements `incidents.file_grounds.FileGround` for requests. `work` is what is in force in a transaction."""

    work: Callable[[Connection], RequestWork]

    def may(self, conn: Connection, record: StoredRecord | None, person: str, operation: Operation) -> bool:
        """By the lane or the department it is with; whoever only took it adds what the customer brings."""
        row = store_requests.request_row(conn, record.id if record else "")
        if record is None or row is None:
            return False
        work = self.work(conn)
        about = work.about(record)
        return about is not None and work.rights.may(person, ground_of(record, row), operation, about)

    def sees_all(self, conn: Connection, record: StoredRecord, viewer: str) -> bool:
        """Those who see to it; whoever took it reads what they added themselves, as with everything of it."""
        return self.may(conn, record, viewer, Operation.FOLLOW)

    def added(self, conn: Connection, now: datetime, record: StoredRecord, by: str, first: str) -> None:
        """Those who see to it hear of what somebody else adds; once for what is added together."""
        work, row = self.work(conn), store_requests.request_row(conn, record.id)
        about = work.about(record)
        if row is None or about is None or self.sees_all(conn, record, by):
            return
        people = (one for one in work.hearers(record, row, about) if one != by)
        work.tell(conn, now, record, row, RequestNews.FILE, people, first)
