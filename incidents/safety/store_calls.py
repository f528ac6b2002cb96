"""Calls for help in the database: rows in and out, nothing decided here. Where somebody is stays sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, exists, func, select

from foundation.db import Connection, insert_if_new, insert_new
from foundation.outbox.jobs import Job
from foundation.outbox.tables import jobs
from foundation.sealed_rows import opened, sealed
from foundation.sealing import KeyMissing, KeyRing, SealBroken
from foundation.statements import change_row, rows_by
from incidents.records import DeliveryState
from incidents.rules.helpers import THEN, InNeed
from incidents.safety.call import Call, CallCause, CallNoticeKind, Helper
from incidents.safety.call_jobs import CALL_CHECK, level_of
from incidents.safety.tables import call_helpers, call_notices, calls

CARDS = frozenset({CallNoticeKind.CALL, CallNoticeKind.CALL_NEWS, CallNoticeKind.CALL_NOT_COMING})
"""Notices whose message stands on somebody's screen and is kept up to date."""

_OPEN = calls.c.over_at.is_(None)
_BY_ID = rows_by(calls, "id")
_LOCKED = _BY_ID.with_for_update()
_OPEN_OF = rows_by(calls, "asker").where(_OPEN)
_LOCKED_OPEN = _OPEN_OF.with_for_update()
_NOTICES = rows_by(call_notices, "call_id").order_by(call_notices.c.level, call_notices.c.key)
_LATER = (
    rows_by(call_notices, "call_id", "kind", "recipient")
    .where(call_notices.c.level > bindparam("after"))
    .with_only_columns(call_notices.c.key)
    .limit(1)
)
_COMING = rows_by(call_helpers, "call_id")
_ASKED_IN = (
    select(calls.c.id)
    .join(call_notices, call_notices.c.call_id == calls.c.id)
    .where(_OPEN, call_notices.c.recipient == bindparam("person"))
    .where(call_notices.c.kind == CallNoticeKind.CALL.value)
    .group_by(calls.c.id, calls.c.made_at)
    .order_by(calls.c.made_at.desc())
)
_COMES_TO = exists().where(call_helpers.c.call_id == calls.c.id)
_BY_ITSELF = calls.c.quiet.is_(True) | (calls.c.cause != CallCause.ASKED.value)


@dataclass(frozen=True, slots=True)
class StoredNotice:
    """One message to one person; `address` is where it stands."""

    key: str
    kind: CallNoticeKind
    recipient: str
    level: int
    state: DeliveryState
    address: str
    at: datetime | None


def insert(conn: Connection, ring: KeyRing, call: Call) -> bool:
    """Insert a new call; False where the same person has one that is open."""
    row = {
        "id": call.id,
        "asker": call.need.person,
        "department": call.need.department,
        "companion": call.need.companion,
        "cause": call.cause.value,
        "quiet": call.quiet,
        "level": call.level,
        "made_at": call.made_at,
        "asked_at": call.asked_at,
        **sealed(ring, owner_of(call.id), {"place": call.place}),
    }
    return insert_if_new(conn, calls, row)


def find(conn: Connection, ring: KeyRing, call_id: str, *, lock: bool = False) -> Call | None:
    """A call with everybody who was asked; with `lock`, nobody else changes it until the transaction ends."""
    return _one(conn, ring, _LOCKED if lock else _BY_ID, {"id": call_id})


def open_of(conn: Connection, ring: KeyRing, asker: str, *, lock: bool = False) -> Call | None:
    """The open call of somebody."""
    return _one(conn, ring, _LOCKED_OPEN if lock else _OPEN_OF, {"asker": asker})


def asked_in(conn: Connection, person: str) -> list[str]:
    """The open calls to which somebody was asked to come, the newest first."""
    return list(conn.execute(_ASKED_IN, {"person": person}).scalars())


def over_since(conn: Connection, person: str, since: datetime) -> list[str]:
    """The calls to which somebody was asked that ended since then, the latest first."""
    query = (
        select(calls.c.id)
        .join(call_notices, call_notices.c.call_id == calls.c.id)
        .where(calls.c.over_at >= since, call_notices.c.recipient == person)
        .where(call_notices.c.kind == CallNoticeKind.CALL.value)
        .group_by(calls.c.id, calls.c.over_at)
        .order_by(calls.c.over_at.desc())
    )
    return list(conn.execute(query).scalars())


def change(conn: Connection, call_id: str, **values: object) -> None:
    """Change a call."""
    change_row(conn, calls, {"id": call_id}, values)


def move_to(conn: Connection, ring: KeyRing, call_id: str, place: str) -> None:
    """Somebody is elsewhere than they said."""
    change(conn, call_id, **sealed(ring, owner_of(call_id), {"place": place}))


def expect(conn: Connection, notices: Iterable[Job]) -> None:
    """Write a waiting row for each new notice."""
    rows = [
        {
            "key": job.key,
            "call_id": job.subject,
            "kind": str(job.kind),
            "recipient": job.recipient,
            "level": level_of(job),
            "state": DeliveryState.WAITING.value,
            "address": "",
            "code": "",
        }
        for job in notices
    ]
    insert_new(conn, call_notices, rows)


def notices_of(conn: Connection, call_id: str) -> list[StoredNotice]:
    """Everything that was sent because of a call, the first level first."""
    return [
        StoredNotice(
            row.key,
            CallNoticeKind(row.kind),
            row.recipient,
            row.level,
            DeliveryState(row.state),
            row.address,
            row.at,
        )
        for row in conn.execute(_NOTICES, {"call_id": call_id})
    ]


def is_overtaken(conn: Connection, job: Job) -> bool:
    """Whether the same person is told the same of a later level: one message then says all that is true."""
    same = {"call_id": job.subject, "kind": str(job.kind), "recipient": job.recipient}
    return conn.execute(_LATER, {**same, "after": level_of(job)}).first() is not None


def cards_of(conn: Connection, call_id: str) -> list[StoredNotice]:
    """The cards of a call that stand on somebody's screen."""
    return [one for one in notices_of(conn, call_id) if one.kind in CARDS and one.address]


def note(conn: Connection, key: str, **values: object) -> None:
    """Write down what became of a notice."""
    change_row(conn, call_notices, {"key": key}, values)


def comes(conn: Connection, call_id: str, person: str, at: datetime) -> bool:
    """Somebody is on their way; False where they said so before."""
    return insert_if_new(conn, call_helpers, {"call_id": call_id, "person": person, "coming_at": at})


def comes_not(conn: Connection, call_id: str, person: str) -> bool:
    """Somebody is not on their way any more; False where they were not."""
    theirs = (call_helpers.c.call_id == call_id, call_helpers.c.person == person)
    return bool(conn.execute(delete(call_helpers).where(*theirs)).rowcount)


def nobody_comes(conn: Connection, call_id: str) -> None:
    """Those who said that they come did not: they are asked again with the others."""
    conn.execute(delete(call_helpers).where(call_helpers.c.call_id == call_id))


def unanswered(conn: Connection) -> int:
    """How many open calls nobody comes to although more than those who were asked first were asked."""
    return _count(conn, calls.c.level >= THEN, ~_COMES_TO)


def unwatched(conn: Connection) -> int:
    """How many open calls nobody comes to, or nobody could say so of, nothing in the outbox would ask anybody for."""
    checked = exists().where(
        jobs.c.subject == calls.c.id, jobs.c.kind == CALL_CHECK, jobs.c.done_at.is_(None)
    )
    return _count(conn, ~checked, ~_COMES_TO | _BY_ITSELF)


def unended(conn: Connection, before: datetime) -> int:
    """How many open calls made before then somebody comes to, and nobody would say so if they did not arrive."""
    return _count(conn, calls.c.made_at <= before, _COMES_TO & _BY_ITSELF)


def owner_of(call_id: str) -> str:
    """Whom a call is sealed for."""
    return f"call:{call_id}"


def _count(conn: Connection, *which: ColumnElement[bool]) -> int:
    return int(conn.execute(select(func.count()).where(_OPEN, *which)).scalar_one())


def _one(conn: Connection, ring: KeyRing, query: Select[Any], said: Mapping[str, Any]) -> Call | None:
    row = conn.execute(query, said).first()
    if row is None:
        return None
    notices = notices_of(conn, row.id)
    return Call(
        row.id,
        InNeed(row.asker, row.department, row.companion),
        _place(ring, row),
        CallCause(row.cause),
        row.made_at,
        row.level,
        row.asked_at,
        _helpers(conn, row.id, notices),
        row.over_at,
        row.quiet,
        sum(one.kind is CallNoticeKind.CALL_NOT_COMING for one in notices),
        any(one.kind is CallNoticeKind.CALL_COMING for one in notices),
    )


def _place(ring: KeyRing, row: Row[Any]) -> str:
    """Where somebody is; empty where that does not open: they are not left alone because a key is missing."""
    try:
        place, opens = str(opened(ring, owner_of(row.id), row)["place"]), True
    except (KeyMissing, SealBroken, KeyError, TypeError, ValueError):
        place, opens = "", False
    ring.unopened.note(calls.name, row.id, opened=opens)
    return place


def _helpers(conn: Connection, call_id: str, notices: Iterable[StoredNotice]) -> tuple[Helper, ...]:
    coming = {row.person: row.coming_at for row in conn.execute(_COMING, {"call_id": call_id})}
    best: dict[str, StoredNotice] = {}
    mailed: dict[str, datetime | None] = {}
    for one in notices:
        if one.kind is CallNoticeKind.CALL_MAILED and one.state is DeliveryState.SENT:
            mailed[one.recipient] = one.at
        if one.kind is CallNoticeKind.CALL:
            before = best.get(one.recipient)
            if before is None or before.state is not DeliveryState.SENT:
                best[one.recipient] = one
    return tuple(
        Helper(name, one.state, one.at, coming.get(name), mailed.get(name)) for name, one in best.items()
    )
