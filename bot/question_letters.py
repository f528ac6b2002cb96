"""Letters that tell of questions, written in the transaction of the question."""

from __future__ import annotations

from datetime import datetime

from bot.letters import answer_letter, question_letter
from bot.store_letters import put_in
from foundation.bell import Bell
from foundation.db import Connection


class QuestionLetters:
    """Implements `knowledge.curation.questions.QuestionNotifier`; `bell` rings when a letter was written."""

    def __init__(self, bell: Bell) -> None:
        self._bell = bell

    def ask_owner(self, conn: Connection, reference: str, owner: str, at: datetime) -> None:
        """Put a letter to the owner in."""
        put_in(conn, [question_letter(reference, owner)], at, at)

    def tell_asker(self, conn: Connection, reference: str, asker: str, at: datetime) -> None:
        """Put a letter to the asker in."""
        put_in(conn, [answer_letter(reference, asker)], at, at)

    def committed(self) -> None:
        """Let it be sent."""
        self._bell.ring()
