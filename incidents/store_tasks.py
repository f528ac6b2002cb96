"""Tasks in the database: rows in and out, nothing decided here. What is to be done stays sealed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, func, literal, select

from foundation.db import Connection, insert_if_new
from foundation.outbox.tables import jobs
from foundation.sealed_rows import put
from foundation.statements import RowsOf, change_row, rows_by
from foundation.values import value_of_row
from incidents.jobs import REMIND
from incidents.tables import nudges, records, tasks
from incidents.task import Nudges, Task, TaskKind, TaskState

_KINDS = {one.value: one for one in TaskKind}
_STATES = {one.value: one for one in TaskState}
PAGE = 200
_OPEN = tasks.c.state == TaskState.OPEN.value
_OF_RECORDS = RowsOf.by(tasks, "record_id", "made_at", "id")
_WITH_OPEN = (
    select(tasks.c.record_id).where(tasks.c.record_id.in_(bindparam("ids", expanding=True)), _OPEN).distinct()
)
_WANTS = rows_by(nudges, "person").with_only_columns(nudges.c.wants)


@dataclass(frozen=True, slots=True)
class StoredTask:
    """A task as the table holds it. `revision` grows whenever it is put off or passed on, so that what was planned
    before is overtaken. A kind or a state that only a newer version knows reads as another one, or as done.
    """

    id: str
    record_id: str
    kind: TaskKind
    assignee: str
    made_by: str
    made_at: datetime
    due: datetime
    sealed: bytes
    blocks: bool = False
    state: TaskState = TaskState.OPEN
    put_off: datetime | None = None
    revision: int = 0

    def shown(self, reference: str, *, words: str = "", may: frozenset[str] = frozenset()) -> Task:
        """The task as people see it."""
        return Task(
            self.id,
            self.record_id,
            reference,
            self.kind,
            self.assignee,
            self.made_by,
            self.made_at,
            self.due,
            self.state,
            self.blocks,
            self.put_off,
            words,
            may,
        )


def insert(conn: Connection, task: StoredTask) -> bool:
    """Insert a new task; False where it was made before."""
    row = {
        "id": task.id,
        "record_id": task.record_id,
        "kind": task.kind.value,
        "assignee": task.assignee,
        "made_by": task.made_by,
        "made_at": task.made_at,
        "due_at": task.due,
        "state": task.state.value,
        "blocks": task.blocks,
        "revision": task.revision,
        "sealed": task.sealed,
    }
    return insert_if_new(conn, tasks, row)


def find(conn: Connection, task_id: str) -> StoredTask | None:
    """A task by its id."""
    return next(iter(_many(conn, rows_by(tasks, "id"), {"id": task_id})), None)


def of_records(conn: Connection, record_ids: Collection[str]) -> dict[str, list[StoredTask]]:
    """The tasks of records, by record, in the order in which they were made."""
    found: dict[str, list[StoredTask]] = {name: [] for name in record_ids}
    for one in map(_read, _OF_RECORDS(conn, record_ids)):
        found[one.record_id].append(one)
    return found


def open_of(conn: Connection, assignees: Collection[str], limit: int) -> list[StoredTask]:
    """What these people have still to do, the most urgent first."""
    query = select(tasks).where(tasks.c.assignee.in_(assignees), _OPEN)
    return _many(conn, query.order_by(tasks.c.due_at, tasks.c.id).limit(limit))


def overdue(conn: Connection, now: datetime, person: str) -> Iterator[list[StoredTask]]:
    """What others than this person should have done, the longest overdue first, a page at a time.

    What others do about a report is kept from whoever wrote it.
    """
    late = (_OPEN, tasks.c.due_at < now, tasks.c.assignee != person)
    others = (records.c.author != person, records.c.filed_for != person)
    query = select(tasks).join(records, records.c.id == tasks.c.record_id).where(*late, *others)
    query = query.order_by(tasks.c.due_at, tasks.c.id).limit(PAGE)
    for start in count(0, PAGE):
        page = _many(conn, query.offset(start))
        if page:
            yield page
        if len(page) < PAGE:
            return


def blocking(conn: Connection, record_id: str) -> int:
    """How many tasks have to be done before a record closes."""
    query = select(func.count()).where(tasks.c.record_id == record_id, _OPEN, tasks.c.blocks.is_(True))
    return int(conn.execute(query).scalar_one())


def with_open(conn: Connection, record_ids: Collection[str]) -> frozenset[str]:
    """Those of these records of which a task is open."""
    return frozenset(conn.execute(_WITH_OPEN, {"ids": list(record_ids)}).scalars())


def end(conn: Connection, task_id: str, state: TaskState) -> None:
    """Write down that a task is done, or needed no more."""
    _change(conn, task_id, state=state.value)


def put_off(conn: Connection, task: StoredTask, until: datetime) -> None:
    """Let whoever has a task be in peace until then."""
    _change(conn, task.id, put_off=until, revision=task.revision + 1)


def give_to(conn: Connection, task: StoredTask, assignee: str, due: datetime) -> None:
    """Give a task to somebody else, who has until `due`."""
    _change(conn, task.id, assignee=assignee, due_at=due, put_off=None, revision=task.revision + 1)


def unreminded(conn: Connection) -> int:
    """How many open tasks nothing in the outbox would remind anybody of."""
    ours = jobs.c.key.like(literal(f"{REMIND}:") + tasks.c.id + literal(":%"))
    planned = exists().where(jobs.c.subject == tasks.c.record_id, jobs.c.kind == REMIND, ours)
    query = select(func.count()).where(_OPEN, ~planned.where(jobs.c.done_at.is_(None)))
    return int(conn.execute(query).scalar_one())


def references(conn: Connection, record_ids: Collection[str]) -> dict[str, str]:
    """The references of records, by id."""
    query = select(records.c.id, records.c.reference).where(records.c.id.in_(record_ids))
    return {row.id: row.reference for row in conn.execute(query)}


def nudges_of(conn: Connection, person: str) -> Nudges:
    """What somebody wants to be reminded of; everything where they never said, or said what only a newer version
    knows.
    """
    said = conn.execute(_WANTS, {"person": person}).scalar()
    return next((one for one in Nudges if one.value == said), Nudges.ALL)


def want(conn: Connection, person: str, wants: Nudges, at: datetime) -> None:
    """Write down what somebody wants to be reminded of."""
    put(conn, nudges, {"person": person, "wants": wants.value, "at": at})


def _change(conn: Connection, task_id: str, **values: object) -> None:
    change_row(conn, tasks, {"id": task_id}, values)


def _many(conn: Connection, query: Select[Any], said: Mapping[str, Any] | None = None) -> list[StoredTask]:
    return [_read(row) for row in conn.execute(query, said)]


def _read(row: Row[Any]) -> StoredTask:
    return value_of_row(
        StoredTask,
        row,
        kind=_KINDS.get(row.kind, TaskKind.OTHER),
        due=row.due_at,
        state=_STATES.get(row.state, TaskState.DONE),
    )
