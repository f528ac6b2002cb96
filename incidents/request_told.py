"""What becomes of the notices of a request: whoever was told stands in its log, and where somebody cannot be told those
above them are, one after the other. Where nobody is left, the record says since when, and health with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from foundation.db import Connection
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Claimed
from incidents import store_audit, store_records, store_requests
from incidents.audit import Act
from incidents.records import RecordKind
from incidents.request_jobs import REQUEST_NEWS, RequestNews, news_of, since_of
from incidents.request_work import RequestWork, ground_of
from incidents.rules.access import Operation
from incidents.store_records import StoredRecord
from incidents.store_requests import StoredRequest

ASIDE = frozenset(
    {
        *(RequestNews.TAKEN, RequestNews.DONE, RequestNews.MOVED, RequestNews.UNTOLD),
        *(RequestNews.WAITS, RequestNews.SENT),
    }
)
"""What asks nobody to see to anything."""


@dataclass(frozen=True, slots=True)
class RequestTold:
    """Writes down what came of a notice, in the transaction that ends its job."""

    work: RequestWork

    def arrived(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """The platform took it."""
        job = claimed.job
        record = store_records.locked(conn, job.subject, RecordKind.REQUEST)
        if not outbox.complete(conn, claimed, now) or record is None:
            return
        if news_of(job) not in ASIDE:
            found(conn, record)
        store_audit.append(conn, now, Act.NOTIFIED, record_id=record.id, detail=job.recipient)

    def withdrawn(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """There was nothing to tell: it was overtaken, or its recipient may not know any more. Where that leaves nobody
        who heard, those hear who see to it now.
        """
        job, since = claimed.job, since_of(claimed)
        record = store_records.locked(conn, job.subject, RecordKind.REQUEST)
        row = store_requests.request_row(conn, job.subject)
        about = self.work.readable(record)
        if not outbox.complete(conn, claimed, now) or record is None or row is None or about is None:
            return
        lost = not self.work.rights.may(job.recipient, ground_of(record, row), Operation.SEE_STANDING, about)
        if lost and news_of(job) not in ASIDE and self._is_exhausted(conn, record, row, about, since):
            first = self.work.first(record, row, about)
            self._instead(
                conn, now, record, row, about, [one for one in first if one != job.recipient], since
            )

    def failed(self, conn: Connection, now: datetime, claimed: Claimed, code: str) -> None:
        """It can never arrive: those above hear instead; that somebody waits for what is done, whoever did it."""
        job, news = claimed.job, news_of(claimed.job)
        record = store_records.locked(conn, job.subject, RecordKind.REQUEST)
        row = store_requests.request_row(conn, job.subject)
        about = self.work.readable(record)
        if not outbox.complete(conn, claimed, now, code) or record is None:
            return
        if row is not None and about is not None and news is RequestNews.DONE:
            self._tell_untold(conn, now, record, row, about, job.recipient)
        if row is not None and about is not None and news not in ASIDE:
            instead = self._next(record, row, about, job.recipient)
            self._instead(conn, now, record, row, about, instead, since_of(claimed))
        store_audit.append(conn, now, Act.NOT_DELIVERED, record_id=record.id, detail=job.recipient)

    def _tell_untold(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        about: frozenset[str],
        recipient: str,
    ) -> None:
        """Whoever waits for it does not hear that it is done, so whoever did it hears that (R14)."""
        people = self.work.holders(record, row, about)
        of = f"{row.revision}:{recipient}"
        self.work.tell(
            conn, now, record, row, RequestNews.UNTOLD, [one for one in people if one != recipient], of
        )

    def _instead(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        about: frozenset[str],
        people: list[str],
        since: datetime,
    ) -> None:
        # As it stands now each of them is told once of the same, whoever could not be.
        of = f"{row.revision}:{since.isoformat()}"
        self.work.tell(conn, now, record, row, RequestNews.INSTEAD, people, of, since=since)
        if self._is_exhausted(conn, record, row, about, since):
            store_records.exhaust(conn, record.id, now)
            store_audit.append(conn, now, Act.UNREACHED, record_id=record.id)

    def _next(
        self, record: StoredRecord, row: StoredRequest, about: frozenset[str], recipient: str
    ) -> list[str]:
        """Who hears instead of somebody: of those who were not asked first the next one; of whoever was given it alone,
        those who are asked first.
        """
        first, readers = self.work.first(record, row, about), self.work.readers(record, row, about)
        if recipient not in readers:
            return [one for one in first if one != recipient]
        rest = [one for one in readers if one not in first]
        return (rest[rest.index(recipient) + 1 :] if recipient in rest else rest)[:1]

    def _is_exhausted(
        self,
        conn: Connection,
        record: StoredRecord,
        row: StoredRequest,
        about: frozenset[str],
        since: datetime,
    ) -> bool:
        """Whether nobody who sees to it was reached since then, and nobody is being tried."""
        people = {record.handler, *self.work.readers(record, row, about)} - {""}
        tried = [one for one in outbox.undone(conn, record.id, REQUEST_NEWS) if one.recipient in people]
        if any(news_of(one) not in ASIDE for one in tried):
            return False
        story = store_audit.stories(conn, [record.id])[record.id]
        return not any(one.kind == Act.NOTIFIED and one.detail in people and one.at >= since for one in story)


def found(conn: Connection, record: StoredRecord) -> None:
    """Somebody who sees to a request knows of it: it waits for nobody any more."""
    if record.exhausted_at is not None:
        store_records.somebody_reached(conn, record.id)
