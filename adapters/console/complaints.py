"""Whom a complaint would reach: for everybody a ladder asks, every CAO and whoever is above, somebody
must be left (R20, R27)."""

from __future__ import annotations

from adapters.folder import Folder
from incidents.records import Outline
from incidents.rules.conflict import above
from incidents.rules.rights import asked_by, is_left, way_around

MEND = "Say in people.yaml whom they report to (“reports_to:”), or in ladder.yaml who is asked then (“last_resort:”)."


def unheard(folder: Folder) -> tuple[str, ...]:
    """The people about whom a complaint out of some department would reach nobody, by name."""
    people = folder.people
    departments = sorted({person.department for person in people.by_key.values() if person.department})
    found: dict[str, None] = {}
    ladders = ("", *folder.ladder.named)
    for record in (Outline("", "", department, name) for department in departments for name in ladders):
        asked = asked_by(folder.ladder, people, record) | frozenset(people.holders("cao"))
        asked |= {over for one in asked for over in above(one, people)}
        for person in sorted(asked):
            ladder, barred = way_around(folder.ladder, people, record, frozenset({person}))
            if not is_left(ladder, people, record, barred):
                found[people.name(person)] = None
    return tuple(found)


def sentence_about(names: tuple[str, ...]) -> str:
    """One line for whoever keeps the list of people."""
    return f"A complaint about {', '.join(names)} would reach nobody."
