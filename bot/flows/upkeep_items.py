"""What waits for the owners of the policies, gathered from everywhere it comes up."""

from __future__ import annotations

from dataclasses import dataclass

from bot.flows.owners import unknown_owners
from bot.flows.times import today
from bot.flows.upkeep_rights import Keeper, keeper, keeps_entry
from bot.numbers import Correction, WrongNumber, not_in_the_file
from bot.services import Services
from knowledge.curation.access import Upkeep
from knowledge.curation.curation import CuratedAnswer, DecisionKind, Example, Rating
from knowledge.curation.items import (
    NAMES,
    Item,
    Kind,
    curated_items,
    example_items,
    finding_items,
    question_items,
    rating_items,
    review_items,
)
from knowledge.curation.questions import Question
from knowledge.reading.document import Document, Finding

Thing = Question | WrongNumber | Correction | Example | CuratedAnswer | Rating | Document | Finding


@dataclass(frozen=True, slots=True)
class Items:
    """Everything that can be looked at, list by list, each in its order."""

    all: tuple[Item[Thing], ...]

    def of(self, kind: Kind) -> tuple[Item[Thing], ...]:
        """One list."""
        return tuple(one for one in self.all if one.kind is kind)

    @property
    def due(self) -> dict[Kind, int]:
        """How many of each kind wait, without kinds of which none does."""
        waiting = {kind: sum(one.due for one in self.of(kind)) for kind in Kind}
        return {kind: count for kind, count in waiting.items() if count}


async def gather(services: Services) -> Items:
    """Look everywhere."""
    curation, knowledge, day = services.curation, services.knowledge, today(services)
    findings = (*knowledge.findings, *unknown_owners(services))
    return Items(
        (
            *question_items(await services.questions.waiting()),
            *await _numbers(services),
            *example_items(await curation.examples(confirmed=False)),
            *curated_items(await curation.curated(), knowledge.lapsed, day),
            *rating_items(await curation.ratings()),
            *review_items(knowledge.documents, await curation.settled(DecisionKind.REVIEW), day),
            *finding_items(findings, await curation.settled(DecisionKind.FINDING)),
        )
    )


async def gather_for(person: str, services: Services) -> Items:
    """What somebody may settle."""
    one, items = keeper(person, services), await gather(services)
    return Items(tuple(item for item in items.all if _may_settle(one, item, services)))


async def is_theirs(person: str, kind: str, subject: str, services: Services) -> bool:
    """Whether somebody may settle one thing; `kind` is one of `NAMES`, and a new curated answer is nameless.

    Who keeps all policies may also what is on no list any more: they are told that it was done before.
    """
    one, meant = keeper(person, services), NAMES.get(kind)
    if meant is Kind.CURATED and not subject:
        return one.may(Upkeep.BEGIN, Kind.CURATED)
    if meant is not None and one.may(Upkeep.SETTLE, meant):
        return True
    items = await gather_for(person, services)
    return any(item.kind is meant and item.id == subject for item in items.all)


def _may_settle(one: Keeper, item: Item[Thing], services: Services) -> bool:
    if isinstance(item.thing, WrongNumber | Correction):
        return keeps_entry(one.person, item.thing.contact, services)
    return one.may(Upkeep.SETTLE, item.kind, document=item.document or "", owner=item.owner)


async def _numbers(services: Services) -> list[Item[WrongNumber | Correction]]:
    """Those of directory entries that were called wrong, then corrections that the file does not say yet."""
    waiting, newest = await services.numbers.waiting(), await services.numbers.newest()
    corrections = not_in_the_file(services.contacts.contacts, newest)
    return [
        *(Item(Kind.NUMBERS, one.id, one) for one in waiting),
        *(Item(Kind.NUMBERS, one.contact, one) for one in corrections),
    ]
