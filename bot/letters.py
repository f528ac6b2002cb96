"""Letters: what the bot sends on its own account besides notices of incidents. A durable outbox of its own.

A letter is written in the same transaction as what it tells, with a key that is unique for ever, so that a
retry or a second replica cannot send the same thing twice. It names what it is about and holds no words: they
are read at the moment of sending.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class LetterKind(StrEnum):
    """QUESTION asks an owner, ANSWER tells the asker, DIGEST sums the month up for an owner, REPLY is an answer
    that a platform did not take when it was due, WRONG_NUMBER tells the owner of a directory entry that its
    number was called wrong."""

    QUESTION = "question"
    ANSWER = "answer"
    DIGEST = "digest"
    REPLY = "reply"
    WRONG_NUMBER = "wrong_number"


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one person; `subject` is a question's reference, the month of a digest (2026-11), or
    the id of a kept reply or of a report on a number."""

    key: str
    kind: LetterKind
    recipient: str
    subject: str


@dataclass(frozen=True, slots=True)
class Leased:
    """A letter that is being sent by `owner`, until the lease ends; `attempts` counts this one."""

    id: int
    owner: str
    attempts: int
    created_at: datetime
    letter: Letter


class Letters(Protocol):
    """Where letters wait."""

    async def put(self, letter: Letter, run_at: datetime, now: datetime) -> None:
        """Let a letter be sent at `run_at`; one whose key was used before is passed over."""

    async def claim(self, now: datetime, owner: str, limit: int) -> Sequence[Leased]:
        """Lease what is due, oldest first."""

    async def finish(self, leased: Leased, now: datetime, code: str = "") -> bool:
        """It is done, or given up for the reason `code`; False when the lease ended before."""

    async def postpone(self, leased: Leased, until: datetime, code: str, *, held: str = "") -> bool:
        """Try again later; False as for `finish`. `held` names a fault of the installation that keeps it back."""


def question_letter(reference: str, owner: str) -> Letter:
    """Ask an owner; each owner is asked once about a question."""
    return Letter(f"question:{reference}:{owner}", LetterKind.QUESTION, owner, reference)


def answer_letter(reference: str, asker: str) -> Letter:
    """Tell the asker what became of the question."""
    return Letter(f"answer:{reference}", LetterKind.ANSWER, asker, reference)


def wrong_number_letter(wrong: str, owner: str) -> Letter:
    """Tell the owner of an entry, or whoever is asked in their place; each is told once."""
    return Letter(f"wrong_number:{wrong}:{owner}", LetterKind.WRONG_NUMBER, owner, wrong)


def digest_letter(month: str, owner: str) -> Letter:
    """The digest of one month for one owner."""
    return Letter(f"cron:digest:{month}:{owner}", LetterKind.DIGEST, owner, month)


def reply_letter(name: str, person: str, kept: str) -> Letter:
    """Bring a kept reply; `name` is that of the loss, so that it is kept once."""
    return Letter(f"reply:{name}", LetterKind.REPLY, person, kept)
