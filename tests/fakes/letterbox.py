"""The letters of the outbox, taken by hand."""

from __future__ import annotations

from datetime import datetime

from bot.letters import LetterKind
from foundation.bell import Bell
from foundation.db import Database
from foundation.outbox import store
from foundation.outbox.jobs import Claimed, Job, Lane

KINDS = [kind.value for kind in LetterKind]


class Letterbox:
    """What a worker does with letters, step by step; `bell` is that of the process."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.bell = Bell()

    async def put(self, letter: Job, now: datetime) -> None:
        """Write a letter."""
        await self._db.write(lambda conn: store.enqueue(conn, [letter], now))

    async def claim(self, now: datetime, owner: str, limit: int) -> list[Claimed]:
        """Lease what is due."""
        return await self._db.write(lambda conn: store.claim(conn, now, owner, Lane.ROUTINE, KINDS, limit))

    async def finish(self, leased: Claimed, now: datetime, code: str = "") -> bool:
        """It is done, or given up."""
        return await self._db.write(lambda conn: store.complete(conn, leased, now, code))

    async def postpone(self, leased: Claimed, until: datetime, code: str) -> bool:
        """Give the lease back."""
        return await self._db.write(lambda conn: store.postpone(conn, leased, until, code))
