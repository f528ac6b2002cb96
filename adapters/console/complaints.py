"""Whom a complaint would reach: for everybody a ladder asks and every CAO, somebody above must be left (R20, R27)."""

from __future__ import annotations

from adapters.folder import Folder
from incidents.ladder import next_rung
from incidents.rights import asked_by, way_around
from incidents.store_records import Outline

MEND = "Say in people.yaml whom they report to (“reports_to:”), such as the mayor."


def unheard(folder: Folder) -> tuple[str, ...]:
    """The people about whom a complaint out of some department would reach nobody, by name."""
    people = folder.people
    departments = sorted({person.department for person in people.by_key.values() if person.department})
    found: dict[str, None] = {}
    for department in departments:
        record = Outline("", "", department)
        asked = asked_by(folder.ladder, people, record) | frozenset(people.holders("cao"))
        for person in sorted(asked):
            named = frozenset({person})
            ladder, barred = way_around(folder.ladder, people, record, named)
            if next_rung(ladder, -1, people, department, barred) is None:
                found[people.name(person)] = None
    return tuple(found)


def sentence_about(names: tuple[str, ...]) -> str:
    """One line for whoever keeps the list of people."""
    return f"A complaint about {', '.join(names)} would reach nobody."
