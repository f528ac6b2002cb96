"""Whom the fields of a form offer that name people."""

from __future__ import annotations

from bot.flows.report_given import department_of
from bot.forms import Option
from bot.people import Person, Role
from bot.services import Services
from bot.words import sentence
from incidents.rules.fields import RecordField

OF_ANYBODY = frozenset({"about", "primary_employee"})
"""The fields that only say what happened, also with somebody whom the bot does not let in."""


def is_left_out(field: RecordField, person: str, services: Services) -> bool:
    """Whether a field never offers somebody: a guest is told nothing and asked for nothing."""
    return field.name not in OF_ANYBODY and Role.GUEST in services.people.roles_of(person)


def people_for(field: RecordField, asker: str, services: Services) -> tuple[Option, ...]:
    """Whom a field of people offers: the author first, then their department, then everybody else."""
    everybody = _colleagues(asker, services)
    return tuple(one for one in everybody if not is_left_out(field, one.value, services))


def _colleagues(author: str, services: Services) -> tuple[Option, ...]:
    department = department_of(author, services)

    def order(person: Person) -> tuple[bool, bool, str]:
        return person.key != author, person.department != department, person.name.casefold()

    people = tuple(Option(one.key, one.name) for one in sorted(services.people.by_key.values(), key=order))
    if services.people.get(author):
        return people
    return (Option(author, sentence("report.myself")), *people)
