"""A promise that somebody wrote down is offered as a task: one press keeps it, and nobody has to (D64, D65, A13)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.events import ActionChosen
from bot.flows.closed import why_not
from bot.flows.parts import short
from bot.flows.promise_cues import promises_in
from bot.flows.task_card import kept_card, task_card
from bot.messages import Button, Buttons, Part, Text
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.audit import Act
from incidents.records import ActOutcome, Record, Said
from incidents.rules.access import Operation
from incidents.rules.promises import NEXT_BUSINESS_DAY
from incidents.task import Task, TaskKind, TaskState

TOMORROW = "tomorrow"


def offers(record: Record, texts: Iterable[str]) -> list[Part]:
    """What `texts` promise and no task of the record keeps yet, each with its button."""
    if Operation.PROMISE not in record.may:
        return []
    parts: list[Part] = []
    for one in promises_in(texts):
        if any(task.kind is one.kind for task in record.tasks):
            continue
        value = f"{one.kind}:{TOMORROW if one.tomorrow else ''}:{record.id}"
        parts += [
            Text(sentence(f"promise.{one.kind}")),
            Buttons((Button(sentence("promise.keep"), "task.promise", value),)),
        ]
    return parts


def written(record: Record) -> tuple[str, ...]:
    """What its author wrote in which a promise can stand."""
    report = record.report
    return (report.happened, report.tried, report.afterwards, *(one.text for one in record.added))


async def keep(event: ActionChosen, services: Services) -> list[Reply]:
    """Make the task of a promise; pressed again, it is the same."""
    name, _, rest = event.value.partition(":")
    day, _, record_id = rest.partition(":")
    person, kinds = event.who.person, {str(one): one for one in services.organisation.promises}
    record = await services.incidents.view(record_id, person) if name in kinds else None
    if record is None:
        return short(await why_not(record_id, person, services))
    kind = kinds[name]
    if kept := _kept(record, kind, person):
        return await _shown(kept, person, services)
    due = _due(kind, _promised_at(record, kind), services, tomorrow=day == TOMORROW)
    said: dict[str, Said] = {"promise_kind": kind, "task_due": due}
    once = f"promise:{kind}:{len(record.entries)}"
    outcome, after = await services.incidents.act(record.id, person, Operation.PROMISE, said, once)
    made = _kept(after, kind, person) if after else None
    if outcome is not ActOutcome.DONE or made is None:
        return short(sentence("act.not_yours"))
    return await _shown(made, person, services)


async def _shown(task: Task, person: str, services: Services) -> list[Reply]:
    """Who has the task, with what whoever made it can do with it now."""
    seen = await services.tasks.view(task.id, person) or task
    card = kept_card if seen.state is TaskState.OPEN else task_card
    return [Say(card(seen, person, services))]


def _promised_at(record: Record, kind: TaskKind) -> datetime:
    """When it was written down: with the report, or with the last statement that was added."""
    report = record.report
    if any(one.kind is kind for one in promises_in((report.happened, report.tried, report.afterwards))):
        return record.created_at
    return max((one.at for one in record.timeline if one.kind == Act.AMENDED), default=record.created_at)


def _due(kind: TaskKind, since: datetime, services: Services, *, tomorrow: bool) -> datetime:
    """D65: who was told "tomorrow" is called on the next business day; else as the organisation's file says.

    It counts from the promise, whenever somebody presses: late is overdue, and not another day.
    """
    wait = NEXT_BUSINESS_DAY if tomorrow else services.organisation.promises[kind]
    return services.organisation.calendar.due(since, wait)


def _kept(record: Record, kind: TaskKind, person: str) -> Task | None:
    """The task that keeps such a promise already."""
    return next(
        (one for one in record.tasks if one.kind is kind and one.made_by == person),
        None,
    )


ACTIONS: dict[str, Flow[ActionChosen]] = {"task.promise": keep}
