"""What becomes of a job: the transactions of the worker, each fenced by the lease it holds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from foundation.db import Connection
from foundation.outbox import sending
from foundation.outbox import store as outbox
from foundation.outbox.jobs import GIVE_UP, Claimed
from foundation.outbox.sending import Delivered, NotDelivered
from incidents import store_audit, store_deliveries, store_records
from incidents.acts import close, reported_to
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
from incidents.escalation import Escalation
from incidents.jobs import (
    ALSO,
    ASIDE,
    LOOK_AGAIN,
    REMIND,
    REVIEW,
    SAY_HELD_AFTER,
    about_act,
    absence_of,
    act_of,
    card_of,
    check_key,
    level_of,
    notice,
)
from incidents.mailing import begins_level, plan_mail
from incidents.notice_reading import excluded_of
from incidents.notices import CARDS, NoticeKind
from incidents.obsolete import is_obsolete
from incidents.records import NO_RIGHT, DeliveryState, State, Urgency
from incidents.restriction_case import former_of, read_case
from incidents.restriction_work import RestrictionWork
from incidents.standing_in import look_back
from incidents.store_records import StoredRecord
from incidents.task_work import TaskWork
from incidents.vault import UNREADABLE, Vault

log = structlog.get_logger()

REPLY_WAITS = timedelta(seconds=2)
"""Longer than a reply is held back for a confirmation: until then the reply brings the words itself."""


@dataclass(frozen=True, slots=True)
class Handling:
    """Ends jobs of records with the vault and the ladder in force; `by_mail` where there is a second way."""

    vault: Vault
    escalation: Escalation
    by_mail: bool = False

    def watch(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """Do a job that sends nothing itself."""
        looks = {ALSO: self._tell_aside, REMIND: self._remind, REVIEW: self._review}
        looks.get(claimed.job.kind, self._check)(conn, now, claimed)

    def _remind(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """The time of a step of a task has come."""
        record = existing(store_records.locked(conn, claimed.job.subject))
        try:
            excluded = self._excluded(record)
        except UNREADABLE as error:
            # Whom it complains of cannot be read, so nobody can be told.
            _put_off(conn, now, claimed, error)
            return
        # Looked at again under the lock: whoever did the task while this was taken ended it.
        if outbox.complete(conn, claimed, now) and not is_obsolete(conn, claimed.job, record):
            TaskWork(self.escalation).look(conn, now, record, claimed.job, excluded)

    def _review(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """The time has come to look at a restriction again."""
        record = existing(store_records.locked(conn, claimed.job.subject))
        try:
            case = read_case(conn, self.vault, record)
            former = former_of(conn, self.vault, case)
        except UNREADABLE as error:
            # What it says cannot be read; it applies no more once its review has passed, whoever looks.
            _put_off(conn, now, claimed, error)
            return
        if outbox.complete(conn, claimed, now) and not is_obsolete(conn, claimed.job, record):
            RestrictionWork(self.escalation).look(conn, now, case, former)

    def _tell_aside(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """Somebody beside the ladder must have heard by now; looked after until they have."""
        record, job = existing(store_records.locked(conn, claimed.job.subject)), claimed.job
        try:
            excluded = self._excluded(record)
        except UNREADABLE as error:
            # Whom it complains of cannot be read, so nobody can be told.
            _put_off(conn, now, claimed, error)
            return
        if not outbox.postpone(conn, claimed, now + LOOK_AGAIN):
            return
        if absence_of(job):
            again = look_back(conn, now, self.escalation, record, excluded, job)
            if again is not None:
                outbox.restart(conn, job.key, again)
                return
        elif not self.escalation.tell_aside(conn, now, record, excluded, job.recipient):
            return
        outbox.finish(conn, job.key, now)

    def _check(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """The time of a level is over: ask the next one unless somebody acknowledged."""
        record = existing(store_records.locked(conn, claimed.job.subject))
        if record.acknowledged_at is None and held_level(conn, record.id, level_of(claimed.job)):
            # Nobody of this level could have been asked by anybody: their time begins when the alert arrives, or the
            # e-mail in its place.
            outbox.postpone(conn, claimed, now + LOOK_AGAIN)
            return
        try:
            excluded = frozenset[str]() if record.acknowledged_at else self._excluded(record)
        except UNREADABLE as error:
            # Whom it complains of cannot be read, so nobody can be asked.
            _put_off(conn, now, claimed, error)
            return
        if not outbox.complete(conn, claimed, now) or record.acknowledged_at is not None:
            return
        if record.urgency is Urgency.ACKNOWLEDGE:
            self.escalation.climb(conn, now, record, excluded, after=level_of(claimed.job))
        else:
            self.escalation.tell_everybody(conn, now, record, excluded, level_of(claimed.job))

    def _excluded(self, record: StoredRecord) -> frozenset[str]:
        return excluded_of(self.vault, record)

    def delivered(self, conn: Connection, now: datetime, claimed: Claimed, receipt: Delivered) -> None:
        """The platform took the notice."""
        job = claimed.job
        record = existing(store_records.locked(conn, job.subject))
        if not outbox.complete(conn, claimed, now):
            return
        if (claimed.held and job.kind == NoticeKind.ALERT) or begins_level(conn, job):
            self.escalation.begin_level(conn, now, record, self._excluded(record), level_of(job))
        place = {"platform": receipt.platform, "address": receipt.address}
        store_deliveries.move(conn, job.key, ON_THE_WAY, DeliveryState.SENT, **place, code="", at=now)
        if card_of(job):
            store_deliveries.change(conn, card_of(job), **place)
        if job.kind == NoticeKind.MAILED:
            store_audit.append(conn, now, Act.MAILED, record_id=record.id, detail=job.recipient)
        if job.kind == NoticeKind.ALERT:
            self._asked(conn, now, claimed, record)
        reported = job.kind == NoticeKind.REPORTED and job.recipient == reported_to(record)
        if reported and record.state is State.CLOSING:
            close(conn, now, record)
        if job.kind in CARDS:
            replace_card(conn, now, record, job.recipient, job.key)
            store_audit.append(conn, now, Act.NOTIFIED, record_id=record.id, detail=job.recipient)

    def _asked(self, conn: Connection, now: datetime, claimed: Claimed, record: StoredRecord) -> None:
        job = claimed.job
        if record.acknowledged_at is None:
            report_progress(conn, now, record, level_of(job))
        else:
            # Somebody acknowledged while this alert was on its way: its card must not ask any more.
            send(conn, now, [acknowledged_update(record, level_of(job), job.recipient, job.key, now)])

    def withdrawn(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """Its recipient may know of the record no more: nothing is sent, and the ladder goes on without them."""
        self.refused(conn, now, claimed, NotDelivered(NO_RIGHT, again=False))

    def refused(self, conn: Connection, now: datetime, claimed: Claimed, failure: NotDelivered) -> None:
        """It did not arrive: again later, or, where that is hopeless, the next level at once.

        A fault of the installation says nothing about the person: the notice waits for as long as it lasts.
        """
        job = claimed.job
        record = existing(store_records.locked(conn, job.subject))
        seen = {"code": failure.code, "platform": failure.platform, "at": now}
        waited = now - claimed.first_due
        # An author wrote to us just now: once no reply waits for it, a confirmation is tried for as long as any.
        hopeful = failure.again or (job.kind == NoticeKind.FILED and waited > REPLY_WAITS)
        if failure.held or (hopeful and waited < GIVE_UP):
            if outbox.put_off(conn, claimed, now, failure):
                store_deliveries.move(conn, job.key, {DeliveryState.SENDING}, DeliveryState.WAITING, **seen)
                self._waits(conn, now, claimed, record, failure)
                self._mail(conn, now, claimed, record, hopeless=False)
            return
        if not outbox.complete(conn, claimed, now):
            return
        store_deliveries.change(conn, job.key, state=DeliveryState.FAILED.value, **seen)
        if job.kind == NoticeKind.ALERT and record.acknowledged_at is None:
            if nobody_reached(conn, record.id, level_of(job)) and not self.escalation.levels.at_its_end(
                record, level_of(job)
            ):
                outbox.hurry(conn, check_key(record.id, level_of(job)), now)
            report_progress(conn, now, record, level_of(job))
        elif job.kind == NoticeKind.TOLD and record.urgency is Urgency.TELL:
            self._tell_next(conn, now, claimed, record)
        elif job.kind in (NoticeKind.REPORTED, NoticeKind.ACTED):
            self._tell_instead(conn, now, claimed, record, failure)
        elif job.kind in (NoticeKind.TASK_GIVEN, NoticeKind.TASK_REMINDER):
            TaskWork(self.escalation).not_reminded(
                conn, now, record, job, self._excluded(record), failure.code
            )
        self._mail(conn, now, claimed, record, hopeless=True)
        if job.kind in (NoticeKind.REFRESHED, NoticeKind.MAILED):
            return  # A card that shows how things stand tells nobody anything; of what was mailed the log says enough.
        store_audit.append(conn, now, Act.NOT_DELIVERED, record_id=record.id, detail=job.recipient)

    def _mail(
        self, conn: Connection, now: datetime, claimed: Claimed, record: StoredRecord, *, hopeless: bool
    ) -> None:
        if self.by_mail:
            plan_mail(conn, now, claimed, record, self.escalation.ladder.mail_after, hopeless=hopeless)

    def _tell_instead(
        self, conn: Connection, now: datetime, claimed: Claimed, record: StoredRecord, failure: NotDelivered
    ) -> None:
        """Somebody cannot be told of an act: whoever did it hears so, and who answers for the record today."""
        done, named = act_of(claimed.job), self._excluded(record)
        rights, missed = self.escalation.rights, {claimed.job.recipient, done.instead_of, *record.whose}
        by = store_audit.actor_of(conn, record.id, done.entry)
        people = {*rights.answerable(record.outline, named), by} - missed
        told = [one for one in sorted(people) if one and rights.may_be_told(one, record.outline, named)]
        instead = replace(done, instead_of=claimed.job.recipient, why=failure.code)
        send(conn, now, [about_act(record.id, instead, NoticeKind.ACTED, one, now) for one in told])

    def _waits(
        self, conn: Connection, now: datetime, claimed: Claimed, record: StoredRecord, failure: NotDelivered
    ) -> None:
        """Tell the reporter where an alert is held back for long; the time of its level begins when that is over."""
        if claimed.job.kind != NoticeKind.ALERT or record.acknowledged_at is not None:
            return
        if claimed.held and not failure.held:
            self.escalation.begin_level(conn, now, record, self._excluded(record), level_of(claimed.job))
        elif failure.held and claimed.attempts >= SAY_HELD_AFTER:
            send(conn, now, [notice(NoticeKind.HELD, record.id, 0, record.author, now)])

    def _tell_next(self, conn: Connection, now: datetime, claimed: Claimed, record: StoredRecord) -> None:
        """Somebody can never be reached: a report must reach at least one, so the next ones are told."""
        level = level_of(claimed.job)
        if level == ASIDE or self.escalation.levels.at_its_end(record, level):
            return
        if nobody_reached(conn, record.id, level, NoticeKind.TOLD):
            excluded = self._excluded(record)
            self.escalation.tell(conn, now, record, excluded, after=level)


def existing(record: StoredRecord | None) -> StoredRecord:
    if record is None:
        raise LookupError("A job names a record that does not exist.")
    return record


def _put_off(conn: Connection, now: datetime, claimed: Claimed, error: Exception) -> None:
    """A job whose record does not open waits until it does; the auditor says so."""
    log.error("record_unreadable", record=claimed.job.subject, cause=type(error).__name__)
    outbox.put_off(conn, claimed, now, sending.UNREADABLE)
