"""The second way of a call for help: an e-mail where chat could not bring it, with a reference and a link alone.

Whoever chat cannot reach because of a fault of the installation is mailed at once, others when chat has had its time.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from foundation.db import Connection
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Claimed, Job
from foundation.sealing import KeyRing
from incidents.link_tokens import link_token
from incidents.records import DeliveryState
from incidents.safety import call_jobs, store_calls
from incidents.safety.call import Call, CallNotice, CallNoticeKind

WORKS_FOR = timedelta(hours=1)
"""How long the link of an e-mail about a call works."""

EVERY = timedelta(minutes=15)
"""Somebody gets one e-mail of a call in so long, however many levels ask them meanwhile."""


def plan_call_mail(
    conn: Connection, now: datetime, claimed: Claimed, call: Call, wait: timedelta, *, hopeless: bool
) -> None:
    """Chat did not bring a call to somebody: they get an e-mail unless it does in time, at once where `hopeless`."""
    at = now if hopeless else max(now, claimed.first_due + wait)
    mail = call_jobs.mailed(claimed.job, (now - call.made_at) // EVERY, at)
    outbox.enqueue(conn, [mail], now)
    outbox.hurry(conn, mail.key, at)


def plan_over_mail(conn: Connection, now: datetime, call: Call) -> None:
    """It is over: whoever knows of it by e-mail alone hears so by e-mail."""
    by_mail = [one.person for one in call.helpers if one.mailed_at and one.state is not DeliveryState.SENT]
    outbox.enqueue(conn, [call_jobs.mailed_over(call.id, one, now) for one in by_mail], now)


def plan_over_mail_to(
    conn: Connection, now: datetime, claimed: Claimed, call: Call, wait: timedelta, *, hopeless: bool
) -> None:
    """Chat did not bring to somebody that it is over: they hear so by e-mail, as they would have heard of the call."""
    at = now if hopeless else max(now, claimed.first_due + wait)
    mail = call_jobs.mailed_over(call.id, claimed.job.recipient, at)
    outbox.enqueue(conn, [mail], now)
    outbox.hurry(conn, mail.key, at)


def is_overtaken_by_chat(conn: Connection, call: Call, job: Job) -> bool:
    """Whether an e-mail would say what chat said meanwhile, or ask for what is over."""
    if call_jobs.says_over(job):
        told = (one for one in store_calls.notices_of(conn, call.id) if one.recipient == job.recipient)
        return any(one.kind is CallNoticeKind.CALL_OVER and one.state is DeliveryState.SENT for one in told)
    arrived = (
        one.kind is CallNoticeKind.CALL
        and one.recipient == job.recipient
        and one.level >= call_jobs.level_of(job)
        and one.state is DeliveryState.SENT
        for one in store_calls.notices_of(conn, call.id)
    )
    return not call.is_open or any(arrived)


def call_mail(conn: Connection, now: datetime, claimed: Claimed, call: Call, ring: KeyRing) -> CallNotice:
    """What an e-mail is made of; of the call it says its reference and nothing else."""
    job, until = claimed.job, now + WORKS_FOR
    store_calls.expect(conn, [job])
    token = link_token(ring, call.id, job.key, until)
    name = link_token(ring, call.id, job.key, claimed.first_due)  # The same however often it is tried.
    return CallNotice(
        CallNoticeKind.CALL_MAILED,
        job.key,
        job.recipient,
        call,
        CallNoticeKind.CALL_MAILED,
        claimed.attempts,
        link="" if call_jobs.says_over(job) else token,
        link_until=until,
        mail_id=hashlib.sha256(name.encode()).hexdigest()[:40],
    )
