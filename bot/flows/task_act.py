"""The forms of a task: what is to be done, to read, and what is asked before it is put off, given on or dropped."""

from __future__ import annotations

from bot.drafts import Draft
from bot.events import FormSubmitted
from bot.flows.marker_words import told_notices
from bot.flows.parts import kept_open, sent_draft, titled
from bot.flows.record_fields import drawn, errors_of, value_of
from bot.flows.record_view import pieces
from bot.flows.task_card import due_words, task_card, task_title
from bot.forms import Form, FormNotice
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.marker import MarkerTold
from incidents.records import ActOutcome
from incidents.rules.access import Operation
from incidents.rules.acts import TASK_FIELDS
from incidents.task import BY_ACT, Task, TaskState


def shown_form(task: Task, services: Services, told: tuple[MarkerTold, ...] = ()) -> Form:
    """A task with its words, with nothing to fill in; what is told of whom they meet comes first."""
    rows = (
        (task_title(task), due_words(task, services)),
        (sentence("task.from"), services.people.name(task.made_by)),
        (sentence("task.words"), task.words or sentence("task.no_words")),
    )
    return Form(
        name="task",
        title=sentence("task.form"),
        items=(
            *told_notices(told, services),
            *(
                FormNotice(sentence("record.entry", label=label, text=piece))
                for label, text in rows
                for piece in pieces(text)
            ),
        ),
        submit=sentence("record.close"),
        draft=new_id(),
        context=task.id,
    )


def task_form(draft: Draft, services: Services) -> Form:
    """What an act on a task does, and what it asks."""
    operation = _meant(draft.context)[0] or Operation.DROP_TASK
    return Form(
        name="task_act",
        title=sentence(f"act.{operation}"),
        items=(
            FormNotice(sentence(f"act.{operation}_notice")),
            *(drawn(one, draft.values, draft.person, services) for one in TASK_FIELDS[operation]),
        ),
        submit=sentence("act.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Do it; where it cannot be done, what was typed stays in the form, which says why."""
    operation, task_id = _meant(event.context)
    if operation is None:
        return [CloseForm((Say(titled(sentence("task.nothing"))),))]
    person, draft, fields = event.who.person, sent_draft(event, services), TASK_FIELDS[operation]
    if errors := errors_of(fields, event.values, person, services):
        return [FormErrors(task_form(draft, services), errors)]
    said = {one.name: value_of(one, event.values) for one in fields}
    outcome, task = await services.tasks.act(task_id, person, operation, said, event.draft)
    match outcome:
        case ActOutcome.DONE:
            text = _done(operation, str(said.get("give_to") or ""), services)
            return [CloseForm((Say(task_card(task, person, services, lead=text) if task else titled(text)),))]
        case ActOutcome.NOBODY:
            return kept_open(task_form(draft, services), sentence("task.nobody"), fields[0].name)
        case _:
            return kept_open(task_form(draft, services), refusal_of(outcome, task), fields[0].name)


def _done(operation: Operation, to: str, services: Services) -> str:
    """What is so now; also where somebody chose whoever has the task already."""
    if operation is Operation.GIVE_TASK:
        return sentence("task.given_on", name=services.people.name(to))
    return sentence(f"task.did_{operation}")


def refusal_of(outcome: ActOutcome, task: Task | None) -> str:
    """Why something cannot be done with a task, in one sentence."""
    if outcome is ActOutcome.NOT_NOW and task and task.kind in BY_ACT and task.state is TaskState.OPEN:
        return sentence("task.by_act", reference=task.reference)
    return sentence("task.over" if outcome is ActOutcome.NOT_NOW else "task.nothing")


def _meant(value: str) -> tuple[Operation | None, str]:
    """The act and the task a form names."""
    name, _, task_id = value.partition(":")
    known = {str(one): one for one, fields in TASK_FIELDS.items() if fields}
    return known.get(name), task_id


FORMS: dict[str, Flow[FormSubmitted]] = {"task_act": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"task_act": task_form}
