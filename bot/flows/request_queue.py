"""The queue of requests: by priority, then by what is due first; overdue, without anybody, or closed (R38)."""

from __future__ import annotations

import re

from bot.events import ActionChosen, CommandInvoked
from bot.flows.parts import short, titled
from bot.flows.request_acts import show_one
from bot.flows.request_card import clock_words, standing_words, way_words
from bot.messages import Button, Buttons, Fact, Facts, Message, Part, Text, Tone
from bot.references import reference_in
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence
from incidents.request import RequestPriority, RequestStanding
from incidents.request_lists import RequestPage

FILTERS = ("open", "overdue", "unassigned", "closed")
SAID = {name: frozenset(words.split()) for name, words in TYPED.table("request_queue.said").items()}
"""How the parts of the queue are called besides."""
_DIGITS = 6
_NUMBER = TYPED.text("request_queue.number")
"""What makes bare signs behind the command a reference."""


async def command(event: CommandInvoked, services: Services) -> list[Reply]:
    """The queue as it was typed for; a number opens its request."""
    if reference := reference_in(f"{_NUMBER} {event.text}"):
        return await show_one(reference, event.who.person, services)
    typed = set(re.findall(r"[^\W\d_]+", event.text.casefold()))
    chosen = next((one for one, words in SAID.items() if typed & words), FILTERS[0])
    return await _page(chosen, 0, event.who.person, services)


async def page(event: ActionChosen, services: Services) -> list[Reply]:
    """Another page, or another part of it."""
    name, _, number = event.value.partition(":")
    start = int(number) if number.isdecimal() and len(number) <= _DIGITS else 0
    return await _page(name if name in FILTERS else FILTERS[0], start, event.who.person, services)


async def _page(chosen: str, start: int, person: str, services: Services) -> list[Reply]:
    if not services.requests.rules.is_on:
        return short(sentence("request.off"))
    found = await services.requests.queue(
        person,
        start=start,
        overdue=chosen == "overdue",
        unassigned=chosen == "unassigned",
        closed=chosen == "closed",
    )
    title = sentence(f"request.queue_{chosen}")
    if not found.requests:
        others = tuple(_way(one) for one in FILTERS if one != chosen)
        return [Say(titled(title, Text(sentence("request.queue_none")), Buttons(others)))]
    return [Say(_list(title, chosen, found, services))]


def _list(title: str, chosen: str, found: RequestPage, services: Services) -> Message:
    parts: list[Part] = [
        Text(_total(chosen, found), Tone.QUIET),
        Facts(tuple(Fact(one.reference, _row(one, services)) for one in found.requests)),
    ]
    buttons = [
        Button(sentence("request.show", reference=one.reference), "request.show", one.id)
        for one in found.requests
    ]
    if found.following:
        further = f"{chosen}:{found.following}"
        buttons.append(Button(sentence("request.queue_further"), "requests.queue", further))
    buttons.append(_way("overdue" if chosen != "overdue" else "open"))
    return titled(title, *parts, Buttons(tuple(buttons)))


def _total(chosen: str, found: RequestPage) -> str:
    """How many there are, and in which order."""
    if chosen == "closed":
        return sentence(
            "request.queue_closed_many" if found.is_more else "request.queue_closed_total", count=found.total
        )
    return sentence("request.queue_many" if found.is_more else "request.queue_total", count=found.total)


def _row(one: RequestStanding, services: Services) -> str:
    clock = clock_words(one.clocks[0], services) if one.clocks else standing_words(one)
    line = sentence("request.row", way=way_words(one, services), clock=clock)
    if one.priority is RequestPriority.ROUTINE:
        return line
    return sentence("request.row_urgent", priority=sentence(f"request.priority_{one.priority}"), line=line)


def _way(name: str) -> Button:
    return Button(sentence(f"request.queue_{name}"), "requests.queue", name)


COMMANDS: dict[str, Flow[CommandInvoked]] = {"requests": command}
ACTIONS: dict[str, Flow[ActionChosen]] = {"requests.queue": page}
