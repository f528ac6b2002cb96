"""Curated answers in the database: every version is a row that never changes; the words are sealed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, select

from foundation.db import Connection, insert_if_new
from foundation.sealed_rows import opened, readable, sealed
from foundation.sealing import KeyRing
from foundation.values import value_of_row
from knowledge.curation.curation import CuratedAnswer
from knowledge.curation.sealed import version_name
from knowledge.curation.tables import curated

_NEWEST = select(curated.c.id, func.max(curated.c.version).label("version")).group_by(curated.c.id).subquery()
_IN_FORCE = (
    select(curated)
    .join(_NEWEST, (_NEWEST.c.id == curated.c.id) & (_NEWEST.c.version == curated.c.version))
    .where(curated.c.retired.is_(False))
    .order_by(curated.c.at, curated.c.id)
)


def add_version(conn: Connection, ring: KeyRing, answer: CuratedAnswer) -> bool:
    """Add a version; False when its number is taken."""
    words = {
        "questions": answer.questions,
        "answer": answer.answer,
        "reason": answer.reason,
        "stands_on": answer.stands_on,
    }
    row = {
        "id": answer.id,
        "version": answer.version,
        "owner": answer.owner,
        "by": answer.by,
        "at": answer.at,
        "review_on": answer.review_on,
        "retired": answer.retired,
        **sealed(ring, version_name(answer.id, answer.version), words),
    }
    return insert_if_new(conn, curated, row)


def in_force(conn: Connection, ring: KeyRing) -> tuple[CuratedAnswer, ...]:
    """The newest version of every answer that is not retired, in the order they were first kept."""
    return _answers(ring, conn.execute(_IN_FORCE).all())


def every_version(conn: Connection, ring: KeyRing, answer: str) -> tuple[CuratedAnswer, ...]:
    """All versions of one answer, oldest first."""
    query = select(curated).where(curated.c.id == answer).order_by(curated.c.version)
    return _answers(ring, conn.execute(query).all())


def _answers(ring: KeyRing, rows: Sequence[Row[Any]]) -> tuple[CuratedAnswer, ...]:
    return readable(ring, curated, rows, _owner, lambda row: _answer(ring, row))


def _answer(ring: KeyRing, row: Row[Any]) -> CuratedAnswer:
    words = opened(ring, _owner(row), row)
    stands_on = tuple((document, clause) for document, clause in words.get("stands_on", ()))
    return value_of_row(
        CuratedAnswer,
        row,
        questions=tuple(words["questions"]),
        answer=words["answer"],
        reason=words["reason"],
        stands_on=stands_on,
    )


def _owner(row: Row[Any]) -> str:
    return version_name(row.id, row.version)
