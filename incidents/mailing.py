"""The second way: an e-mail where chat could not bring a notice in time. It never stops or delays what chat does.

Every function takes the connection of a transaction that holds the record's lock.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from foundation.db import Connection
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Claimed, Job, Lane
from foundation.sealing import KeyRing
from incidents import store_deliveries
from incidents.cards import REACHED
from incidents.jobs import level_of, step_of
from incidents.link_tokens import LASTS, link_token
from incidents.notices import Notice, NoticeKind
from incidents.rules.reminders import stage_of
from incidents.rules.second_way import MailAfter
from incidents.store_records import StoredRecord
from incidents.task import ReminderStage
from incidents.task_notices import shell

OVERDUE = frozenset({ReminderStage.OVERDUE, ReminderStage.AGAIN})


def plan_mail(
    conn: Connection,
    now: datetime,
    claimed: Claimed,
    record: StoredRecord,
    after: MailAfter,
    *,
    hopeless: bool,
) -> None:
    """A notice did not arrive: its reader gets an e-mail unless it does in time, at once where that is `hopeless`."""
    job = claimed.job
    if not is_for_mail(job):
        return
    danger = job.kind == NoticeKind.ALERT and record.any_hour
    at = now if hopeless else max(now, claimed.created_at + after.wait(danger=danger))
    mail = mail_job(job, at)
    outbox.enqueue(conn, [mail], now)
    outbox.hurry(conn, mail.key, at)


def is_for_mail(job: Job) -> bool:
    """Whether a notice is worth an e-mail: somebody is asked to acknowledge, or a task is overdue."""
    if job.kind == NoticeKind.TASK_REMINDER:
        return stage_of(step_of(job).number) in OVERDUE
    return job.kind in (NoticeKind.ALERT, NoticeKind.TASK_LATE)


def mail_job(job: Job, run_at: datetime) -> Job:
    """The e-mail in the place of a notice, to the same person about the same."""
    payload = {**job.payload, "about": str(job.kind), "notice": job.key}
    key = f"{NoticeKind.MAILED}:{job.key}"
    return Job(key, NoticeKind.MAILED.value, job.subject, run_at, job.recipient, payload, Lane.URGENT)


def about(job: Job) -> NoticeKind:
    """What kind of notice a job is, or an e-mail stands for."""
    return NoticeKind(str(job.payload.get("about", job.kind)))


def arrived_in_chat(conn: Connection, job: Job, _: StoredRecord) -> bool:
    """The notice an e-mail would stand for has arrived."""
    return store_deliveries.state_of(conn, str(job.payload.get("notice", ""))) in REACHED


def answered(_: Connection, job: Job, record: StoredRecord) -> bool:
    """Nobody is asked any more what an e-mail would ask."""
    return about(job) is NoticeKind.ALERT and record.acknowledged_at is not None


def mail_notice(conn: Connection, claimed: Claimed, record: StoredRecord, ring: KeyRing) -> Notice:
    """What an e-mail is made of: the reference, what waits, and a token for a link where something is asked."""
    job = claimed.job
    store_deliveries.expect(conn, [job])
    asks = about(job) is NoticeKind.ALERT
    until = claimed.created_at + LASTS
    token = link_token(ring, record.id, job.key, until)
    return Notice(
        kind=NoticeKind.MAILED,
        key=job.key,
        recipient=job.recipient,
        record=shell(record),
        level=level_of(job),
        attempt=claimed.attempts,
        about=about(job),
        link=token if asks else "",
        link_until=until,
        mail_id=hashlib.sha256(token.encode()).hexdigest()[:40],
    )
