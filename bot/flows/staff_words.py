"""What a report names a colleague as, in words, and the ways to their part of it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.flows.report_given import Values, text_in, texts_in
from bot.locales import listed
from bot.messages import Button, Tone
from bot.services import Services
from bot.words import sentence
from incidents.rules.fields import RecordField
from incidents.rules.staff import StaffRole

NAMING_STAFF = frozenset({"filed_for", "witnesses", "helpers", "escalated_to"})
"""The fields that name colleagues who are told."""


def roles_words(roles: Iterable[StaffRole]) -> str:
    """What a report names its reader as."""
    return listed(sentence(f"staff.role_{one}") for one in roles)


def statement_button(record_id: str) -> Button:
    """The way for a colleague a report names to their statement."""
    return Button(sentence("staff.add"), "staff.state", record_id, Tone.STRONG, opens_form=True)


def part_button(record_id: str) -> Button:
    """The way to what a report says of its reader."""
    return Button(sentence("staff.part"), "staff.part", record_id, opens_form=True)


def both_errors(
    fields: Iterable[RecordField], values: Values, about: Iterable[str], services: Services
) -> dict[str, str]:
    """Whom a report is about is told nothing of it, so it is not for them, and they are no witness of it (R20)."""
    errors, shut_out = dict[str, str](), frozenset(about)
    for name in (one.name for one in fields if one.name in NAMING_STAFF):
        both = shut_out.intersection((*texts_in(values, name), text_in(values, name)))
        if both:
            names = listed(services.people.name(one) for one in sorted(both))
            errors[name] = sentence("staff.both", names=names)
    return errors
