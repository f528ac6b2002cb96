"""Numbers that can be dialled with one press where the platform can, and read aloud where it cannot."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.messages import Link, Links, Part, Text
from bot.organisation import Organisation
from bot.people import Person
from bot.words import sentence

_EXTENSION = re.compile(r"[a-z#;,].*$", re.IGNORECASE | re.DOTALL)


def dial(number: str) -> str:
    """The number as an address to dial, its extension left to be dialled by hand; empty where it holds no digit."""
    digits = re.sub(r"[^\d+*]", "", _EXTENSION.sub("", number.strip()))
    return f"tel:{digits}" if any(digit.isdigit() for digit in digits) else ""


def phone_parts(lines: Iterable[tuple[str, str]]) -> tuple[Part, ...]:
    """Lines as links that dial the number beside them; the line itself names the number."""
    return tuple(
        Links((Link(line, address),)) if (address := dial(number)) else Text(line) for line, number in lines
    )


def emergency_links(organisation: Organisation) -> tuple[Part, ...]:
    """Every emergency number with what it is for (P36)."""
    return phone_parts(
        (sentence("emergency.line", label=one.label, number=one.number, when=one.when), one.number)
        for one in organisation.emergencies
    )


def person_line(label: str, person: Person) -> tuple[str, str]:
    """What somebody is, their name and number; without a number that is said."""
    name = ", ".join(filter(None, (person.name, person.title)))
    if not person.phone:
        return sentence("supervisor.no_phone", label=label, name=name), ""
    return sentence("supervisor.line", label=label, name=name, phone=person.phone), person.phone
