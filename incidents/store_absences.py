"""Absences in the database: rows in and out, nothing decided here."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update

from foundation.db import Connection, insert_if_new
from foundation.values import value_of_row
from incidents.rules.absence import Absence, Away
from incidents.tables import absences


def not_ended(conn: Connection, now: datetime) -> tuple[Absence, ...]:
    """Every absence that holds or is still to come, the one that was said first first."""
    query = select(absences).where(absences.c.until > now).order_by(absences.c.said_at, absences.c.id)
    return tuple(value_of_row(Absence, row) for row in conn.execute(query))


def away(conn: Connection, now: datetime) -> Away:
    """Who is away at this moment."""
    return Away.at(not_ended(conn, now), now)


def find(conn: Connection, absence_id: str) -> Absence | None:
    """One absence; None where it is over and was thrown away."""
    row = conn.execute(select(absences).where(absences.c.id == absence_id)).first()
    return value_of_row(Absence, row) if row else None


def put(conn: Connection, absence: Absence, now: datetime) -> bool:
    """Keep an absence in the place of those of the same time; False where it was kept before.

    What is over is thrown away: nobody needs to know any more when somebody was not there.
    """
    if find(conn, absence.id):
        return False
    conn.execute(delete(absences).where(absences.c.until <= now))
    theirs = absences.c.person == absence.person
    same_time = (absences.c.since < absence.until, absences.c.until > absence.since)
    conn.execute(delete(absences).where(theirs, *same_time))
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


def end(conn: Connection, person: str, now: datetime) -> bool:
    """Somebody is there again; False where they were not away."""
    holding = (absences.c.person == person, absences.c.since <= now, absences.c.until > now)
    return bool(conn.execute(update(absences).where(*holding).values(until=now)).rowcount)
