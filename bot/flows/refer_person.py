"""A person by name: their card, a question where several may be meant, nobody in place of somebody else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.events import ActionChosen
from bot.flows.away_words import away_parts, presence_facts
from bot.flows.entry_card import entry_card
from bot.flows.parts import short
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text
from bot.named_people import MOST, Named, PeopleMeant, called, everybody, meant
from bot.people import People, Person
from bot.replies import Replace, Reply
from bot.services import Services
from bot.words import sentence
from knowledge.directory.contacts import Contact

NONE_OF_THESE = "none"


@dataclass(frozen=True, slots=True)
class _Roll:
    """Everybody with a name, and the two files they are from; reading a file again makes new ones."""

    people: People
    contacts: Sequence[Contact]
    everybody: tuple[Named, ...]


_KEPT: dict[bool, _Roll] = {}
"""With the listed people and without: put together once, for every question asks whether it is a name."""


def people_meant(text: str, viewer: str, services: Services) -> PeopleMeant:
    """Who is meant by a text. Who is not listed, or is a guest, is shown those of the directory alone."""
    return meant(text, _roll(viewer, services))


def people_called(text: str, viewer: str, services: Services) -> PeopleMeant:
    """The same without those whose names are merely like it."""
    return called(text, _roll(viewer, services))


def one_called(text: str, viewer: str, services: Services, without: Collection[str] = ()) -> str:
    """The key of the one listed person, none of `without`, whom a text names and says nothing else of; or ""."""
    meant = people_called(text, viewer, services)
    keys = {one.person.key for one in (*meant.exact, *meant.by_office) if one.person}.difference(without)
    return keys.pop() if len(keys) == 1 and not meant.besides else ""


def _roll(viewer: str, services: Services) -> tuple[Named, ...]:
    listed, people, contacts = _may_see(viewer, services), services.people, services.contacts.contacts
    kept = _KEPT.get(listed)
    if kept is None or kept.people is not people or kept.contacts is not contacts:
        kept = _Roll(people, contacts, everybody(people.by_key.values() if listed else (), contacts))
        _KEPT[listed] = kept
    return kept.everybody


async def person_card(one: Named, viewer: str, services: Services) -> Message:
    """What is known of one person, with the entries that name them."""
    only = one.entries or one.backup_of
    if len(only) == 1 and (one.entries or one.person is None):
        return await entry_card(only[0], viewer, services, lead=_lead(one, only[0]))
    person = one.person
    facts = [*_facts(person), *presence_facts([person.key], services)] if person else []
    parts: list[Part] = [Heading(one.name), *([Facts(tuple(facts))] if facts else [])]
    parts += away_parts([person.key] if person else [], services)
    if person and not person.phone:
        parts.append(Text(sentence("person.no_phone")))
    if one.entries:
        parts.append(Text(sentence("person.answers", names=_names(one.entries))))
    if one.backup_of:
        parts.append(Text(sentence("person.backup", names=_names(one.backup_of))))
    if entries := [*one.entries, *one.backup_of][:MOST]:
        parts.append(Buttons(tuple(_entry_button(entry) for entry in entries)))
    return Message(sentence("person.summary", name=one.name, reach=_reach(person)), tuple(parts))


def which_person(people: Sequence[Named], *, contacts: Sequence[Contact] = (), near: bool = False) -> Message:
    """One question, one press: whose name it is, or, with `near`, whose it is like."""
    text = sentence("person.did_you_mean") if near else sentence("person.which")
    buttons = [*map(_person_button, people), *map(_entry_button, contacts)][:MOST]
    buttons.append(Button(sentence("refer.none_of_these"), "refer.choose", NONE_OF_THESE))
    return Message(text, (Text(text), Buttons(tuple(buttons))))


async def choose_person(event: ActionChosen, services: Services) -> list[Reply]:
    """The one person that was meant, in place of the question."""
    if not _may_see(event.who.person, services):
        return short(sentence("refer.gone"))
    everyone = _roll(event.who.person, services)
    found = next((one for one in everyone if one.person and one.person.key == event.value), None)
    if found is None:
        return short(sentence("refer.gone"))
    return [Replace(await person_card(found, event.who.person, services))]


def _may_see(viewer: str, services: Services) -> bool:
    listed = services.people.get(viewer)
    return listed is not None and "guest" not in {str(role) for role in listed.roles}


def _lead(one: Named, entry: Contact) -> str:
    if one.person:
        about = ", ".join(filter(None, (one.person.title, one.person.department, one.person.phone)))
        return sentence("person.lead", name=one.name, about=about) if about else ""
    if one.entries:
        return ""
    return sentence("person.backup_lead", name=one.name, entry=entry.name)


def _facts(person: Person) -> list[Fact]:
    rows = (
        (sentence("person.title"), person.title),
        (sentence("person.department"), person.department),
        (sentence("refer.phone"), person.phone),
    )
    return [Fact(label, value) for label, value in rows if value]


def _person_button(one: Named) -> Button:
    if one.person is None:
        return _entry_button((*one.entries, *one.backup_of)[0], one.name)
    label = ", ".join(filter(None, (one.name, one.person.title or one.person.department)))
    return Button(label, "refer.person", one.person.key)


def _entry_button(entry: Contact, name: str = "") -> Button:
    return Button(f"{name}, {entry.name}" if name else entry.name, "refer.choose", entry.key)


def _names(entries: Sequence[Contact]) -> str:
    return "; ".join(entry.name for entry in entries)


def _reach(person: Person | None) -> str:
    return person.phone if person else ""
