"""What becomes of a job: the transactions of the worker, each fenced by the lease it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from foundation.db import Connection
from incidents import store_audit, store_deliveries, store_jobs, store_records
from incidents.audit import Act
from incidents.cards import (
    ON_THE_WAY,
    acknowledged_update,
    held_level,
    nobody_reached,
    replace_card,
    report_progress,
    send,
)
from incidents.casefile import assemble
from incidents.escalation import Escalation
from incidents.notices import CARDS, Delivered, NotDelivered, Notice, NoticeKind
from incidents.outbox import ALSO, ASIDE, GIVE_UP, LOOK_AGAIN, SAY_HELD_AFTER, TASKS, Claimed, backoff, notice
from incidents.records import DeliveryState, Urgency
from incidents.store_records import StoredRecord
from incidents.vault import UNREADABLE, Vault

log = structlog.get_logger()

OUTLIVES = frozenset(
    {ALSO, NoticeKind.TOLD, NoticeKind.MOVED, NoticeKind.ACKNOWLEDGED, NoticeKind.FILED, NoticeKind.ADDED}
)
"""What is done although somebody acknowledged: who is to be told is told all the same."""
REPLY_WAITS = timedelta(seconds=2)
"""Longer than a reply is held back for a confirmation: until then the reply brings the words itself."""

NO_RIGHT = "no_right"
"""The code of a notice whose recipient was moved, lost the role, left, or turned out to be complained of."""


@dataclass(frozen=True, slots=True)
class Started:
    """A job on lease; a notice to send, or none for a task and for a notice that is `withdrawn`."""

    claimed: Claimed
    notice: Notice | None = None
    withdrawn: bool = False


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
            if self._obsolete(conn, one, record):
                store_jobs.complete(conn, one, now)
            elif one.job.kind in TASKS:
                started.append(Started(one))
            elif not self._may_be_told(record, one.job.recipient):
                started.append(Started(one, withdrawn=True))
            elif notice := self._notice(conn, one, record):
                store_deliveries.move(conn, one.job.key, {DeliveryState.WAITING}, DeliveryState.SENDING)
                started.append(Started(one, notice))
            else:
                _put_back(conn, one, now)
        return started

    @staticmethod
    def _obsolete(conn: Connection, claimed: Claimed, record: StoredRecord) -> bool:
        """Whether what a job would say or do has been overtaken."""
        job = claimed.job
        if job.kind == NoticeKind.HELD and not store_jobs.held_back(conn, record.id):
            return True
        if job.kind != NoticeKind.MOVED and job.card and store_deliveries.is_replaced(conn, job.card):
            return True
        return record.acknowledged_at is not None and job.kind not in OUTLIVES

    def _may_be_told(self, record: StoredRecord, recipient: str) -> bool:
        """Whether a notice still has a ground; what cannot be opened is left to `_notice`, which says so."""
        if recipient == record.author:
            return True
        try:
            named = self._excluded(record)
        except UNREADABLE:
            return True
        return self.escalation.rights.may_be_told(recipient, record.outline, named)

    def _notice(self, conn: Connection, claimed: Claimed, record: StoredRecord) -> Notice | None:
        job = claimed.job
        try:
            again, goes_on = self._standing(conn, claimed, record)
            return Notice(
                kind=NoticeKind(job.kind),
                key=job.key,
                recipient=job.recipient,
                record=assemble(conn, self.vault, record),
                level=job.level,
                attempt=claimed.attempts,
                updates=store_deliveries.address(conn, job.card) if job.card else "",
                again=again,
                goes_on=goes_on,
            )
        except (*UNREADABLE, LookupError, TypeError, ValueError) as error:
            # A key is missing, or a newer version wrote what this one does not know: it must not hold up the rest.
            # The job is put back; until somebody mends the keys or starts the newer version, the auditor says so.
            log.error("record_unreadable", record=job.record_id, cause=type(error).__name__)  # noqa: TRY400
            return None

    def _standing(self, conn: Connection, claimed: Claimed, record: StoredRecord) -> tuple[bool, bool]:
        """Whether those whom a notice is about were asked before, and whether somebody new comes next."""
        job = claimed.job
        alerts = [one for one in store_deliveries.of_record(conn, record.id) if one.kind is NoticeKind.ALERT]
        now_asked = {one.recipient for one in alerts if one.level == job.level}
        meant = {job.recipient} if job.kind == NoticeKind.ALERT else now_asked
        before = {one.recipient for one in alerts if one.level != job.level and one.address}
        latest = max((one.level for one in alerts if one.level != ASIDE), default=0)
        excluded = self._excluded(record)
        asked = frozenset(one.recipient for one in alerts)
        return before.issuperset(meant), self.escalation.goes_on(record, excluded, latest, asked)

    def task(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """Do a job that sends nothing itself."""
        (self._tell_aside if claimed.job.kind == ALSO else self._check)(conn, now, claimed)

    def _tell_aside(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """Somebody beside the ladder must have heard by now; looked after until they have."""
        record = _existing(store_records.locked(conn, claimed.job.record_id))
        if not store_jobs.postpone(conn, claimed, now + LOOK_AGAIN):
            return
        excluded = self._excluded(record)
        if self.escalation.tell_aside(conn, now, record, excluded, claimed.job.recipient):
            store_jobs.finish(conn, claimed.job.key, now)

    def _check(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """The time of a level is over: ask the next one unless somebody acknowledged."""
        record = _existing(store_records.locked(conn, claimed.job.record_id))
        if record.acknowledged_at is None and held_level(conn, record.id, claimed.job.level):
            # Nobody of this level could have been asked by anybody: their time begins when the alert arrives.
            store_jobs.postpone(conn, claimed, now + LOOK_AGAIN)
            return
        try:
            excluded = frozenset[str]() if record.acknowledged_at else self._excluded(record)
        except UNREADABLE as error:
            # Whom it complains of cannot be read, so nobody can be asked; the auditor says so.
            log.error("record_unreadable", record=record.id, cause=type(error).__name__)  # noqa: TRY400 - no trace
            _put_back(conn, claimed, now)
            return
        if not store_jobs.complete(conn, claimed, now) or record.acknowledged_at is not None:
            return
        if record.urgency is Urgency.ACKNOWLEDGE:
            self.escalation.climb(conn, now, record, excluded, after=claimed.job.level)
        else:
            self.escalation.tell_everybody(conn, now, record, excluded, claimed.job.level)

    def _excluded(self, record: StoredRecord) -> frozenset[str]:
        return self.vault.open(record.id, record.key, record.sealed).excluded

    def delivered(self, conn: Connection, now: datetime, claimed: Claimed, receipt: Delivered) -> None:
        """The platform took the notice."""
        job = claimed.job
        record = _existing(store_records.locked(conn, job.record_id))
        if not store_jobs.complete(conn, claimed, now):
            return
        if claimed.held and job.kind == NoticeKind.ALERT:
            self.escalation.begin_level(conn, now, record, self._excluded(record), job.level)
        place = {"platform": receipt.platform, "address": receipt.address}
        store_deliveries.move(conn, job.key, ON_THE_WAY, DeliveryState.SENT, **place, code="", at=now)
        if job.card:
            store_deliveries.change(conn, job.card, **place)
        if job.kind == NoticeKind.ALERT:
            self._asked(conn, now, claimed, record)
        if job.kind in CARDS:
            replace_card(conn, now, record, job.recipient, job.key)
            store_audit.append(conn, now, Act.NOTIFIED, record_id=record.id, detail=job.recipient)

    def _asked(self, conn: Connection, now: datetime, claimed: Claimed, record: StoredRecord) -> None:
        job = claimed.job
        if record.acknowledged_at is None:
            report_progress(conn, now, record, job.level)
        else:
            # Somebody acknowledged while this alert was on its way: its card must not ask any more.
            send(conn, now, [acknowledged_update(record, job.level, job.recipient, job.key, now)])

    def withdrawn(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """Its recipient may know of the record no more: nothing is sent, and the ladder goes on without them."""
        self.refused(conn, now, claimed, NotDelivered(NO_RIGHT, again=False))

    def refused(self, conn: Connection, now: datetime, claimed: Claimed, failure: NotDelivered) -> None:
        """It did not arrive: again later, or, where that is hopeless, the next level at once.

        A fault of the installation says nothing about the person: the notice waits for as long as it lasts.
        """
        job = claimed.job
        record = _existing(store_records.locked(conn, job.record_id))
        seen = {"code": failure.code, "platform": failure.platform, "at": now}
        waited = now - claimed.created_at
        # An author wrote to us just now: once no reply waits for it, a confirmation is tried for as long as any.
        hopeful = failure.again or (job.kind == NoticeKind.FILED and waited > REPLY_WAITS)
        if failure.held or (hopeful and waited < GIVE_UP):
            wait = backoff(claimed.attempts, urgent=job.urgent, retry_after=failure.retry_after)
            if store_jobs.postpone(conn, claimed, now + wait, held=failure.held):
                store_deliveries.move(conn, job.key, {DeliveryState.SENDING}, DeliveryState.WAITING, **seen)
                self._waits(conn, now, claimed, record, failure)
            return
        if not store_jobs.complete(conn, claimed, now):
            return
        store_deliveries.change(conn, job.key, state=DeliveryState.FAILED.value, **seen)
        if job.kind == NoticeKind.ALERT and record.acknowledged_at is None:
            if nobody_reached(conn, record.id, job.level) and not self.escalation.at_its_end(
                record, job.level
            ):
                store_jobs.hurry_check(conn, record.id, job.level, now)
            report_progress(conn, now, record, job.level)
        elif job.kind == NoticeKind.TOLD and record.urgency is Urgency.TELL:
            self._tell_next(conn, now, claimed, record)
        store_audit.append(conn, now, Act.NOT_DELIVERED, record_id=record.id, detail=job.recipient)

    def _waits(
        self, conn: Connection, now: datetime, claimed: Claimed, record: StoredRecord, failure: NotDelivered
    ) -> None:
        """Tell the reporter where an alert is held back for long; the time of its level begins when that is over."""
        if claimed.job.kind != NoticeKind.ALERT or record.acknowledged_at is not None:
            return
        if claimed.held and not failure.held:
            self.escalation.begin_level(conn, now, record, self._excluded(record), claimed.job.level)
        elif failure.held and claimed.attempts >= SAY_HELD_AFTER:
            send(conn, now, [notice(NoticeKind.HELD, record.id, 0, record.author, now)])

    def _tell_next(self, conn: Connection, now: datetime, claimed: Claimed, record: StoredRecord) -> None:
        """Somebody can never be reached: a report must reach at least one, so the next ones are told."""
        level = claimed.job.level
        if level == ASIDE or self.escalation.at_its_end(record, level):
            return
        if nobody_reached(conn, record.id, level, NoticeKind.TOLD):
            excluded = self._excluded(record)
            self.escalation.tell(conn, now, record, excluded, after=level)


def _put_back(conn: Connection, claimed: Claimed, now: datetime) -> None:
    """Try later what cannot be done here now, less often each time."""
    wait = backoff(claimed.attempts, urgent=claimed.job.urgent, retry_after=0)
    store_jobs.postpone(conn, claimed, now + wait)


def _existing(record: StoredRecord | None) -> StoredRecord:
    if record is None:
        raise LookupError("A job names a record that does not exist.")
    return record
