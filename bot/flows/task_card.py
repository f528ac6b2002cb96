"""How a task looks: what for, until when, for whom. Never a word of what is to be done, or of the report (T19)."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from bot.flows.away_words import away_parts
from bot.flows.marker_words import told_parts
from bot.flows.message_words import given_words, read_button
from bot.flows.staff_words import part_button, roles_words, statement_button
from bot.flows.times import local_moment, today
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.marker import MarkerTold
from incidents.notices import Notice, NoticeKind
from incidents.records import Record
from incidents.rules.access import Operation
from incidents.task import (
    BY_ACT,
    OF_AUTHOR,
    OF_MESSAGES,
    OF_ONE_ALONE,
    OF_RESTRICTIONS,
    ReminderStage,
    Task,
    TaskKind,
    TaskState,
)

MORE = (Operation.SNOOZE_TASK, Operation.GIVE_TASK, Operation.DROP_TASK)
"""What can be done with a task besides doing it, in this order."""


def task_title(task: Task) -> str:
    """What a task is for, and the report it is about."""
    kind, reference = kind_words(task), task.reference
    if task.kind in OF_RESTRICTIONS:
        return sentence("task.title_restriction", kind=kind, reference=reference)
    if task.kind in OF_MESSAGES:
        return sentence("message.title", kind=kind, reference=reference)
    return sentence("task.title", kind=kind, reference=reference)


def kind_words(task: Task) -> str:
    """What a task is for."""
    return sentence(f"field.task_kind_{task.kind}")


def due_words(task: Task, services: Services) -> str:
    """Until when a task is to be done, or since when it should have been."""
    moment = local_moment(task.due, services.organisation)
    return sentence("task.overdue" if task.is_overdue(services.clock.now()) else "task.due", moment=moment)


def task_lines(record: Record, services: Services) -> list[str]:
    """What is still to be done about a record, one line each: what for, by whom, until when."""
    return [
        sentence(
            "task.of_record",
            kind=kind_words(one),
            name=services.people.name(one.assignee),
            due=due_words(one, services),
        )
        for one in record.open_tasks
    ]


def task_card(
    task: Task, reader: str, services: Services, *, lead: str = "", told: tuple[MarkerTold, ...] = ()
) -> Message:
    """The card of a task for one reader; `lead` is what they are told of it now, `told` what of whom they meet."""
    title = task_title(task)
    parts: list[Part] = [Heading(title)]
    if lead:
        parts.append(Text(lead, Tone.STRONG))
    parts += told_parts(told, services)
    taker = {task.made_by} if task.kind in OF_MESSAGES else ()  # Nobody stands in about what they took down.
    if reader in services.absences.stand_ins(task.assignee, without=taker):
        parts += away_parts([task.assignee], services, taker)
    parts.append(Facts(tuple(_facts(task, reader, services))))
    parts.append(Buttons(_buttons(task, reader)))
    return Message(lead or title, tuple(parts))


def kept_card(task: Task, reader: str, services: Services) -> Message:
    """That a promise is kept as a task: who has it, and until when."""
    who = services.people.name(task.assignee)
    moment = local_moment(task.due, services.organisation)
    if task.assignee == reader:
        lead = sentence("task.kept_yours", moment=moment)
    else:
        lead = sentence("task.kept", name=who, moment=moment)
    return task_card(task, reader, services, lead=lead)


def draw_task(notice: Notice, task: Task, services: Services) -> Message:
    """The message of a notice of a task. What its reader may do is asked when they press."""
    reader = notice.recipient
    task = _with_ways(task, reader)
    match notice.kind:
        case NoticeKind.TASK_GIVEN if notice.roles:
            lead = sentence(
                "staff.named", name=services.people.name(task.made_by), roles=roles_words(notice.roles)
            )
        case NoticeKind.TASK_GIVEN:
            lead = sentence("task.given", name=services.people.name(task.made_by))
            if task.kind in OF_MESSAGES:
                lead = given_words(task, reader, services)
        case NoticeKind.TASK_REMINDER:
            lead = _reminder(notice.stage, task, services)
        case NoticeKind.TASK_LATE:
            lead = _late(notice, task, services)
        case _:
            return _over(task, services)
    return task_card(task, reader, services, lead=lead, told=notice.told)


def _with_ways(task: Task, reader: str) -> Task:
    """The task with the buttons its card offers: the rights of the moment of pressing decide."""
    mine = task.assignee == reader
    if task.kind in BY_ACT:
        return replace(task, may=frozenset({Operation.GIVE_TASK, *({Operation.SNOOZE_TASK} if mine else ())}))
    ways = {Operation.FINISH_TASK, Operation.GIVE_TASK} | (
        {Operation.SNOOZE_TASK} if mine else {Operation.DROP_TASK}
    )
    return replace(task, may=frozenset(ways))


def _reminder(stage: ReminderStage, task: Task, services: Services) -> str:
    if task.kind is TaskKind.STATEMENT:
        return sentence("staff.remind")
    if task.kind in OF_AUTHOR:
        return sentence("opened.remind" if task.kind is TaskKind.COMPLETE else "details.remind")
    if stage is ReminderStage.WAKE:
        return sentence("task.wake")
    if task.is_overdue(services.clock.now()):
        return sentence("task.late_by_act" if task.kind in BY_ACT else "task.late")
    # What comes late is said as it is now, whatever it was planned as.
    if task.due.astimezone(services.organisation.timezone).date() == today(services):
        return sentence("task.today")
    return sentence("task.before", moment=local_moment(task.due, services.organisation))


def _late(notice: Notice, task: Task, services: Services) -> str:
    whom = notice.instead_of or task.assignee
    if services.people.get(whom) is None:
        # An address is no name to begin a sentence with; it stands below, for whoever knows whose it was.
        return sentence("task.of_nobody" if task.kind in OF_ONE_ALONE else "task.of_nobody_give")
    name = services.people.name(whom)
    if notice.instead_of:
        return sentence("task.not_theirs" if notice.has_no_right else "task.not_reached", name=name)
    return sentence("task.climbed", name=name)


def _over(task: Task, services: Services) -> Message:
    title = task_title(task)
    match task.state:
        case TaskState.DONE:
            text = sentence("task.done_by_other")
        case TaskState.DROPPED:
            text = sentence("task.dropped")
        case TaskState.OPEN:
            text = sentence("task.with_other", name=services.people.name(task.assignee))
        case _:
            assert_never(task.state)
    return Message(f"{title}. {text}", (Heading(title), Text(text)))


def _facts(task: Task, reader: str, services: Services) -> list[Fact]:
    late = task.is_overdue(services.clock.now())
    moment = local_moment(task.due, services.organisation)
    facts = [Fact(sentence("task.until"), due_words(task, services) if late else moment)]
    if task.kind is TaskKind.VISITOR:
        facts = []  # They wait now.
    if task.assignee != reader:
        facts.append(Fact(sentence("task.who"), services.people.name(task.assignee)))
    if task.made_by != reader:
        facts.append(Fact(sentence("task.from"), services.people.name(task.made_by)))
    if task.state is not TaskState.OPEN:
        facts.append(Fact(sentence("task.stands"), sentence(f"task.state_{task.state}")))
    elif task.put_off and task.put_off > services.clock.now():
        facts.append(Fact(sentence("task.quiet"), local_moment(task.put_off, services.organisation)))
    return facts


def _of_message(task: Task) -> tuple[Button, ...]:
    """Read it first; then that it is done, or that they come, and everything else."""
    waits = task.kind is TaskKind.VISITOR
    first, second = (Tone.STRONG, Tone.PLAIN) if waits else (Tone.PLAIN, Tone.STRONG)
    read = read_button(task.record, waits=waits, tone=second)
    if not task.may or task.state is not TaskState.OPEN:
        return (read,)
    done = Button(sentence("message.come" if waits else "task.finish"), "task.done", task.id, first)
    more = Button(sentence("act.more"), "task.more", task.id)
    return (done, read, more) if waits else (read, done, more)


def restriction_button(task: Task) -> Button:
    """The way to the restriction a task is about; the right is asked when they press."""
    label = sentence("restriction.open", reference=task.reference)
    return Button(label, "restriction.show", task.record, Tone.STRONG)


def _of_statement(task: Task) -> tuple[Button, ...]:
    """The way for a colleague a report names to what it says of them, and to their statement."""
    part = part_button(task.record)
    if task.state is not TaskState.OPEN:
        return (part,)
    return (statement_button(task.record), part, Button(sentence("act.more"), "task.more", task.id))


def _buttons(task: Task, reader: str) -> tuple[Button, ...]:
    """At most three: it is done, what is to be done, and everything else."""
    if task.kind is TaskKind.STATEMENT:
        return _of_statement(task)
    read = Button(sentence("task.read"), "task.read", task.id, opens_form=True)
    if task.kind in OF_MESSAGES:
        return _of_message(task)
    if task.kind in OF_AUTHOR:
        label = sentence("opened.button" if task.kind is TaskKind.COMPLETE else "act.add_details")
        read = Button(label, "report.complete", task.record, Tone.STRONG, opens_form=True)
        if task.assignee != reader or task.state is not TaskState.OPEN:
            return (Button(sentence("act.more"), "task.more", task.id),) if task.may else ()
        return (read, Button(sentence("act.more"), "task.more", task.id))
    if not task.may:
        return (read,)
    done = Button(sentence("task.finish"), "task.done", task.id, Tone.STRONG)
    if task.kind in BY_ACT:
        done = restriction_button(task)
    more = Button(sentence("act.more"), "task.more", task.id)
    mine = task.kind in BY_ACT or (task.assignee == reader and Operation.FINISH_TASK in task.may)
    return (*((done,) if mine else ()), read, *((more,) if task.may - {Operation.FINISH_TASK} else ()))
