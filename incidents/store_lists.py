"""Which records a list may hold: asked of the database, so that nobody's list costs more the more records there are.

Who may see a record depends on its author, its department and whether somebody was told of it; the access policy
decides for each pair of author and department there is, and the database finds the records of those pairs.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, or_, select, true, tuple_

from foundation.db import Connection
from incidents.notices import NoticeKind
from incidents.records import State
from incidents.store_records import Outline
from incidents.tables import deliveries, records

PAGE = 50

_UNCLOSED = records.c.state != State.CLOSED.value


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a record stands in a list, the newest first."""

    created_at: datetime
    id: str


def standings(conn: Connection) -> list[Outline]:
    """Every pair of department and author of the unclosed records, as outlines without an id."""
    pairs = select(records.c.department, records.c.author).where(_UNCLOSED).distinct()
    return [Outline("", row.author, row.department) for row in conn.execute(pairs)]


def unclosed(
    conn: Connection,
    viewer: str,
    among: Collection[Outline],
    by_standing: Collection[Outline],
    by_being_told: Collection[Outline],
) -> Iterator[str]:
    """Ids of unclosed records, newest first: those of `by_standing`, and of `by_being_told` where the viewer was.

    `among` is what `standings` gave.
    """
    lists = []
    if by_standing:
        lists.append(_pages(conn, _of(by_standing, among)))
    if by_being_told:
        lists.append(_pages(conn, and_(_of(by_being_told, among), records.c.id.in_(_told(viewer)))))
    last = ""
    for place in heapq.merge(*lists, key=lambda one: (one.created_at, one.id), reverse=True):
        if place.id != last:
            yield place.id
        last = place.id


def told_unclosed(conn: Connection, viewer: str, limit: int) -> list[str]:
    """Ids of the newest unclosed records this person was asked about."""
    pages = _pages(conn, records.c.id.in_(_told(viewer)), limit)
    return [place.id for place, _ in zip(pages, range(limit), strict=False)]


def _told(viewer: str) -> ColumnElement[str]:
    asked = (deliveries.c.recipient == viewer, deliveries.c.kind == NoticeKind.ALERT.value)
    return select(deliveries.c.record_id).where(*asked).scalar_subquery()


def _of(wanted: Collection[Outline], among: Collection[Outline]) -> ColumnElement[bool]:
    """The records of these pairs; a department of which all authors are wanted is asked for as a whole."""
    missing = {one.department for one in set(among) - set(wanted)}
    whole = {one.department for one in wanted} - missing
    if not missing:
        return true()
    pairs = [(one.department, one.author) for one in wanted if one.department not in whole]
    one_by_one = tuple_(records.c.department, records.c.author).in_(pairs) if pairs else false()
    return or_(records.c.department.in_(sorted(whole)), one_by_one) if whole else one_by_one


def _pages(conn: Connection, which: ColumnElement[bool], limit: int = PAGE) -> Iterator[_Place]:
    """Records in the order of a list, a page at a time: mostly the first is enough."""
    query = select(records.c.created_at, records.c.id).where(_UNCLOSED, which)
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
