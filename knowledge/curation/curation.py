"""What owners keep up: curated answers, ways to ask that proved right, ratings of passages, what is settled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class CuratedAnswer:
    """One version of an answer an owner keeps for `questions`; the newest version is in force unless `retired`.

    `owner` answers for it, `by` wrote this version at `at` (aware UTC). `review_on` is the day it is looked at
    again. `reason` says why it was retired. `stands_on` are the clauses it was written on, each with its document:
    it is given only while all of them are in force.
    """

    id: str
    version: int
    questions: tuple[str, ...]
    answer: str
    owner: str
    by: str
    at: datetime
    review_on: date
    retired: bool = False
    reason: str = ""
    stands_on: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A question somebody called rightly answered by a clause, without who it was. `clause` is verbatim.

    An owner confirms it before it counts.
    """

    id: str
    document: str
    clause: str
    citation: str
    question: str
    at: datetime
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Rating:
    """How often a passage was called right, and how often not what was needed; names nobody.

    `passage` is the key of the clause's words in its document.
    """

    passage: str
    document: str
    clause: str
    citation: str
    helped: int
    missed: int


class DecisionKind(StrEnum):
    """What an owner can settle: an overdue review, a finding of reading, a low rating, a way to ask.

    DEAD_LINK is settled by the nightly look at links: its subject is the address, and it counts until its day.
    """

    REVIEW = "review"
    FINDING = "finding"
    RATING = "rating"
    EXAMPLE = "example"
    DEAD_LINK = "dead_link"


@dataclass(frozen=True, slots=True)
class Decision:
    """An owner's word on something; it counts up to and including `until`, for ever without."""

    kind: DecisionKind
    subject: str
    by: str
    at: datetime
    until: date | None = None
    reason: str = ""


class Curation(Protocol):
    """Where all of it is kept."""

    async def keep(self, answer: CuratedAnswer) -> bool:
        """Add a version; False when that version was written by somebody else in the meantime."""

    async def curated(self) -> tuple[CuratedAnswer, ...]:
        """The answers in force, oldest first."""

    async def versions(self, answer: str) -> tuple[CuratedAnswer, ...]:
        """Every version of one answer, oldest first, retired ones included."""

    async def rate(self, rating: Rating, at: datetime) -> None:
        """Add the counts of `rating` to those of its passage."""

    async def ratings(self) -> tuple[Rating, ...]:
        """The passages that missed at least once, worst first."""

    async def forget_rating(self, passage: str) -> None:
        """Count a passage from nothing again: an owner looked at it."""

    async def propose(self, example: Example) -> None:
        """Let an example wait for an owner; one that waits or counts already is passed over."""

    async def examples(self, *, confirmed: bool) -> tuple[Example, ...]:
        """The examples that count, or those that wait, oldest first."""

    async def confirm(self, example: str, by: str, at: datetime) -> bool:
        """Let an example count; False when it does not wait any more."""

    async def drop(self, example: str) -> bool:
        """Forget an example that waits; False as for `confirm`."""

    async def settle(self, settled: Decision) -> None:
        """Write an owner's word down, in place of an earlier one on the same."""

    async def settled(self, kind: DecisionKind) -> tuple[Decision, ...]:
        """Every word on this kind of thing."""

    async def stamp(self) -> str:
        """A text that is another one whenever what the policies are asked with besides has changed."""
