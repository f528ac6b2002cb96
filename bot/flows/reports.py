"""My reports: what became of them, and one by its reference (D35)."""

from __future__ import annotations

from bot.events import ActionChosen, CommandInvoked
from bot.flows.closed import why_not
from bot.flows.earlier_card import beside, related_parts
from bot.flows.notice_card import chain_card, is_asked, reporter_card, state_words
from bot.flows.parts import Asking, report_button, short, words_of
from bot.flows.statement import part_card
from bot.flows.story import acknowledged_line
from bot.flows.times import local_moment
from bot.locales import listed
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.people import Role
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.records import Record, State

LISTED = 10
OFFERED = 3


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """My own reports and those that wait for me; with a reference, that one."""
    if reference := words_of(event):
        return await _one(reference, event, services)
    person = event.who.person
    every = await services.incidents.open_for(person)
    waiting = tuple(one for one in every if person not in one.report.whose)
    mine = await services.incidents.mine(person)
    shut = await _shut(person, (*waiting, *mine), services)
    tasks = len(await services.tasks.mine(person))
    if not waiting and not mine and not shut and not tasks:
        return short(sentence("reports.none"), report_button())
    return [Say(_list(mine, waiting, shut, tasks, services))]


async def _one(reference: str, event: Asking, services: Services) -> list[Reply]:
    record = await services.incidents.view(reference, event.who.person)
    if record is None:
        if part := await services.incidents.part(reference, event.who.person):
            return [Say(part_card(part, services))]
        return short(await why_not(reference, event.who.person, services))
    others = await related_parts(record, event.who.person, services)
    if event.who.person not in record.report.whose:
        return [Say(beside(chain_card(record, services, reader=event.who.person), others))]
    return [Say(beside(reporter_card(record, services, _state(record, services)), others))]


async def _shut(person: str, records: tuple[Record, ...], services: Services) -> list[str]:
    """What cannot be shown, in sentences: theirs by reference; how many there are, for who keeps the records."""
    said = []
    if unopened := await services.incidents.unopened(person):
        said.append(sentence("reports.unopened", references=listed(unopened)))
    added = dict.fromkeys(one.reference for one in records if _lacks_a_statement(one))
    if added:
        said.append(sentence("reports.statement_unopened", references=listed(added)))
    if Role.RECORDS in services.people.roles_of(person):
        count = await services.incidents.unreadable()
        said += [sentence("reports.unreadable", count=count)] if count else []
    return said


def _lacks_a_statement(record: Record) -> bool:
    return any(entry.kind == "amended" and not entry.detail for entry in record.timeline)


def _list(
    mine: tuple[Record, ...], waiting: tuple[Record, ...], shut: list[str], tasks: int, services: Services
) -> Message:
    parts: list[Part] = [Text(said, Tone.STRONG) for said in shut]
    for title, records in ((sentence("reports.waiting"), waiting), (sentence("reports.mine"), mine)):
        if records:
            facts = tuple(Fact(one.reference, report_line(one, services)) for one in records[:LISTED])
            parts += [Heading(title), Facts(facts)]
        if len(records) > LISTED:
            parts.append(Text(sentence("reports.more", count=len(records) - LISTED)))
    if tasks:
        parts.append(Text(sentence("task.wait", count=tasks)))
    newest = dict.fromkeys(record.reference for record in (*waiting, *mine))
    buttons = [
        Button(sentence("reports.open", reference=one), "reports.mine", one) for one in list(newest)[:OFFERED]
    ]
    further = (Button(sentence("command.tasks_title"), "tasks.mine"),) if tasks else ()
    parts.append(Buttons((*buttons, *further, report_button())))
    return Message(sentence("reports.summary"), tuple(parts))


def report_line(record: Record, services: Services) -> str:
    """When it was and where it stands, in one line that holds no customer and no narrative."""
    moment = local_moment(record.report.occurred_at, services.organisation)
    line = sentence("reports.line", moment=moment, state=_state(record, services))
    if not record.report.is_correspondence:
        return line
    channel = sentence(f"field.channel_{record.report.channel}")
    return sentence("correspondence.line", channel=channel, line=line)


def _state(record: Record, services: Services) -> str:
    if record.state is not State.SUBMITTED:
        return state_words(record)
    if done := acknowledged_line(record, services):
        return done
    if not record.deliveries:
        return sentence("reports.nobody_asked")
    return sentence("reports.not_acknowledged" if is_asked(record) else "reports.told_only")


COMMANDS: dict[str, Flow[CommandInvoked]] = {"reports": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"reports.mine": show}
