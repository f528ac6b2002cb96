"""The jobs of the city's own system: one request is sent, or it is asked where those stand that were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from foundation.outbox.jobs import Job
from foundation.outbox.schedules import PLAN_EVERY, cron_key

OPEN311_SEND = "open311_send"
OPEN311_LOOK = "open311_look"

LOOK_EVERY = timedelta(minutes=15)
"""How often it is asked; each request is asked again as soon."""


def send_job(record_id: str, tries: int, at: datetime) -> Job:
    """Send a request; a later try has a number of its own."""
    return Job(f"{OPEN311_SEND}:{record_id}:{tries}", OPEN311_SEND, record_id, at, payload={"try": tries})


def try_of(job: Job) -> int:
    """Which try a job is."""
    return int(job.payload.get("try", 0))


def look_jobs(now: datetime) -> Iterator[Job]:
    """The next looks, for as long as it takes until more are planned."""
    start = datetime.fromtimestamp(
        now.timestamp() // LOOK_EVERY.total_seconds() * LOOK_EVERY.total_seconds(), UTC
    )
    at = start + LOOK_EVERY
    while at <= now + PLAN_EVERY + LOOK_EVERY:
        name = at.strftime("%Y-%m-%dT%H:%MZ")
        yield Job(cron_key(OPEN311_LOOK, name), OPEN311_LOOK, name, at, payload={"part": 0})
        at += LOOK_EVERY


def next_part(job: Job, now: datetime) -> Job:
    """The rest of a look that was too much for one job."""
    part = int(job.payload.get("part", 0)) + 1
    key = cron_key(OPEN311_LOOK, job.subject, str(part))
    return Job(key, OPEN311_LOOK, job.subject, now, payload={"part": part})
