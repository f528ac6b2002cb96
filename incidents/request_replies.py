"""What becomes of an e-mail to whoever brought a request: taken by the mail server, waiting, or never sent.

What it tells counts from the moment the mail server took it and not before: that it was received (P07), and until when
they hear more (P08). Every function takes the connection of a transaction.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from foundation.db import Connection
from foundation.outbox import sending
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Claimed, Job
from incidents import store_audit, store_records, store_requests
from incidents.act_json import ActSaid
from incidents.audit import Act
from incidents.newer import NewerContent
from incidents.records import RecordKind, State
from incidents.request import ReplyKind
from incidents.request_jobs import REQUEST_REPLY, RequestNews, entry_of, news_key
from incidents.request_work import RequestWork, ground_of
from incidents.rules.access import Operation
from incidents.rules.request_replies import is_true_now
from incidents.store_records import StoredRecord
from incidents.store_requests import StoredRequest

SAID_TO_WAIT = timedelta(minutes=15)
"""Whoever wrote it hears that it waits once it waits for this long, so that they can ring instead."""


@dataclass(frozen=True, slots=True)
class ReplyToSend:
    """An e-mail as it was confirmed. `id` is the same at every attempt, so that a mail server can tell a repetition.

    `is_true` says whether it can still be said as the request stands, and at this moment.
    """

    id: str
    to: str
    subject: str
    text: str
    is_true: bool


@dataclass(frozen=True, slots=True)
class RequestReplies:
    """Reads e-mails and writes down what came of them."""

    work: RequestWork

    def read(self, conn: Connection, now: datetime, job: Job) -> ReplyToSend | None:
        """What is to be sent; None where it is not there any more. Raises what is in `vault.UNREADABLE`."""
        record = store_records.find(conn, job.subject, kind=RecordKind.REQUEST)
        row = store_requests.request_row(conn, job.subject)
        done = self._said(conn, record, job)
        if record is None or row is None or done is None:
            return None
        if record.state is None:
            raise NewerContent("A request stands where only a newer version knows.")
        until = _until(done)
        is_over = until is not None and until <= now
        return ReplyToSend(
            id=hashlib.sha256(job.key.encode()).hexdigest()[:40],
            to=str(done.said["reply_to"]),
            subject=str(done.said["reply_subject"]),
            text=str(done.said["reply_text"]),
            is_true=not is_over and is_true_now(_kind(done), record.state, in_lane=bool(row.lane)),
        )

    def arrived(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """The mail server took it: what it says holds from now on."""
        job = claimed.job
        record = store_records.locked(conn, job.subject, RecordKind.REQUEST)
        row = store_requests.request_row(conn, job.subject)
        about = self.work.readable(record)
        if not outbox.complete(conn, claimed, now) or record is None or row is None:
            return
        store_audit.append(conn, now, Act.REPLY_SENT, record_id=record.id, detail=entry_of(job))
        done = self._said(conn, record, job) if about is not None else None
        if about is None or done is None:
            return
        if now - claimed.first_due > SAID_TO_WAIT:
            self._tell(conn, now, record, row, about, RequestNews.SENT, job)
        self._holds(conn, now, record, row, about, done, claimed)

    def failed(self, conn: Connection, now: datetime, claimed: Claimed, code: str) -> None:
        """It will never be sent: whoever wrote it hears so, and no clock stops."""
        job = claimed.job
        record = store_records.locked(conn, job.subject, RecordKind.REQUEST)
        row = store_requests.request_row(conn, job.subject)
        about = self.work.readable(record)
        if not outbox.complete(conn, claimed, now, code) or record is None:
            return
        store_audit.append(conn, now, Act.REPLY_UNSENT, record_id=record.id, detail=entry_of(job))
        if row is not None and about is not None:
            self._tell(conn, now, record, row, about, RequestNews.UNSENT, job)

    def waits(self, conn: Connection, now: datetime, claimed: Claimed, failure: sending.NotDelivered) -> None:
        """It could not be sent yet and is tried again; after a while its writer hears so, once."""
        if not outbox.put_off(conn, claimed, now, failure) or now - claimed.first_due <= SAID_TO_WAIT:
            return
        record = store_records.find(conn, claimed.job.subject, kind=RecordKind.REQUEST)
        row = store_requests.request_row(conn, claimed.job.subject)
        about = self.work.readable(record)
        if record is not None and row is not None and about is not None:
            self._tell(conn, now, record, row, about, RequestNews.WAITS, claimed.job)

    def _holds(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        about: frozenset[str],
        done: ActSaid,
        claimed: Claimed,
    ) -> None:
        """Clocks go by what they were told, as for an act: what had come of them before is not taken away."""
        kind, writer = _kind(done), claimed.job.recipient
        if kind is ReplyKind.CLOSING or record.state in (State.RESOLVED, State.CLOSED, None):
            return
        come = self.work.come(conn, now, record, row)
        if record.acknowledged_at is None:
            store_records.acknowledge(conn, record.id, writer, now)
            store_audit.append(conn, now, Act.CONFIRMED, record_id=record.id, actor=writer)
            record = replace(record, acknowledged_at=now)
        if record.state is State.RECEIVED:
            record = replace(record, state=State.CONFIRMED)
        until = _until(done)
        newer = row.updated_at is not None and row.updated_at > claimed.first_due
        if kind is ReplyKind.UPDATE and until is not None and not newer:
            row = replace(row, next_update=until, updated_at=now, is_holding=False)
            record = replace(record, state=State.INVESTIGATING)
        if record.state is not None:
            store_records.put_into_state(conn, record.id, record.state)
        row = self.work.write(conn, now, record, row)
        self.work.catch_up(conn, now, record, row, about, come)

    def _tell(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        about: frozenset[str],
        news: RequestNews,
        job: Job,
    ) -> None:
        """Whoever wrote it hears; those who see to it now, where it is the writer's no more."""
        sees = self.work.rights.may(job.recipient, ground_of(record, row), Operation.SEE_STANDING, about)
        people = (job.recipient,) if sees else self.work.first(record, row, about)
        self.work.tell(conn, now, record, row, news, people, entry_of(job))

    def _said(self, conn: Connection, record: StoredRecord | None, job: Job) -> ActSaid | None:
        if record is None:
            return None
        entries = {one.id: one.sealed for one in store_records.entries_of(conn, [record.id])[record.id]}
        sealed = entries.get(entry_of(job))
        if sealed is None:
            return None
        opened = self.work.vault.open_entry(record.id, record.key, entry_of(job), sealed)
        return opened if isinstance(opened, ActSaid) else None


def waits_no_more(conn: Connection, news: Job) -> bool:
    """Whether a notice says that an e-mail waits which does so no more."""
    of, waits, writer = news.subject, RequestNews.WAITS, news.recipient
    if news.payload.get("news") != waits:
        return False
    waiting = (entry_of(one) for one in outbox.undone(conn, of, REQUEST_REPLY))
    return all(news_key(of, waits, one, writer) != news.key for one in waiting)


def _kind(done: ActSaid) -> ReplyKind:
    return ReplyKind(str(done.said["reply_kind"]))


def _until(done: ActSaid) -> datetime | None:
    """Until when it says that they hear more, in UTC."""
    until = done.said.get("next_update")
    return until.astimezone(UTC) if isinstance(until, datetime) else None
