"""When a job of a record is overtaken, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from foundation.db import Connection
from foundation.outbox.jobs import Job
from incidents import store_deliveries, store_jobs, store_tasks
from incidents.audit import Act
from incidents.jobs import ALSO, CHECK, REMIND, REVIEW, act_of, card_of, step_of
from incidents.mailing import about, answered, arrived_in_chat
from incidents.notices import OF_A_TASK, NoticeKind
from incidents.records import State
from incidents.store_records import StoredRecord
from incidents.task import TaskState

Overtaken = Callable[[Connection, Job, StoredRecord], bool]


def is_obsolete(conn: Connection, job: Job, record: StoredRecord) -> bool:
    """Whether what a job would say or do has been overtaken."""
    return any(overtaken(conn, job, record) for overtaken in OBSOLETE_WHEN[job.kind])


def acknowledged(_: Connection, __: Job, record: StoredRecord) -> bool:
    """Somebody acknowledged: an acknowledged record asks and climbs no more."""
    return record.acknowledged_at is not None


def replaced(conn: Connection, job: Job, _: StoredRecord) -> bool:
    """The reader of the message it would update has a newer one."""
    return bool(card_of(job)) and store_deliveries.is_replaced(conn, card_of(job))


def released(conn: Connection, _: Job, record: StoredRecord) -> bool:
    """Nothing is held back any more."""
    return not store_jobs.held_back(conn, record.id)


def not_closing(_: Connection, job: Job, record: StoredRecord) -> bool:
    """It was taken up again, or was told otherwise: what was to be reported back holds no more.

    That whom it was written for was told does not keep it from its author.
    """
    told_first = record.state is State.CLOSED and record.filed_for not in ("", job.recipient)
    return record.state is not State.CLOSING and not told_first


def overtaken(_: Connection, job: Job, record: StoredRecord) -> bool:
    """Somebody else has the record in hand than the act says, or the correction it asks for was made."""
    done = act_of(job)
    if done.act in (Act.TAKEN_OVER, Act.ASSIGNED) and not done.instead_of:
        return record.handler != done.handler
    return done.act == Act.RETURNED and record.state is not State.RETURNED


def task_ended(conn: Connection, job: Job, _: StoredRecord) -> bool:
    """The task was done, or is needed no more: it reminds nobody of anything."""
    task = store_tasks.find(conn, step_of(job).task)
    return task is None or task.state is not TaskState.OPEN


def task_changed(conn: Connection, job: Job, _: StoredRecord) -> bool:
    """The task was put off or passed on since: other jobs look after it now."""
    task = store_tasks.find(conn, step_of(job).task)
    return task is not None and task.revision != step_of(job).revision


def mailed_task_over(conn: Connection, job: Job, record: StoredRecord) -> bool:
    """What an e-mail would remind of is done."""
    return about(job) in OF_A_TASK and task_ended(conn, job, record)


def reviewed(_: Connection, job: Job, record: StoredRecord) -> bool:
    """The review was moved since, or the restriction is over: other jobs look after it, or none."""
    moved = str(job.payload.get("due", "")) != (record.due_at.isoformat() if record.due_at else "")
    return moved or record.state not in (State.IN_FORCE, State.SUSPENDED)


OBSOLETE_WHEN: Mapping[str, tuple[Overtaken, ...]] = {
    CHECK: (acknowledged,),
    NoticeKind.ALERT: (acknowledged,),
    NoticeKind.CLIMBED: (acknowledged, replaced),
    NoticeKind.PROGRESS: (acknowledged, replaced),
    NoticeKind.UNREACHED: (acknowledged,),
    NoticeKind.HELD: (acknowledged, released),
    # What is done although somebody acknowledged: who is to be told is told all the same.
    ALSO: (),
    NoticeKind.TOLD: (),
    NoticeKind.FILED: (),
    NoticeKind.FILED_FOR: (),
    NoticeKind.ADDED: (replaced,),
    NoticeKind.COMPLETED: (replaced,),
    NoticeKind.ACKNOWLEDGED: (replaced,),
    NoticeKind.MOVED: (),
    NoticeKind.ACTED: (overtaken,),
    NoticeKind.HANDLED: (overtaken,),
    NoticeKind.REPORTED: (not_closing,),
    NoticeKind.REFRESHED: (replaced,),
    REMIND: (task_ended, task_changed),
    NoticeKind.TASK_GIVEN: (task_ended, task_changed),
    NoticeKind.TASK_REMINDER: (task_ended, task_changed),
    NoticeKind.TASK_LATE: (task_ended,),
    NoticeKind.MAILED: (arrived_in_chat, answered, mailed_task_over),
    # That a task is needed no more is told as long as it is.
    NoticeKind.TASK_OVER: (),
    NoticeKind.RESTRICTION: (),
    NoticeKind.MESSAGE: (),
    REVIEW: (reviewed,),
}
