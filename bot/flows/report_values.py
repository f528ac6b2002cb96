"""From what was typed into the report form to a `Report`, or to one kind sentence for each field that does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

from bot.answers import RECORD_CHARACTERS
from bot.events import FieldValue
from bot.flows.report_given import Values, department_in, text_in, texts_in, yes_or_no
from bot.flows.report_questions import about_in, behaviours_in
from bot.services import Services
from bot.words import sentence
from incidents.records import Report
from incidents.rules.fields import FIELDS, FieldKind, RecordField

CLOCKS_DIFFER = timedelta(minutes=5)
"""A time this little ahead is a clock that is fast."""

WORDS = tuple(one.name for one in FIELDS if one.is_words)
"""The fields people write in their own words."""

MISSING: Mapping[FieldKind, Callable[[RecordField, FieldValue], bool]] = {
    FieldKind.LINE: lambda _, value: not (isinstance(value, str) and value.strip()),
    FieldKind.TEXT: lambda _, value: not (isinstance(value, str) and value.strip()),
    FieldKind.MOMENT: lambda _, value: not isinstance(value, datetime),
    FieldKind.CHOICE: lambda field, value: value not in field.choices,
    FieldKind.CHOICES: lambda _, value: not value,
    FieldKind.YES_NO: lambda _, value: not yes_or_no(value),
}
"""When a needed field of each kind was not answered; a toggle and people always are."""


@dataclass(frozen=True, slots=True)
class ReportRefused:
    """The form does not fit yet: sentences by field name."""

    errors: Mapping[str, str]


def read_report(values: Values, author: str, services: Services) -> Report | ReportRefused:
    """The report an author states with the values of the form."""
    errors = _errors(values, author, services)
    if errors:
        return ReportRefused(errors)
    said: dict[str, Any] = {one.name: _value(one, values) for one in FIELDS}
    if is_unknown(said["customer"]):
        said["customer"] = ""
    # What was asked back adds to what was chosen.
    said |= {"behaviours": behaviours_in(values), "about": about_in(values, author, services)}
    said["primary_employee"] = said["primary_employee"] or author
    department = department_in(values, author, services)
    return Report(author=author, department=department, zone=services.organisation.zone, **said)


def _value(field: RecordField, values: Values) -> object:
    """What a field holds, of the type its attribute of `Report` has; asked of values without an error alone."""
    said = values.get(field.name)
    match field.kind:
        case FieldKind.LINE | FieldKind.TEXT | FieldKind.PERSON:
            return text_in(values, field.name).strip()
        case FieldKind.MOMENT:
            return said
        case FieldKind.CHOICE:
            return next(one for one in field.choices if one == said)
        case FieldKind.CHOICES:
            return tuple(one for one in field.choices if one in texts_in(values, field.name))
        case FieldKind.YES_NO:
            return yes_or_no(said) == "yes"
        case FieldKind.TOGGLE:
            return said is True
        case FieldKind.PEOPLE:
            return texts_in(values, field.name)
        case _:
            assert_never(field.kind)


def is_unknown(customer: str) -> bool:
    """Whether the author says outright that the name is not known (D47)."""
    return customer.strip(" .").casefold() in sentence("report.words_unknown").split(";")


def _errors(values: Values, author: str, services: Services) -> dict[str, str]:
    errors = {
        name: sentence("report.too_long", limit=f"{RECORD_CHARACTERS:,}", length=f"{len(text):,}")
        for name in WORDS
        if len(text := text_in(values, name)) > RECORD_CHARACTERS
    }
    errors |= {
        one.name: sentence(f"field.{one.name}_missing")
        for one in FIELDS
        if one.needed and MISSING[one.kind](one, values.get(one.name))
    }
    occurred_at = values.get("occurred_at")
    if isinstance(occurred_at, datetime) and occurred_at > services.clock.now() + CLOCKS_DIFFER:
        errors["occurred_at"] = sentence("field.occurred_at_future")
    if not (_names_somebody(values) or about_in(values, author, services)):
        errors["customer"] = sentence("field.customer_missing")
    if not department_in(values, author, services):
        errors["department"] = sentence("field.department_missing")
    return errors | _gone(values, author, services)


def _gone(values: Values, author: str, services: Services) -> dict[str, str]:
    """Choices that were there when the form was opened and are no longer: none may be dropped in silence, least of
    all who a report is about (R20).
    """
    people = frozenset(services.people.by_key)
    known = {FieldKind.PERSON: people | {author}, FieldKind.PEOPLE: people}
    return {
        one.name: sentence("field.choice_gone")
        for one in FIELDS
        if one.kind in (*known, FieldKind.CHOICES)
        and not known.get(one.kind, frozenset(one.choices)).issuperset(_chosen(values, one))
    }


def _chosen(values: Values, field: RecordField) -> tuple[str, ...]:
    return texts_in(values, field.name) or (text_in(values, field.name),) * bool(text_in(values, field.name))


def _names_somebody(values: Values) -> bool:
    return any(text_in(values, name).strip() for name in ("customer", "customer_description"))
