"""What waits for the owners of the policies, gathered from everywhere it comes up."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.flows.entry_owners import keeps_entry
from bot.flows.owners import documents_of, keeps_policies, unknown_owners
from bot.flows.times import today
from bot.numbers import Correction, WrongNumber, not_in_the_file
from bot.services import Services
from knowledge.curation.checks import REVIEW_OVERDUE
from knowledge.curation.curation import CuratedAnswer, Example, Rating, SettledKind
from knowledge.curation.questions import Question
from knowledge.reading.document import Document, Finding

LOW = 3
"""A passage that missed this often, and oftener than it helped, is looked at."""


class Kind(StrEnum):
    """The lists of the upkeep, the most urgent first."""

    QUESTIONS = "questions"
    NUMBERS = "numbers"
    EXAMPLES = "examples"
    CURATED = "curated"
    RATINGS = "ratings"
    REVIEWS = "reviews"
    FINDINGS = "findings"


@dataclass(frozen=True, slots=True)
class Items:
    """Everything that can be looked at; `today` decides which curated answers are due.

    `lapsed` are the ids of those that are not given any more, because a clause they stand on is gone. `numbers` are
    those of directory entries that were called wrong, then corrections that the file does not say yet.
    """

    questions: tuple[Question, ...]
    examples: tuple[Example, ...]
    curated: tuple[CuratedAnswer, ...]
    ratings: tuple[Rating, ...]
    reviews: tuple[Document, ...]
    findings: tuple[Finding, ...]
    today: date
    lapsed: Collection[str] = ()
    numbers: tuple[WrongNumber | Correction, ...] = ()

    @property
    def due(self) -> dict[Kind, int]:
        """How many of each kind wait, without kinds of which none does."""
        waiting: dict[Kind, Sequence[object]] = {
            Kind.QUESTIONS: self.questions,
            Kind.NUMBERS: self.numbers,
            Kind.EXAMPLES: self.examples,
            Kind.CURATED: [one for one in self.curated if is_due(one, self.today) or one.id in self.lapsed],
            Kind.RATINGS: self.ratings,
            Kind.REVIEWS: self.reviews,
            Kind.FINDINGS: self.findings,
        }
        return {kind: len(found) for kind, found in waiting.items() if found}


async def gather(services: Services) -> Items:
    """Look everywhere; curated answers that are not given any more come first, then those that are due."""
    upkeep, day = services.upkeep, today(services)
    ratings = await upkeep.ratings()
    curated, lapsed = await upkeep.curated(), services.knowledge.lapsed
    dismissed = {one.subject for one in await upkeep.settled(SettledKind.FINDING)}
    return Items(
        questions=await services.questions.waiting(),
        examples=await upkeep.examples(confirmed=False),
        curated=tuple(sorted(curated, key=lambda one: (one.id not in lapsed, one.review_on))),
        ratings=tuple(one for one in ratings if one.missed >= LOW and one.missed > one.helped),
        reviews=await _overdue(services, day),
        findings=tuple(
            one
            for one in (*services.knowledge.findings, *unknown_owners(services))
            if one.kind != REVIEW_OVERDUE and finding_id(one) not in dismissed  # `reviews` holds those.
        ),
        today=day,
        lapsed=lapsed,
        numbers=await _numbers(services),
    )


async def gather_for(person: str, services: Services) -> Items:
    """What waits for one person: all of it where they keep all policies, else that of their own documents."""
    items = await gather(services)
    if keeps_policies(person, services):
        return items
    own = documents_of(person, services)
    # Who keeps no document any more answers for nothing that came to them while they did.
    theirs = person if own else ""
    return replace(
        items,
        questions=tuple(one for one in items.questions if one.owner == theirs),
        numbers=tuple(one for one in items.numbers if keeps_entry(person, one.contact, services)),
        examples=tuple(one for one in items.examples if one.document in own),
        curated=tuple(one for one in items.curated if one.owner == theirs),
        ratings=tuple(one for one in items.ratings if one.document in own),
        reviews=tuple(one for one in items.reviews if one.name in own),
        findings=tuple(one for one in items.findings if one.document in own),
    )


async def is_theirs(person: str, kind: str, subject: str, services: Services) -> bool:
    """Whether somebody may settle one thing; `kind` is a SettledKind or "curated", whose new answers are nameless."""
    if keeps_policies(person, services):
        return True
    if (kind, subject) == ("curated", ""):
        return bool(documents_of(person, services))
    items = await gather_for(person, services)
    own: dict[str, set[str]] = {
        "curated": {one.id for one in items.curated},
        SettledKind.EXAMPLE: {one.id for one in items.examples},
        SettledKind.RATING: {one.passage for one in items.ratings},
        SettledKind.REVIEW: {one.name for one in items.reviews},
        SettledKind.FINDING: {finding_id(one) for one in items.findings},
    }
    return subject in own.get(kind, ())


def is_due(answer: CuratedAnswer, day: date) -> bool:
    """Whether a curated answer is to be looked at again."""
    return answer.review_on <= day


def finding_id(finding: Finding) -> str:
    """A short name for a finding; another place or wording is another finding."""
    return hashlib.sha256(repr(finding).encode()).hexdigest()[:32]


async def _numbers(services: Services) -> tuple[WrongNumber | Correction, ...]:
    waiting, newest = await services.numbers.waiting(), await services.numbers.newest()
    return (*waiting, *not_in_the_file(services.contacts.contacts, newest))


async def _overdue(services: Services, day: date) -> tuple[Document, ...]:
    settled = await services.upkeep.settled(SettledKind.REVIEW)
    good = {one.subject for one in settled if one.until and one.until >= day}
    overdue = [
        document
        for document in services.knowledge.documents
        if document.facts.next_review and document.facts.next_review < day and document.name not in good
    ]
    return tuple(sorted(overdue, key=lambda document: document.facts.next_review or day))
