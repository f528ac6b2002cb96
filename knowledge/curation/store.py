"""Curation in the database; what people typed is sealed. Implements `knowledge.curation.curation.Curation`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update

from foundation.db import Connection, Database
from foundation.sealed_rows import Merge, New, opened, put, readable, sealed
from foundation.sealing import KeyRing
from foundation.statements import rows_by
from foundation.values import value_of_row
from knowledge.curation import store_curated
from knowledge.curation.curation import CuratedAnswer, Decision, DecisionKind, Example, Rating
from knowledge.curation.sealed import settled_name
from knowledge.curation.tables import curated, examples, ratings, settled

LISTED = 200

_STAMP = select(
    *(
        select(measured).scalar_subquery()
        for column in (curated.c.at, examples.c.confirmed_at, settled.c.at)
        for measured in (func.count(column), func.max(column))
    )
)
_SETTLED = rows_by(settled, "kind").order_by(settled.c.subject)
_WORST = (
    select(ratings)
    .where(ratings.c.missed > 0)
    .order_by((ratings.c.missed - ratings.c.helped).desc(), ratings.c.passage)
    .limit(LISTED)
)
_OLDEST_FIRST = select(examples).order_by(examples.c.at, examples.c.id)
_CONFIRMED = _OLDEST_FIRST.where(examples.c.confirmed_at.is_not(None))
_PROPOSED = _OLDEST_FIRST.where(examples.c.confirmed_at.is_(None)).limit(LISTED)


class SqlCuration:
    """Shared by every process over one database."""

    def __init__(self, db: Database, ring: KeyRing) -> None:
        self._db = db
        self._ring = ring

    async def keep(self, answer: CuratedAnswer) -> bool:
        """Add a version."""
        return await self._db.write(lambda conn: store_curated.add_version(conn, self._ring, answer))

    async def curated(self) -> tuple[CuratedAnswer, ...]:
        """The answers in force."""
        return await self._db.read(lambda conn: store_curated.in_force(conn, self._ring))

    async def versions(self, answer: str) -> tuple[CuratedAnswer, ...]:
        """Every version of one answer."""
        return await self._db.read(lambda conn: store_curated.every_version(conn, self._ring, answer))

    async def rate(self, rating: Rating, at: datetime) -> None:
        """Add to the counts of a passage."""
        row = {
            "passage": rating.passage,
            "document": rating.document,
            "clause": rating.clause,
            "citation": rating.citation,
            "helped": rating.helped,
            "missed": rating.missed,
            "at": at,
        }
        await self._db.write(lambda conn: put(conn, ratings, row, _ADDED))

    async def ratings(self) -> tuple[Rating, ...]:
        """The passages that missed, worst first."""
        rows = await self._db.read(lambda conn: conn.execute(_WORST).all())
        return tuple(value_of_row(Rating, row) for row in rows)

    async def forget_rating(self, passage: str) -> None:
        """Count a passage from nothing again."""
        gone = delete(ratings).where(ratings.c.passage == passage)
        await self._db.write(lambda conn: conn.execute(gone) and None)

    async def propose(self, example: Example) -> None:
        """Let an example wait for an owner."""
        row = {
            "id": example.id,
            "document": example.document,
            "clause": example.clause,
            "citation": example.citation,
            "at": example.at,
            **sealed(self._ring, example.id, example.question),
        }
        same = select(examples).where(
            examples.c.document == example.document, examples.c.clause == example.clause
        )

        def work(conn: Connection) -> None:
            known = {_plain(one.question) for one in self._examples(conn.execute(same).all())}
            if _plain(example.question) not in known:
                put(conn, examples, row)

        await self._db.write(work)

    async def examples(self, *, confirmed: bool) -> tuple[Example, ...]:
        """The examples that count, or those that wait."""
        query = _CONFIRMED if confirmed else _PROPOSED
        rows = await self._db.read(lambda conn: conn.execute(query).all())
        return self._examples(rows)

    async def confirm(self, example: str, by: str, at: datetime) -> bool:
        """Let an example count."""
        change = update(examples).where(*_waits(example)).values(confirmed_by=by, confirmed_at=at)
        return await self._db.write(lambda conn: conn.execute(change).rowcount == 1)

    async def drop(self, example: str) -> bool:
        """Forget an example that waits."""
        gone = delete(examples).where(*_waits(example))
        return await self._db.write(lambda conn: conn.execute(gone).rowcount == 1)

    async def settle(self, settled: Decision) -> None:
        """Write an owner's word down."""
        await self._db.write(lambda conn: self._settle(conn, settled))

    async def settled(self, kind: DecisionKind) -> tuple[Decision, ...]:
        """Every word on this kind of thing."""
        rows = await self._db.read(lambda conn: conn.execute(_SETTLED, {"kind": str(kind)}).all())
        return readable(self._ring, settled, rows, _owner, lambda row: self._word(kind, row))

    async def stamp(self) -> str:
        """Counts and newest times of what is taught."""
        return str(await self._db.read(lambda conn: tuple(conn.execute(_STAMP).one())))

    def _settle(self, conn: Connection, word: Decision) -> None:
        row = {"kind": str(word.kind), "subject": word.subject, "by": word.by, "at": word.at}
        row |= {"until": word.until, **sealed(self._ring, settled_name(word.kind, word.subject), word.reason)}
        put(conn, settled, row)

    def _word(self, kind: DecisionKind, row: Row[Any]) -> Decision:
        reason = opened(self._ring, _owner(row), row)
        return value_of_row(Decision, row, kind=kind, reason=reason)

    def _examples(self, rows: Sequence[Row[Any]]) -> tuple[Example, ...]:
        return readable(self._ring, examples, rows, lambda row: str(row.id), self._example)

    def _example(self, row: Row[Any]) -> Example:
        question = opened(self._ring, row.id, row)
        confirmed = row.confirmed_at is not None
        return value_of_row(Example, row, question=question, confirmed=confirmed)


def _added(new: New) -> dict[str, Any]:
    return {name: ratings.c[name] + new[name] for name in ("helped", "missed")}


_ADDED: Merge = _added


def _waits(example: str) -> tuple[Any, ...]:
    return examples.c.id == example, examples.c.confirmed_at.is_(None)


def _owner(row: Row[Any]) -> str:
    return settled_name(row.kind, row.subject)


def _plain(question: str) -> str:
    return " ".join(question.casefold().split()).rstrip("?!. ")
