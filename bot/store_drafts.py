"""Drafts in the database; the typed values are sealed. Implements `bot.drafts.DraftStore`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, select, update

from bot.drafts import KEPT, Draft, Kept
from bot.events import FieldValue
from bot.tables import drafts
from foundation.db import Connection, Database
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Job
from foundation.sealed_rows import opened, put, readable, sealed
from foundation.sealing import KeyRing
from foundation.values import value_of_row


class SqlDrafts:
    """Drafts shared by every process over one database. `reminders` are the jobs that follow from keeping one."""

    def __init__(
        self, db: Database, ring: KeyRing, reminders: Callable[[Draft], Iterable[Job]] = lambda _: ()
    ) -> None:
        self._db = db
        self._ring = ring
        self._reminders = reminders

    async def save(self, draft: Draft) -> None:
        """Insert or replace by key."""
        row = {
            "key": draft.key,
            "form": draft.form,
            "person": draft.person,
            "context": draft.context,
            "asking": draft.asking,
            "origin": draft.origin,
            "updated_at": draft.updated_at,
            "typed": draft.typed,
            "told_at": draft.told_at,
            **sealed(self._ring, draft.key, to_json(draft.values)),
        }
        old = delete(drafts).where(drafts.c.updated_at < draft.updated_at - KEPT)

        def work(conn: Connection) -> None:
            put(conn, drafts, row)
            conn.execute(old)
            if wanted := tuple(self._reminders(draft)):
                outbox.enqueue(conn, wanted, draft.updated_at)

        await self._db.write(work)

    async def load(self, key: str) -> Draft | None:
        """The draft, or None."""
        query = select(drafts).where(drafts.c.key == key)
        return await self._one(query)

    async def kept(self, person: str, since: datetime) -> tuple[Kept, ...]:
        """The drafts of this person touched since then, the one touched last first."""
        query = (
            select(*(drafts.c[field.name] for field in fields(Kept)))
            .where(drafts.c.person == person, drafts.c.updated_at >= since)
            .order_by(drafts.c.updated_at.desc())
        )
        rows = await self._db.read(lambda conn: conn.execute(query).all())
        return tuple(Kept(*row) for row in rows)

    async def told(self, keys: Collection[str], at: datetime) -> None:
        """Note that their person was told that these are kept."""
        noted = update(drafts).where(drafts.c.key.in_(keys)).values(told_at=at)
        await self._db.write(lambda conn: conn.execute(noted) and None)

    async def discard(self, key: str) -> None:
        """Delete a draft."""
        await self._delete(drafts.c.key == key)

    async def expire(self, before: datetime) -> None:
        """Delete every draft that was touched last before this."""
        await self._delete(drafts.c.updated_at < before)

    async def _delete(self, which: ColumnElement[bool]) -> None:
        gone = delete(drafts).where(which)
        await self._db.write(lambda conn: conn.execute(gone) and None)

    async def _one(self, query: Select[Any]) -> Draft | None:
        """The draft; none where it cannot be opened: its person must be able to begin another."""
        rows = await self._db.read(lambda conn: conn.execute(query).all())
        return next(iter(readable(self._ring, drafts, rows, lambda row: str(row.key), self._draft)), None)

    def _draft(self, row: Row[Any]) -> Draft:
        return value_of_row(Draft, row, values=from_json(opened(self._ring, row.key, row)))


def to_json(values: Mapping[str, FieldValue]) -> dict[str, Any]:
    """The values as JSON can hold them: a moment becomes `{"at": ISO}`, choices become a list."""
    return {
        name: {"at": held.isoformat()} if isinstance(held, datetime) else held
        for name, held in values.items()
    }


def from_json(stored: Mapping[str, Any]) -> dict[str, FieldValue]:
    """Read what `to_json` wrote; moments come back aware, with the offset they had."""
    return {name: _value(held) for name, held in stored.items()}


def _value(held: Any) -> FieldValue:
    match held:
        case {"at": str(moment)}:
            return datetime.fromisoformat(moment)
        case list():
            return tuple(map(str, held))
        case str() | bool() | None:
            return held
        case _:
            raise ValueError("A draft holds a value of a kind this version does not know.")
