"""What a notice of a task or of a restriction holds: none of its words, and of the record nothing but its reference."""

from __future__ import annotations

from datetime import datetime

from foundation.db import Connection
from foundation.outbox.jobs import Claimed
from incidents import store_audit, store_deliveries, store_tasks
from incidents.jobs import TaskStep, about_task, act_of, step_of
from incidents.notices import Notice, NoticeKind
from incidents.records import NO_RIGHT, Channel, Record, RecordEntry, Report, State
from incidents.rules.reminders import stage_of
from incidents.store_records import StoredRecord
from incidents.store_tasks import StoredTask


def task_notice(conn: Connection, claimed: Claimed, record: StoredRecord) -> Notice:
    """The notice of a job; raises LookupError for a task that does not exist.

    Whoever is reminded may have no right to the record, and a card is read over shoulders: nothing of it rides along.
    """
    job, step = claimed.job, step_of(claimed.job)
    task = store_tasks.find(conn, step.task)
    if task is None:
        raise LookupError("A job names a task that does not exist.")
    return Notice(
        kind=NoticeKind(job.kind),
        key=job.key,
        recipient=job.recipient,
        record=shell(record),
        attempt=claimed.attempts,
        instead_of=step.instead_of,
        has_no_right=step.why == NO_RIGHT,
        task=task.shown(record.reference),
        stage=stage_of(step.number),
        roles=record.staff.get(job.recipient, ()),
    )


def act_notice(conn: Connection, claimed: Claimed, record: StoredRecord) -> Notice:
    """The notice of something done with a restriction or a message: what and by whom, and nothing that it says."""
    job, done = claimed.job, act_of(claimed.job)
    by = store_audit.actor_of(conn, record.id, done.entry)
    task, asked = None, tuple[str, ...]()
    if job.kind == NoticeKind.MESSAGE:
        by = by or done.handler  # Nobody did it: whom it is about.
        task = next(iter(store_tasks.of_records(conn, [record.id])[record.id]), None)
        asked = _asked(conn, task) if task else ()
    return Notice(
        kind=NoticeKind(job.kind),
        key=job.key,
        recipient=job.recipient,
        record=shell(record),
        attempt=claimed.attempts,
        entry=RecordEntry(done.entry, done.act, by, job.run_at),
        task=task.shown(record.reference) if task else None,
        asked=asked,
    )


def _asked(conn: Connection, task: StoredTask) -> tuple[str, ...]:
    """To whom a task was brought as it is now, beside whom it is for."""
    given = about_task(
        task.record_id, TaskStep(task.id, task.revision), NoticeKind.TASK_GIVEN, "", task.made_at
    )
    rows = store_deliveries.of_record(conn, task.record_id)
    return tuple(
        one.recipient
        for one in rows
        if one.key == f"{given.key}{one.recipient}" and one.recipient != task.assignee
    )


def shell(record: StoredRecord) -> Record:
    """A record that says nothing: what was written in it is not even there to be shown by mistake."""
    empty = Report(
        author="", department="", occurred_at=_NEVER, zone="UTC", channel=Channel.OTHER, happened=""
    )
    return Record(record.id, record.reference, empty, record.state or State.SUBMITTED, record.created_at)


_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
