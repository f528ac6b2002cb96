"""Which records a list may hold: asked of the database, so that a list costs no more the more records there are.

Before a record is opened, who may see it depends on its department, on whether the viewer wrote it and on whether
they were told of it. The access policy decides for each department there is; the database finds those records.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from foundation.db import Connection
from incidents.records import RecordKind, State
from incidents.rules.wanted import Wanted
from incidents.store_deliveries import theirs
from incidents.tables import records, tasks
from incidents.task import TaskState

PAGE = 60
"""More than a list shows, so that whether there are more is known with the first page."""

_UNCLOSED = records.c.state != State.CLOSED.value


@dataclass(frozen=True, slots=True)
class Seen:
    """Whose records somebody may see, by department: those they wrote themselves, and those of others."""

    own: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a record stands in a list, the newest first."""

    created_at: datetime
    id: str


def departments(conn: Connection) -> frozenset[str]:
    """Every department that has a record: from one to the next along the index, not along the records."""
    return frozenset(conn.execute(_departments()).scalars())


@cache
def _departments() -> Select[str]:
    first = select(func.min(records.c.department).label("name")).cte("departments", recursive=True)
    following = select(func.min(records.c.department)).where(records.c.department > first.c.name)
    step = select(following.scalar_subquery()).where(first.c.name.is_not(None))
    found = first.union_all(step)
    return select(found.c.name).where(found.c.name.is_not(None))


def unclosed(
    conn: Connection, viewer: str, every: frozenset[str], standing: Seen, where_told: Seen
) -> Iterator[str]:
    """Ids of unclosed records, newest first, as `listed` gives them."""
    return listed(conn, viewer, every, standing, where_told, _UNCLOSED)


def fitting(wanted: Wanted, now: datetime) -> ColumnElement[bool]:
    """Which records fit what is wanted."""
    late = exists().where(
        tasks.c.record_id == records.c.id, tasks.c.state == TaskState.OPEN.value, tasks.c.due_at < now
    )
    ways = (
        (wanted.states, records.c.state.in_(sorted(wanted.states))),
        (wanted.department, records.c.department == wanted.department),
        (wanted.person, or_(_wrote(wanted.person), records.c.handler == wanted.person)),
        (wanted.since, records.c.created_at >= (wanted.since or now)),
        (wanted.until, records.c.created_at < (wanted.until or now)),
        (wanted.overdue, late),
    )
    return and_(true(), *(way for said, way in ways if said))


def listed(
    conn: Connection,
    viewer: str,
    every: frozenset[str],
    standing: Seen,
    where_told: Seen,
    which: ColumnElement[bool],
    kind: RecordKind = RecordKind.INCIDENT,
) -> Iterator[str]:
    """Ids of records of a kind, newest first: of `standing`, and of `where_told` if the viewer was told of them.

    `every` is what `departments` gave.
    """
    which = which & (records.c.kind == kind.value)
    ways = _ways(standing, viewer, every)
    # What they may see anyway nobody finds through having been told.
    besides = Seen(where_told.own - standing.own, where_told.others - standing.others)
    if (more := _ways(besides, viewer, every)) and (told := theirs(conn, viewer)) is not None:
        ways += [way & told for way in more]
    lists = [_pages(conn, way, which) for way in ways]
    last = ""
    for place in heapq.merge(*lists, key=lambda one: (one.created_at, one.id), reverse=True):
        if place.id != last:
            yield place.id
        last = place.id


def told_unclosed(conn: Connection, viewer: str, limit: int) -> list[str]:
    """Ids of the newest unclosed records this person was told of."""
    if (told := theirs(conn, viewer)) is None:
        return []
    incidents = records.c.kind == RecordKind.INCIDENT.value
    pages = _pages(conn, told, _UNCLOSED & incidents, limit)
    return [place.id for place, _ in zip(pages, range(limit), strict=False)]


def _wrote(person: str) -> ColumnElement[bool]:
    """Whose records: what somebody wrote, and what was written for them."""
    return or_(records.c.author == person, records.c.filed_for == person)


def _ways(seen: Seen, viewer: str, every: frozenset[str]) -> list[ColumnElement[bool]]:
    """What finds these records, each along an index of its own: all of them with “or” along none."""
    both, department = seen.own & seen.others, records.c.department
    ways: list[ColumnElement[bool]] = []
    if both:
        ways.append(true() if both == every else department.in_(sorted(both)))
    if own := seen.own - both:
        # Not “in”, along whose index a database would go through all that others wrote there.
        there = department.not_in(sorted(every - own)) if own != every else true()
        ways += [there & (column == viewer) for column in (records.c.author, records.c.filed_for)]
    if others := seen.others - both:
        ways.append(department.in_(sorted(others)) & ~_wrote(viewer))
    return ways


def _pages(
    conn: Connection, where: ColumnElement[bool], which: ColumnElement[bool], limit: int = PAGE
) -> Iterator[_Place]:
    """Records in the order of a list, a page at a time: mostly the first is enough."""
    query = select(records.c.created_at, records.c.id).where(which, where)
    query = query.order_by(records.c.created_at.desc(), records.c.id.desc()).limit(limit)
    page = [_Place(*row) for row in conn.execute(query)]
    while page:
        yield from page
        if len(page) < limit:
            return
        last = page[-1]
        earlier = or_(
            records.c.created_at < last.created_at,
            and_(records.c.created_at == last.created_at, records.c.id < last.id),
        )
        page = [_Place(*row) for row in conn.execute(query.where(earlier))]
