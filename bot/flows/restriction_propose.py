"""Proposing a restriction: the organisation's own options, scope, ground, days and whom alone they deal with."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short
from bot.flows.report_given import Values, text_in, texts_in
from bot.flows.restriction_card import restriction_card
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Field,
    Form,
    FormNotice,
    MultiChoiceField,
    Option,
    PersonField,
    TextField,
)
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.calendar import months_after
from incidents.restriction import Problem, Restriction
from incidents.rules.access import Operation
from incidents.rules.restriction_terms import SCOPES, works_here

FORM = "restriction_propose"
LINE = 500
USUAL_REVIEW, USUAL_END = 3, 6
"""Months that the form begins with."""

SHOWN_AT: Mapping[Problem, str] = {
    Problem.NO_CUSTOMER: "customer",
    Problem.NO_GROUND: "ground",
    Problem.NO_REASONS: "reasons",
    Problem.NO_OPTION: "options",
    Problem.NOT_TOGETHER: "options",
    Problem.NOBODY_DECIDES: "options",
    Problem.NOBODY_ANSWERS: "options",
    Problem.BESIDE_ANOTHER: "options",
    Problem.NAME_UNFINDABLE: "customer",
    Problem.NOMINATED_ALONE: "nominated",
    Problem.QUOTA_ALONE: "quota",
    Problem.REPLACED_OTHER: "replaces",
    Problem.NO_NOMINATED: "nominated",
    Problem.NO_QUOTA: "quota",
    Problem.SCOPE_UNKNOWN: "channels",
    Problem.STARTS_BEFORE: "starts",
    Problem.REVIEW_ORDER: "review",
    Problem.REVIEW_LATE: "review",
    Problem.TOO_LONG: "ends",
    Problem.INCIDENT_UNKNOWN: "incidents",
    Problem.REPLACED_UNKNOWN: "replaces",
}
"""The field a problem of a proposal is shown at."""


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form, for who may propose."""
    if not services.restrictions.may(event.who.person, Operation.PROPOSE):
        return short(sentence("restriction.nothing"))
    return open_form(new_draft(event, FORM, services, {}), propose_form, services)


def propose_form(draft: Draft, services: Services) -> Form:
    """What a proposal says; whoever decides reads all of it."""
    rules, said = services.restrictions.rules, draft.values
    return Form(
        name=FORM,
        title=sentence("restriction.propose"),
        items=(
            FormNotice(sentence("restriction.propose_notice")),
            _line("customer", said, required=True),
            MultiChoiceField(
                "options",
                sentence("restriction.options"),
                tuple(Option(one.key, f"{one.key} {one.name}") for one in rules.options),
                sentence("restriction.options_hint"),
                required=True,
                initial=texts_in(said, "options"),
            ),
            ChoiceField(
                "ground",
                sentence("restriction.ground"),
                tuple(Option(key, words) for key, words in rules.grounds.items()),
                required=True,
                initial=text_in(said, "ground"),
            ),
            TextField(
                "reasons",
                sentence("restriction.reasons"),
                sentence("restriction.reasons_hint"),
                required=True,
                multiline=True,
                initial=text_in(said, "reasons"),
            ),
            _line("incidents", said),
            *_days(said, services),
            *_further(said, services),
        ),
        submit=sentence("restriction.propose_submit"),
        draft=draft.key,
        context=draft.context,
    )


def _line(name: str, said: Values, *, required: bool = False) -> TextField:
    hints = {
        "customer": sentence("restriction.customer_hint"),
        "incidents": sentence("restriction.incidents_hint"),
        "quota": sentence("restriction.quota_hint"),
        "replaces": sentence("restriction.replaces_hint"),
    }
    labels = {
        "customer": sentence("restriction.customer"),
        "incidents": sentence("restriction.incidents"),
        "quota": sentence("restriction.quota_label"),
        "replaces": sentence("restriction.replaces"),
    }
    return TextField(
        name, labels[name], hints[name], required=required, initial=text_in(said, name), limit=LINE
    )


def _days(said: Values, services: Services) -> list[Field]:
    organisation, now = services.organisation, services.clock.now()
    calendar, today = organisation.calendar, organisation.calendar.day_of(now)
    usual = {
        "starts": calendar.opens(today + timedelta(days=1)),
        "review": calendar.closes(months_after(today, USUAL_REVIEW)),
        "ends": calendar.closes(months_after(today, USUAL_END)),
    }
    labels = {
        "starts": sentence("restriction.starts"),
        "review": sentence("restriction.review"),
        "ends": sentence("restriction.ends"),
    }
    return [
        DateTimeField(
            name,
            labels[name],
            organisation.zone,
            required=True,
            initial=_moment(said, name) or moment,
            ahead=calendar.end,
        )
        for name, moment in usual.items()
    ]


def _further(said: Values, services: Services) -> list[Field]:
    labels = {
        "channels": sentence("restriction.channels"),
        "sites": sentence("restriction.sites"),
        "matters": sentence("restriction.matters"),
    }
    scopes = services.restrictions.rules.scopes
    people = sorted(services.people.by_key.values(), key=lambda one: one.name.casefold())
    nominated = text_in(said, "nominated")
    return [
        PersonField(
            "nominated",
            sentence("restriction.nominated_label"),
            tuple(Option(one.key, one.name) for one in people if works_here(one.key, services.people)),
            sentence("restriction.nominated_hint"),
            initial=(nominated,) if nominated else (),
        ),
        _line("quota", said),
        *(
            MultiChoiceField(
                name,
                labels[name],
                tuple(Option(key, words) for key, words in scopes[name].items()),
                sentence("restriction.scope_hint"),
                initial=texts_in(said, name),
            )
            for name in SCOPES
            if scopes.get(name)
        ),
        _line("replaces", said),
    ]


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Put it on the register; what does not fit stays in the form, which says why."""
    draft = sent_draft(event, services)
    wanted = _wanted(event.values, event.who.person, services)
    if wanted is None:
        missing = next(name for name in ("starts", "review", "ends") if not _moment(event.values, name))
        return [FormErrors(propose_form(draft, services), {missing: sentence("restriction.day_missing")})]
    problems, found = await services.restrictions.propose(wanted, event.draft)
    if problems:
        errors = {
            SHOWN_AT.get(one, "customer"): sentence(f"restriction.problem_{one}")
            for one in reversed(problems)
        }
        return [FormErrors(propose_form(draft, services), errors)]
    if found is None:
        return kept_open(propose_form(draft, services), sentence("restriction.nothing"), "customer")
    card = restriction_card(found, services, lead=sentence("restriction.proposed"))
    return [CloseForm((Say(card),))]


def _wanted(values: Values, person: str, services: Services) -> Restriction | None:
    """The proposal a form holds; None where a day is missing."""
    starts, review, ends = (_moment(values, name) for name in ("starts", "review", "ends"))
    if starts is None or review is None or ends is None:
        return None
    quota = text_in(values, "quota").strip()
    return Restriction(
        proposer=person,
        department="",
        customer=text_in(values, "customer").strip(),
        options=tuple(
            one.key for one in services.restrictions.rules.options if one.key in texts_in(values, "options")
        ),
        ground=text_in(values, "ground"),
        reasons=text_in(values, "reasons").strip(),
        starts=starts,
        review=review,
        ends=ends,
        channels=texts_in(values, "channels"),
        sites=texts_in(values, "sites"),
        matters=texts_in(values, "matters"),
        incidents=tuple(re.split(r"[,;\s]+", text_in(values, "incidents").strip().upper()))
        if text_in(values, "incidents").strip()
        else (),
        nominated=text_in(values, "nominated"),
        quota=int(quota) if quota.isdecimal() and len(quota) < 4 else 0,
        replaces=text_in(values, "replaces").strip().upper(),
    )


def _moment(values: Values, name: str) -> datetime | None:
    said = values.get(name)
    return said if isinstance(said, datetime) else None


ACTIONS: dict[str, Flow[ActionChosen]] = {"restriction.propose": begin}
FORMS: dict[str, Flow[FormSubmitted]] = {FORM: submit}
FORM_BUILDERS: dict[str, FormBuilder] = {FORM: propose_form}
