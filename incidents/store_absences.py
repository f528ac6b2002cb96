"""Absences in the database: rows in and out, nothing decided here."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, delete, select, update

from foundation.db import Connection, insert_if_new
from foundation.ids import new_id
from foundation.values import value_of_row
from incidents.rules.absence import Absence, Away
from incidents.tables import absences

_NOT_ENDED = (
    select(absences).where(absences.c.until > bindparam("now")).order_by(absences.c.said_at, absences.c.id)
)


def not_ended(conn: Connection, now: datetime) -> tuple[Absence, ...]:
    """Every absence that holds or is still to come, the one that was said first first."""
    return tuple(value_of_row(Absence, row) for row in conn.execute(_NOT_ENDED, {"now": now}))


def away(conn: Connection, now: datetime) -> Away:
    """Who is away at this moment."""
    return Away.at(not_ended(conn, now), now)


def away_since(conn: Connection, person: str, moment: datetime, now: datetime) -> bool:
    """Whether somebody is away now who was not, or of whom nobody had said so, at an earlier moment."""
    theirs = (absences.c.person == person, absences.c.since <= now, absences.c.until > now)
    newer = (absences.c.since > moment) | (absences.c.said_at > moment)
    return conn.execute(select(absences.c.id).where(*theirs, newer).limit(1)).first() is not None


def find(conn: Connection, absence_id: str) -> Absence | None:
    """One absence; None where it is over and was thrown away."""
    row = conn.execute(select(absences).where(absences.c.id == absence_id)).first()
    return value_of_row(Absence, row) if row else None


def put(conn: Connection, absence: Absence, now: datetime, instead_of: str = "") -> bool:
    """Keep an absence, also in the place of `instead_of`; False where it was kept before.

    One from the same time on is a correction of what was said before, and takes its place. Of any other the time that
    both speak of is cut out, so that nobody is there who said that they are not. What is over is thrown away: nobody
    needs to know any more when somebody was not there.
    """
    if find(conn, absence.id):
        return False
    theirs = absences.c.person == absence.person
    conn.execute(delete(absences).where((absences.c.until <= now) | (theirs & (absences.c.id == instead_of))))
    same_time = (absences.c.since < absence.until, absences.c.until > absence.since)
    for row in conn.execute(select(absences).where(theirs, *same_time)).all():
        _cut(conn, row, absence, now)
    return _insert(conn, absence, now)


def _cut(conn: Connection, row: Row[Any], newer: Absence, now: datetime) -> None:
    """What is left of an absence before and after a newer one."""
    both_now = row.since <= now and newer.since <= now
    both_later = row.since > now and newer.since > now
    before = row.since < newer.since and not both_now
    after = row.until > newer.until and not both_now and (before or not both_later)
    older = value_of_row(Absence, row)
    conn.execute(delete(absences).where(absences.c.id == row.id))
    if before:
        _insert(conn, replace(older, until=newer.since), row.said_at)
    if after:
        _insert(conn, replace(older, id=new_id() if before else older.id, since=newer.until), row.said_at)


def _insert(conn: Connection, absence: Absence, now: datetime) -> bool:
    row = {
        "id": absence.id,
        "person": absence.person,
        "since": absence.since,
        "until": absence.until,
        "deputy": absence.deputy,
        "said_by": absence.said_by,
        "said_at": now,
    }
    return insert_if_new(conn, absences, row)


def drop(conn: Connection, absence: Absence, now: datetime) -> None:
    """Forget an absence that is still to come; one that holds is over now."""
    ours = absences.c.id == absence.id
    if absence.holds(now):
        conn.execute(update(absences).where(ours).values(until=now))
    else:
        conn.execute(delete(absences).where(ours))


def end(conn: Connection, person: str, now: datetime) -> bool:
    """Somebody is there again; False where they were not away."""
    holding = (absences.c.person == person, absences.c.since <= now, absences.c.until > now)
    return bool(conn.execute(update(absences).where(*holding).values(until=now)).rowcount)
