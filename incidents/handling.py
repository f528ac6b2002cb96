"""What becomes of a job: the transactions of the worker, each fenced by the lease it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from foundation.db import Connection
from foundation.sealing import KeyMissing, SealBroken
from incidents import store_audit, store_deliveries, store_jobs, store_records
from incidents.audit import Act
from incidents.casefile import assemble
from incidents.escalation import (
    ON_THE_WAY,
    Escalation,
    acknowledged_update,
    nobody_reached,
    report_progress,
    send,
)
from incidents.notices import Delivered, NotDelivered, Notice, NoticeKind
from incidents.outbox import CHECK, GIVE_UP, Claimed, backoff
from incidents.records import DeliveryState
from incidents.store_records import StoredRecord
from incidents.vault import Vault

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Started:
    """A job on lease; a notice to send, or none for a check."""

    claimed: Claimed
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Handling:
    """Begins and ends jobs with the vault and the ladder in force."""

    vault: Vault
    escalation: Escalation

    def start(self, conn: Connection, claimed: Sequence[Claimed], now: datetime) -> list[Started]:
        """Those of the claimed jobs to do now; an acknowledged record asks and climbs no more."""
        started: list[Started] = []
        for one in claimed:
            record = _existing(store_records.find(conn, one.job.record_id))
            if record.acknowledged_at and one.job.kind != NoticeKind.ACKNOWLEDGED:
                store_jobs.complete(conn, one, now)
            elif one.job.kind == CHECK:
                started.append(Started(one))
            elif notice := self._notice(conn, one, record):
                store_deliveries.move(conn, one.job.key, {DeliveryState.WAITING}, DeliveryState.SENDING)
                started.append(Started(one, notice))
        return started

    def _notice(self, conn: Connection, claimed: Claimed, record: StoredRecord) -> Notice | None:
        job = claimed.job
        try:
            return Notice(
                kind=NoticeKind(job.kind),
                key=job.key,
                recipient=job.recipient,
                record=assemble(conn, self.vault, record),
                level=job.level,
                attempt=claimed.attempts,
                updates=store_deliveries.address(conn, job.card) if job.card else "",
            )
        except (KeyMissing, SealBroken, LookupError, TypeError, ValueError) as error:
            # A key is missing, or a newer version wrote what this one does not know: it must not hold up the rest.
            # The job comes back when its lease ends; until somebody mends the keys the auditor says so.
            log.error("record_unreadable", record=job.record_id, cause=type(error).__name__)  # noqa: TRY400
            return None

    def check(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """The time of a level is over: ask the next one unless somebody acknowledged."""
        record = _existing(store_records.locked(conn, claimed.job.record_id))
        if not store_jobs.complete(conn, claimed, now) or record.acknowledged_at is not None:
            return
        content = self.vault.open(record.id, record.key, record.sealed)
        self.escalation.climb(conn, now, record, content.excluded, after=claimed.job.level)

    def delivered(self, conn: Connection, now: datetime, claimed: Claimed, receipt: Delivered) -> None:
        """The platform took the notice."""
        job = claimed.job
        record = _existing(store_records.locked(conn, job.record_id))
        if not store_jobs.complete(conn, claimed, now):
            return
        place = {"platform": receipt.platform, "address": receipt.address}
        store_deliveries.move(conn, job.key, ON_THE_WAY, DeliveryState.SENT, **place, code="", at=now)
        if job.card:
            store_deliveries.change(conn, job.card, **place)
        if job.kind == NoticeKind.ALERT:
            self._told(conn, now, claimed, record)

    def _told(self, conn: Connection, now: datetime, claimed: Claimed, record: StoredRecord) -> None:
        job = claimed.job
        if record.acknowledged_at is None:
            report_progress(conn, now, record, job.level)
        else:
            # Somebody acknowledged while this alert was on its way: its card must not ask any more.
            send(conn, now, [acknowledged_update(record, job.level, job.recipient, now)])
        store_audit.append(conn, now, Act.NOTIFIED, record_id=record.id, detail=job.recipient)

    def refused(self, conn: Connection, now: datetime, claimed: Claimed, failure: NotDelivered) -> None:
        """It did not arrive: again later, or, where that is hopeless, the next level at once."""
        job = claimed.job
        record = _existing(store_records.locked(conn, job.record_id))
        seen = {"code": failure.code, "platform": failure.platform, "at": now}
        if failure.again and now - claimed.created_at < GIVE_UP:
            wait = backoff(claimed.attempts, urgent=job.urgent, retry_after=failure.retry_after)
            if store_jobs.postpone(conn, claimed, now + wait):
                store_deliveries.move(conn, job.key, {DeliveryState.SENDING}, DeliveryState.WAITING, **seen)
            return
        if not store_jobs.complete(conn, claimed, now):
            return
        store_deliveries.change(conn, job.key, state=DeliveryState.FAILED.value, **seen)
        if job.kind == NoticeKind.ALERT and record.acknowledged_at is None:
            if nobody_reached(conn, record.id, job.level):
                store_jobs.hurry_check(conn, record.id, job.level, now)
            report_progress(conn, now, record, job.level)
        store_audit.append(conn, now, Act.NOT_DELIVERED, record_id=record.id, detail=job.recipient)


def _existing(record: StoredRecord | None) -> StoredRecord:
    if record is None:
        raise LookupError("A job names a record that does not exist.")
    return record
