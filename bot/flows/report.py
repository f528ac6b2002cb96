"""Report: emergency numbers, a short form, a reference to say on the phone, and kind words (P36, D43-D55)."""

from __future__ import annotations

import asyncio

from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows import guarded
from bot.flows.closed import why_not
from bot.flows.contact_check import beside_form
from bot.flows.correspondence import is_order, written_in
from bot.flows.parts import (
    Asking,
    emergency_parts,
    kept_open,
    new_draft,
    open_form,
    sent_draft,
    short,
)
from bot.flows.prefill import form_values, read_prefill
from bot.flows.refer_person import one_called
from bot.flows.report_again import add_changes
from bot.flows.report_form import report_form
from bot.flows.report_questions import questions
from bot.flows.report_receipt import added_card, receipt_card, saved_words
from bot.flows.report_values import ReportRefused, read_report
from bot.people import Role
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.report_for import on_behalf
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from incidents.records import DeliveryRow, DeliveryState, Filed, Record, Report


async def open_from_command(event: CommandInvoked, services: Services) -> list[Reply]:
    """The form, with the message a shortcut was used on or the words typed after the command, and for whom."""
    whose = await asyncio.to_thread(_named_in, event.text, event.who.person, services)
    typed = "" if whose else event.text.strip()
    told = "" if is_order(typed) else typed
    said = "\n\n".join(filter(None, (told, event.quoted.strip())))
    values: dict[str, FieldValue] = {"filed_for": whose, "happened": said, "channel": written_in(typed)}
    return _open(event, {name: value for name, value in values.items() if value}, services)


def _named_in(text: str, person: str, services: Services) -> str:
    """The one colleague on whose behalf somebody says they report; or ""."""
    key = one_called(name, person, services) if (name := on_behalf(text)) else ""
    return "" if Role.GUEST in services.people.roles_of(key) else key


async def open_from_button(event: ActionChosen, services: Services) -> list[Reply]:
    """The form, with what the button carried."""
    return _open(event, form_values(read_prefill(event.value), services.organisation), services)


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Commit the report and say so; what does not fit or is asked back stays open with everything that was typed."""
    draft, author = sent_draft(event, services), event.who.person
    report = await asyncio.to_thread(read_report, event.values, author, services)
    if isinstance(report, ReportRefused):
        return [FormErrors(await asyncio.to_thread(report_form, draft, services), report.errors)]
    asked = await asyncio.to_thread(questions, draft, services)
    if asked.open:
        errors = {asked.open[0]: sentence("report.please_answer")}
        return [FormErrors(await asyncio.to_thread(report_form, draft, services), errors)]
    filed = await _filed(event, report, services)
    if filed is None:
        return await _not_open(event, services)
    await services.incidents.ask_for_the_rest(filed.id, author)
    return [
        CloseForm(),
        *(await _said_again(filed, report, event, services) or await _said_here(filed, event, services)),
        *(await beside_form(report.customer, event.who.person, services)),
    ]


async def _filed(event: FormSubmitted, report: Report, services: Services) -> Filed | None:
    """A new record, or the rest of one that was opened when the contact ended."""
    excluded = frozenset(report.about)
    if event.context:
        return await services.incidents.complete(event.context, report, excluded=excluded)
    return await services.incidents.submit(report, event.draft, excluded=excluded)


async def _not_open(event: FormSubmitted, services: Services) -> list[Reply]:
    """What was opened cannot be completed by whoever sent this; what they typed stays while it cannot be opened."""
    form = await asyncio.to_thread(report_form, sent_draft(event, services), services)
    if await services.incidents.closed_to(event.context, event.who.person):
        reason = await why_not(event.context, event.who.person, services)
        return [FormErrors(form, {"happened": reason})]
    return kept_open(form, sentence("notice.nothing_to_show"), "happened")


async def _said_again(filed: Filed, report: Report, event: FormSubmitted, services: Services) -> list[Reply]:
    """That what is new in a form sent twice was added below the report; nothing where nothing is."""
    record = await services.incidents.view(filed.id, report.author) if filed.repeated else None
    changed = await add_changes(record, report, event.draft, services) if record else None
    stays = _stays_for(record, report, services) if record else []
    if changed is None:
        return stays
    title = sentence("report.saved_again", reference=filed.reference)
    return [Say(added_card(title, changed, services)), *stays]


def _stays_for(record: Record, report: Report, services: Services) -> list[Reply]:
    """That whom a report is for is settled, where a form sent twice names somebody else."""
    for_whom = record.report.filed_for
    if (report.filed_for or report.author) == (for_whom or report.author):
        return []
    name = services.people.name(for_whom)
    return short(sentence("report.stays_for", name=name) if for_whom else sentence("report.stays_own"))


async def _said_here(filed: Filed, event: FormSubmitted, services: Services) -> list[Reply]:
    """What the reply has to say because the outbox could not yet, or not at the place the author looks at.

    It stands beside `CloseForm` and not in it: Teams then shows it in the dialog, where nothing has to be sent.
    """
    sent = await services.incidents.confirmation(filed.id)
    match sent:
        case DeliveryRow(state=DeliveryState.WAITING | DeliveryState.SENDING, code=""):
            return []  # It is on its way.
        case DeliveryRow(state=DeliveryState.WAITING | DeliveryState.SENDING):
            return short(sentence("report.saved_later", reference=filed.reference))
        case DeliveryRow(state=DeliveryState.SENT, platform=platform) if platform == event.who.platform:
            return []
    record = await services.incidents.view(filed.id, event.who.person)
    return [Say(receipt_card(record, services))] if record else short(saved_words(filed.reference))


def _open(event: Asking, values: dict[str, FieldValue], services: Services) -> list[Reply]:
    draft = new_draft(event, "report", services, {"occurred_at": services.clock.now(), **values})
    return open_form(draft, report_form, services, *emergency_parts(services.organisation))


COMMANDS: dict[str, Flow[CommandInvoked]] = {"incident": open_from_command}
ACTIONS: dict[str, Flow[ActionChosen]] = {"report.open": open_from_button, "report.ended": guarded.step}
FORMS: dict[str, Flow[FormSubmitted]] = {"report": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"report": report_form}
