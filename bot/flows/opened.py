"""A contact was ended: who has to know is told in that press; its author sends the rest later that day (D20, D55)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.events import ActionChosen, FieldValue
from bot.flows.closed import why_not
from bot.flows.details import begin as begin_details
from bot.flows.notice_card import complete_button
from bot.flows.parts import emergency_parts, new_draft, open_form, short, titled
from bot.flows.prefill import form_values
from bot.flows.report_form import report_form
from bot.flows.report_given import department_of
from bot.flows.report_receipt import what_next
from bot.flows.story import acknowledged_line, told
from bot.flows.times import local_moment
from bot.locales import listed
from bot.messages import Button, Buttons, Fact, Facts, Message, Part, Text, Tone
from bot.replies import Reply
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.records import Channel, Record, Report, Warned
from incidents.rules.access import Operation
from incidents.rules.fields import FIELDS
from incidents.task import TaskKind


def told_at_once(person: str, services: Services) -> str:
    """The names of those who are told as soon as somebody says that they ended a contact; empty where nobody is known.

    Whom an unlisted author's report goes to depends on the department they choose in the form.
    """
    department = department_of(person, services)
    people = services.incidents.readers(department, person, ended=True).told if department else ()
    return listed(services.people.name(one) for one in people)


async def open_report(event: ActionChosen, facts: Mapping[str, str], services: Services) -> Message | None:
    """Open the record of a contact that was just ended; None where nobody would be told of it, so that the form asks.

    The same way through the contact opens one record, however often its last button is pressed.
    """
    person = event.who.person
    if not told_at_once(person, services):
        return None
    known = form_values(facts, services.organisation)
    report = Report(
        author=person,
        department=department_of(person, services),
        occurred_at=event.at,
        zone=services.organisation.zone,
        channel=Channel(facts.get("channel", Channel.UNKNOWN)),
        happened="",
        warned=Warned(facts.get("warned", Warned.NO)),
        warning_note=str(known.get("warning_note", "")),
        ended=True,
        primary_employee=person,
    )
    filed = await services.incidents.open(report, f"ended:{facts.get('walk') or event.id}")
    record = await services.incidents.view(filed.id, person)
    if record is None:
        return titled(sentence("opened.title", reference=filed.reference))
    return opened_card(record, services)


def opened_card(record: Record, services: Services) -> Message:
    """What its author reads of a record that was opened: the reference, who is told, and what is still to come."""
    done = acknowledged_line(record, services)
    facts = [Fact(sentence("report.reference"), record.reference)]
    if names := told(record, services):
        facts.append(Fact(sentence("report.being_told"), names))
    parts: list[Part] = [Text(done, Tone.GOOD) if done else Text(what_next(record)), Facts(tuple(facts))]
    if record.is_whole:
        add = Button(sentence("report.amend"), "report.amend", record.id, opens_form=True)
        parts += [Text(sentence("opened.complete")), Buttons((add,))]
    else:
        parts += [Text(_rest(record, services)), Buttons((complete_button(record),))]
    return titled(sentence("opened.title", reference=record.reference), *parts)


def _rest(record: Record, services: Services) -> str:
    due = next((one.due for one in record.open_tasks if one.kind is TaskKind.COMPLETE), None)
    if due is None:
        return sentence("opened.rest")
    return sentence("opened.rest_until", moment=local_moment(due, services.organisation))


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """The form with what was said when the contact ended; the first of the later pages where it is whole by now."""
    person = event.who.person
    record = await services.incidents.view(event.value, person)
    if record is None:
        return short(await why_not(event.value, person, services))
    if record.report.author != person:
        return short(sentence("reports.amend_not_yours"))
    if record.is_whole:
        return await begin_details(replace(event, value=f"{Operation.ADD_DETAILS}:{record.id}"), services)
    draft = new_draft(event, "report", services, _values(record.report), record.id)
    return open_form(draft, report_form, services, *emergency_parts(services.organisation))


def _values(report: Report) -> dict[str, FieldValue]:
    """What a report says, as first values of the form; what nobody has said yet stays open."""
    said = {one.name: getattr(report, one.name) for one in FIELDS}
    return {
        name: value
        for name, value in said.items()
        if value is not Channel.UNKNOWN and (isinstance(value, bool | datetime) or value)
    }


ACTIONS: dict[str, Flow[ActionChosen]] = {"report.complete": begin}
