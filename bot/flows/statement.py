"""Colleagues a report names: as what, and their own statement, asked back as the report was (D49, D50)."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.answers import RECORD_CHARACTERS
from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.record_view import pieces
from bot.flows.report_given import text_in, texts_in
from bot.flows.report_questions import STATEMENT, about_in, behaviours_in, questions
from bot.flows.staff_words import part_button, roles_words, statement_button
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice, TextField
from bot.locales import listed
from bot.messages import Buttons, Fact, Facts, Message, Text, Tone
from bot.replies import CloseForm, FormErrors, OpenForm, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.records import ActOutcome, Said
from incidents.rules.access import Operation
from incidents.statements import StaffPart

READS = "reads"
"""Among the values of a draft: who reads the statement."""


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """What a report says of its reader, with their own statements; nothing else of it."""
    part = await services.incidents.part(event.value, event.who.person)
    if part is None:
        return short(sentence("staff.not_named"))
    rows = [*_facts(part, services), ("", sentence("staff.only_part"))]
    for one in part.statements:
        moment = local_moment(one.at, services.organisation)
        rows.append((sentence("staff.stated", moment=moment), str(one.said.get(STATEMENT, ""))))
    items = (
        FormNotice(sentence("record.entry", label=label, text=piece) if label else piece)
        for label, text in rows
        for piece in pieces(text)
    )
    form = Form(
        name="record",
        title=sentence("staff.part_title", reference=part.reference),
        items=tuple(items),
        submit=sentence("record.close"),
        draft=new_id(),
        context=part.id,
    )
    return [OpenForm(form, part_card(part, services))]


def part_card(part: StaffPart, services: Services, title: str = "") -> Message:
    """The same on a card: what it names them as and what they can do, without a word anybody wrote."""
    buttons = [part_button(part.id)]
    if Operation.ADD_STATEMENT in part.may:
        buttons.insert(0, statement_button(part.id))
    return titled(
        title or sentence("staff.part_title", reference=part.reference),
        Facts(tuple(Fact(label, text) for label, text in _facts(part, services))),
        Text(sentence("staff.only_part"), Tone.QUIET),
        Buttons(tuple(buttons)),
    )


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Ask a colleague for their statement."""
    part = await services.incidents.part(event.value, event.who.person)
    if part is None or Operation.ADD_STATEMENT not in part.may:
        return short(sentence("staff.not_named"))
    draft = _of(part, new_draft(event, "statement", services, {}, part.id))
    return open_form(draft, statement_form, services)


def statement_form(draft: Draft, services: Services) -> Form:
    """Who will read it, what is asked back, and one text."""
    names = listed(services.people.name(one) for one in texts_in(draft.values, READS))
    reads = sentence("staff.reads", names=names) if names else sentence("staff.reads_nobody")
    return Form(
        name="statement",
        title=sentence("act.add_statement"),
        items=(
            FormNotice(sentence("staff.notice")),
            FormNotice(reads),
            *questions(draft, services).fields,
            TextField(
                STATEMENT,
                sentence("field.statement"),
                sentence("field.statement_hint"),
                required=True,
                multiline=True,
                initial=text_in(draft.values, STATEMENT),
                limit=RECORD_CHARACTERS,
            ),
        ),
        submit=sentence("staff.submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Keep the statement once everything is answered; the same form sent twice keeps it once."""
    draft, person = sent_draft(event, services), event.who.person
    about = frozenset(about_in(draft.values, person, services))
    part = await services.incidents.part(event.context, person, about)
    if part is None or Operation.ADD_STATEMENT not in part.may:
        form = await asyncio.to_thread(statement_form, draft, services)
        return kept_open(form, sentence("staff.not_named"), STATEMENT)
    draft, text = _of(part, draft), text_in(draft.values, STATEMENT)
    asked = await asyncio.to_thread(questions, draft, services)
    errors = {asked.open[0]: sentence("report.please_answer")} if asked.open else {}
    if error := _refused(text):
        errors = {STATEMENT: error}
    if errors:
        return [FormErrors(await asyncio.to_thread(statement_form, draft, services), errors)]
    said: dict[str, Said] = {
        STATEMENT: text,
        "behaviours": tuple(map(str, behaviours_in(event.values))),
        "about": about_in(event.values, person, services),
    }
    outcome, after = await services.incidents.add_statement(part.id, person, said, event.draft)
    if outcome is not ActOutcome.DONE:
        form = await asyncio.to_thread(statement_form, draft, services)
        return kept_open(form, sentence("staff.not_named"), STATEMENT)
    title = sentence("staff.added", reference=part.reference)
    return [CloseForm((Say(part_card(after, services, title) if after else titled(title)),))]


def _facts(part: StaffPart, services: Services) -> list[tuple[str, str]]:
    return [
        (sentence("staff.named_as"), roles_words(part.roles)),
        (sentence("staff.named_by"), services.people.name(part.author)),
        (sentence("staff.occurred"), local_moment(part.occurred_at, services.organisation)),
    ]


def _refused(text: str) -> str:
    if not text.strip():
        return sentence("field.statement_missing")
    if len(text) > RECORD_CHARACTERS:
        return sentence("report.too_long", limit=RECORD_CHARACTERS, count=len(text))
    return ""


def _of(part: StaffPart, draft: Draft) -> Draft:
    """The draft with who reads the statement."""
    return replace(draft, values={**draft.values, "behaviours": (), READS: part.reads})


ACTIONS: dict[str, Flow[ActionChosen]] = {"staff.part": show, "staff.state": begin}
FORMS: dict[str, Flow[FormSubmitted]] = {"statement": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"statement": statement_form}
