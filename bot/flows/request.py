"""Take a request down for whoever brings it: complaint, compliment, suggestion, service (R02-R08, R29-R41)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows import first_aid
from bot.flows.contact_check import beside_form
from bot.flows.parts import emergency_parts, kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.report_given import text_in
from bot.flows.request_acts import show_one
from bot.flows.request_card import receipt
from bot.flows.request_form import lane_field, matter_of, request_form, was_shown
from bot.flows.request_given import GivenRequest, errors_in, read_request
from bot.flows.request_matters import MatterSaid, matter_said
from bot.flows.request_named import named_questions, whom_in
from bot.messages import Button, Buttons, Text
from bot.references import reference_in
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from incidents.request import ABOUT_PEOPLE, Matter

KINDS_ASKED = frozenset({Matter.SERVICE, Matter.COMPLAINT})
"""Matters that ask again what it is, where nothing else was said."""


async def command(event: CommandInvoked, services: Services) -> list[Reply]:
    """With words the form with them; alone what it can be about; a number opens its request."""
    if not services.requests.rules.is_on:
        return short(sentence("request.off"))
    said = "\n\n".join(filter(None, (event.text.strip(), event.quoted.strip())))
    if reference := reference_in(f"number {event.text}") if not event.quoted else "":
        return await show_one(reference, event.who.person, services)
    if said:
        meant = await asyncio.to_thread(matter_said, said, event.who.person, services)
        if meant.description or meant.matter not in KINDS_ASKED:
            return _open(event, meant.matter, _values(meant, services), services)
    buttons = tuple(
        Button(sentence(f"request.matter_{one}"), "request.new", one.value, opens_form=True) for one in Matter
    )
    return [Say(titled(sentence("request.form"), Text(sentence("request.what")), Buttons(buttons)))]


def _values(meant: MatterSaid, services: Services) -> dict[str, FieldValue]:
    """What the form begins with; where it is said whom it is about, who reads it stands there at once."""
    values: dict[str, FieldValue] = {"description": meant.description, "about": meant.about}
    way = services.requests.way(whom_in(meant.matter, values, services)) if meant.about else None
    if way and way.lane and meant.matter in ABOUT_PEOPLE:
        values[lane_field(way.lane)] = way.lane.name
    return {name: value for name, value in values.items() if value}


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """The form of one matter."""
    if not services.requests.rules.is_on:
        return short(sentence("request.off"))
    matter = next((one for one in Matter if one == event.value), Matter.SERVICE)
    return _open(event, matter, {}, services)


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Commit it and give its number; what is missing, or not said yet of who reads it, keeps the form open."""
    draft, person = sent_draft(event, services), event.who.person
    if not services.requests.rules.is_on:
        form = await asyncio.to_thread(request_form, draft, services)
        return kept_open(form, sentence("request.off"), form.fields[0].name)
    matter = matter_of(event.context, event.values)
    given = await asyncio.to_thread(read_request, matter, event.values, person, services)
    if matter in ABOUT_PEOPLE and (answer := _before_words(matter, given, draft, services)):
        return answer
    asked = await asyncio.to_thread(named_questions, matter, draft, services)
    if asked.open:
        errors = {asked.open[0]: sentence("report.please_answer")}
        return [FormErrors(await asyncio.to_thread(request_form, draft, services), errors)]
    if errors := errors_in(given, event.values):
        return [FormErrors(request_form(draft, services), errors)]
    taken = await services.requests.take(given.request, event.draft)
    if taken is None:
        field = "about" if matter in ABOUT_PEOPLE else "description"
        return kept_open(request_form(draft, services), sentence("request.nobody_reads"), field)
    standing = await services.requests.standing(taken.id, person)
    if standing is None:
        card, beside = titled(sentence("request.taken", reference=taken.reference)), []
    else:
        danger = first_aid.is_urgent(given.request.description)
        card = receipt(taken, given.request, standing, services, because=given.because, danger=danger)
        beside = await beside_form(given.request.customer, person, services)
    services.handed_out.add(taken.id)  # After all that can fail: what was not answered comes by a notice.
    return [CloseForm((Say(card),)), *beside]


def _before_words(
    matter: Matter, given: GivenRequest, draft: Draft, services: Services
) -> list[Reply] | None:
    """What is said before a word of a matter about people is taken: whom it is about, then who reads it.

    Words that came while another lane stood above them are not taken: whoever wrote them sees the right one first.
    """
    request = given.request
    if matter is Matter.PERSON and not (request.about or request.about_department):
        return [FormErrors(request_form(draft, services), {"about": sentence("request.missing_about")})]
    if request.taken_by in request.about:
        return [FormErrors(request_form(draft, services), {"about": sentence("request.about_yourself")})]
    way = services.requests.way(request)
    if way is None:
        return [FormErrors(request_form(draft, services), {"about": sentence("request.nobody_reads")})]
    if way.lane is None or was_shown(way, draft.values):
        return None
    written = bool(text_in(draft.values, "description"))
    before = written or any(name.startswith("read_by_") for name in draft.values)
    told = replace(draft, values={**draft.values, lane_field(way.lane): way.lane.name})
    # An error of the whole form draws it anew on every platform: another lane was shown before.
    place = "" if before else "description"
    return [
        FormErrors(
            request_form(told, services),
            {place: sentence("request.now_send" if written else "request.now_words")},
        )
    ]


def _open(
    event: CommandInvoked | ActionChosen, matter: Matter, values: dict[str, FieldValue], services: Services
) -> list[Reply]:
    draft = new_draft(event, "request", services, values, matter.value)
    danger = first_aid.is_urgent(str(values.get("description", "")))
    return open_form(
        draft, request_form, services, *(emergency_parts(services.organisation) if danger else ())
    )


COMMANDS: dict[str, Flow[CommandInvoked]] = {"request": command}
ACTIONS: dict[str, Flow[ActionChosen]] = {"request.new": begin}
FORMS: dict[str, Flow[FormSubmitted]] = {"request": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"request": request_form}
