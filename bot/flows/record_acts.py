"""What comes next for a record: the acts its reader may do now, each with its form (D07-D36, P12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.away_words import away_parts
from bot.flows.closed import why_not
from bot.flows.correspondence import begins_with, is_offered
from bot.flows.details import details_button
from bot.flows.earlier_card import earlier_button, related_parts
from bot.flows.letter_ways import letter_buttons
from bot.flows.looks import looks_button
from bot.flows.notice_card import (
    act_button,
    add_button,
    attach_button,
    chain_card,
    files_button,
    paper_button,
    read_button,
    reporter_card,
    state_words,
)
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.promises import offers
from bot.flows.record_fields import drawn, errors_of, value_of
from bot.flows.staff_words import statement_button
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.messages import Button, Buttons, Fact, Facts, Message, Part, Text, Tone
from bot.people import Role
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.records import ActOutcome, Record, Said
from incidents.rules.access import DETAILING, Operation
from incidents.rules.acts import ACT_FIELDS, MAKES_TASK, HandedTo, LetterDecision
from incidents.rules.fields import RecordField, is_asked
from incidents.rules.transitions import possible, transition

DECIDED: Mapping[str, tuple[Operation, ...]] = {
    LetterDecision.ANSWER: (Operation.CONTACT, Operation.ADD_TASK),
    LetterDecision.FILE: (Operation.CLOSE,),
    LetterDecision.PASS_UP: (Operation.HAND_OVER,),
}
"""What is done next where that was decided on a letter."""

MANY = 11
"""Buttons beside the PDF that two cards of Teams hold."""


async def steps(event: ActionChosen, services: Services) -> list[Reply]:
    """Everything its reader may do with a record now."""
    record = await services.incidents.view(event.value, event.who.person)
    if record is None:
        return short(await why_not(event.value, event.who.person, services))
    may = _acts(record)
    if Operation.HAND_OVER in may and not await services.incidents.hands_to(record.id, event.who.person):
        may = [one for one in may if one is not Operation.HAND_OVER]
    buttons = [_button(one, record) for one in may]
    if Operation.AMEND in record.may:
        buttons.append(add_button(record))
    if Operation.SEE_LOOKS in record.may:
        buttons.append(looks_button(record.id))
    buttons += letter_buttons(record, services)
    if Operation.LINK in record.may:
        buttons.append(earlier_button(record))
    title = sentence("act.steps_title", reference=record.reference)
    if not buttons:
        nothing = Text(sentence("act.steps_none"))
        ways = (*files_button(record), read_button(record), paper_button(record))
        return [Say(titled(title, nothing, Buttons(ways)))]
    where = Facts((Fact(sentence("act.stands"), state_words(record)),))
    others = await related_parts(record, event.who.person, services, way_on=False)
    return [Say(titled(title, where, *others, Buttons((*buttons, *_to_read(record, len(buttons))))))]


def _to_read(record: Record, count: int) -> tuple[Button, ...]:
    """The ways to files, words and paper behind so many others, as far as two cards hold them.

    Whoever can do most has Read on the card they come from, and finds the PDF with the files.
    """
    files = (*attach_button(record), *files_button(record))
    if count + len(files) > MANY:
        return (files_button(record, with_paper=True)[0],)
    read = (read_button(record),) if count + len(files) < MANY else ()
    return (*files, *read, paper_button(record))


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Do an act that asks nothing at once; open the form of any other."""
    operation, record_id = _meant(event.value)
    person = event.who.person
    record = await services.incidents.view(record_id, person)
    if record is None or operation is None:
        return short(await why_not(record_id, person, services))
    if operation not in record.may:
        is_possible = transition(record.state, operation) is not None
        outcome = ActOutcome.NOT_ALLOWED if is_possible else ActOutcome.NOT_NOW
        return [Say(card_for(record, person, services, refusal(outcome, record, operation)))]
    if operation is Operation.HAND_OVER:
        ways = await services.incidents.hands_to(record.id, person)
        if not ways:
            return [Say(card_for(record, person, services, sentence("act.nobody_above")))]
        context = ":".join((operation, record_id, *ways))
        return open_form(new_draft(event, "act", services, {}, context), act_form, services)
    if ACT_FIELDS[operation]:
        values = begins_with(operation, record, services)
        return open_form(new_draft(event, "act", services, values, event.value), act_form, services)
    # Pressed twice it is done once: the record looks the same to both, until one of them was done.
    once = f"{operation}:{len(record.entries)}"
    outcome, after = await services.incidents.act(record.id, person, operation, {}, once)
    if outcome is not ActOutcome.DONE:
        return short(refusal(outcome, after, operation))
    return [Say(_done(after or record, person, services))]


def act_form(draft: Draft, services: Services) -> Form:
    """What an act does, and what it asks."""
    operation, _ = _meant(draft.context)
    asked = operation or Operation.AMEND
    return Form(
        name="act",
        title=sentence(f"act.{asked}"),
        items=(
            FormNotice(sentence(f"act.{asked}_notice")),
            *(drawn(one, draft.values, draft.person, services) for one in _fields(asked, draft.context)),
        ),
        submit=sentence("act.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Do the act; where it cannot be done, everything that was typed stays in the form, which says why."""
    operation, record_id = _meant(event.context)
    person, draft = event.who.person, sent_draft(event, services)
    fields = ACT_FIELDS[operation] if operation else ()
    if operation is None or not fields:
        return [CloseForm((Say(titled(sentence("notice.nothing_to_show"))),))]
    if errors := errors_of(fields, event.values, person, services):
        return [FormErrors(act_form(draft, services), errors)]
    # What was filled in before another answer took its field away is said no more.
    asked = (one for one in fields if is_asked(one, event.values))
    values = ((one.name, value_of(one, event.values)) for one in asked)
    said = {name: value for name, value in values if value is not None}
    outcome, record = await services.incidents.act(record_id, person, operation, said, event.draft)
    if outcome is not ActOutcome.DONE:
        return kept_open(act_form(draft, services), refusal(outcome, record, operation), fields[0].name)
    if record is None:  # Passed on by somebody who had no other ground to see it.
        return [CloseForm((Say(titled(sentence("act.passed"))),))]
    words = [one for one in said.values() if isinstance(one, str)]
    made = [
        *offers(record, words),
        *_given(operation, said, record, services),
        *_away(operation, said, record, services),
        *_follows(said, record, person, services),
    ]
    return [CloseForm((Say(_done(record, person, services, *made)),))]


def _done(record: Record, person: str, services: Services, *more: Part) -> Message:
    card = card_for(record, person, services, sentence("act.done", reference=record.reference))
    return replace(card, parts=(*card.parts, *more)) if more else card


def _follows(said: Mapping[str, Said], record: Record, person: str, services: Services) -> list[Part]:
    """The way to what was decided on a letter (D21, D26)."""
    decision = said.get("letter_decision")
    ways = [act_button(one, record) for one in DECIDED.get(str(decision), ()) if one in record.may]
    if decision == LetterDecision.RESTRICT and services.restrictions.may(person, Operation.PROPOSE):
        ways = [Button(sentence("restriction.propose"), "restriction.propose", opens_form=True)]
    return [Buttons(tuple(ways))] if ways else []


def _away(
    operation: Operation, said: Mapping[str, Said], record: Record, services: Services
) -> tuple[Text, ...]:
    """Who of those that an act is for is away now, and who stands in."""
    people, shared = services.people, said.get("share_with")
    meant = (str(said.get("assignee") or ""), *(shared if isinstance(shared, tuple) else ()))
    if operation is Operation.ASK_CAO or said.get("handed_to") == HandedTo.CAO:
        meant = people.holders(Role.CAO)
    elif said.get("handed_to") == HandedTo.HEAD:
        meant = people.holders(Role.HEAD, record.report.department)
    hidden = {*record.report.whose, *record.about}
    return away_parts((one for one in meant if one and one not in hidden), services, hidden)


def _given(operation: Operation, said: Mapping[str, Said], record: Record, services: Services) -> list[Part]:
    """Who has the task that an act made, and until when."""
    due = said.get("task_due")
    if operation not in MAKES_TASK or not isinstance(due, datetime):
        return []
    whom = said.get("task_person")
    mine = (one for one in record.tasks if one.due == due and whom in ("", None, one.assignee))
    made = max(mine, key=lambda one: one.made_at, default=None)
    if made is None:
        return []
    moment = local_moment(made.due, services.organisation)
    name = services.people.name(made.assignee)
    return [Text(sentence("task.kept", name=name, moment=moment), Tone.GOOD)]


def card_for(record: Record, person: str, services: Services, text: str) -> Message:
    if person in record.report.whose:
        return reporter_card(record, services, text)
    return chain_card(record, services, reader=person, news=text)


def refusal(outcome: ActOutcome, record: Record | None, operation: Operation) -> str:
    match outcome:
        case ActOutcome.NOBODY if operation is Operation.ASSIGN:
            return sentence("act.nobody_assign")
        case ActOutcome.NOBODY:
            return sentence("act.nobody_cao" if operation is Operation.ASK_CAO else "act.nobody")
        case ActOutcome.TASKS_OPEN if record is not None:
            waiting = sum(one.blocks for one in record.open_tasks)
            return sentence("act.tasks_open", count=waiting)
        case ActOutcome.NO_SUCH_RECORD:
            return sentence("act.no_such_record")
        case ActOutcome.NOT_HELD:
            return sentence("act.not_held")
        case ActOutcome.NOT_NOW if record is not None:
            return sentence("act.not_now", state=state_words(record))
        case ActOutcome.NOT_NOW | ActOutcome.NOT_ALLOWED | ActOutcome.DONE | ActOutcome.TASKS_OPEN:
            return sentence("act.not_yours")
        case _:
            assert_never(outcome)


def _button(operation: Operation, record: Record) -> Button:
    """The way to an act; those that ask back about their words have a form of their own."""
    if operation is Operation.ADD_STATEMENT:
        return statement_button(record.id)
    return details_button(operation, record) if operation in DETAILING else act_button(operation, record)


def _acts(record: Record) -> list[Operation]:
    """The acts that have a form or a button of their own, in the order of the table."""
    acts = record.may & ACT_FIELDS.keys()
    if Operation.ADD_TASK in acts:
        acts -= {Operation.PROMISE}  # Whoever may give any task needs no other way to this one.
    if not is_offered(record):
        acts -= {Operation.DECIDE_CORRESPONDENCE}
    return [one.operation for one in possible(record.state) if one.operation in acts]


def _fields(operation: Operation, context: str) -> tuple[RecordField, ...]:
    """What an act asks; whom to hand over to is asked of those alone who can be told, as the form carries them."""
    fields, ways = ACT_FIELDS[operation], context.split(":")[2:]
    if operation is not Operation.HAND_OVER or not ways:
        return fields
    first, *others = fields
    offered = tuple(one for one in first.choices if one in ways)
    return (replace(first, choices=offered or first.choices), *others)


def _meant(value: str) -> tuple[Operation | None, str]:
    """The act and the record a button or a form names."""
    name, record_id, *_ = f"{value}:".split(":")
    known = {
        one.value: one for one in ACT_FIELDS if one not in DETAILING | {Operation.ADD_STATEMENT}
    }  # Those ask back about their words.
    return known.get(name), record_id


ACTIONS: dict[str, Flow[ActionChosen]] = {"record.steps": steps, "record.act": begin}
FORMS: dict[str, Flow[FormSubmitted]] = {"act": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"act": act_form}
