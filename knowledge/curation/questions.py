"""Questions handed to a person: what the policies do not answer is asked of an owner, tracked and answered.

A question is committed together with the word to its owner, its answer together with the word to the asker;
who carries them is a `QuestionNotifier`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from foundation.db import Connection
from knowledge.curation.curation import CuratedAnswer


class Outcome(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Question:
    """One question to one owner; people are keys, times are aware UTC.

    `named` says that the asker lets the owner see their name. `answer` is the owner's answer, or the reason
    why there is none.
    """

    reference: str
    text: str
    asker: str
    owner: str
    at: datetime
    named: bool = False
    outcome: Outcome | None = None
    answer: str = ""
    closed_by: str = ""
    closed_at: datetime | None = None


class QuestionNotifier(Protocol):
    """Lets people know of a question. What it writes is committed together with the question, or not at all."""

    def ask_owner(self, conn: Connection, reference: str, owner: str, at: datetime) -> None:
        """An owner has a question to answer."""

    def tell_asker(self, conn: Connection, reference: str, asker: str, at: datetime) -> None:
        """A question was answered or declined."""

    def committed(self) -> None:
        """What was written is on disk: it can be sent."""


class Questions(Protocol):
    """Where tracked questions are kept."""

    async def open(
        self, text: str, asker: str, owner: str, at: datetime, *, draft: str, named: bool = False
    ) -> str:
        """Commit a question with the letter to its owner; returns its reference, the same for the same draft."""

    async def get(self, reference: str) -> Question | None:
        """One question, or None."""

    async def asked_by(self, person: str) -> tuple[Question, ...]:
        """What a person asked, newest first, at most 20."""

    async def waiting(self) -> tuple[Question, ...]:
        """What no owner has answered yet, oldest first, at most 200."""

    async def pass_on(self, reference: str, owner: str, to: str, at: datetime) -> bool:
        """Hand a waiting question from `owner` to somebody else, with a letter; False when it is not theirs."""

    async def close(
        self,
        reference: str,
        by: str,
        at: datetime,
        outcome: Outcome,
        answer: str,
        keep: CuratedAnswer | None = None,
    ) -> bool:
        """Commit the outcome, the letter to the asker and what is kept of it; False when it was closed before."""
