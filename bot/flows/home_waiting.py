"""What waits for somebody besides reports and tasks: how much of each, and the way to it; no reference and no word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.messages import Button, Buttons, Listing, ListItem, Part
from bot.people import Role
from bot.services import Services
from bot.words import sentence
from incidents.request_lists import COUNTED

Waiting = tuple[str, Button]


async def further(person: str, services: Services) -> list[Waiting]:
    """Restrictions, requests, questions of staff, and reports that are due: a line and a button for each kind."""
    counted = (
        ("restrictions", await _restrictions(person, services)),
        ("requests", await _requests(person, services)),
        ("upkeep", await _questions(person, services)),
        ("retention", await _due(person, services)),
    )
    return [
        (
            _line(name, count),
            Button(sentence(f"command.{name}_title"), "command.run", name),
        )
        for name, count in counted
        if count
    ]


def _line(name: str, count: int) -> str:
    if name == "requests" and count > COUNTED:
        return sentence("home.many_requests", count=COUNTED)
    return sentence(f"home.waits_{name}", count=count)


def drawn(found: Sequence[Waiting]) -> Iterator[Part]:
    """The same as a card shows it."""
    if found:
        yield Listing("", tuple(ListItem(line) for line, _ in found))
        yield Buttons(tuple(way for _, way in found))


async def _restrictions(person: str, services: Services) -> int:
    if not services.restrictions.rules.is_set_up:
        return 0
    return await services.restrictions.waiting(person)


async def _requests(person: str, services: Services) -> int:
    if not services.requests.rules.is_on:
        return 0
    return await services.requests.waiting(person)


async def _questions(person: str, services: Services) -> int:
    return sum(one.owner == person for one in await services.questions.waiting())


async def _due(person: str, services: Services) -> int:
    if Role.RECORDS not in services.people.roles_of(person):
        return 0
    return await services.keeping.due(
        person, services.organisation.retention, services.organisation.incident_log
    )
