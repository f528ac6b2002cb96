"""From what was typed into the report form to a `Report`, or to one kind sentence for each field that does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.flows.correspondence import fields_asked
from bot.flows.own_answers import own_answers
from bot.flows.record_fields import errors_of, value_of
from bot.flows.report_given import Values, department_in, for_whom, text_in
from bot.flows.report_questions import about_in, behaviours_in
from bot.flows.staff_words import both_errors
from bot.services import Services
from bot.words import sentence
from incidents.records import Report, Warned
from incidents.rules.fields import FIELDS


@dataclass(frozen=True, slots=True)
class ReportRefused:
    """The form does not fit yet: sentences by field name."""

    errors: Mapping[str, str]


def read_report(values: Values, author: str, services: Services) -> Report | ReportRefused:
    """The report an author states with the values of the form."""
    errors = _errors(values, author, services)
    if errors:
        return ReportRefused(errors)
    said: dict[str, Any] = {one.name: value_of(one, values) for one in FIELDS}
    if is_unknown(said["customer"]):
        said["customer"] = ""
    said["warned"] = said["warned"] or Warned.NOT_POSSIBLE  # Nobody is warned by whoever reads their letter.
    # What was asked back adds to what was chosen.
    said |= {"behaviours": behaviours_in(values), "about": about_in(values, author, services)}
    said["filed_for"] = for_whom(values, author)
    said["primary_employee"] = said["primary_employee"] or said["filed_for"] or author
    said["own"] = own_answers(services.fields.first_fields(), values, services)
    department = department_in(values, author, services)
    return Report(author=author, department=department, zone=services.organisation.zone, **said)


def is_unknown(customer: str) -> bool:
    """Whether the author says outright that the name is not known (D47)."""
    return customer.strip(" .").casefold() in sentence("report.words_unknown").split(";")


def _errors(values: Values, author: str, services: Services) -> dict[str, str]:
    asked = fields_asked(services.fields.first_fields(), values)
    errors = errors_of(asked, values, author, services)
    if not (_names_somebody(values) or about_in(values, author, services)):
        errors["customer"] = sentence("field.customer_missing")
    errors |= both_errors(FIELDS, values, about_in(values, author, services), services)
    if not department_in(values, author, services):
        errors["department"] = sentence("field.department_missing")
    return errors


def _names_somebody(values: Values) -> bool:
    return any(text_in(values, name).strip() for name in ("customer", "customer_description"))
