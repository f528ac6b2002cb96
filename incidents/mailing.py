"""The second way: an e-mail where chat could not bring a notice in time. It never stops or delays what chat does.

Every function takes the connection of a transaction that holds the record's lock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from foundation.db import Connection
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Claimed, Job, Lane
from foundation.sealing import KeyRing
from incidents import store_deliveries
from incidents.cards import ON_THE_WAY, REACHED, held_level
from incidents.jobs import alert, level_of, step_of
from incidents.link_tokens import LASTS, link_token
from incidents.notices import Notice, NoticeKind
from incidents.rules.reminders import stage_of
from incidents.rules.second_way import MailAfter
from incidents.store_deliveries import StoredDelivery
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
    at = now if hopeless else max(now, claimed.first_due + after.wait(danger=danger))
    mail = mail_job(job, at)
    outbox.enqueue(conn, [mail], now)
    outbox.hurry(conn, mail.key, at)


def is_for_mail(job: Job) -> bool:
    """Whether a notice is worth an e-mail: somebody is asked to acknowledge, or a task is overdue."""
    if job.kind == NoticeKind.TASK_REMINDER:
        return stage_of(step_of(job).number) in OVERDUE
    return job.kind in (NoticeKind.ALERT, NoticeKind.TASK_LATE)


def mail_job(job: Job, run_at: datetime, waiting: str = "") -> Job:
    """The e-mail in the place of a notice, to the same person about the same.

    It is overtaken once the notice arrives in chat, or the one with the key `waiting` that is tried instead of it.
    """
    payload = {**job.payload, "about": str(job.kind), "notice": waiting or job.key}
    key = f"{NoticeKind.MAILED}:{job.key}"
    return Job(key, NoticeKind.MAILED.value, job.subject, run_at, job.recipient, payload, Lane.URGENT)


def again_by_mail(
    record: StoredRecord,
    earlier: Sequence[StoredDelivery],
    people: Collection[str],
    level: int,
    now: datetime,
) -> list[Job]:
    """Chat still cannot bring their alert to those who got an e-mail instead: they are asked again in the same way."""
    mailed = {one.key for one in earlier if one.kind is NoticeKind.MAILED and one.state in REACHED}
    waiting = {
        one.recipient: one.key
        for one in earlier
        if one.kind is NoticeKind.ALERT
        and one.state in ON_THE_WAY
        and f"{NoticeKind.MAILED}:{one.key}" in mailed
    }
    return [
        mail_job(alert(record.id, level, one, now), now, waiting[one]) for one in people if one in waiting
    ]


def about(job: Job) -> NoticeKind:
    """What kind of notice a job is, or an e-mail stands for."""
    return NoticeKind(str(job.payload.get("about", job.kind)))


def arrived_in_chat(conn: Connection, job: Job, _: StoredRecord) -> bool:
    """The notice an e-mail would stand for has arrived."""
    return store_deliveries.state_of(conn, str(job.payload.get("notice", ""))) in REACHED


def begins_level(conn: Connection, job: Job) -> bool:
    """Whether an e-mail is the first that anybody hears of a level of which chat brought nothing."""
    mailed = job.kind == NoticeKind.MAILED and about(job) is NoticeKind.ALERT
    return mailed and held_level(conn, job.subject, level_of(job))


def answered(_: Connection, job: Job, record: StoredRecord) -> bool:
    """Nobody is asked any more what an e-mail would ask."""
    return about(job) is NoticeKind.ALERT and record.acknowledged_at is not None


def mail_notice(conn: Connection, claimed: Claimed, record: StoredRecord, ring: KeyRing) -> Notice:
    """What an e-mail is made of: the reference, what waits, and a token for a link where something is asked."""
    job = claimed.job
    store_deliveries.expect(conn, [job])
    asks = about(job) is NoticeKind.ALERT
    until = claimed.first_due + LASTS
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
