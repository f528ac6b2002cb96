"""The overview: quick actions, what waits for somebody, their tasks and reports, and the number for danger first (P36).

Slack draws it on the tab Home of the app, everybody else gets it as a message.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.events import ActionChosen, CommandInvoked
from bot.flows.home_waiting import drawn, further
from bot.flows.parts import emergency_line, report_button
from bot.flows.reports import report_line
from bot.flows.task_card import due_words, kind_words
from bot.flows.times import local_moment
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.records import Record, State
from incidents.task import Task

SHOWN = 4
"""Of each list; the others are one press away."""


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """The overview as it is at this moment, by the rights of this moment."""
    person = event.who.person
    every = await services.incidents.open_for(person)
    others = [one for one in every if person not in one.report.whose]
    waiting = [one for one in others if one.handler in ("", person)]
    elsewhere = [one for one in others if one.handler not in ("", person)]
    besides = await further(person, services)
    mine = [one for one in await services.incidents.mine(person) if one.state is not State.CLOSED]
    tasks = await services.tasks.mine(person)
    parts: list[Part] = [
        *emergency_line(services.organisation),
        Heading(sentence("home.quick")),
        Buttons((report_button(), *_quick())),
        *([Heading(sentence("home.waiting"))] if waiting or besides else []),
        *_reports("", waiting, services),
        *drawn(besides),
        *_tasks(tasks, services),
        *_reports(sentence("home.elsewhere"), elsewhere, services),
        *_reports(sentence("home.mine"), mine, services),
    ]
    if not (waiting or besides or tasks):
        parts.append(Text(sentence("home.nothing")))
    moment = local_moment(services.clock.now(), services.organisation)
    parts.append(Text(sentence("home.as_of", moment=moment), Tone.QUIET))
    return [Say(Message(sentence("home.summary"), tuple(parts)))]


def _quick() -> tuple[Button, ...]:
    return (
        Button(sentence("help.phrases_button"), "command.run", "phrases"),
        Button(sentence("help.contact_button"), "command.run", "contact"),
        Button(sentence("command.support_title"), "command.run", "support"),
    )


def _reports(title: str, records: Sequence[Record], services: Services) -> Iterator[Part]:
    if not records:
        return
    shown = records[:SHOWN]
    if title:
        yield Heading(title)
    yield Facts(tuple(Fact(one.reference, report_line(one, services)) for one in shown))
    if len(records) > SHOWN:
        yield Text(sentence("home.more", count=len(records) - SHOWN))
    yield Buttons(
        tuple(
            Button(sentence("reports.open", reference=one.reference), "reports.mine", one.reference)
            for one in shown
        )
    )


def _tasks(tasks: Sequence[Task], services: Services) -> Iterator[Part]:
    if not tasks:
        return
    shown = list(enumerate(tasks[:SHOWN], 1))
    yield Heading(sentence("home.tasks"))
    yield Facts(
        tuple(Fact(f"{number}. {kind_words(one)}", due_words(one, services)) for number, one in shown)
    )
    if len(tasks) > SHOWN:
        yield Text(sentence("home.more", count=len(tasks) - SHOWN))
    yield Buttons(
        tuple(Button(sentence("task.open", number=number), "task.show", one.id) for number, one in shown)
    )


COMMANDS: dict[str, Flow[CommandInvoked]] = {"home": show}
