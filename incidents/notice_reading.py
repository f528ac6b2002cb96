"""What a notice is made of: whether its recipient may still be told, and the record as they may see it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from foundation.db import Connection
from foundation.outbox.jobs import Claimed, Job
from incidents import store_deliveries
from incidents.acts import as_held
from incidents.audit import Act
from incidents.casefile import assemble, for_reader, may_read
from incidents.escalation import Escalation
from incidents.jobs import ASIDE, act_of, card_of, level_of
from incidents.mailing import about, mail_notice
from incidents.marker import MarkerTold
from incidents.meeting import Meeting
from incidents.notices import OF_A_TASK, TO_ASSIGNEE, Notice, NoticeKind
from incidents.records import NO_RIGHT, Record
from incidents.restriction_work import RestrictionWork
from incidents.rules.rights import Rights
from incidents.store_records import StoredRecord
from incidents.task_notices import act_notice, task_notice
from incidents.vault import UNREADABLE, Vault

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class NoticeReading:
    """Reads notices with the vault and the ladder in force, at a moment."""

    vault: Vault
    escalation: Escalation
    now: datetime

    def may_be_told(self, record: StoredRecord, job: Job) -> bool:
        """Whether a notice still has a ground; what cannot be opened is left to `read_notice`, which says so."""
        if job.kind == NoticeKind.RESTRICTION:
            return RestrictionWork(self.escalation).may_hear(record, job)
        if job.recipient == record.author:
            return True
        try:
            named = excluded_of(self.vault, record)
        except UNREADABLE:
            return True
        rights = self.escalation.rights
        # That a file was added to a message is told to whoever has it to do.
        to_assignee = about(job) in TO_ASSIGNEE or act_of(job).act == Act.ATTACHED
        asked = rights.may_be_tasked if to_assignee else rights.may_be_told
        return asked(job.recipient, record.outline, named)

    def read_notice(self, conn: Connection, claimed: Claimed, record: StoredRecord) -> Notice | None:
        """The notice; None where its record does not open, or says what only a newer version knows."""
        job = claimed.job
        try:
            if job.kind == NoticeKind.MAILED:
                return mail_notice(conn, claimed, record, self.vault.ring)
            if job.kind in OF_A_TASK:
                notice = task_notice(conn, claimed, record)
                return replace(notice, told=self._told(conn, record, notice))
            if job.kind in (NoticeKind.RESTRICTION, NoticeKind.MESSAGE):
                return act_notice(conn, claimed, record)
            again, goes_on = self._standing(conn, claimed, record)
            shown = self._for(conn, record, job.recipient)
            return Notice(
                kind=NoticeKind(job.kind),
                key=job.key,
                recipient=job.recipient,
                record=shown,
                entry=next((one for one in shown.entries if one.id == act_of(job).entry), None),
                instead_of=act_of(job).instead_of,
                has_no_right=act_of(job).why == NO_RIGHT,
                level=level_of(job),
                attempt=claimed.attempts,
                updates=store_deliveries.address(conn, card_of(job)) if card_of(job) else "",
                again=again,
                goes_on=goes_on,
            )
        except (*UNREADABLE, LookupError, TypeError, ValueError) as error:
            # A key is missing, or a newer version wrote what this one does not know: it must not hold up the rest.
            # The job is put back; until somebody mends the keys or starts the newer version, the auditor says so.
            log.error("record_unreadable", record=job.subject, cause=type(error).__name__)  # noqa: TRY400
            return None

    def _told(self, conn: Connection, record: StoredRecord, notice: Notice) -> tuple[MarkerTold, ...]:
        """What whoever is to meet somebody is told beside their task: once they have it, and at each reminder."""
        if notice.task is None or notice.kind not in (NoticeKind.TASK_GIVEN, NoticeKind.TASK_REMINDER):
            return ()
        meeting = Meeting(self.vault, self.escalation)
        return meeting.tell(conn, self.now, record, notice.task.kind, notice.recipient)

    def _for(self, conn: Connection, record: StoredRecord, reader: str) -> Record:
        """The record as its reader may see it; a notice has a ground, or it would not be sent."""
        rights, named = self.escalation.rights, excluded_of(self.vault, record)
        allowed = rights.operations(reader, record.outline, told=True, named=named)
        shown = assemble(conn, self.vault, as_held(rights, record, named))
        return for_reader(shown, reader, allowed, may_read(conn, self.vault, rights, reader))

    def _standing(self, conn: Connection, claimed: Claimed, record: StoredRecord) -> tuple[bool, bool]:
        """Whether those whom a notice is about were asked before, and whether somebody new comes next."""
        job = claimed.job
        alerts = [one for one in store_deliveries.of_record(conn, record.id) if one.kind is NoticeKind.ALERT]
        now_asked = {one.recipient for one in alerts if one.level == level_of(job)}
        meant = {job.recipient} if job.kind == NoticeKind.ALERT else now_asked
        before = {one.recipient for one in alerts if one.level != level_of(job) and one.address}
        latest = max((one.level for one in alerts if one.level != ASIDE), default=0)
        excluded = excluded_of(self.vault, record)
        return before.issuperset(meant), self.escalation.levels.goes_on(record, excluded, latest, alerts)


def excluded_of(vault: Vault, record: StoredRecord) -> frozenset[str]:
    """Who is complained of in a record; raises what `UNREADABLE` names where it does not open."""
    return vault.open(record.id, record.key, record.sealed).excluded


def owners_of(vault: Vault, rights: Rights, record: StoredRecord) -> frozenset[str]:
    """Those whose record it is who may be told of it now; only its author where whom it complains of is unreadable."""
    try:
        named = excluded_of(vault, record)
    except UNREADABLE:
        # Acknowledging needs the outline alone; who opened the record does not depend on what it says.
        return frozenset({record.author})
    return rights.owners(record.outline, named)
