"""The outbox of letters in the database: put in, leased, finished by whoever holds the lease."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, select, update

from bot.letters import Leased, Letter, LetterKind
from bot.tables import letters
from foundation.bell import Bell
from foundation.db import Connection, Database, insert_new
from incidents.outbox import LEASE


def put_in(conn: Connection, wanted: Iterable[Letter], run_at: datetime, now: datetime) -> None:
    """Put letters in; one whose key was used before is passed over."""
    rows = [
        {
            "key": letter.key,
            "kind": str(letter.kind),
            "recipient": letter.recipient,
            "subject": letter.subject,
            "run_at": run_at,
            "owner": "",
            "attempts": 0,
            "created_at": now,
            "code": "",
        }
        for letter in wanted
    ]
    insert_new(conn, letters, rows)


class SqlLetters:
    """Implements `bot.letters.Letters`. `bell` rings in this process when there is something to send."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.bell = Bell()

    async def put(self, letter: Letter, run_at: datetime, now: datetime) -> None:
        """Let a letter be sent at `run_at`."""
        await self._db.write(lambda conn: put_in(conn, [letter], run_at, now))

    async def claim(self, now: datetime, owner: str, limit: int) -> list[Leased]:
        """Lease what is due; a look costs less than a lease, so an idle process writes nothing."""
        due = select(letters.c.id).where(*_due(now)).limit(1)
        if await self._db.read(lambda conn: conn.execute(due).first()) is None:
            return []
        return await self._db.write(lambda conn: _claim(conn, now, owner, limit))

    async def finish(self, leased: Leased, now: datetime, code: str = "") -> bool:
        """It is done, or given up."""
        return await self._db.write(lambda conn: _change(conn, leased, done_at=now, code=code))

    async def postpone(self, leased: Leased, until: datetime, code: str) -> bool:
        """Give the lease back."""
        return await self._db.write(lambda conn: _change(conn, leased, run_at=until, owner="", code=code))


def _claim(conn: Connection, now: datetime, owner: str, limit: int) -> list[Leased]:
    """What another process is leasing at this moment is passed over."""
    due = select(letters.c.id).where(*_due(now)).order_by(letters.c.run_at, letters.c.id).limit(limit)
    lease = (
        update(letters)
        .where(letters.c.id.in_(due.with_for_update(skip_locked=True).scalar_subquery()))
        .values(run_at=now + LEASE, owner=owner, attempts=letters.c.attempts + 1)
        .returning(letters)
    )
    return [
        Leased(
            row.id,
            row.owner,
            row.attempts,
            row.created_at,
            Letter(row.key, LetterKind(row.kind), row.recipient, row.subject),
        )
        for row in sorted(conn.execute(lease), key=lambda row: int(row.id))
    ]


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return letters.c.done_at.is_(None), letters.c.run_at <= now


def _change(conn: Connection, leased: Leased, **values: object) -> bool:
    mine = (letters.c.id == leased.id, letters.c.owner == leased.owner, letters.c.attempts == leased.attempts)
    changed = update(letters).where(*mine, letters.c.done_at.is_(None)).values(**values)
    return conn.execute(changed).rowcount == 1
