"""A message for a colleague, and “somebody is here for you”: taken down, brought to them, read (A09, A13, J36)."""

from __future__ import annotations

import asyncio
import re

from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows.contact_check import beside_form
from bot.flows.message_card import message_card, read_message_form, receipt_of
from bot.flows.message_form import arrived_form, errors_in_message, message_form, read_message
from bot.flows.numbers import number_in
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short
from bot.flows.refer_person import one_called, people_called
from bot.message_text import (
    after_comma,
    after_for,
    after_joined,
    place_in,
    said,
    says_urgent,
    whose_visitor,
    without_opening,
)
from bot.messages import Message
from bot.replies import CloseForm, FormErrors, OpenForm, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence

LONGEST_NAME = 3
"""Words."""
STOPS = " :,.;-"
"""What stands between a name and what is told."""
WORD = re.compile(r"\S+")


async def take(event: CommandInvoked, services: Services) -> list[Reply]:
    """The form, filled with what was typed: for whom, the number in it, whether it is urgent."""
    whom, words = await asyncio.to_thread(_addressed, event.text, event.who.person, services)
    values: dict[str, FieldValue] = {"message_for": whom, "message_words": words}
    values |= {"message_number": number_in(words), "message_urgent": says_urgent(event.text)}
    given = {name: value for name, value in values.items() if value}
    return open_form(new_draft(event, "message", services, given), message_form, services)


async def arrived(event: CommandInvoked, services: Services) -> list[Reply]:
    """The form of who is here for whom, at the desk of whoever says so."""
    whom, rest = await asyncio.to_thread(_visited, event.text, event.who.person, services)
    person = services.people.get(event.who.person)
    place, caller = place_in(rest)
    place = place or (person.desk if person else "")
    values = {"message_for": whom, "message_caller": caller.strip(STOPS), "message_place": place}
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
    told = await services.markers.told(file.id, event.who.person)
    return [OpenForm(read_message_form(file, services, told), message_card(file, services, told))]


async def card_of(name: str, person: str, services: Services) -> Message | None:
    """What somebody with the number of a message gets; None for nothing."""
    file = await services.messages.view(name, person)
    return message_card(file, services, await services.markers.told(file.id, person)) if file else None


def _addressed(text: str, person: str, services: Services) -> tuple[str, str]:
    """For whom a text says a message is, and what else it says; nobody where the name is not plain, or with two."""
    body = without_opening(text)
    key, rest = _at_beginning(body, person, services)
    if not key and (after := after_for(body)):
        key, _ = _at_beginning(after, person, services)
        rest = body
    if key and rest is not body and _names_another(rest, person, services):
        return "", body
    return (key, said(rest.lstrip(STOPS))) if key else ("", body)


def _visited(text: str, person: str, services: Services) -> tuple[str, str]:
    """For whom a text says somebody is here, and what else it says."""
    before = whose_visitor(text).split()[-LONGEST_NAME:]
    for start in range(len(before)):
        if key := one_called(" ".join(before[start:]), person, services, {person}):
            return key, _place_of(text)
    key, rest = _at_beginning(after_for(text) or without_opening(text), person, services)
    if key and _names_another(rest, person, services):
        return "", ""
    return key, said(rest.lstrip(STOPS)) if key else ""


def _place_of(text: str) -> str:
    place, before = place_in(text)
    return text[len(before) :] if place else ""


def _at_beginning(text: str, person: str, services: Services) -> tuple[str, str]:
    """Whose name a text begins with, and what stands behind it as it was typed; "" and the text for nobody."""
    words = list(WORD.finditer(text))[:LONGEST_NAME]
    ends = next((place for place, one in enumerate(words, 1) if one[0][-1] in STOPS), len(words))
    names = [text[: one.end()].strip(STOPS) for one in words[:ends]]
    keys = [one_called(name, person, services, {person}) for name in names]
    count = next((place for place in range(len(keys), 0, -1) if keys[place - 1]), 0)
    if not count:
        return "", text
    key = keys[count - 1]
    called = services.people.name(key).casefold().split()
    # What is not part of the name is told, and not only left out of it: "Callum please call".
    while count > 1 and keys[count - 2] == key and words[count - 1][0].strip(STOPS).casefold() not in called:
        count -= 1
    return key, text[words[count - 1].start() + len(words[count - 1][0].rstrip(STOPS)) :]


def _names_another(rest: str, person: str, services: Services) -> bool:
    """Whether a second name follows the first: "and Dana", ", Dana and Ingrid"."""
    if joined := after_joined(rest):
        return any(_names_at(joined, person, services))
    behind = _names_at(after_comma(rest), person, services)
    return any(one.strip()[:1] in ("", ":") or after_joined(one) for one in behind)


def _names_at(text: str, person: str, services: Services) -> list[str]:
    """What stands behind each name of anybody with which a text begins; a blank for nothing."""
    names = (text[: one.end()].rstrip(STOPS) for one in list(WORD.finditer(text))[:LONGEST_NAME])
    called = ((name, people_called(name, person, services)) for name in names)
    return [
        text[len(name) :] or " "
        for name, meant in called
        if (meant.exact or meant.by_office) and not meant.besides
    ]


COMMANDS: dict[str, Flow[CommandInvoked]] = {"message": take, "arrived": arrived}
ACTIONS: dict[str, Flow[ActionChosen]] = {"message.read": read}
FORMS: dict[str, Flow[FormSubmitted]] = {"message": submit, "arrived": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"message": message_form, "arrived": arrived_form}
