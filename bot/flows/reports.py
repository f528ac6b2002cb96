"""My reports: what became of them, one by its reference, and later statements (D35, D54)."""

from __future__ import annotations

from bot.answers import RECORD_CHARACTERS
from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FormSubmitted
from bot.flows.closed import why_not
from bot.flows.notice_card import chain_card, reporter_card
from bot.flows.parts import Asking, new_draft, open_form, report_button, sent_draft, short, titled, words_of
from bot.flows.story import acknowledged_line
from bot.flows.times import local_moment
from bot.forms import Form, Notice, TextField
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.people import Role
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from incidents.records import Record

LISTED = 10
OFFERED = 3


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """My own reports and those that wait for me; with a reference, that one."""
    if reference := words_of(event):
        return await _one(reference, event, services)
    person = event.who.person
    waiting = await services.incidents.open_for(person)
    mine = await services.incidents.mine(person)
    shut = await _shut(person, (*waiting, *mine), services)
    if not waiting and not mine and not shut:
        return short(sentence("reports.none"), report_button())
    return [Say(_list(mine, waiting, shut, services))]


async def open_amend(event: ActionChosen, services: Services) -> list[Reply]:
    """Ask for a later statement, of those who may see the record."""
    record = await services.incidents.view(event.value, event.who.person)
    if record is None:
        return short(await why_not(event.value, event.who.person, services))
    return open_form(new_draft(event, "amend", services, {}, record.id), amend_form, services)


def amend_form(draft: Draft, _: Services) -> Form:
    """One text that is added to a record; nothing that was written before changes."""
    text = draft.values.get("statement")
    return Form(
        name="amend",
        title=sentence("reports.amend_title"),
        items=(
            Notice(sentence("reports.amend_notice")),
            TextField(
                "statement",
                sentence("reports.amend_label"),
                required=True,
                multiline=True,
                initial=text if isinstance(text, str) else "",
                limit=RECORD_CHARACTERS,
            ),
        ),
        submit=sentence("reports.amend_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit_amend(event: FormSubmitted, services: Services) -> list[Reply]:
    """Add the statement; the same form sent twice adds it once."""
    draft = sent_draft(event, services)
    text = event.values.get("statement")
    if not isinstance(text, str) or not text.strip():
        return [FormErrors(amend_form(draft, services), {"statement": sentence("reports.amend_empty")})]
    if len(text) > RECORD_CHARACTERS:
        too_long = sentence("report.too_long", limit=f"{RECORD_CHARACTERS:,}", length=f"{len(text):,}")
        return [FormErrors(amend_form(draft, services), {"statement": too_long})]
    record = await services.incidents.amend(event.context, event.who.person, text, event.draft)
    if record:
        return [CloseForm((Say(titled(sentence("reports.amended", reference=record.reference))),))]
    if await services.incidents.closed_to(event.context, event.who.person):
        # What was typed stays in the form until the record can be opened again.
        shut = await why_not(event.context, event.who.person, services)
        return [FormErrors(amend_form(draft, services), {"statement": shut})]
    return [CloseForm((Say(titled(sentence("notice.nothing_to_show"))),))]


async def _one(reference: str, event: Asking, services: Services) -> list[Reply]:
    record = await services.incidents.view(reference, event.who.person)
    if record is None:
        return short(await why_not(reference, event.who.person, services))
    if record.report.author != event.who.person:
        return [Say(chain_card(record, services, reader=event.who.person))]
    return [Say(reporter_card(record, services, _state(record, services)))]


async def _shut(person: str, listed: tuple[Record, ...], services: Services) -> list[str]:
    """What cannot be shown, in sentences: theirs by reference; how many there are, for who keeps the records."""
    said = []
    if unopened := await services.incidents.unopened(person):
        said.append(sentence("reports.unopened", references=", ".join(unopened)))
    added = dict.fromkeys(one.reference for one in listed if _lacks_a_statement(one))
    if added:
        said.append(sentence("reports.statement_unopened", references=", ".join(added)))
    if Role.RECORDS in services.people.roles_of(person):
        count = await services.incidents.unreadable()
        said += [sentence("reports.unreadable", count=count)] if count else []
    return said


def _lacks_a_statement(record: Record) -> bool:
    return any(entry.kind == "amended" and not entry.detail for entry in record.timeline)


def _list(
    mine: tuple[Record, ...], waiting: tuple[Record, ...], shut: list[str], services: Services
) -> Message:
    parts: list[Part] = [Text(said, Tone.STRONG) for said in shut]
    for title, records in ((sentence("reports.waiting"), waiting), (sentence("reports.mine"), mine)):
        if records:
            facts = tuple(Fact(one.reference, _line(one, services)) for one in records[:LISTED])
            parts += [Heading(title), Facts(facts)]
        if len(records) > LISTED:
            parts.append(Text(sentence("reports.more", count=len(records) - LISTED)))
    newest = dict.fromkeys(record.reference for record in (*waiting, *mine))
    buttons = [
        Button(sentence("reports.open", reference=one), "reports.mine", one) for one in list(newest)[:OFFERED]
    ]
    parts.append(Buttons((*buttons, report_button())))
    return Message(sentence("reports.summary"), tuple(parts))


def _line(record: Record, services: Services) -> str:
    moment = local_moment(record.report.occurred_at, services.organisation)
    return sentence("reports.line", moment=moment, state=_state(record, services))


def _state(record: Record, services: Services) -> str:
    if done := acknowledged_line(record, services):
        return done
    return sentence("reports.not_acknowledged") if record.deliveries else sentence("reports.nobody_asked")


COMMANDS: dict[str, Flow[CommandInvoked]] = {"reports": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"reports.mine": show, "report.amend": open_amend}
FORMS: dict[str, Flow[FormSubmitted]] = {"amend": submit_amend}
FORM_BUILDERS: dict[str, FormBuilder] = {"amend": amend_form}
