"""The words of a line of the violent-incident log: what a report proposes, and what may say who it was."""

from __future__ import annotations

from collections.abc import Iterable

from bot.events import FieldValue
from bot.flows.report_given import Values, text_in
from bot.locales import listed
from bot.services import Services
from bot.words import sentence
from incidents.records import Record
from incidents.rules.deidentify import CERTAIN, Identifying, identifying, people_in, without
from incidents.rules.incident_log import LOG_WORDS, kinds_of


def proposed(record: Record, services: Services) -> dict[str, FieldValue]:
    """What a report says, with words in the place of names: a draft for somebody to read."""
    report = record.report
    return {
        "log_kinds": tuple(kinds_of(record.behaviours)),
        "log_location": _cut(record.whole_report.place, record, services),
        "log_description": _cut(report.happened, record, services),
    }


def telling(values: Values, record: Record | None, services: Services, *, looked: bool) -> dict[str, str]:
    """One sentence for each field whose words may say who it was; what a person looked at may stay, names not."""
    errors = {}
    for name in LOG_WORDS:
        text = text_in(values, name)
        found = identifying(text, *_names(record, services))
        certain = _quoted(text[one.start : one.end] for one in found if one.kind in CERTAIN)
        maybe = _quoted(text[one.start : one.end] for one in found if one.kind not in CERTAIN and not looked)
        said = [sentence("log.tells", words=listed(certain))] if certain else []
        said += [sentence("log.may_tell", words=listed(maybe))] if maybe else []
        if said:
            errors[name] = " ".join(said)
    return errors


def _quoted(words: Iterable[str]) -> list[str]:
    return [sentence("log.quoted", words=one) for one in dict.fromkeys(words)]


def _cut(text: str, record: Record, services: Services) -> str:
    words = {one: sentence(f"log.instead_{one}") for one in Identifying}
    return without(text, identifying(text, *_names(record, services)), words)


def _names(record: Record | None, services: Services) -> tuple[list[str], list[str]]:
    """The customer's name with those of who else was there, and everybody's of the organisation."""
    colleagues = [one.name for one in services.people.by_key.values()]
    if record is None:
        return [], colleagues
    whole = record.whole_report
    beside = (whole.others_present, str(record.details.get("accompanied_by", "")))
    others = [name for text in beside for name in people_in(text)]
    return [*dict.fromkeys((record.report.customer, whole.customer, *others))], colleagues
