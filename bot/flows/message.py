"""A message for a colleague, and “somebody is here for you”: taken down, brought to them, read (A09, A13, J36)."""

from __future__ import annotations

import asyncio

from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows.contact_check import beside_form
from bot.flows.message_card import message_card, read_message_form, receipt_of
from bot.flows.message_form import arrived_form, errors_in_message, message_form, read_message
from bot.flows.numbers import number_in
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short
from bot.flows.refer_person import people_called
from bot.message_text import after_for, says_urgent, whose_visitor
from bot.messages import Message
from bot.replies import CloseForm, FormErrors, OpenForm, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence

LONGEST_NAME = 3
"""Words."""


async def take(event: CommandInvoked, services: Services) -> list[Reply]:
    """The form, filled with what was typed: for whom, the number in it, whether it is urgent."""
    whom, words = await asyncio.to_thread(_addressed, event.text, event.who.person, services)
    values: dict[str, FieldValue] = {"message_for": whom, "message_words": words}
    values |= {"message_number": number_in(words), "message_urgent": says_urgent(words)}
    given = {name: value for name, value in values.items() if value}
    return open_form(new_draft(event, "message", services, given), message_form, services)


async def arrived(event: CommandInvoked, services: Services) -> list[Reply]:
    """The form of who is here for whom, at the desk of whoever says so."""
    whom, _ = await asyncio.to_thread(_addressed, event.text, event.who.person, services)
    person = services.people.get(event.who.person)
    values = {"message_for": whom, "message_place": person.desk if person else ""}
    given: dict[str, FieldValue] = {name: value for name, value in values.items() if value}
    return open_form(new_draft(event, "arrived", services, given), arrived_form, services)


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Keep it and bring it; what does not fit keeps the form open. The same sent twice is one message."""
    waits, draft = event.form == "arrived", sent_draft(event, services)
    build = arrived_form if waits else message_form
    one = read_message(event.values, event.who.person, arrived=waits)
    if errors := errors_in_message(one, services):
        return [FormErrors(build(draft, services), errors)]
    taken = await services.messages.take(one, services.organisation.promises, event.draft)
    if taken is None:
        return kept_open(build(draft, services), sentence("message.not_here"), "message_for")
    receipt = CloseForm((Say(receipt_of(taken, services)),))
    return [receipt, *(await beside_form(taken.message.caller, event.who.person, services))]


async def read(event: ActionChosen, services: Services) -> list[Reply]:
    """Every word of it, for whoever may read it; the look is logged."""
    file = await services.messages.view(event.value, event.who.person)
    if file is None:
        return short(sentence("message.nothing"))
    return [OpenForm(read_message_form(file, services), message_card(file, services))]


async def card_of(name: str, person: str, services: Services) -> Message | None:
    """What somebody with the number of a message gets; None for nothing."""
    file = await services.messages.view(name, person)
    return message_card(file, services) if file else None


def _addressed(text: str, person: str, services: Services) -> tuple[str, str]:
    """For whom a text says a message is, and what follows; nobody where the name is not plain."""
    before = whose_visitor(text).split()[-LONGEST_NAME:]
    for start in range(len(before)):
        if key := _one(" ".join(before[start:]), person, services):
            return key, ""
    words = after_for(text).split()
    ends = next((place for place, word in enumerate(words, 1) if word[-1] in ":,;."), LONGEST_NAME)
    for count in range(min(LONGEST_NAME, len(words), ends), 0, -1):
        if key := _one(" ".join(words[:count]).strip(" :,.;-"), person, services):
            return key, " ".join(words[count:]).lstrip(" :,.;-")
    return "", " ".join(words)


def _one(name: str, person: str, services: Services) -> str:
    """The one listed person who is called so, besides whoever writes."""
    meant = people_called(name, person, services)
    keys = {one.person.key for one in (*meant.exact, *meant.by_office) if one.person} - {person}
    return keys.pop() if len(keys) == 1 and not meant.besides else ""


COMMANDS: dict[str, Flow[CommandInvoked]] = {"message": take, "arrived": arrived}
ACTIONS: dict[str, Flow[ActionChosen]] = {"message.read": read}
FORMS: dict[str, Flow[FormSubmitted]] = {"message": submit, "arrived": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"message": message_form, "arrived": arrived_form}
