"""The violent-incident log: what belongs on it, and writing a line that names nobody (trust model 5b, row 80)."""

from __future__ import annotations

from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows.incident_log_sheet import FORMATS, sheet_buttons
from bot.flows.parts import new_draft, open_form, sent_draft, short, titled
from bot.flows.record_fields import drawn, errors_of, value_of
from bot.flows.report_given import Values, text_in
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.locales import listed
from bot.messages import Button, Buttons, Listing, ListItem, Message, Part, Text, Tone
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.records import Record
from incidents.rules.deidentify import CERTAIN, Identifying, identifying, without
from incidents.rules.incident_log import LOG_FIELDS, LOG_WORDS, kinds_of

BUTTONS = 6 - len(FORMATS)
"""Reports with a button: with the formats to take it along, as many as a row holds."""

LOOKED = "log_looked"


async def show(event: CommandInvoked, services: Services) -> list[Reply]:
    """What belongs on the log and has no line, and the ways to take the log along."""
    person, profile = event.who.person, services.organisation.incident_log
    if profile is None:
        return short(sentence("log.none"))
    if not services.incident_log.keeps(person):
        return short(sentence("log.not_yours"))
    return [Say(_card(await services.incident_log.waiting(person, profile), profile.title, services))]


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form for one line, with what the report proposes; its words are a draft to be read."""
    record = await services.incident_log.report(event.value, event.who.person)
    if record is None:
        return short(sentence("log.gone"))
    draft = new_draft(event, "incident_log", services, _proposed(record, services), record.id)
    return open_form(draft, line_form, services)


def line_form(draft: Draft, services: Services) -> Form:
    """The columns of the law, each a field; that nobody may be known from it is said first."""
    return Form(
        name="incident_log",
        title=sentence("log.form_title"),
        items=(
            FormNotice(sentence("log.form_notice"), danger=True),
            *(drawn(one, draft.values, draft.person, services) for one in LOG_FIELDS),
        ),
        submit=sentence("log.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def write(event: FormSubmitted, services: Services) -> list[Reply]:
    """Keep the line, unless its words may say who it was; what was typed stays."""
    person, values = event.who.person, event.values
    record = await services.incident_log.report(event.context, person)
    if record is None:
        return [CloseForm((Say(titled(sentence("log.gone"))),))]
    errors = errors_of(LOG_FIELDS, values, person, services) | _telling(values, record, services)
    if errors:
        return [FormErrors(line_form(sent_draft(event, services), services), errors)]
    said = {one.name: value_of(one, values) for one in LOG_FIELDS if one.name != LOOKED}
    if not await services.incident_log.write(record.id, person, said):
        return [CloseForm((Say(titled(sentence("log.gone"))),))]
    done = titled(sentence("log.written", reference=record.reference), Buttons(sheet_buttons()))
    return [CloseForm((Say(done),))]


def _proposed(record: Record, services: Services) -> dict[str, FieldValue]:
    report = record.report
    return {
        "log_kinds": tuple(kinds_of(record.behaviours)),
        "log_location": _cut(report.place, record, services),
        "log_description": _cut(report.happened, record, services),
    }


def _cut(text: str, record: Record, services: Services) -> str:
    words = {one: sentence(f"log.instead_{one}") for one in Identifying}
    return without(text, identifying(text, *_names(record, services)), words)


def _names(record: Record, services: Services) -> tuple[list[str], list[str]]:
    """The customer's name, and everybody's of the organisation."""
    return [record.report.customer], [one.name for one in services.people.by_key.values()]


def _telling(values: Values, record: Record, services: Services) -> dict[str, str]:
    """One sentence for each field whose words may say who it was; what a person looked at may stay, names not."""
    errors = {}
    for name in LOG_WORDS:
        text = text_in(values, name)
        found = [
            text[one.start : one.end]
            for one in identifying(text, *_names(record, services))
            if one.kind in CERTAIN or values.get(LOOKED) is not True
        ]
        if found:
            words = listed([sentence("log.quoted", words=one) for one in dict.fromkeys(found)])
            errors[name] = sentence("log.tells", words=words)
    return errors


def _card(waiting: tuple[Record, ...], title: str, services: Services) -> Message:
    parts: list[Part] = []
    if waiting:
        parts.append(
            Listing(sentence("log.waiting"), tuple(ListItem(_line(one, services)) for one in waiting))
        )
    else:
        parts.append(Text(sentence("log.nothing_waits")))
    buttons = [
        Button(sentence("log.write", reference=one.reference), "log.write", one.id, opens_form=True)
        for one in waiting[:BUTTONS]
    ]
    parts.append(Text(sentence("log.names_nobody"), Tone.QUIET))
    return titled(title, *parts, Buttons((*buttons, *sheet_buttons())))


def _line(one: Record, services: Services) -> str:
    moment = local_moment(one.report.occurred_at, services.organisation)
    return sentence("log.line", reference=one.reference, moment=moment)


COMMANDS: dict[str, Flow[CommandInvoked]] = {"incidentlog": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"log.write": begin}
FORMS: dict[str, Flow[FormSubmitted]] = {"incident_log": write}
FORM_BUILDERS: dict[str, FormBuilder] = {"incident_log": line_form}
