"""Curated answers in the database: every version is a row that never changes; the words are sealed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, func, select

from bot.store_rows import opened, sealed
from bot.tables import curated
from bot.upkeep import CuratedAnswer
from foundation.db import Connection, insert_if_new
from foundation.sealing import KeyRing


def add_version(conn: Connection, ring: KeyRing, answer: CuratedAnswer) -> bool:
    """Add a version; False when its number is taken."""
    words = {"questions": answer.questions, "answer": answer.answer, "reason": answer.reason}
    row = {
        "id": answer.id,
        "version": answer.version,
        "owner": answer.owner,
        "by": answer.by,
        "at": answer.at,
        "review_on": answer.review_on,
        "retired": answer.retired,
        **sealed(ring, _name(answer.id, answer.version), words),
    }
    return insert_if_new(conn, curated, row)


def in_force(conn: Connection, ring: KeyRing) -> tuple[CuratedAnswer, ...]:
    """The newest version of every answer that is not retired, in the order they were first kept."""
    newest = select(curated.c.id, func.max(curated.c.version).label("version")).group_by(curated.c.id)
    found = newest.subquery()
    query = (
        select(curated)
        .join(found, (found.c.id == curated.c.id) & (found.c.version == curated.c.version))
        .where(curated.c.retired.is_(False))
        .order_by(curated.c.at, curated.c.id)
    )
    return tuple(_answer(ring, row) for row in conn.execute(query))


def every_version(conn: Connection, ring: KeyRing, answer: str) -> tuple[CuratedAnswer, ...]:
    """All versions of one answer, oldest first."""
    query = select(curated).where(curated.c.id == answer).order_by(curated.c.version)
    return tuple(_answer(ring, row) for row in conn.execute(query))


def _answer(ring: KeyRing, row: Row[Any]) -> CuratedAnswer:
    words = opened(ring, _name(row.id, row.version), row)
    return CuratedAnswer(
        id=row.id,
        version=row.version,
        questions=tuple(words["questions"]),
        answer=words["answer"],
        owner=row.owner,
        by=row.by,
        at=row.at,
        review_on=row.review_on,
        retired=row.retired,
        reason=words["reason"],
    )


def _name(answer: str, version: int) -> str:
    return f"{answer}:{version}"
