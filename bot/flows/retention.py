"""Keeping records: what is due, and deciding on its destruction; for the records officer (D45, trust check 21)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows.certificates import certificate_button, certificates_button
from bot.flows.parts import new_draft, open_form, sent_draft, short, titled
from bot.flows.report_given import text_in, texts_in
from bot.flows.times import day_words
from bot.forms import Form, FormNotice, MultiChoiceField, Option, TextField
from bot.messages import Button, Buttons, Fact, Facts, Listing, ListItem, Message, Part, Text, Tone
from bot.people import Role
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.keeping import ClosedRecord
from incidents.rules.retention import Disposal

AT_ONCE = 25
"""Reports of one decision: as many as are named on the card, so that nobody decides on what they did not see."""

AUTHORITY_CHARACTERS = 500


async def show(event: CommandInvoked, services: Services) -> list[Reply]:
    """How many closed reports stand how, those that are due by reference, and the way to decide."""
    person = event.who.person
    if not _decides(person, services):
        return short(sentence("retention.not_yours"))
    found = await services.keeping.closed(person, services.organisation.retention)
    return [Say(_card(found, services))]


async def choose(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form that says what is destroyed."""
    if not _decides(event.who.person, services):
        return short(sentence("retention.not_yours"))
    found = await services.keeping.closed(event.who.person, services.organisation.retention)
    due = _of(found, Disposal.DUE)[:AT_ONCE]
    if not due:
        return short(sentence("retention.none_due"))
    offered = " ".join(one.reference for one in due)
    return open_form(new_draft(event, "retention", services, {}, offered), decide_form, services)


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
                tuple(Option(one, one) for one in draft.context.split()),
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
        return [FormErrors(decide_form(sent_draft(event, services), services), errors)]
    schedule = services.organisation.retention
    made = await services.keeping.destroy(person, chosen, authority, schedule, event.draft)
    if made is None:
        return [CloseForm((Say(titled(sentence("retention.none_due"))),))]
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


def _card(found: Sequence[ClosedRecord], services: Services) -> Message:
    parts: list[Part] = []
    if not services.organisation.retention:
        parts.append(Text(sentence("retention.no_schedule")))
    if not found:
        parts.append(Text(sentence("retention.nothing_closed")))
    counts = tuple(
        Fact(sentence(f"retention.standing_{one}"), sentence("retention.count", count=count))
        for one in Disposal
        if (count := len(_of(found, one)))
    )
    parts += [Facts(counts)] if counts else []
    parts += _named(sentence("retention.due_title"), _of(found, Disposal.DUE))
    parts += _named(sentence("retention.other_title"), _of(found, Disposal.UNCLASSED))
    parts.append(Text(sentence("retention.by_itself"), Tone.QUIET))
    decide_button = Button(sentence("retention.decide"), "retention.choose", opens_form=True)
    due = [decide_button] if _of(found, Disposal.DUE) else []
    return titled(sentence("retention.title"), *parts, Buttons((*due, certificates_button())))


def _named(title: str, found: Sequence[ClosedRecord]) -> Iterator[Part]:
    if not found:
        return
    yield Listing(title, tuple(ListItem(_line(one)) for one in found[:AT_ONCE]))
    if len(found) > AT_ONCE:
        yield Text(sentence("retention.more", count=len(found) - AT_ONCE))


def _line(one: ClosedRecord) -> str:
    name, closed = one.retention_class or sentence("retention.no_class"), _day(one.closed)
    if one.kept_until is None:
        return sentence("retention.line_unclassed", reference=one.reference, name=name, closed=closed)
    until = day_words(one.kept_until)
    return sentence("retention.line", reference=one.reference, name=name, closed=closed, until=until)


def _day(day: date | None) -> str:
    return day_words(day) if day else sentence("record.unknown")


def _of(found: Sequence[ClosedRecord], which: Disposal) -> list[ClosedRecord]:
    return [one for one in found if one.disposal is which]


def _decides(person: str, services: Services) -> bool:
    return Role.RECORDS in services.people.roles_of(person)


COMMANDS: dict[str, Flow[CommandInvoked]] = {"retention": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"retention.choose": choose}
FORMS: dict[str, Flow[FormSubmitted]] = {"retention": decide}
FORM_BUILDERS: dict[str, FormBuilder] = {"retention": decide_form}
