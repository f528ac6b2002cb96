"""Tracked questions in the database; what was typed is sealed. Implements `knowledge.curation.questions.Questions`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select, update

from foundation.db import Connection, Database, insert_if_new
from foundation.ids import new_reference
from foundation.sealed_rows import open_column, opened, readable, seal_column, sealed
from foundation.sealing import KeyRing
from foundation.statements import change_row, rows_by
from foundation.values import value_of_row
from knowledge.curation.curation import CuratedAnswer
from knowledge.curation.questions import Outcome, Question, QuestionNotifier
from knowledge.curation.store_curated import add_version
from knowledge.curation.tables import questions

MINE = 20
WAITING = 200
ANSWER = "answer"

_BY_REFERENCE = rows_by(questions, "reference")
_LOCKED = _BY_REFERENCE.with_for_update()
_SENT = rows_by(questions, "draft").with_only_columns(questions.c.reference)
_ASKED_BY = rows_by(questions, "asker").order_by(questions.c.at.desc()).limit(MINE)
_WAITING = select(questions).where(questions.c.outcome.is_(None)).order_by(questions.c.at).limit(WAITING)


class SqlQuestions:
    """Questions shared by every process over one database; `notifier` lets owners and askers know."""

    def __init__(self, db: Database, ring: KeyRing, notifier: QuestionNotifier) -> None:
        self._db = db
        self._ring = ring
        self._notifier = notifier

    async def open(
        self, text: str, asker: str, owner: str, at: datetime, *, draft: str, named: bool = False
    ) -> str:
        """Commit a question with the letter to its owner."""

        # A draft is its writer's: with another's key nobody learns of what was sent from it.
        own = f"{draft}|{asker}"

        def work(conn: Connection) -> str:
            while True:
                reference = new_reference()
                row = {"reference": reference, "asker": asker, "owner": owner, "at": at}
                row |= {"draft": own, "named": named, **sealed(self._ring, reference, text)}
                if insert_if_new(conn, questions, row):
                    self._notifier.ask_owner(conn, reference, owner, at)
                    return reference
                if before := conn.execute(_SENT, {"draft": own}).scalar():
                    return str(before)

        reference = await self._db.write(work)
        self._notifier.committed()
        return reference

    async def get(self, reference: str) -> Question | None:
        """One question, or None. Raises where it cannot be opened: a letter about it must not be called done."""
        said = {"reference": reference}
        row = await self._db.read(lambda conn: conn.execute(_BY_REFERENCE, said).first())
        return self._question(row) if row else None

    async def asked_by(self, person: str) -> tuple[Question, ...]:
        """What a person asked, newest first."""
        return await self._select(_ASKED_BY, {"asker": person})

    async def waiting(self) -> tuple[Question, ...]:
        """What no owner has answered yet, oldest first."""
        return await self._select(_WAITING, {})

    async def pass_on(self, reference: str, owner: str, to: str, at: datetime) -> bool:
        """Hand a waiting question on, with a letter to its new owner."""
        theirs = (questions.c.reference == reference, questions.c.owner == owner)
        change = update(questions).where(*theirs, questions.c.outcome.is_(None)).values(owner=to)

        def work(conn: Connection) -> bool:
            passed = conn.execute(change).rowcount == 1
            if passed:
                self._notifier.ask_owner(conn, reference, to, at)
            return passed

        passed = await self._db.write(work)
        self._notifier.committed()
        return passed

    async def close(
        self,
        reference: str,
        by: str,
        at: datetime,
        outcome: Outcome,
        answer: str,
        keep: CuratedAnswer | None = None,
    ) -> bool:
        """Commit the outcome, the letter to the asker and what is kept of it."""

        def work(conn: Connection) -> bool:
            row = conn.execute(_LOCKED, {"reference": reference}).first()
            if row is None or row.outcome is not None:
                return False
            said = {"answer": seal_column(self._ring, reference, row, ANSWER, answer)}
            closed = {"outcome": str(outcome), "closed_by": by, "closed_at": at}
            change_row(conn, questions, {"reference": reference}, said | closed)
            self._notifier.tell_asker(conn, reference, row.asker, at)
            if keep is not None:
                add_version(conn, self._ring, keep)
            return True

        closed = await self._db.write(work)
        self._notifier.committed()
        return closed

    async def _select(self, query: Select[Any], said: Mapping[str, Any]) -> tuple[Question, ...]:
        rows = await self._db.read(lambda conn: conn.execute(query, said).all())
        return readable(self._ring, questions, rows, lambda row: str(row.reference), self._question)

    def _question(self, row: Row[Any]) -> Question:
        return value_of_row(
            Question,
            row,
            text=opened(self._ring, row.reference, row),
            answer=open_column(self._ring, row.reference, row, ANSWER) if row.answer else "",
            named=bool(row.named),
            closed_by=row.closed_by or "",
        )
