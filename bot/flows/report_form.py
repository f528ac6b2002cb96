"""The report form: emergency numbers first, then the fields of `incidents.records.Report` (P36, D46-D55, D67)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.answers import RECORD_CHARACTERS
from bot.drafts import Draft
from bot.flows.parts import emergency_text
from bot.flows.report_given import Values, department_of, text_in, texts_in, yes_or_no
from bot.flows.report_questions import questions
from bot.flows.report_readers import readers_words
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
    ToggleField,
)
from bot.people import Person
from bot.services import Services
from bot.words import sentence
from incidents.records import Behaviour, Channel, Warned

LINE_CHARACTERS = 500


def report_form(draft: Draft, services: Services) -> Form:
    """The form with everything the draft holds: who will read it, what is asked back, what is needed, what may wait."""
    return Form(
        name="report",
        title=sentence("report.title"),
        items=(
            FormNotice(emergency_text(services.organisation), danger=True),
            FormNotice(readers_words(draft, services)),
            *questions(draft, services).fields,
            *_needed(draft, services),
            FormNotice(sentence("report.rest_is_optional")),
            *_optional(draft, services),
        ),
        submit=sentence("report.submit"),
        draft=draft.key,
        context=draft.context,
    )


def _needed(draft: Draft, services: Services) -> tuple[Field, ...]:
    values = draft.values
    occurred = values.get("occurred_at")
    fields: list[Field] = [
        DateTimeField(
            "occurred_at",
            sentence("field.occurred_at"),
            services.organisation.zone,
            hint=sentence("field.occurred_at_hint"),
            required=True,
            initial=occurred if isinstance(occurred, datetime) else None,
        ),
        _choice("channel", Channel, values),
        _text("customer", values),
        _text("customer_description", values),
        PersonField(
            "about",
            sentence("field.about"),
            tuple(one for one in _colleagues(draft.person, services) if one.value != draft.person),
            hint=sentence("field.about_hint"),
            initial=texts_in(values, "about"),
            many=True,
        ),
        _text("happened", values, required=True, multiline=True),
        MultiChoiceField(
            "behaviours",
            sentence("field.behaviours"),
            tuple(Option(one, sentence(f"field.behaviours_{one}")) for one in Behaviour),
            hint=sentence("field.behaviours_hint"),
            initial=texts_in(values, "behaviours"),
        ),
        _choice("warned", Warned, values),
        _text("warning_note", values),
        _choice("ended", ("yes", "no"), {"ended": yes_or_no(values.get("ended"))}),
        ToggleField(
            "supervisor_now",
            sentence("field.supervisor_now"),
            hint=sentence("field.supervisor_now_hint"),
            initial=values.get("supervisor_now") is True,
        ),
    ]
    if not department_of(draft.person, services):
        fields.append(_department(values, services))
    return tuple(fields)


def _optional(draft: Draft, services: Services) -> tuple[Field, ...]:
    values = draft.values
    primary = text_in(values, "primary_employee") or draft.person
    return (
        _text("others_present", values),
        _text("tried", values, multiline=True),
        _text("afterwards", values, multiline=True),
        _text("topic", values),
        _text("place", values),
        PersonField(
            "primary_employee",
            sentence("field.primary_employee"),
            _colleagues(draft.person, services),
            hint=sentence("field.primary_employee_hint"),
            initial=(primary,),
        ),
    )


def _text(name: str, values: Values, *, required: bool = False, multiline: bool = False) -> TextField:
    return TextField(
        name,
        sentence(f"field.{name}"),
        hint=sentence(f"field.{name}_hint"),
        required=required,
        multiline=multiline,
        initial=text_in(values, name),
        limit=RECORD_CHARACTERS if multiline else LINE_CHARACTERS,
    )


def _choice(name: str, values_of: Iterable[str], values: Values) -> ChoiceField:
    options = tuple(Option(str(one), sentence(f"field.{name}_{one}")) for one in values_of)
    label, hint = sentence(f"field.{name}"), sentence(f"field.{name}_hint")
    return ChoiceField(name, label, options, hint=hint, required=True, initial=text_in(values, name))


def _department(values: Values, services: Services) -> ChoiceField:
    """Asked only of somebody the organisation does not list: the ladder begins at a department."""
    names = dict.fromkeys(
        person.department for person in services.people.by_key.values() if person.department
    )
    options = tuple(Option(name, name) for name in sorted(names))
    label, hint = sentence("field.department"), sentence("field.department_hint")
    chosen = text_in(values, "department")
    return ChoiceField("department", label, options, hint=hint, required=True, initial=chosen)


def _colleagues(author: str, services: Services) -> tuple[Option, ...]:
    """The author first, then their department, then everybody else."""
    department = department_of(author, services)

    def order(person: Person) -> tuple[bool, bool, str]:
        return person.key != author, person.department != department, person.name.casefold()

    listed = tuple(Option(one.key, one.name) for one in sorted(services.people.by_key.values(), key=order))
    if services.people.get(author):
        return listed
    return (Option(author, sentence("report.myself")), *listed)
