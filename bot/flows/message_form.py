"""The forms of a message for a colleague and of somebody who is here for one, and what they hold (A09, J36)."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.answers import RECORD_CHARACTERS, says_something
from bot.drafts import Draft
from bot.flows.record_fields import LINE_CHARACTERS
from bot.flows.report_given import Values, text_in
from bot.forms import DateTimeField, Form, Option, PersonField, TextField, ToggleField
from bot.people import Role
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.phone_message import PhoneMessage

FURTHEST = timedelta(days=366)
"""How far ahead whoever called can ask to be called: beyond it is a slip in the year."""


def message_form(draft: Draft, services: Services) -> Form:
    """Who called for whom, how to reach them, when, and whether it hurries."""
    values = draft.values
    return Form(
        name="message",
        title=sentence("message.form"),
        items=(
            _whom(draft, "message_for", sentence("message.for"), sentence("message.for_hint"), services),
            _line(
                values, "message_caller", sentence("message.caller"), sentence("message.caller_hint"), True
            ),
            _line(values, "message_number", sentence("message.number"), sentence("message.number_hint")),
            TextField(
                "message_words",
                sentence("message.words"),
                sentence("message.words_hint"),
                multiline=True,
                initial=text_in(values, "message_words"),
            ),
            ToggleField(
                "message_back",
                sentence("message.back"),
                sentence("message.back_hint"),
                initial=values.get("message_back") is not False,
            ),
            DateTimeField(
                "message_when",
                sentence("message.when"),
                services.organisation.zone,
                sentence("message.when_hint"),
                initial=_moment(values),
                ahead=services.organisation.calendar.start,
            ),
            ToggleField(
                "message_urgent",
                sentence("message.urgent"),
                sentence("message.urgent_hint"),
                initial=values.get("message_urgent") is True,
            ),
        ),
        submit=sentence("message.submit"),
        draft=draft.key or new_id(),
    )


def arrived_form(draft: Draft, services: Services) -> Form:
    """For whom somebody is here, who it is and where they wait."""
    values = draft.values
    return Form(
        name="arrived",
        title=sentence("message.arrived"),
        items=(
            _whom(
                draft,
                "message_for",
                sentence("message.arrived_for"),
                sentence("message.arrived_for_hint"),
                services,
            ),
            _line(
                values,
                "message_caller",
                sentence("message.arrived_who"),
                sentence("message.arrived_who_hint"),
            ),
            _line(
                values,
                "message_place",
                sentence("message.arrived_place"),
                sentence("message.arrived_place_hint"),
            ),
        ),
        submit=sentence("message.arrived_submit"),
        draft=draft.key or new_id(),
    )


def read_message(values: Values, person: str, *, arrived: bool) -> PhoneMessage:
    """What a form holds."""
    return PhoneMessage(
        taken_by=person,
        to=text_in(values, "message_for"),
        caller=_seen(values, "message_caller"),
        number=_seen(values, "message_number"),
        words=_seen(values, "message_words"),
        wants_call=not arrived and values.get("message_back") is not False,
        urgent=not arrived and values.get("message_urgent") is True,
        call_at=None if arrived else _moment(values),
        arrived=arrived,
        place=_seen(values, "message_place"),
    )


def errors_in_message(one: PhoneMessage, services: Services) -> dict[str, str]:
    """One kind sentence for each field that does not fit."""
    errors = _too_long(one)
    if not one.to:
        errors["message_for"] = sentence("message.for_missing")
    elif one.to == one.taken_by:
        errors["message_for"] = sentence("message.for_yourself")
    elif not services.messages.may_have(one.taken_by, one.to):
        errors["message_for"] = sentence("message.not_here")
    if not one.arrived and not one.caller:
        errors["message_caller"] = sentence("message.caller_missing")
    if one.wants_call and not one.number:
        errors["message_number"] = sentence("message.number_missing")
    now = services.clock.now()
    if one.call_at is not None and not now < one.call_at <= now + FURTHEST:
        errors["message_when"] = sentence("message.when_far" if one.call_at > now else "message.when_past")
    return errors


def _too_long(one: PhoneMessage) -> dict[str, str]:
    lines = {"message_caller": one.caller, "message_number": one.number, "message_place": one.place}
    held = [(name, text, LINE_CHARACTERS) for name, text in lines.items()]
    held.append(("message_words", one.words, RECORD_CHARACTERS))
    return {
        name: sentence("report.too_long", limit=limit, count=len(text))
        for name, text, limit in held
        if len(text) > limit
    }


def _seen(values: Values, name: str) -> str:
    """What was written; nothing where none of it can be seen."""
    text = text_in(values, name).strip()
    return text if says_something(text) else ""


def _whom(draft: Draft, name: str, label: str, hint: str, services: Services) -> PersonField:
    people = (
        one
        for one in services.people.by_key.values()
        if Role.GUEST not in one.roles and one.key != draft.person
    )
    options = tuple(Option(one.key, one.name) for one in sorted(people, key=lambda one: one.name.casefold()))
    chosen = text_in(draft.values, name)
    return PersonField(name, label, options, hint, required=True, initial=(chosen,) if chosen else ())


def _line(values: Values, name: str, label: str, hint: str, required: bool = False) -> TextField:
    return TextField(
        name, label, hint, required=required, initial=text_in(values, name), limit=LINE_CHARACTERS
    )


def _moment(values: Values) -> datetime | None:
    said = values.get("message_when")
    return said if isinstance(said, datetime) else None
