"""Upkeep: what owners of the policies keep in order, a tap each; everybody else gets a calm sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import wraps

from bot.events import ActionChosen, CommandInvoked
from bot.flows.entry_owners import keeps_any_entry
from bot.flows.owners import keepers
from bot.flows.parts import short, titled
from bot.flows.privacy import details_in
from bot.flows.questions import mine_button
from bot.flows.teaching import grounded, teach
from bot.flows.times import day_words, today
from bot.flows.upkeep_card import card
from bot.flows.upkeep_items import Items, gather_for, is_theirs
from bot.flows.upkeep_summary import summary
from bot.locales import listed
from bot.messages import Button, Buttons, Message, Text
from bot.replies import Replace, Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from foundation.calendar import months_after
from knowledge.curation.curation import Decision, DecisionKind
from knowledge.curation.items import Kind

SHOWN = 3
"""Things of one kind shown at a time."""

MOST_DIGITS = 6
YEAR = 12  # months until what was looked at today is looked at again


def for_owners(kind: str) -> Callable[[Flow[ActionChosen]], Flow[ActionChosen]]:
    """The flow for those whose thing of this kind the value names; others are told whose it is."""

    def guard(flow: Flow[ActionChosen]) -> Flow[ActionChosen]:
        @wraps(flow)
        async def guarded(event: ActionChosen, services: Services) -> list[Reply]:
            if await is_theirs(event.who.person, kind, event.value, services):
                return await flow(event, services)
            return short(sentence("upkeep.not_yours"))

        return guarded

    return guard


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """The upkeep at a glance; who keeps one document sees what waits of it, and the questions that came to them."""
    person = event.who.person
    if _keeps_anything(person, services):
        return [Say(summary(await gather_for(person, services)))]
    return short(sentence("upkeep.not_yours"), mine_button())


async def show_list(event: ActionChosen, services: Services) -> list[Reply]:
    """A few things of one kind, then the way to the next; the value is the kind and how many were shown."""
    if not _keeps_anything(event.who.person, services):
        return short(sentence("upkeep.not_yours"))
    name, _, start = event.value.partition(":")
    shown = int(start) if start.isdecimal() and len(start) < MOST_DIGITS else 0
    items = await gather_for(event.who.person, services)
    cards = await _cards(Kind(name), items, services, shown) if name in tuple(Kind) else []
    if not cards:
        return short(sentence("upkeep.nothing_more"))
    return [Say(card) for card in cards]


def _keeps_anything(person: str, services: Services) -> bool:
    return person in keepers(services) or keeps_any_entry(person, services)


@for_owners(DecisionKind.EXAMPLE)
async def confirm(event: ActionChosen, services: Services) -> list[Reply]:
    """Let a way to ask count from now on; one that tells of a person never does."""
    waiting = await services.curation.examples(confirmed=False)
    asked = next((one.question for one in waiting if one.id == event.value), "")
    if details_in(asked, services).certain:
        return short(sentence("upkeep.example_personal"))
    if not await services.curation.confirm(event.value, event.who.person, services.clock.now()):
        return [Replace(titled(sentence("upkeep.done_before")))]
    await teach(services)
    return [Replace(titled(sentence("upkeep.confirmed")))]


@for_owners("curated")
async def still_right(event: ActionChosen, services: Services) -> list[Reply]:
    """A curated answer was looked at and holds: that is a version of its own, with a new review."""
    former = next((one for one in await services.curation.curated() if one.id == event.value), None)
    if former is None:
        return [Replace(titled(sentence("upkeep.done_before")))]
    if found := details_in("\n".join((former.answer, *former.questions)), services).certain:
        return short(sentence("upkeep.kept_personal", found=listed(found)))
    later = months_after(today(services), YEAR)
    by, now = event.who.person, services.clock.now()
    again = replace(former, version=former.version + 1, by=by, at=now, review_on=later)
    await services.curation.keep(await grounded(again, services))
    await teach(services)
    return [Replace(titled(sentence("upkeep.holds", day=day_words(later))))]


@for_owners(DecisionKind.REVIEW)
async def reviewed(event: ActionChosen, services: Services) -> list[Reply]:
    """An owner says that a document still holds; the date in the document itself is theirs to change."""
    document = next((one for one in services.knowledge.documents if one.name == event.value), None)
    if document is None:
        return [Replace(titled(sentence("upkeep.done_before")))]
    until, now = months_after(today(services), YEAR), services.clock.now()
    word = Decision(DecisionKind.REVIEW, document.name, event.who.person, now, until)
    await services.curation.settle(word)
    await teach(services)
    title = document.facts.title or document.name
    said = titled(
        sentence("upkeep.review_noted", title=title),
        Text(sentence("upkeep.review_date", day=day_words(until))),
    )
    return [Replace(said)]


async def _cards(kind: Kind, items: Items, services: Services, start: int) -> list[Message]:
    listed, end = items.of(kind), start + SHOWN
    cards = [await card(one, services) for one in listed[start:end]]
    left = len(listed) - end
    return [*cards, _next(kind, end, left)] if cards and left > 0 else cards


def _next(kind: Kind, shown: int, left: int) -> Message:
    text = sentence("upkeep.more", count=left)
    button = Button(sentence("upkeep.next"), "upkeep.list", f"{kind}:{shown}")
    return Message(text, (Text(text), Buttons((button,))))


COMMANDS: dict[str, Flow[CommandInvoked]] = {"upkeep": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {
    "upkeep.list": show_list,
    "upkeep.confirm": confirm,
    "upkeep.still_right": still_right,
    "upkeep.reviewed": reviewed,
}
