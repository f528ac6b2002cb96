"""From what was typed into the report form to a `Report`, or to one kind sentence for each field that does not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.answers import RECORD_CHARACTERS
from bot.flows.report_given import Values, department_in, text_in, texts_in, yes_or_no
from bot.flows.report_questions import about_in, behaviours_in
from bot.services import Services
from bot.words import sentence
from incidents.records import Behaviour, Channel, Report, Warned

CLOCKS_DIFFER = timedelta(minutes=5)
"""A time this little ahead is a clock that is fast."""

TEXTS = (
    "happened",
    "customer",
    "customer_description",
    "warning_note",
    "others_present",
    "tried",
    "afterwards",
    "topic",
    "place",
)


@dataclass(frozen=True, slots=True)
class ReportRefused:
    """The form does not fit yet: sentences by field name."""

    errors: Mapping[str, str]


def read_report(values: Values, author: str, services: Services) -> Report | ReportRefused:
    """The report an author states with the values of the form."""
    errors = _errors(values, author, services)
    occurred_at = values.get("occurred_at")
    if errors or not isinstance(occurred_at, datetime):
        return ReportRefused(errors)
    texts = {name: text_in(values, name).strip() for name in TEXTS}
    if is_unknown(texts["customer"]):
        texts["customer"] = ""
    return Report(
        author=author,
        department=department_in(values, author, services),
        occurred_at=occurred_at,
        zone=services.organisation.zone,
        channel=Channel(text_in(values, "channel")),
        behaviours=behaviours_in(values),
        warned=Warned(text_in(values, "warned")),
        ended=yes_or_no(values.get("ended")) == "yes",
        primary_employee=text_in(values, "primary_employee") or author,
        about=about_in(values, author, services),
        supervisor_now=values.get("supervisor_now") is True,
        **texts,
    )


def is_unknown(customer: str) -> bool:
    """Whether the author says outright that the name is not known (D47)."""
    return customer.strip(" .").casefold() in sentence("report.words_unknown").split(";")


def _errors(values: Values, author: str, services: Services) -> dict[str, str]:
    errors = {
        name: sentence("report.too_long", limit=RECORD_CHARACTERS, count=len(text))
        for name in TEXTS
        if len(text := text_in(values, name)) > RECORD_CHARACTERS
    }
    errors |= _time_error(values, services.clock.now())
    if text_in(values, "channel") not in tuple(Channel):
        errors["channel"] = sentence("field.channel_missing")
    if text_in(values, "warned") not in tuple(Warned):
        errors["warned"] = sentence("field.warned_missing")
    if not yes_or_no(values.get("ended")):
        errors["ended"] = sentence("field.ended_missing")
    if not text_in(values, "happened").strip():
        errors["happened"] = sentence("field.happened_missing")
    if not (_names_somebody(values) or about_in(values, author, services)):
        errors["customer"] = sentence("field.customer_missing")
    if not department_in(values, author, services):
        errors["department"] = sentence("field.department_missing")
    return errors | _gone(values, author, services)


def _gone(values: Values, author: str, services: Services) -> dict[str, str]:
    """Choices that were there when the form was opened and are no longer: none may be dropped in silence, least of
    all who a report is about (R20).
    """
    people = services.people.by_key
    gone = {
        "about": any(key not in people for key in texts_in(values, "about")),
        "primary_employee": text_in(values, "primary_employee") not in ("", author, *people),
        "behaviours": any(key not in tuple(Behaviour) for key in texts_in(values, "behaviours")),
    }
    return {name: sentence("field.choice_gone") for name, is_gone in gone.items() if is_gone}


def _names_somebody(values: Values) -> bool:
    return any(text_in(values, name).strip() for name in ("customer", "customer_description"))


def _time_error(values: Values, now: datetime) -> dict[str, str]:
    occurred_at = values.get("occurred_at")
    if not isinstance(occurred_at, datetime):
        return {"occurred_at": sentence("field.occurred_at_missing")}
    if occurred_at > now + CLOCKS_DIFFER:
        return {"occurred_at": sentence("field.occurred_at_future")}
    return {}
