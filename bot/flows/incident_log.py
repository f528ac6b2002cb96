"""The violent-incident log: what belongs on it, and writing a line that names nobody (trust model 5b, row 80)."""

from __future__ import annotations

from datetime import datetime

from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows.incident_log_lines import log_buttons
from bot.flows.incident_log_sheet import sheet_buttons
from bot.flows.incident_log_words import proposed, telling
from bot.flows.parts import Asking, kept_open, new_draft, open_form, sent_draft, short, titled, words_of
from bot.flows.record_fields import drawn, errors_of, value_of
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.messages import Button, Buttons, Listing, ListItem, Message, Text, Tone
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.incident_log import LineOutcome, LineToWrite
from incidents.records import Record
from incidents.rules.incident_log import LOG_FIELDS, LogEntry

PAGE = 5
"""Reports of a card, each with its button: with the one that leads on, as many as a row holds."""

LOOKED = "log_looked"


async def show(event: CommandInvoked, services: Services) -> list[Reply]:
    """What belongs on the log and has no line, and the ways to take the log along; with a reference, its line."""
    person, profile = event.who.person, services.organisation.incident_log
    if profile is None:
        return short(sentence("log.none"))
    if not services.incident_log.keeps(person):
        return short(sentence("log.not_yours"))
    if reference := words_of(event):
        return await _begin(reference, event, services)
    found, total = await services.incident_log.waiting(person, profile, 0, PAGE)
    parts = () if found else (Text(sentence("log.nothing_waits")),)
    log = titled(
        profile.title, *parts, Text(sentence("log.names_nobody"), Tone.QUIET), Buttons(log_buttons())
    )
    return [*([Say(_waiting(found, 0, total, services))] if found else []), Say(log)]


async def more(event: ActionChosen, services: Services) -> list[Reply]:
    """The next reports without a line."""
    person, profile = event.who.person, services.organisation.incident_log
    if profile is None or not services.incident_log.keeps(person):
        return short(sentence("log.not_yours"))
    start = int(event.value) if event.value.isdecimal() and len(event.value) < len("1000000") else 0
    found, total = await services.incident_log.waiting(person, profile, start, PAGE)
    return [Say(_waiting(found, start, total, services))] if found else short(sentence("log.nothing_waits"))


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form for one line."""
    return await _begin(event.value, event, services)


async def _begin(name: str, event: Asking, services: Services) -> list[Reply]:
    """The form with what the report proposes, a draft to be read, or with the line as it stands, to correct it."""
    opened = await services.incident_log.opened(name, event.who.person)
    if opened is None:
        return short(sentence("log.gone"))
    values = _standing(opened.line) if opened.line else _proposed(opened, services)
    draft = new_draft(event, "incident_log", services, values, _context(opened))
    return open_form(draft, line_form, services)


def line_form(draft: Draft, services: Services) -> Form:
    """The columns of the law, each a field; that nobody may be known from it is said first."""
    is_there = bool(_instead_of(draft.context))
    return Form(
        name="incident_log",
        title=sentence("log.form_title"),
        items=(
            FormNotice(sentence("log.form_correct" if is_there else "log.form_notice"), danger=True),
            *(drawn(one, draft.values, draft.person, services) for one in LOG_FIELDS),
        ),
        submit=sentence("log.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def write(event: FormSubmitted, services: Services) -> list[Reply]:
    """Keep the line, unless its words may say who it was; what was typed stays."""
    person, values = event.who.person, event.values
    source = event.context.partition(" ")[0]
    opened = await services.incident_log.opened(source, person)
    if opened is None:
        return _not_theirs(event, services)
    looked = values.get(LOOKED) is True
    errors = errors_of(LOG_FIELDS, values, person, services)
    errors |= telling(values, opened.record, services, looked=looked)
    draft = sent_draft(event, services)
    if errors:
        return [FormErrors(line_form(draft, services), errors)]
    said = {one.name: value_of(one, values) for one in LOG_FIELDS if one.name != LOOKED}
    before = _instead_of(event.context)
    match await services.incident_log.write(opened.source, person, said, instead_of=before):
        case LineOutcome.KEPT:
            done = titled(_kept(opened.record), Buttons(sheet_buttons()))
            return [CloseForm((Say(done),))]
        case LineOutcome.TAKEN if (
            opened := await services.incident_log.opened(source, person)
        ) and opened.line:
            again = Draft(draft.key, draft.form, person, values, draft.updated_at, _context(opened))
            return [FormErrors(line_form(again, services), {"": _taken(opened.line, services)})]
        case _:
            return _not_theirs(event, services)


def _not_theirs(event: FormSubmitted, services: Services) -> list[Reply]:
    form = line_form(sent_draft(event, services), services)
    return kept_open(form, sentence("log.gone"), LOG_FIELDS[0].name)


def _kept(record: Record | None) -> str:
    return sentence("log.written", reference=record.reference) if record else sentence("log.written_alone")


def _taken(line: LogEntry, services: Services) -> str:
    moment = local_moment(line.written_at, services.organisation)
    return sentence("log.taken", name=services.people.name(line.by), moment=moment)


def _context(opened: LineToWrite) -> str:
    """The report of a line, and when the line was written that stands there."""
    return f"{opened.source} {opened.line.written_at.isoformat()}" if opened.line else opened.source


def _instead_of(context: str) -> datetime | None:
    try:
        return datetime.fromisoformat(context.partition(" ")[2])
    except ValueError:
        return None


def _standing(line: LogEntry) -> dict[str, FieldValue]:
    return {name: tuple(said) if isinstance(said, tuple | list) else said for name, said in line.said.items()}


def _proposed(opened: LineToWrite, services: Services) -> dict[str, FieldValue]:
    return proposed(opened.record, services) if opened.record else {}


def _waiting(found: tuple[Record, ...], start: int, total: int, services: Services) -> Message:
    items = tuple(ListItem(_line(one, services)) for one in found)
    buttons = [
        Button(sentence("log.write", reference=one.reference), "log.write", one.id, opens_form=True)
        for one in found
    ]
    end = start + len(found)
    if end < total:
        buttons.append(Button(sentence("log.more"), "log.more", str(end)))
    shown = sentence("log.shown", first=start + 1, last=end, count=total)
    how = sentence("log.by_reference", reference=found[0].reference)
    return titled(
        sentence("log.waiting"),
        Listing(shown, items),
        Text(how, Tone.QUIET),
        Buttons(tuple(buttons)),
    )


def _line(one: Record, services: Services) -> str:
    moment = local_moment(one.report.occurred_at, services.organisation)
    return sentence("log.line", reference=one.reference, moment=moment)


COMMANDS: dict[str, Flow[CommandInvoked]] = {"incidentlog": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"log.write": begin, "log.more": more}
FORMS: dict[str, Flow[FormSubmitted]] = {"incident_log": write}
FORM_BUILDERS: dict[str, FormBuilder] = {"incident_log": line_form}
