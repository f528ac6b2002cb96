"""Letters that tell of questions, written in the transaction of the question."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, select

from bot.letters import LetterKind, answer_letter, question_letter
from foundation.bell import Bell
from foundation.db import Connection
from foundation.outbox.store import enqueue
from foundation.outbox.tables import jobs
from knowledge.curation.tables import questions


class QuestionLetters:
    """Implements `knowledge.curation.questions.QuestionNotifier`; `bell` rings when a letter was written."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell

    def ask_owner(self, conn: Connection, reference: str, owner: str, at: datetime) -> None:
        """Put a letter to the owner in."""
        enqueue(conn, [question_letter(reference, owner, at)], at)

    def tell_asker(self, conn: Connection, reference: str, asker: str, at: datetime) -> None:
        """Put a letter to the asker in."""
        enqueue(conn, [answer_letter(reference, asker, at)], at)

    def committed(self) -> None:
        """Let it be sent."""
        self._bell.ring()


def unreached(conn: Connection) -> int:
    """How many questions nobody has answered have an owner who could not be told of them."""
    given_up = (jobs.c.kind == LetterKind.QUESTION.value, jobs.c.done_at.is_not(None), jobs.c.code != "")
    to_owner = (jobs.c.subject == questions.c.reference, jobs.c.recipient == questions.c.owner)
    query = select(func.count(questions.c.reference.distinct())).join_from(questions, jobs, and_(*to_owner))
    return int(conn.execute(query.where(*given_up, questions.c.outcome.is_(None))).scalar_one())
