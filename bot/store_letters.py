"""The outbox of letters in the database: put in, leased, finished by whoever holds the lease."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, func, select, update

from bot.letters import Leased, Letter, LetterKind
from bot.tables import kept_replies, letters, questions
from foundation.bell import Bell
from foundation.db import Connection, Database, insert_new
from foundation.outbox.jobs import LEASE, LONGEST_BACKOFF

LATE = timedelta(minutes=15)
IN_VAIN = 10
"""So many attempts take more than eight minutes (`foundation.outbox.jobs.backoff`)."""


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

    async def try_again_now(self, now: datetime) -> None:
        """Let every letter that failed before be tried at once, unless a platform asked for a longer pause."""
        waiting = (letters.c.done_at.is_(None), letters.c.owner == "", letters.c.attempts > 0)
        soon = (letters.c.run_at > now, letters.c.run_at <= now + LONGEST_BACKOFF)
        hurried = update(letters).where(*waiting, *soon).values(run_at=now)
        await self._db.write(lambda conn: conn.execute(hurried) and None)

    async def stuck(self, now: datetime) -> tuple[int, int]:
        """How many letters wait too long, and how many questions have an owner who cannot be reached."""
        return await self._db.read(lambda conn: (_late(conn, now), _unreached(conn)))

    async def finish(self, leased: Leased, now: datetime, code: str = "") -> bool:
        """It is done, or given up; the words of a reply are needed no more."""

        def work(conn: Connection) -> bool:
            mine = _change(conn, leased, done_at=now, code=code)
            if mine and leased.letter.kind is LetterKind.REPLY:
                conn.execute(delete(kept_replies).where(kept_replies.c.id == leased.letter.subject))
            return mine

        return await self._db.write(work)

    async def postpone(self, leased: Leased, until: datetime, code: str, *, held: str = "") -> bool:
        """Give the lease back."""
        values = {"run_at": until, "owner": "", "code": code, "held": held}
        return await self._db.write(lambda conn: _change(conn, leased, **values))


def held(conn: Connection) -> dict[str, int]:
    """How many letters each fault of the installation keeps back, by platform and code."""
    waiting = (letters.c.done_at.is_(None), letters.c.held != "")
    query = select(letters.c.held, func.count()).where(*waiting).group_by(letters.c.held)
    return {row[0]: row[1] for row in conn.execute(query.order_by(letters.c.held))}


def stuck(conn: Connection, before: datetime) -> int:
    """How many letters that were tried are still not sent since `before`, or are due since then and untaken."""
    late = (letters.c.run_at <= before) | ((letters.c.attempts > 0) & (letters.c.created_at <= before))
    query = select(func.count()).where(letters.c.done_at.is_(None), late)
    return int(conn.execute(query).scalar_one())


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
    # A letter of a kind that only a newer version knows is left to its processes.
    known = letters.c.kind.in_([kind.value for kind in LetterKind])
    return letters.c.done_at.is_(None), letters.c.run_at <= now, known


def _late(conn: Connection, now: datetime) -> int:
    """Those nobody took for a while, and those that were tried for minutes in vain."""
    waiting = (letters.c.run_at <= now - LATE) | (letters.c.attempts >= IN_VAIN)
    late = select(func.count()).select_from(letters).where(letters.c.done_at.is_(None), waiting)
    return int(conn.execute(late).scalar_one())


def _unreached(conn: Connection) -> int:
    """Questions nobody has answered and whose owner could not be told of them."""
    given_up = (
        letters.c.kind == LetterKind.QUESTION.value,
        letters.c.done_at.is_not(None),
        letters.c.code != "",
    )
    to_owner = (letters.c.subject == questions.c.reference, letters.c.recipient == questions.c.owner)
    query = select(func.count(questions.c.reference.distinct())).join_from(
        questions, letters, and_(*to_owner)
    )
    return int(conn.execute(query.where(*given_up, questions.c.outcome.is_(None))).scalar_one())


def _change(conn: Connection, leased: Leased, **values: object) -> bool:
    mine = (letters.c.id == leased.id, letters.c.owner == leased.owner, letters.c.attempts == leased.attempts)
    changed = update(letters).where(*mine, letters.c.done_at.is_(None)).values(**values)
    return conn.execute(changed).rowcount == 1
