"""How one record that is no report is kept, and a hold on it: a legal matter, or a request for what is in it (D45)."""

from __future__ import annotations

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.record_fields import drawn, errors_of, shown, value_of
from bot.flows.record_view import pieces
from bot.flows.retention_card import closed_line, hold_names
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.replies import CloseForm, FormErrors, OpenForm, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.audit import Act
from incidents.kept import ClosedRecord, HeldRecord
from incidents.records import ActOutcome, RecordEntry
from incidents.rules.access import Operation
from incidents.rules.acts import SAID_FIELDS

FORM = "retention_hold"
WAYS = {one.value: one for one in (Operation.HOLD, Operation.LIFT_HOLD)}


async def keeping_of(name: str, person: str, services: Services) -> list[Reply]:
    """How one stands, for whoever decides on it; absent and not theirs are one answer."""
    found = await services.keeping.one(name, person, services.organisation.retention)
    return [Say(_card(found))] if found else short(sentence("retention.nothing_here"))


async def one(event: ActionChosen, services: Services) -> list[Reply]:
    """The same from a button."""
    return await keeping_of(event.value, event.who.person, services)


def _card(one: ClosedRecord | HeldRecord, *, lead: str = "") -> Message:
    title = sentence("retention.one_title", reference=one.reference)
    facts = [
        Fact(sentence("retention.kind"), sentence(f"retention.kind_{one.kind}")),
        Fact(
            sentence("retention.holds"),
            hold_names(one.holds) if one.holds else sentence("retention.no_holds"),
        ),
    ]
    parts: list[Part] = [Heading(title), *([Text(lead, Tone.STRONG)] if lead else [])]
    if isinstance(one, ClosedRecord):
        facts.append(Fact(sentence("retention.stands"), sentence(f"retention.standing_{one.disposal}")))
        facts.append(Fact(sentence("retention.class"), closed_line(one)))
    else:
        facts.append(Fact(sentence("retention.stands"), sentence("retention.not_over")))
    ways = [
        Button(sentence("retention.hold"), "retention.hold", f"{Operation.HOLD}:{one.id}", opens_form=True)
    ]
    if one.holds:
        lift = f"{Operation.LIFT_HOLD}:{one.id}"
        ways.append(Button(sentence("retention.lift_hold"), "retention.hold", lift, opens_form=True))
    if one.said:
        ways.insert(0, Button(sentence("retention.why"), "retention.why", one.id, opens_form=True))
    return Message(lead or title, (*parts, Facts(tuple(facts)), Buttons(tuple(ways))))


async def why(event: ActionChosen, services: Services) -> list[Reply]:
    """Who put holds on it and lifted them, and their reasons, in a form with nothing to fill in."""
    found = await services.keeping.one(event.value, event.who.person, services.organisation.retention)
    if found is None:
        return short(sentence("retention.nothing_here"))
    form = Form(
        name="record",
        title=sentence("retention.why"),
        items=tuple(
            FormNotice(sentence("record.entry", label=label, text=piece))
            for label, text in (_entry(one, services) for one in found.said)
            for piece in pieces(text)
        ),
        submit=sentence("record.close"),
        draft=new_id(),
        context=found.id,
    )
    return [OpenForm(form, _card(found))]


def _entry(entry: RecordEntry, services: Services) -> tuple[str, str]:
    what = sentence(
        "retention.event_held" if entry.act == Act.HELD else "retention.event_hold_lifted",
        person=services.people.name(entry.by),
    )
    label = sentence("act.entry", what=what, moment=local_moment(entry.at, services.organisation))
    asked = SAID_FIELDS[Operation(entry.operation)] if entry.operation else ()
    said = [shown(one, entry.said[one.name], services) for one in asked if one.name in entry.said]
    return label, "\n".join(said) or sentence("retention.reason_unread")


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form of a hold, for whoever decides on the record."""
    operation, record_id = _meant(event.value)
    found = await services.keeping.one(record_id, event.who.person, services.organisation.retention)
    if operation is None or found is None:
        return short(sentence("retention.nothing_here"))
    return open_form(new_draft(event, FORM, services, {}, event.value), hold_form, services)


def hold_form(draft: Draft, services: Services) -> Form:
    """Which kind of hold, and why."""
    operation = _meant(draft.context)[0] or Operation.HOLD
    return Form(
        name=FORM,
        title=sentence("retention.hold" if operation is Operation.HOLD else "retention.lift_hold"),
        items=(
            FormNotice(
                sentence(
                    "retention.hold_notice" if operation is Operation.HOLD else "retention.lift_hold_notice"
                )
            ),
            *(drawn(field, draft.values, draft.person, services) for field in SAID_FIELDS[operation]),
        ),
        submit=sentence("act.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Put the hold on, or lift it."""
    operation, record_id = _meant(event.context)
    person, draft = event.who.person, sent_draft(event, services)
    if operation is None:
        return [CloseForm((Say(titled(sentence("retention.nothing_here"))),))]
    fields = SAID_FIELDS[operation]
    if errors := errors_of(fields, event.values, person, services):
        return [FormErrors(hold_form(draft, services), errors)]
    values = ((field.name, value_of(field, event.values)) for field in fields)
    said = {name: value for name, value in values if value is not None}
    outcome = await services.keeping.hold(record_id, person, operation, said, event.draft)
    if outcome is not ActOutcome.DONE:
        refused = sentence(
            "retention.no_such_hold" if outcome is ActOutcome.NOT_NOW else "retention.nothing_here"
        )
        return kept_open(hold_form(draft, services), refused, fields[0].name)
    found = await services.keeping.one(record_id, person, services.organisation.retention)
    lead = sentence("retention.held_now" if operation is Operation.HOLD else "retention.lifted_now")
    return [CloseForm((Say(_card(found, lead=lead)),) if found else ())]


def _meant(value: str) -> tuple[Operation | None, str]:
    name, _, record_id = value.partition(":")
    return WAYS.get(name), record_id


ACTIONS: dict[str, Flow[ActionChosen]] = {
    "retention.one": one,
    "retention.why": why,
    "retention.hold": begin,
}
FORMS: dict[str, Flow[FormSubmitted]] = {FORM: submit}
FORM_BUILDERS: dict[str, FormBuilder] = {FORM: hold_form}
