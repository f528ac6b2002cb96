"""What the values of a report form say, whatever a platform made of them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.events import FieldValue
from bot.services import Services

Values = Mapping[str, FieldValue]


def text_in(values: Values, name: str) -> str:
    """A text or choice out of a form's values; empty when it is absent or something else."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def texts_in(values: Values, name: str) -> tuple[str, ...]:
    """Several choices out of a form's values."""
    value = values.get(name)
    return value if isinstance(value, tuple) else ()


def yes_or_no(value: FieldValue) -> str:
    """A choice or a toggle as "yes" or "no", empty when it was not answered."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if value in ("yes", "no") and isinstance(value, str) else ""


def department_of(person: str, services: Services) -> str:
    """The department the organisation lists for a person; empty when it lists none."""
    listed = services.people.get(person)
    return listed.department if listed else ""


def for_whom(values: Values, author: str) -> str:
    """Whom a report is written for; empty where its author writes it for themselves."""
    chosen = text_in(values, "filed_for")
    return "" if chosen == author else chosen


def department_in(values: Values, author: str, services: Services) -> str:
    """The department a report belongs to: of whom it is for, else of its author, else the one they chose."""
    listed = department_of(for_whom(values, author) or author, services)
    return listed or department_of(author, services) or text_in(values, "department")
