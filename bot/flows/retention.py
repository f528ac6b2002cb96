"""Keeping records: what is due, and deciding on its destruction; for the records officer (D45, trust check 21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows.certificates import certificate_button
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.report_given import text_in, texts_in
from bot.flows.retention_card import AT_ONCE, closed_line, keeping_card, standing
from bot.flows.retention_hold import keeping_of
from bot.forms import Form, FormNotice, MultiChoiceField, Option, TextField
from bot.messages import Buttons, Text
from bot.people import Role
from bot.references import reference_in
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.kept import ClosedRecord
from incidents.rules.retention import Disposal

AUTHORITY_CHARACTERS = 500


async def show(event: CommandInvoked, services: Services) -> list[Reply]:
    """How many closed records stand how, those that are due by reference, and the way to decide; or how one stands."""
    person, reference = event.who.person, reference_in(f"record {event.text}")
    if not _decides(person, services):
        # Of one report, whoever handles it chooses the class where they close it.
        return short(sentence("order.workflow" if reference else "retention.not_yours"))
    if reference:
        return await keeping_of(reference, person, services)
    found, held = await _closed(person, services), await services.keeping.held(person)
    if not found and not held and Role.RECORDS not in services.people.roles_of(person):
        return short(sentence("retention.not_yours"))
    return [Say(keeping_card(found, held, services))]


async def choose(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form that says what is destroyed."""
    if not _decides(event.who.person, services):
        return short(sentence("retention.not_yours"))
    found = await _closed(event.who.person, services)
    due = standing(found, Disposal.DUE)[:AT_ONCE]
    if not due:
        is_officer = Role.RECORDS in services.people.roles_of(event.who.person)
        return short(sentence("retention.none_due" if found or is_officer else "retention.not_yours"))
    offered = " ".join(one.reference for one in due)
    draft = new_draft(event, "retention", services, _lines(due), offered)
    return open_form(draft, decide_form, services)


def decide_form(draft: Draft, _: Services) -> Form:
    """What is offered to be destroyed, and by whose decision; nothing is chosen beforehand."""
    return Form(
        name="retention",
        title=sentence("retention.form_title"),
        items=(
            FormNotice(sentence("retention.form_warning"), danger=True),
            FormNotice(sentence("retention.form_copies")),
            MultiChoiceField(
                "records",
                sentence("retention.records"),
                tuple(Option(one, line) for one, line in _offered(draft)),
                sentence("retention.records_hint"),
                required=True,
                initial=texts_in(draft.values, "records"),
            ),
            TextField(
                "authority",
                sentence("retention.authority"),
                sentence("retention.authority_hint"),
                required=True,
                initial=text_in(draft.values, "authority"),
                limit=AUTHORITY_CHARACTERS,
            ),
        ),
        submit=sentence("retention.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def decide(event: FormSubmitted, services: Services) -> list[Reply]:
    """Destroy what is still due of what was chosen, and give the certificate."""
    person = event.who.person
    if not _decides(person, services):
        return [CloseForm((Say(titled(sentence("retention.not_yours"))),))]
    chosen = [one for one in texts_in(event.values, "records") if one in event.context.split()]
    authority = text_in(event.values, "authority").strip()
    if errors := _errors(chosen, authority):
        return [FormErrors(decide_form(await _sent(event, services), services), errors)]
    schedule, profile = services.organisation.retention, services.organisation.incident_log
    made = await services.keeping.destroy(person, chosen, authority, schedule, event.draft, profile)
    if made is None:
        form = decide_form(await _sent(event, services), services)
        return kept_open(form, sentence("retention.none_due"), "records")
    spared = len(chosen) - len(made.destroyed)
    left = (Text(sentence("retention.spared", count=spared)),) if spared > 0 else ()
    said = sentence("retention.destroyed", count=len(made.destroyed))
    return [CloseForm((Say(titled(said, *left, Buttons((certificate_button(made.id),)))),))]


def _errors(chosen: Sequence[FieldValue], authority: str) -> dict[str, str]:
    errors = {}
    if not chosen:
        errors["records"] = sentence("retention.records_missing")
    if not authority:
        errors["authority"] = sentence("retention.authority_missing")
    elif len(authority) > AUTHORITY_CHARACTERS:
        limit, count = AUTHORITY_CHARACTERS, len(authority)
        errors["authority"] = sentence("report.too_long", limit=limit, count=count)
    return errors


def _offered(draft: Draft) -> list[tuple[str, str]]:
    """What the form offers: each reference, and the line it is offered by."""
    lines = {
        reference: line
        for reference, _, line in (one.partition(" ") for one in texts_in(draft.values, "lines"))
    }
    return [(one, lines.get(one, one)) for one in draft.context.split()]


def _lines(found: Sequence[ClosedRecord]) -> dict[str, FieldValue]:
    """The lines that reports are offered by. No field of the form, and too long for what a form carries with it."""
    return {"lines": tuple(f"{one.reference} {closed_line(one)}" for one in found)}


async def _sent(event: FormSubmitted, services: Services) -> Draft:
    """What came back, with the lines of what was offered as they stand now."""
    draft = sent_draft(event, services)
    found = [
        one for one in await _closed(event.who.person, services) if one.reference in event.context.split()
    ]
    return replace(draft, values={**draft.values, **_lines(found)})


async def _closed(person: str, services: Services) -> tuple[ClosedRecord, ...]:
    organisation = services.organisation
    return await services.keeping.closed(person, organisation.retention, organisation.incident_log)


def _decides(person: str, services: Services) -> bool:
    """Whether somebody may decide at all; the CAO does where no records officer may (`incidents.rules.rights`)."""
    return bool({Role.RECORDS, Role.CAO} & services.people.roles_of(person))


COMMANDS: dict[str, Flow[CommandInvoked]] = {"retention": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"retention.choose": choose}
FORMS: dict[str, Flow[FormSubmitted]] = {"retention": decide}
FORM_BUILDERS: dict[str, FormBuilder] = {"retention": decide_form}
