"""The report form: emergency numbers first, then the fields of `incidents.records.Report` (P36, D46-D55, D67)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from bot.answers import RECORD_CHARACTERS
from bot.drafts import Draft
from bot.events import FieldValue
from bot.flows.parts import emergency_text
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Field,
    Form,
    MultiChoiceField,
    Notice,
    Option,
    PersonField,
    TextField,
)
from bot.people import Person
from bot.services import Services
from bot.words import sentence
from incidents.records import Behaviour, Channel, Warned

LINE_CHARACTERS = 500

Values = Mapping[str, FieldValue]


def report_form(draft: Draft, services: Services) -> Form:
    """The form with everything the draft holds; what must be answered stands before what may wait."""
    return Form(
        name="report",
        title=sentence("report.title"),
        items=(
            Notice(emergency_text(services.organisation), danger=True),
            *_needed(draft, services),
            Notice(sentence("report.rest_is_optional")),
            *_optional(draft, services),
        ),
        submit=sentence("report.submit"),
        draft=draft.key,
        context=draft.context,
    )


def text_in(values: Values, name: str) -> str:
    """A text or choice out of a form's values; empty when it is absent or something else."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def texts_in(values: Values, name: str) -> tuple[str, ...]:
    """Several choices out of a form's values."""
    value = values.get(name)
    return value if isinstance(value, tuple) else ()


def department_of(person: str, services: Services) -> str:
    """The department the organisation lists for a person; empty when it lists none."""
    listed = services.people.get(person)
    return listed.department if listed else ""


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
    ]
    if not department_of(draft.person, services):
        fields.append(_department(values, services))
    return tuple(fields)


def yes_or_no(value: FieldValue) -> str:
    """A choice or a toggle as "yes" or "no", empty when it was not answered."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value in ("yes", "no") and isinstance(value, str) else ""


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
