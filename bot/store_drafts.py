"""Drafts in the database; the typed values are sealed. Implements `bot.drafts.DraftStore`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from bot.drafts import KEPT, Draft
from bot.events import FieldValue
from bot.store_rows import opened, put, sealed
from bot.tables import drafts
from foundation.db import Connection, Database
from foundation.sealing import KeyRing


class SqlDrafts:
    """Drafts shared by every process over one database; forgotten 30 days after they were touched last."""

    def __init__(self, db: Database, ring: KeyRing) -> None:
        self._db = db
        self._ring = ring

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
            **sealed(self._ring, draft.key, to_json(draft.values)),
        }

        def work(conn: Connection) -> None:
            put(conn, drafts, row)
            conn.execute(delete(drafts).where(drafts.c.updated_at < draft.updated_at - KEPT))

        await self._db.write(work)

    async def load(self, key: str) -> Draft | None:
        """The draft, or None."""
        query = select(drafts).where(drafts.c.key == key)
        return self._draft(await self._db.read(lambda conn: conn.execute(query).first()))

    async def latest(self, person: str) -> Draft | None:
        """The draft this person touched last, or None."""
        query = select(drafts).where(drafts.c.person == person).order_by(drafts.c.updated_at.desc()).limit(1)
        return self._draft(await self._db.read(lambda conn: conn.execute(query).first()))

    async def discard(self, key: str) -> None:
        """Forget a draft."""
        gone = delete(drafts).where(drafts.c.key == key)
        await self._db.write(lambda conn: conn.execute(gone) and None)

    def _draft(self, row: Row[Any] | None) -> Draft | None:
        if row is None:
            return None
        values = from_json(opened(self._ring, row.key, row))
        return Draft(
            row.key, row.form, row.person, values, row.updated_at, row.context, row.asking, row.origin
        )


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
