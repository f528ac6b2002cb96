"""My tasks: what I have to do and until when, done, put off or given to somebody else, and when I am reminded (D23)."""

from __future__ import annotations

from bot.commands import REMINDERS
from bot.events import ActionChosen, CommandInvoked
from bot.flows.message_words import read_button
from bot.flows.parts import new_draft, open_form, short, titled
from bot.flows.task_act import refusal_of, shown_form, task_form
from bot.flows.task_card import MORE, due_words, kind_words, restriction_button, task_card, task_title
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.replies import OpenForm, Replace, Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.marker import MarkerTold
from incidents.records import ActOutcome
from incidents.rules.access import Operation
from incidents.task import BY_ACT, MEETS, OF_MESSAGES, OF_RESTRICTIONS, Nudges, Task

DIGITS = 6
"""Of a number that a button carried."""

SHOWN = 4
"""Tasks on one card, each with its button."""


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """What waits for somebody: their tasks, overdue ones of others they answer for, and how many reports."""
    if isinstance(event, CommandInvoked) and event.text.strip().casefold() in REMINDERS:
        return await _nudges(None, event.who.person, services)
    person = event.who.person
    said = event.value if isinstance(event, ActionChosen) else ""
    start = int(said) if said.isdecimal() and len(said) <= DIGITS else 0
    mine, others = await services.tasks.mine(person), await services.tasks.overdue(person)
    every = await services.incidents.open_for(person)
    waiting = sum(person not in one.report.whose for one in every)
    if not mine and not others and not waiting:
        return short(sentence("task.none"), nudges_button())
    return [Say(_list(mine, others, waiting, start, services))]


def _list(
    mine: tuple[Task, ...], others: tuple[Task, ...], waiting: int, start: int, services: Services
) -> Message:
    every = (*mine, *others)
    page = every[start : start + SHOWN]
    parts: list[Part] = []
    numbered = list(enumerate(page, start + 1))
    for title, own in ((sentence("task.mine"), True), (sentence("task.others"), False)):
        facts = tuple(
            Fact(f"{number}. {kind_words(one)}", _line(one, services, whose=not own))
            for number, one in numbered
            if (number <= len(mine)) is own
        )
        if facts:
            parts += [Heading(title), Facts(facts)]
    if waiting:
        parts.append(Text(sentence("task.reports_wait", count=waiting)))
    buttons = [Button(sentence("task.open", number=number), "task.show", one.id) for number, one in numbered]
    left = len(every) - start - len(page)
    if left > 0:
        buttons.append(Button(sentence("task.further", count=left), "tasks.mine", str(start + len(page))))
    parts.append(Buttons((*buttons, nudges_button())))
    return Message(sentence("task.summary", count=len(mine)), tuple(parts))


def _line(task: Task, services: Services, *, whose: bool) -> str:
    due = due_words(task, services)
    if task.kind in OF_RESTRICTIONS:
        line = sentence("task.line_restriction", due=due, reference=task.reference)
        name = services.people.name(task.assignee)
        return sentence("task.line_whose", name=name, line=line) if whose else line
    if task.kind in OF_MESSAGES:
        line = sentence("message.line", due=due, reference=task.reference)
        name = services.people.name(task.assignee)
        return sentence("task.line_whose", name=name, line=line) if whose else line
    if whose:
        who = services.people.name(task.assignee)
        return sentence("task.line_of", due=due, reference=task.reference, name=who)
    return sentence("task.line", due=due, reference=task.reference)


async def one(event: ActionChosen, services: Services) -> list[Reply]:
    """The card of one task."""
    task = await services.tasks.view(event.value, event.who.person)
    if task is None:
        return short(sentence("task.nothing"))
    told = await _told(task, event.who.person, services)
    return [Say(task_card(task, event.who.person, services, told=told))]


async def read(event: ActionChosen, services: Services) -> list[Reply]:
    """What is to be done, in the words it was given with; every such look is logged."""
    task = await services.tasks.view(event.value, event.who.person, words=True)
    if task is None:
        return short(sentence("task.nothing"))
    told = await _told(task, event.who.person, services)
    card = task_card(task, event.who.person, services, told=told)
    return [OpenForm(shown_form(task, services, told), card)]


async def _told(task: Task, person: str, services: Services) -> tuple[MarkerTold, ...]:
    """What somebody is told of whom they are to meet; of other tasks nothing is asked."""
    return await services.markers.told(task.record, person) if task.kind in MEETS else ()


async def done(event: ActionChosen, services: Services) -> list[Reply]:
    """It is done: nobody is reminded of it any more."""
    person = event.who.person
    outcome, task = await services.tasks.act(event.value, person, Operation.FINISH_TASK, {}, event.value)
    if outcome is ActOutcome.DONE and task is not None:
        return [Replace(task_card(task, person, services, lead=sentence("task.done")))]
    return short(sentence("task.done") if outcome is ActOutcome.DONE else refusal_of(outcome, task))


async def more(event: ActionChosen, services: Services) -> list[Reply]:
    """What else can be done with a task, as its reader may now."""
    task = await services.tasks.view(event.value, event.who.person)
    if task is None:
        return short(sentence("task.nothing"))
    buttons = [
        Button(sentence(f"act.{one}"), "task.act", f"{one}:{task.id}", opens_form=True)
        for one in MORE
        if one in task.may
    ]
    if Operation.FINISH_TASK in task.may and task.kind not in BY_ACT:
        buttons.insert(0, Button(sentence("task.finish"), "task.done", task.id))
    report = Button(sentence("reports.open", reference=task.reference), "reports.mine", task.reference)
    if task.kind in OF_RESTRICTIONS:
        report = restriction_button(task)
    if task.kind in OF_MESSAGES:
        report = read_button(task.record)
    due = Text(due_words(task, services))
    return [Say(titled(task_title(task), due, Buttons((*buttons, report))))]


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form of what is to be done with a task."""
    name, _, task_id = event.value.partition(":")
    task = await services.tasks.view(task_id, event.who.person)
    if task is None or name not in task.may or name not in MORE:
        return short(sentence("task.nothing"))
    return open_form(new_draft(event, "task_act", services, {}, event.value), task_form, services)


async def nudges(event: ActionChosen, services: Services) -> list[Reply]:
    """Show or change what somebody wants to be reminded of; alerts of reports come all the same."""
    chosen = next((one for one in Nudges if one == event.value), None)
    return await _nudges(chosen, event.who.person, services)


async def _nudges(chosen: Nudges | None, person: str, services: Services) -> list[Reply]:
    if chosen is not None:
        await services.tasks.want(person, chosen)
    now = await services.tasks.nudges(person)
    buttons = tuple(
        Button(sentence(f"task.nudges_{one}"), "task.nudges", str(one)) for one in Nudges if one is not now
    )
    text = Text(sentence(f"task.nudged_{now}"), Tone.GOOD if chosen else Tone.PLAIN)
    always = Text(sentence("task.nudged_always"), Tone.QUIET)
    return [Say(titled(sentence("task.nudges"), text, always, Buttons(buttons)))]


def nudges_button() -> Button:
    """The way to what somebody wants to be reminded of."""
    return Button(sentence("task.nudges"), "task.nudges")


def tasks_button() -> Button:
    """The way to what somebody has to do."""
    return Button(sentence("command.tasks_title"), "tasks.mine")


COMMANDS: dict[str, Flow[CommandInvoked]] = {"tasks": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {
    "tasks.mine": show,
    "task.show": one,
    "task.read": read,
    "task.done": done,
    "task.more": more,
    "task.act": begin,
    "task.nudges": nudges,
}
