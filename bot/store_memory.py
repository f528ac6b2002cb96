"""The bot's memory in the database. Implements `bot.store.Memory`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, case, delete, func, select, update

from bot.people import Identity, ReplyTarget, Standing
from bot.store import Given, Reachable, is_to_open
from bot.tables import accounts, referrals, seen_events
from foundation.db import Connection, Database, insert_if_new
from foundation.ids import new_id
from foundation.sealed_rows import New, put, readable, sealed
from foundation.sealing import KeyRing

KEPT = timedelta(days=7)
"""Vendors repeat an event within hours; an id is forgotten after a week."""

GIVEN = 50
"""Referrals of one entry that are listed."""

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)


class SqlMemory:
    """One memory for every process over one database."""

    def __init__(self, db: Database, ring: KeyRing) -> None:
        self._db = db
        self._ring = ring

    async def first_time(self, event_id: str, at: datetime, *, lasting: bool = False) -> bool:
        """True once per event id, across all processes."""

        def work(conn: Connection) -> bool:
            conn.execute(delete(seen_events).where(seen_events.c.seen_at < at - KEPT))
            return insert_if_new(conn, seen_events, {"id": event_id, "seen_at": FOREVER if lasting else at})

        return await self._db.write(work)

    async def forget(self, event_id: str) -> None:
        """Let an event be the first again."""
        await self._db.write(
            lambda conn: conn.execute(delete(seen_events).where(seen_events.c.id == event_id))
        )

    async def meet(self, identity: Identity, direct: ReplyTarget | None, at: datetime) -> Identity:
        """Remember an account; what the platform did not tell this time stays as it was."""
        row = {
            "platform": identity.platform,
            "tenant": identity.tenant,
            "user": identity.user,
            "person": identity.person,
            "name": identity.name,
            "email": identity.email,
            "direct": direct.to_json() if direct else "",
            "seen_at": at,
            "staff": True,
        }
        merge = _all_but_the_email if identity.no_email else _what_is_known

        def work(conn: Connection) -> Identity:
            put(conn, accounts, row, _what_is_open if is_to_open(direct) else merge)
            return identity if identity.email and identity.name else _known(conn, identity)

        return await self._db.write(work)

    async def staff(self, identity: Identity) -> Identity | None:
        """What is known of an account that was staff; of one stored by an older version the e-mail proves it."""
        proved = accounts.c.staff.is_(True) | (accounts.c.staff.is_(None) & (accounts.c.email != ""))
        query = select(accounts.c.name, accounts.c.email).where(*_account(identity), proved)
        row = await self._db.read(lambda conn: conn.execute(query).first())
        if row is None:
            return None
        return replace(identity, name=row.name or identity.name, email=row.email, standing=Standing.STAFF)

    async def turned_away(self, identity: Identity) -> None:
        """Write down that an account is not staff; one that was never met stays unknown."""
        change = (
            update(accounts).where(*_account(identity), accounts.c.staff.is_not(False)).values(staff=False)
        )
        known = select(accounts.c.user).where(*_account(identity), accounts.c.staff.is_not(False))
        if await self._db.read(lambda conn: conn.execute(known).first()):
            await self._db.write(lambda conn: conn.execute(change))

    async def reach(self, person: str) -> tuple[Reachable, ...]:
        """Where a person can be reached, the platform they used last first."""
        ours = accounts.c.staff.is_not(False)
        query = select(accounts).where(accounts.c.person == person, accounts.c.direct != "", ours)
        rows = await self._db.read(lambda conn: conn.execute(query.order_by(accounts.c.seen_at.desc())).all())
        return readable(self._ring, accounts, rows, lambda row: f"{row.platform}:{row.user}", _reachable)

    async def referral_given(self, contact: str, person: str, at: datetime) -> None:
        """Log that the direct contact was given before the transfer (P32)."""
        await self._referral("given", contact, person, "", at)

    async def referrals_given(self, contact: str) -> tuple[Given, ...]:
        """When the number of an entry was given, newest first."""
        one = (referrals.c.contact == contact, referrals.c.kind == "given")
        query = select(referrals.c.contact, referrals.c.person, referrals.c.at).where(*one)
        newest = query.order_by(referrals.c.at.desc(), referrals.c.id).limit(GIVEN)
        rows = await self._db.read(lambda conn: conn.execute(newest).all())
        return tuple(Given(row.contact, row.person, row.at) for row in rows)

    async def referral_wrong(self, contact: str, person: str, note: str, at: datetime) -> None:
        """Log that a directory entry was reported wrong."""
        await self._referral("wrong", contact, person, note, at)

    async def _referral(self, kind: str, contact: str, person: str, note: str, at: datetime) -> None:
        name = new_id()
        row = {"id": name, "contact": contact, "person": person, "kind": kind, "at": at}
        row |= sealed(self._ring, name, note)
        await self._db.write(lambda conn: put(conn, referrals, row))


def _reachable(row: Row[Any]) -> Reachable:
    identity = Identity(row.platform, row.tenant, row.user, row.name, row.email)
    return Reachable(identity, ReplyTarget.from_json(row.direct), row.seen_at)


def _known(conn: Connection, identity: Identity) -> Identity:
    query = select(accounts.c.name, accounts.c.email).where(*_account(identity))
    name, email = conn.execute(query).one()
    return replace(identity, name=name, email=email)


def _account(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    return (
        accounts.c.platform == identity.platform,
        accounts.c.tenant == identity.tenant,
        accounts.c.user == identity.user,
    )


def _what_is_known(new: New) -> dict[str, ColumnElement[Any]]:
    """The new values, but where the platform told nothing this time, what it told before."""
    kept = {
        name: func.coalesce(func.nullif(new[name], ""), accounts.c[name])
        for name in ("name", "email", "direct")
    }
    same_person = (new.email == "") & (accounts.c.email != "")
    return {**kept, "person": case((same_person, accounts.c.person), else_=new.person)}


def _all_but_the_email(new: New) -> dict[str, ColumnElement[Any]]:
    """As above, but the platform says that there is no e-mail: rights follow the address of today, not an old one."""
    known = _what_is_known(new)
    return {"name": known["name"], "direct": known["direct"]}


def _what_is_open(new: New) -> dict[str, ColumnElement[Any]]:
    """As `_what_is_known`, but the new place to write to only where none was known."""
    return {**_what_is_known(new), "direct": func.coalesce(func.nullif(accounts.c.direct, ""), new["direct"])}
