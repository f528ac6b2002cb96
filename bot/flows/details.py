"""What follows after the six first questions: pages of further fields, asked back like the report itself (D45-D54)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.drafts import Draft
from bot.events import ActionChosen, FieldValue, FormSubmitted
from bot.flows.amend import with_record
from bot.flows.closed import why_not
from bot.flows.own_answers import first_value, own_new
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.record_fields import drawn, errors_of, value_of
from bot.flows.report_questions import about_in, behaviours_in, questions
from bot.flows.report_readers import later_words
from bot.flows.report_receipt import added_card
from bot.flows.staff_words import both_errors
from bot.forms import Form, FormNotice
from bot.locales import listed
from bot.messages import Button, Buttons, Message, Part, Text
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from incidents.audit import Act
from incidents.records import ActOutcome, Record, Said
from incidents.rules.access import DETAILING, Operation
from incidents.rules.details import PAGES
from incidents.rules.fields import FieldKind, RecordField
from incidents.rules.own_fields import is_own

NAMED = "known_customer"
"""Among the values of a draft: the report names its customer, so that nobody is asked what they looked like."""


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open a page with what was said there before."""
    operation, record_id = meant(event.value)
    record = await services.incidents.view(record_id, event.who.person)
    if record is None:
        return short(await why_not(record_id, event.who.person, services))
    if operation is None or operation not in record.may:
        return short(sentence("reports.amend_not_yours"))
    values: dict[str, Any] = {name: said for name, said in _said(record).items() if said}
    values |= _own_said(operation, record, services)
    draft = new_draft(event, "details", services, values, f"{operation}:{record.id}")
    return open_form(_of(record, draft), details_form, services)


def details_form(draft: Draft, services: Services) -> Form:
    """A page: who will read it, what is asked back, and its fields, none of which has to be filled in."""
    operation, _ = meant(draft.context)
    page = services.fields.page_fields(operation or Operation.ADD_DETAILS)
    fields = (one for one in page if not (one.name == "customer_description" and draft.values.get(NAMED)))
    return Form(
        name="details",
        title=sentence(f"act.{operation or Operation.ADD_DETAILS}"),
        items=(
            FormNotice(sentence(f"act.{operation or Operation.ADD_DETAILS}_notice")),
            FormNotice(later_words(draft, services)),
            *questions(draft, services).fields,
            *(drawn(one, draft.values, draft.person, services) for one in fields),
        ),
        submit=sentence("reports.amend_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Keep what is new on the page, once what it calls for was asked back; from one draft once."""
    operation, record_id = meant(event.context)
    draft, person = sent_draft(event, services), event.who.person
    record = await services.incidents.view(record_id, person)
    if record is None and await services.incidents.closed_to(record_id, person):
        reason = await why_not(record_id, person, services)
        return await _back(draft, {_first(operation): reason}, services)
    if record is None or operation is None or operation not in record.may:
        return await _not_theirs(draft, operation, services)
    draft, page = _of(record, draft), services.fields.page_fields(operation)
    errors = errors_of(page, event.values, person, services)
    named = about_in(event.values, person, services)
    errors |= both_errors(page, event.values, (*record.about, *named), services)
    if errors:
        return await _back(draft, errors, services)
    asked = await asyncio.to_thread(questions, draft, services)
    if asked.open:
        return await _back(draft, {asked.open[0]: sentence("report.please_answer")}, services)
    said, own = _new(page, event, record), own_new(page, event.values, record, services)
    # What this form says alone: sent again it must say the same, whoever the record is about by then.
    kinds = behaviours_in(event.values)
    if said or own or set(kinds) - set(record.behaviours) or set(named) - set(record.about):
        said |= {"behaviours": kinds, "about": named}
    said = {name: value for name, value in said.items() if value not in ("", (), None)}
    if not said and not own:
        return [CloseForm((Say(_card("details.nothing_new", operation, record, services)),))]
    outcome, after = await services.incidents.act(record.id, person, operation, said, event.draft, own=own)
    if outcome is not ActOutcome.DONE:
        return await _not_theirs(draft, operation, services)
    told = _told_words(operation, record, after or record, services)
    return [CloseForm((Say(_card("details.added", operation, after or record, services, *told)),))]


def details_button(operation: Operation, record: Record) -> Button:
    """The way to a page."""
    return Button(sentence(f"act.{operation}"), "record.details", f"{operation}:{record.id}", opens_form=True)


def _told_words(operation: Operation, before: Record, after: Record, services: Services) -> tuple[Part, ...]:
    """Which of the colleagues just named are told so: not everybody who is named may be (R20)."""
    if operation is not Operation.ADD_STAFF:
        return ()
    new = [one.detail for one in after.timeline if one.kind == Act.STAFF_NAMED and one not in before.timeline]
    names = listed(services.people.name(one) for one in new)
    return (Text(sentence("staff.told", names=names) if names else sentence("staff.told_nobody")),)


def _card(key: str, operation: Operation, record: Record, services: Services, *told: Part) -> Message:
    """That it was kept, who is told, and the next page."""
    if key == "details.added":
        card = added_card(sentence("details.added", reference=record.reference), record, services)
        card = replace(card, parts=(*card.parts, *told))
    else:
        card = titled(sentence("details.nothing_new"))
    pages = [one for one in PAGES if one in record.may]
    later = pages[pages.index(operation) + 1 :] if operation in pages else []
    police = [Operation.POLICE] if not later and Operation.POLICE in record.may else []
    buttons = [details_button(one, record) for one in later[:1]]
    buttons += [
        Button(sentence(f"act.{one}"), "record.act", f"{one}:{record.id}", opens_form=True) for one in police
    ]
    return replace(card, parts=(*card.parts, Buttons(tuple(buttons)))) if buttons else card


def _said(record: Record) -> Mapping[str, Any]:
    """What was said so far in the fields of every page."""
    report, details = record.whole_report, record.details
    fields = (one for page in PAGES.values() for one in page)
    return {one.name: details.get(one.name, getattr(report, one.name, "")) for one in fields}


def _own_said(operation: Operation, record: Record, services: Services) -> Mapping[str, FieldValue]:
    """What was said so far in the fields of its own on a page."""
    asked = (one for one in services.fields.page_fields(operation) if is_own(one.name))
    return {one.name: first_value(one, record.own[one.name]) for one in asked if one.name in record.own}


def _new(page: tuple[RecordField, ...], event: FormSubmitted, record: Record) -> dict[str, Said]:
    """The answers that are not what was said before; a toggle says something only where it is on."""
    before, new = _said(record), dict[str, Said]()
    for one in (one for one in page if not is_own(one.name)):
        value = value_of(one, event.values)
        unsaid = value in ("", (), None) or (one.kind is FieldKind.TOGGLE and not value)
        if not unsaid and value != before[one.name]:
            new[one.name] = value
    # Whose reason it is stays with the answer that it is about.
    for one in page:
        if one.name in new and one.when and one.when[0] not in new and before.get(one.when[0]):
            new[one.when[0]] = before[one.when[0]]
    return new


def _of(record: Record, draft: Draft) -> Draft:
    draft = with_record(record, draft)
    known = record.report.customer or record.whole_report.customer_description
    return replace(draft, values={**draft.values, NAMED: "yes"}) if known else draft


async def _back(draft: Draft, errors: dict[str, str], services: Services) -> list[Reply]:
    return [FormErrors(await asyncio.to_thread(details_form, draft, services), errors)]


async def _not_theirs(draft: Draft, operation: Operation | None, services: Services) -> list[Reply]:
    """They cannot add to it, or not any more; what they typed stays for them to take elsewhere."""
    form = await asyncio.to_thread(details_form, draft, services)
    return kept_open(form, sentence("notice.nothing_to_show"), _first(operation))


def _first(operation: Operation | None) -> str:
    return PAGES[operation or Operation.ADD_DETAILS][0].name


def meant(value: str) -> tuple[Operation | None, str]:
    """The page and the record a button or a form names."""
    name, _, record_id = value.partition(":")
    return {str(one): one for one in DETAILING}.get(name), record_id


ACTIONS: dict[str, Flow[ActionChosen]] = {"record.details": begin}
FORMS: dict[str, Flow[FormSubmitted]] = {"details": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"details": details_form}
