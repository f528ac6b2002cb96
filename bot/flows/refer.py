"""Refer: from a matter to the one who handles it, with a way to reach them; never a dead end (P29-P32)."""

from __future__ import annotations

import asyncio
import re
from typing import assert_never

from bot.events import ActionChosen, CommandInvoked
from bot.flows import answer_card
from bot.flows.asking import ask
from bot.flows.call_places import bare
from bot.flows.check_words import names_an_office
from bot.flows.contact_check import asks_for_check, check, rules_for
from bot.flows.entry_card import entry_card
from bot.flows.first_aid import comes_alone, first_aid
from bot.flows.parts import Asking, short, words_of
from bot.flows.refer_person import (
    NONE_OF_THESE,
    choose_person,
    people_called,
    people_meant,
    person_card,
    which_person,
)
from bot.flows.situations import READ, Situation, is_about_violence, is_difficult, plain, situation
from bot.flows.supervisors import asks_for_supervisor, supervisors_card
from bot.messages import Button, Buttons, Message, Text
from bot.named_people import LONGEST
from bot.replies import Replace, Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence
from knowledge.directory.contacts import Contact, Found, NoMatch, Referral, Unsure
from knowledge.text.language import known_words
from knowledge.text.spelling import COMMON

_REFERRAL = TYPED.exact("refer.referral")
_POLICY = TYPED.exact("refer.policy")


def looks_like_referral(text: str) -> bool:
    """Whether plain text asks who handles a matter rather than what a policy says."""
    said = plain(text)
    if asks_for_supervisor(text):
        return situation(text) is Situation.QUESTION
    if not _REFERRAL.search(said) or _POLICY.search(said):
        return False
    return situation(text) is Situation.QUESTION


async def refer_text(event: Asking, services: Services) -> list[Reply]:
    """The contact for whatever was named; danger comes first, and no words are asked for kindly."""
    text = words_of(event)[:READ]
    if not text:
        return short(sentence("refer.empty"))
    if isinstance(event, CommandInvoked) and (name := asks_for_check(text)) is not None:
        return await _before_contact(name, event, services)
    if asks_for_supervisor(text, after_command=isinstance(event, CommandInvoked)):
        return [Say(supervisors_card(event.who.person, services))]
    urgent = await first_aid(text, services)
    if urgent and comes_alone(text, services) and not await _is_asked_for(text, event, services):
        return urgent
    if not urgent and isinstance(event, CommandInvoked) and (ruled := await _ruled(text, event, services)):
        return ruled
    return [*urgent, Say(await _found(text, event.who.person, services))]


async def _ruled(text: str, event: Asking, services: Services) -> list[Reply]:
    """Who handles a matter as the policies say it, where the directory knows nobody; nothing where they do not say."""
    if not looks_like_referral(text):
        return []
    people = await asyncio.to_thread(people_meant, text, event.who.person, services)
    matter = await asyncio.to_thread(services.contacts.handles, text)
    if people.exact or people.by_office or people.near or not isinstance(matter, NoMatch):
        return []
    answer = await ask(text, services)
    return [Say(answer_card.answered(answer, services))] if answer.answered else []


async def _is_asked_for(text: str, event: Asking, services: Services) -> bool:
    """Whether a command names what somebody handles ("contact gas leak"), though its words are of danger."""
    if not isinstance(event, CommandInvoked):
        return False
    return not isinstance(await asyncio.to_thread(services.contacts.handles, text), NoMatch)


async def _before_contact(name: str, event: Asking, services: Services) -> list[Reply]:
    """A look before contact; an office or a matter is no customer, so whoever handles it is given instead."""
    viewer = event.who.person
    is_office = bool(name) and await asyncio.to_thread(_is_office, name, viewer, services)
    if is_office:
        return await rules_for(name, viewer, services) or [Say(await _found(name, viewer, services))]
    return [*await check(name, event, services), *await by_name(name, viewer, services)]


def _is_office(name: str, viewer: str, services: Services) -> bool:
    """Whether a name is that of a department, an entry or a role, or of everyday words that somebody handles."""
    known = {one.name.casefold() for one in services.contacts.contacts}
    known |= {one.department.casefold() for one in services.people.by_key.values()}
    if bare(name.casefold()) in known:
        return True
    people = people_called(name, viewer, services)
    if names_an_office(name) or (people.by_office and not people.exact):
        return True
    return _also_a_matter(name) and isinstance(services.contacts.handles(name), Found)


async def by_name(text: str, viewer: str, services: Services) -> list[Reply]:
    """The card of somebody whose name is all that a text asks for ("Noor's phone"); nothing for any other text."""
    if len(text.split()) > LONGEST:
        return []
    people = await asyncio.to_thread(people_called, text, viewer, services)
    if not people.exact or people.besides or _also_a_matter(text):
        return []
    return [Say(await _found(text, viewer, services))]


async def who_else(event: ActionChosen, services: Services) -> list[Reply]:
    """Who else can help with what an answer was about: under an abusive contact that is no department (D37)."""
    if is_difficult(event.value) or is_about_violence(event.value):
        return [Say(supervisors_card(event.who.person, services, event.value))]
    return await refer_text(event, services)


async def choose(event: ActionChosen, services: Services) -> list[Reply]:
    """The one contact that was meant, in place of the question; the fallback when it is none of them."""
    contact = services.contacts.get(event.value)
    fallback = NoMatch(services.contacts.fallback)
    viewer = event.who.person
    shown = await (entry_card(contact, viewer, services) if contact else _drawn(fallback, viewer, services))
    return [Replace(shown)]


async def given(event: ActionChosen, services: Services) -> list[Reply]:
    """Log when the contact was given, then confirm: now the transfer may begin (P32)."""
    contact = services.contacts.get(event.value)
    if contact is None:
        return short(sentence("refer.gone"))
    now = services.clock.now()
    await services.memory.referral_given(contact.key, event.who.person, now)
    return [Replace(await entry_card(contact, event.who.person, services, given_at=now))]


async def _found(text: str, viewer: str, services: Services) -> Message:
    """A person by their own name, else who handles the matter, else who holds that office; a name that is like one is
    asked about.
    """
    people = await asyncio.to_thread(people_meant, text, viewer, services)
    matter = await asyncio.to_thread(services.contacts.handles, text)
    if people.exact:
        both = _contacts(matter) if people.besides or _also_a_matter(text) else ()
        if len(people.exact) == 1 and not both:
            return await person_card(people.exact[0], viewer, services)
        return which_person(people.exact, contacts=both)
    if isinstance(matter, NoMatch) and people.by_office:
        if len(people.by_office) == 1:
            return await person_card(people.by_office[0], viewer, services)
        return which_person(people.by_office)
    if isinstance(matter, NoMatch) and people.near:
        return which_person(people.near, near=True)
    return await _drawn(matter, viewer, services)


def _contacts(referral: Referral) -> tuple[Contact, ...]:
    match referral:
        case Found(contact=contact):
            return (contact,)
        case Unsure(contacts=contacts):
            return contacts
        case NoMatch():
            return ()
        case _:
            assert_never(referral)


def _also_a_matter(text: str) -> bool:
    """Whether every word is an everyday one: "Parks" may be a name and a matter."""
    return all(known_words().get(word, COMMON) < COMMON for word in re.findall(r"[a-z]+", text.casefold()))


async def _drawn(referral: Referral, viewer: str, services: Services) -> Message:
    match referral:
        case Found(contact=contact):
            return await entry_card(contact, viewer, services)
        case NoMatch(fallback=contact):
            lead = sentence("refer.no_match", name=contact.name)
            return await entry_card(contact, viewer, services, lead=lead)
        case Unsure(contacts=contacts):
            return _which(contacts)
        case _:
            assert_never(referral)


def _which(contacts: tuple[Contact, ...]) -> Message:
    """One question, one press (P29); its last choice is the fallback."""
    buttons = [Button(contact.name, "refer.choose", contact.key) for contact in contacts[:5]]
    buttons.append(Button(sentence("refer.none_of_these"), "refer.choose", NONE_OF_THESE))
    return Message(sentence("refer.which"), (Text(sentence("refer.which")), Buttons(tuple(buttons))))


COMMANDS: dict[str, Flow[CommandInvoked]] = {"contact": refer_text}
ACTIONS: dict[str, Flow[ActionChosen]] = {
    "refer.who": who_else,
    "refer.matter": refer_text,
    "refer.choose": choose,
    "refer.person": choose_person,
    "refer.given": given,
}
