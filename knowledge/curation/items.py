"""What is to be kept up, one shape for all: questions, examples, answers, ratings, reviews and findings.

Each has an id among its kind, belongs to a document or to a person, and is due or only there to be looked at.
How one looks is drawn by whoever shows it, from `thing`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from knowledge.curation.checks import REVIEW_OVERDUE
from knowledge.curation.curation import CuratedAnswer, Curation, Decision, DecisionKind, Example, Rating
from knowledge.curation.questions import Question
from knowledge.reading.document import Document, Finding

LOW = 3
"""A passage that missed this often, and oftener than it helped, is looked at."""

T_co = TypeVar("T_co", covariant=True)


class Kind(StrEnum):
    """The lists of what is kept up, the most urgent first; NUMBERS are those of directory entries."""

    QUESTIONS = "questions"
    NUMBERS = "numbers"
    EXAMPLES = "examples"
    CURATED = "curated"
    RATINGS = "ratings"
    REVIEWS = "reviews"
    FINDINGS = "findings"


NAMES = {
    "curated": Kind.CURATED,
    DecisionKind.EXAMPLE: Kind.EXAMPLES,
    DecisionKind.RATING: Kind.RATINGS,
    DecisionKind.REVIEW: Kind.REVIEWS,
    DecisionKind.FINDING: Kind.FINDINGS,
}
"""What one thing of a kind is called where an owner decides on it."""


@dataclass(frozen=True, slots=True)
class Item(Generic[T_co]):
    """One thing. It belongs to whoever keeps `document` or, where that is None, to `owner`."""

    kind: Kind
    id: str
    thing: T_co
    document: str | None = None
    owner: str = ""
    due: bool = True


def question_items(questions: Iterable[Question]) -> Iterator[Item[Question]]:
    """Questions that wait for an answer; each belongs to whom it came to."""
    for one in questions:
        yield Item(Kind.QUESTIONS, one.reference, one, owner=one.owner)


def example_items(examples: Iterable[Example]) -> Iterator[Item[Example]]:
    """Ways to ask that wait for an owner's word."""
    for one in examples:
        yield Item(Kind.EXAMPLES, one.id, one, document=one.document)


def curated_items(
    answers: Iterable[CuratedAnswer], lapsed: Collection[str], day: date
) -> Iterator[Item[CuratedAnswer]]:
    """Every answer in force: first those that are `lapsed`, because a clause they stand on is gone, then by review."""
    for one in sorted(answers, key=lambda one: (one.id not in lapsed, one.review_on)):
        due = one.id in lapsed or one.review_on <= day
        yield Item(Kind.CURATED, one.id, one, owner=one.owner, due=due)


def rating_items(ratings: Iterable[Rating]) -> Iterator[Item[Rating]]:
    """Passages that are often not what was needed."""
    for one in ratings:
        if one.missed >= LOW and one.missed > one.helped:
            yield Item(Kind.RATINGS, one.passage, one, document=one.document)


def review_items(
    documents: Iterable[Document], decisions: Iterable[Decision], day: date
) -> Iterator[Item[Document]]:
    """Documents whose review is overdue and that no owner called good until later, the longest overdue first."""
    good = {one.subject for one in decisions if one.until and one.until >= day}
    since = [(one.facts.next_review, one) for one in documents if one.name not in good]
    overdue = [(due, one) for due, one in since if due and due < day]
    for _, one in sorted(overdue, key=lambda pair: pair[0]):
        yield Item(Kind.REVIEWS, one.name, one, document=one.name)


def finding_items(findings: Iterable[Finding], decisions: Iterable[Decision]) -> Iterator[Item[Finding]]:
    """What is to be mended and was not dismissed; overdue reviews are a kind of their own."""
    dismissed = {one.subject for one in decisions}
    for one in findings:
        if one.kind != REVIEW_OVERDUE and (name := finding_id(one)) not in dismissed:
            yield Item(Kind.FINDINGS, name, one, document=one.document)


def finding_id(finding: Finding) -> str:
    """A short name for a finding; another place or wording is another finding."""
    return hashlib.sha256(repr(finding).encode()).hexdigest()[:32]


async def settle(decision: Decision, curation: Curation) -> None:
    """Write an owner's word down and take the thing off its list."""
    await curation.settle(decision)
    match decision.kind:
        case DecisionKind.EXAMPLE:
            await curation.drop(decision.subject)
        case DecisionKind.RATING:
            await curation.forget_rating(decision.subject)
        case DecisionKind.REVIEW | DecisionKind.FINDING | DecisionKind.DEAD_LINK:
            pass
