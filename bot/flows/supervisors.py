"""Who stands behind somebody: their head, the backup, security; never a department that handles a matter."""

from __future__ import annotations

from collections.abc import Iterator

from bot.events import ActionChosen
from bot.flows.away_words import away_parts
from bot.flows.parts import report_button, titled
from bot.flows.phones import emergency_links, person_line, phone_parts
from bot.flows.situations import plain
from bot.messages import Button, Buttons, Message, Part, Text, Tone
from bot.people import Person, Role
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence

LISTED = 12
"""Heads of departments shown to somebody whose department is not known."""

_ASKS = TYPED.exact("supervisors.asks")
_BARE = TYPED.exact("supervisors.bare")


def asks_for_supervisor(text: str, *, after_command: bool = False) -> bool:
    """Whether somebody asks who stands behind them, and not who handles a matter or what a policy says of it.

    `after_command` says that the words follow "contact", where "my boss" is enough.
    """
    said = plain(text)
    return bool(_ASKS.fullmatch(said)) or (after_command and bool(_BARE.fullmatch(said)))


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """The people behind whoever pressed; the value is the question they came from."""
    return [Say(supervisors_card(event.who.person, services, event.value))]


def supervisors_card(person: str, services: Services, question: str = "") -> Message:
    """Names with direct numbers; with a question also the way to the department that handles it."""
    buttons = [report_button()]
    if question:
        buttons.insert(0, Button(sentence("supervisor.matter"), "refer.matter", question))
    return titled(
        sentence("supervisor.title"),
        *_people(services.people.get(person), services),
        *_away(services.people.get(person), services),
        Text(sentence("supervisor.danger"), Tone.STRONG),
        *emergency_links(services.organisation),
        Buttons(tuple(buttons)),
    )


def _people(person: Person | None, services: Services) -> tuple[Part, ...]:
    if person is None or not (person.department or Role.CAO in person.roles):
        why = sentence("supervisor.no_department" if person else "supervisor.unlisted")
        return (Text(why), *_heads(services))
    lines = tuple(_behind(person, services))
    alone = Role.CAO in person.roles
    return (*((Text(sentence("supervisor.top")),) if alone else ()), *phone_parts(lines))


def _away(person: Person | None, services: Services) -> tuple[Part, ...]:
    """Who of those above is away, with the number of whoever stands in where it does not stand there yet."""
    if person is None:
        return ()
    people, department = services.people, person.department
    here = (
        (*people.holders(Role.HEAD, department), *people.holders(Role.BACKUP, department))
        if department
        else ()
    )
    shown = [one for one in (*here, *people.holders(Role.CAO)) if one != person.key]
    absent = [one for one in shown if services.absences.now().get(one)]
    # Nobody stands above themselves: whoever is next by their office does, as for a report of theirs.
    there = [
        one for absentee in absent for one in services.absences.stand_ins(absentee, without={person.key})
    ]
    listed = (people.get(one) for one in dict.fromkeys(there) if one not in shown)
    lines = [person_line(sentence("away.stand_in"), one) for one in listed if one]
    above = [one for one in people.holders(Role.CAO) if one != person.key and one not in absent]
    if here and not there and all(one in absent for one in here if one != person.key):
        lines += [
            person_line(sentence("supervisor.above"), one) for one in _others(tuple(above), person, services)
        ]
    return (*away_parts(absent, services, {person.key}), *phone_parts(lines))


def _behind(person: Person, services: Services) -> Iterator[tuple[str, str]]:
    """Head, backup, and the head of administration where either is missing or is the one who asks."""
    people, department = services.people, person.department
    heads = _others(people.holders(Role.HEAD, department) if department else (), person, services)
    backups = _others(people.holders(Role.BACKUP, department) if department else (), person, services)
    above = [one for one in _others(people.holders(Role.CAO), person, services) if one not in heads]
    is_head = Role.HEAD in person.roles
    if is_head or not heads:
        yield from (person_line(sentence("supervisor.above"), one) for one in above)
    if not is_head:
        yield from (person_line(sentence("supervisor.head"), one) for one in heads)
    yield from (person_line(sentence("supervisor.backup"), one) for one in backups)
    if heads and not is_head and not backups:
        yield from (person_line(sentence("supervisor.cao"), one) for one in above)


def _others(keys: tuple[str, ...], person: Person, services: Services) -> list[Person]:
    found = (services.people.get(key) for key in keys if key != person.key)
    return [one for one in found if one]


def _heads(services: Services) -> tuple[Part, ...]:
    heads = [one for key in services.people.holders(Role.HEAD) if (one := services.people.get(key))]
    shown = phone_parts(person_line(one.department, one) for one in heads[:LISTED])
    left = len(heads) - LISTED
    return (*shown, Text(sentence("supervisor.more", count=left))) if left > 0 else shown


ACTIONS: dict[str, Flow[ActionChosen]] = {"supervisor.show": show}
