"""Kept replies in the database, sealed. Implements `bot.kept_replies.KeptReplies`."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select

from bot.kept_replies import KeptReply
from bot.letters import reply_letter
from bot.message_json import from_json, to_json
from bot.tables import kept_replies
from foundation.bell import Bell
from foundation.db import Connection, Database, insert_if_new
from foundation.ids import new_id
from foundation.outbox.store import enqueue, is_known
from foundation.sealed_rows import opened, sealed
from foundation.sealing import KeyRing

KEPT = timedelta(days=2)
"""Longer than any letter is tried; what a crash left behind goes then."""


class SqlReplies:
    """Replies kept by every process over one database; `bell` rings when a letter was written."""

    def __init__(self, db: Database, ring: KeyRing, bell: Bell) -> None:
        self._db = db
        self._ring = ring
        self._bell = bell

    async def keep(self, name: str, person: str, reply: KeptReply) -> None:
        """Commit the sealed words with the letter that brings them."""
        key = new_id()
        letter = reply_letter(name, person, key, reply.at)
        row = {"id": key, "at": reply.at, **sealed(self._ring, key, to_json(reply.message))}

        def work(conn: Connection) -> None:
            conn.execute(delete(kept_replies).where(kept_replies.c.at < reply.at - KEPT))
            if not is_known(conn, letter.key):
                insert_if_new(conn, kept_replies, row)
                enqueue(conn, [letter], reply.at)

        await self._db.write(work)
        self._bell.ring()

    async def get(self, key: str) -> KeptReply | None:
        """One that waits, or None; raises KeyMissing or SealBroken."""
        query = select(kept_replies).where(kept_replies.c.id == key)
        row = await self._db.read(lambda conn: conn.execute(query).first())
        return KeptReply(from_json(opened(self._ring, key, row)), row.at) if row else None
