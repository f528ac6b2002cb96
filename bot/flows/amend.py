"""Add something later: a statement that is kept below a report, asked back as the report was (D54, R20, P36)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.answers import RECORD_CHARACTERS
from bot.drafts import Draft
from bot.events import ActionChosen, FieldValue, FormSubmitted
from bot.flows.closed import why_not
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short
from bot.flows.report_given import text_in
from bot.flows.report_questions import about_in, behaviours_in, questions
from bot.flows.report_readers import BESIDES, later_words
from bot.flows.report_receipt import added_card
from bot.forms import Form, FormNotice, TextField
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from incidents.records import Record
from incidents.rules.access import Operation


async def open_amend(event: ActionChosen, services: Services) -> list[Reply]:
    """Ask the author of a record for a later statement."""
    record = await services.incidents.view(event.value, event.who.person)
    if record is None:
        return short(await why_not(event.value, event.who.person, services))
    if Operation.AMEND not in record.may:
        return short(sentence("reports.amend_not_yours"))
    draft = with_record(record, new_draft(event, "amend", services, {}, record.id))
    return open_form(draft, amend_form, services)


def amend_form(draft: Draft, services: Services) -> Form:
    """Who will read it, what is asked back, and one text that is added; nothing that was written before changes."""
    return Form(
        name="amend",
        title=sentence("reports.amend_title"),
        items=(
            FormNotice(sentence("reports.amend_notice")),
            FormNotice(later_words(draft, services)),
            *questions(draft, services).fields,
            TextField(
                "statement",
                sentence("reports.amend_label"),
                required=True,
                multiline=True,
                initial=text_in(draft.values, "statement"),
                limit=RECORD_CHARACTERS,
            ),
        ),
        submit=sentence("reports.amend_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit_amend(event: FormSubmitted, services: Services) -> list[Reply]:
    """Add the statement once everything is answered; the same form sent twice adds it once."""
    draft, person = sent_draft(event, services), event.who.person
    text = text_in(draft.values, "statement")
    if error := _refused(text):
        return await _back(draft, {"statement": error}, services)
    record = await services.incidents.view(event.context, person)
    if record is None and await services.incidents.closed_to(event.context, person):
        # What was typed stays in the form until the record can be opened again.
        return await _back(draft, {"statement": await why_not(event.context, person, services)}, services)
    if record is None or Operation.AMEND not in record.may:
        form = await asyncio.to_thread(amend_form, draft, services)
        return kept_open(form, sentence("notice.nothing_to_show"), "statement")
    draft = with_record(record, draft)
    asked = await asyncio.to_thread(questions, draft, services)
    if asked.open:
        return await _back(draft, {asked.open[0]: sentence("report.please_answer")}, services)
    amended = await services.incidents.amend(
        record.id,
        person,
        text,
        event.draft,
        behaviours=behaviours_in(draft.values),
        # What this form says alone: sent again it must say the same, whoever the record is about by then.
        about=frozenset(about_in(event.values, person, services)),
    )
    added = sentence("reports.amended", reference=record.reference)
    return [CloseForm((Say(added_card(added, amended or record, services)),))]


def _refused(text: str) -> str:
    if not text.strip():
        return sentence("reports.amend_empty")
    if len(text) > RECORD_CHARACTERS:
        return sentence("report.too_long", limit=RECORD_CHARACTERS, count=len(text))
    return ""


async def _back(draft: Draft, errors: dict[str, str], services: Services) -> list[Reply]:
    return [FormErrors(await asyncio.to_thread(amend_form, draft, services), errors)]


def with_record(record: Record, draft: Draft) -> Draft:
    """The draft with what the record says about who reads it, whatever came with the form.

    A kind of danger that stands in the record is asked about all the same: it is another time.
    """
    known: dict[str, FieldValue] = {
        "department": record.report.department,
        "about": record.about,
        "behaviours": (),
        "filed_for": record.report.filed_for,
        BESIDES: (*record.besides, *sorted(record.report.whose - {draft.person})),
    }
    return replace(draft, values={**draft.values, **known})


ACTIONS: dict[str, Flow[ActionChosen]] = {"report.amend": open_amend}
FORMS: dict[str, Flow[FormSubmitted]] = {"amend": submit_amend}
FORM_BUILDERS: dict[str, FormBuilder] = {"amend": amend_form}
