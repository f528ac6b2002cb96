"""Safety markers: a named person decides that violence before is told, reads who was told, and ends it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.looks import looks_form
from bot.flows.marker_card import marker_card, read_marker_form, state_words
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.record_fields import drawn, errors_of, value_of
from bot.flows.report_given import Values, text_in, texts_in
from bot.flows.restriction_words import day_of
from bot.forms import DateTimeField, Form, FormNotice, MultiChoiceField, Option, TextField
from bot.messages import Button, Buttons, Fact, Facts
from bot.replies import CloseForm, FormErrors, OpenForm, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.calendar import months_after
from foundation.ids import new_id
from incidents.marker import Marker, MarkerProblem
from incidents.records import ActOutcome
from incidents.rules.access import Operation
from incidents.rules.restriction_acts import RESTRICTION_FIELDS
from incidents.rules.restriction_terms import later

SHOWN = 4
"""Markers on one card."""
DIGITS = 6
LINE = 500
USUAL = 6
"""Months that the form begins with, or as many fewer as the file allows."""
FORM, END_FORM = "marker", "marker_end"
END_FIELDS = RESTRICTION_FIELDS[Operation.END]

SHOWN_AT: Mapping[MarkerProblem, str] = {
    MarkerProblem.NO_PRECAUTION: "precautions",
    MarkerProblem.NO_REASONS: "reasons",
    MarkerProblem.ENDS_BEFORE: "ends",
    MarkerProblem.TOO_LONG: "ends",
    MarkerProblem.INCIDENT_UNKNOWN: "incidents",
}
"""The field a problem is shown at; the name where it is about none."""


def markers_button() -> Button:
    """The way to all of them."""
    return Button(sentence("marker.list"), "marker.list")


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """Those this person keeps, page by page; whoever keeps none sees nothing."""
    person = event.who.person
    if not services.markers.may(person, Operation.FOLLOW):
        return short(sentence("marker.nothing"))
    decides = services.markers.may(person, Operation.MARK)
    ways = (Button(sentence("marker.new"), "marker.new", opens_form=True),) if decides else ()
    found = await services.markers.listed(person)
    if not found:
        return short(sentence("marker.none"), *ways)
    start = int(event.value) if event.value.isdecimal() and len(event.value) <= DIGITS else 0
    page, left = found[start : start + SHOWN], len(found) - start - SHOWN
    facts = tuple(
        Fact(
            one.reference,
            sentence(
                "marker.line",
                precautions=" ".join(one.marker.precautions),
                day=day_of(one.marker.ends, services),
                state=state_words(one),
            ),
        )
        for one in page
    )
    buttons = [
        Button(sentence("marker.open", reference=one.reference), "marker.show", one.id) for one in page
    ]
    if left > 0:
        buttons.append(Button(sentence("marker.further", count=left), "marker.list", str(start + SHOWN)))
    return [Say(titled(sentence("marker.list"), Facts(facts), Buttons((*buttons, *ways))))]


async def one(event: ActionChosen, services: Services) -> list[Reply]:
    """The card of one."""
    found = await services.markers.view(event.value, event.who.person)
    return [Say(marker_card(found, services))] if found else short(sentence("marker.nothing"))


async def read(event: ActionChosen, services: Services) -> list[Reply]:
    """The whole of it, in a form, for who may read it at this moment."""
    found = await services.markers.view(event.value, event.who.person)
    if found is None:
        return short(sentence("marker.nothing"))
    return [OpenForm(read_marker_form(found, services), marker_card(found, services))]


async def looks(event: ActionChosen, services: Services) -> list[Reply]:
    """Who was told, and who looked at it, the newest first."""
    found = await services.markers.looks(event.value, event.who.person)
    if found is None:
        return short(sentence("marker.nothing"))
    nobody = sentence("marker.nobody")
    return [looks_form(found, sentence("marker.who"), event.value, services, nobody=nobody)]


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form, for who may decide."""
    if not services.markers.may(event.who.person, Operation.MARK):
        return short(sentence("marker.nothing"))
    return open_form(new_draft(event, FORM, services, {}), decide_form, services)


def decide_form(draft: Draft, services: Services) -> Form:
    """Whom it is about, what is told, why, and until when."""
    rules, said, organisation = services.markers.rules, draft.values, services.organisation
    calendar = organisation.calendar
    now = services.clock.now()
    usual = calendar.closes(months_after(calendar.day_of(now), USUAL))
    usual = min(usual, later(now, rules.longest, organisation.timezone))
    return Form(
        name=FORM,
        title=sentence("marker.new"),
        items=(
            FormNotice(sentence("marker.new_notice", told=rules.may_be_told)),
            FormNotice(sentence("marker.new_rule", rule=rules.rule)),
            TextField(
                "customer",
                sentence("marker.customer"),
                sentence("marker.customer_hint"),
                required=True,
                initial=text_in(said, "customer"),
                limit=LINE,
            ),
            MultiChoiceField(
                "precautions",
                sentence("marker.precautions"),
                tuple(Option(key, words) for key, words in rules.precautions.items()),
                sentence("marker.precautions_hint"),
                required=True,
                initial=texts_in(said, "precautions"),
            ),
            TextField(
                "reasons",
                sentence("marker.reasons"),
                sentence("marker.reasons_hint"),
                required=True,
                multiline=True,
                initial=text_in(said, "reasons"),
            ),
            TextField(
                "incidents",
                sentence("marker.incidents"),
                sentence("marker.incidents_hint"),
                initial=text_in(said, "incidents"),
                limit=LINE,
            ),
            DateTimeField(
                "ends",
                sentence("marker.ends"),
                organisation.zone,
                required=True,
                initial=_moment(said, "ends") or usual,
                ahead=calendar.end,
            ),
        ),
        submit=sentence("marker.new_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Decide it; what does not fit stays in the form, which says why."""
    draft, ends = sent_draft(event, services), _moment(event.values, "ends")
    if ends is None:
        return [FormErrors(decide_form(draft, services), {"ends": sentence("marker.ends_missing")})]
    marker = _marker(event.values, event.who.person, ends, services)
    problems, found = await services.markers.decide(marker, event.draft)
    if problems:
        errors = {
            SHOWN_AT.get(one, "customer"): sentence(f"marker.problem_{one}") for one in reversed(problems)
        }
        return [FormErrors(decide_form(draft, services), errors)]
    if found is None:
        return kept_open(decide_form(draft, services), sentence("marker.nothing"), "customer")
    lead = sentence("marker.decided", day=day_of(found.marker.ends, services))
    return [CloseForm((Say(marker_card(found, services, lead=lead)),))]


def _marker(values: Values, person: str, ends: datetime, services: Services) -> Marker:
    rules, named = services.markers.rules, text_in(values, "incidents").strip().upper()
    return Marker(
        decided_by=person,
        department="",
        customer=text_in(values, "customer").strip(),
        told=rules.may_be_told,
        precautions=rules.chosen(texts_in(values, "precautions")),
        rule=rules.rule,
        reasons=text_in(values, "reasons").strip(),
        ends=ends,
        incidents=tuple(re.split(r"[,;\s]+", named)) if named else (),
    )


async def begin_end(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form that ends one before its day."""
    found = await services.markers.view(event.value, event.who.person)
    if found is None:
        return short(sentence("marker.nothing"))
    if Operation.END not in found.may:
        return [Say(marker_card(found, services, lead=sentence("marker.not_now")))]
    return open_form(new_draft(event, END_FORM, services, {}, event.value), end_form, services)


def end_form(draft: Draft, services: Services) -> Form:
    """What ending it means, and why."""
    (reason,) = (drawn(one, draft.values, draft.person, services) for one in END_FIELDS)
    return Form(
        name=END_FORM,
        title=sentence("marker.end"),
        items=(
            FormNotice(sentence("marker.end_notice")),
            replace(
                reason, hint=sentence("marker.end_hint")
            ),  # No letter goes out, as at the end of a restriction.
        ),
        submit=sentence("act.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def submit_end(event: FormSubmitted, services: Services) -> list[Reply]:
    """End it, with the reason."""
    person, draft = event.who.person, sent_draft(event, services)
    if errors := errors_of(END_FIELDS, event.values, person, services):
        return [FormErrors(end_form(draft, services), errors)]
    reason = str(value_of(END_FIELDS[0], event.values) or "")
    outcome, found = await services.markers.end(event.context, person, reason, event.draft)
    if outcome is ActOutcome.DONE and found:
        return [CloseForm((Say(marker_card(found, services, lead=sentence("marker.ended"))),))]
    refused = sentence("marker.not_now" if outcome is ActOutcome.NOT_NOW else "marker.nothing")
    return kept_open(end_form(draft, services), refused, END_FIELDS[0].name)


def _moment(said: Values, name: str) -> datetime | None:
    value = said.get(name)
    return value if isinstance(value, datetime) else None


ACTIONS: dict[str, Flow[ActionChosen]] = {
    "marker.list": show,
    "marker.show": one,
    "marker.read": read,
    "marker.looks": looks,
    "marker.new": begin,
    "marker.end": begin_end,
}
FORMS: dict[str, Flow[FormSubmitted]] = {FORM: submit, END_FORM: submit_end}
FORM_BUILDERS: dict[str, FormBuilder] = {FORM: decide_form, END_FORM: end_form}
