"""The people of the organisation, read from `people.yaml` and refused with the line of a mistake.

people:
  - name: Ana Reyes
    email: ana.reyes@town.example
    title: Clerk
    department: Finance
    roles: [employee]
    phone: 555-0100
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.people import People, Person, Role
from foundation.datafile import Entry, read_data_file

FIELDS = ("name", "email", "title", "department", "roles", "phone")


def load_people(path: Path) -> People:
    """Read `people.yaml`; raises DataFileError for unknown roles, repeated addresses, a department without a head."""
    top = read_data_file(path)
    top.only("people")
    entries = top.entries("people", required=True)
    people = [_person(entry) for entry in entries]
    _refuse_repeated(entries, people)
    _refuse_headless(entries, people)
    return People.of(people)


def _person(entry: Entry) -> Person:
    entry.only(*FIELDS)
    email = entry.text("email", required=True)
    if email.count("@") != 1:
        raise entry.error(
            "email", f"“{email}” is not an e-mail address.", "an address such as ana@town.example"
        )
    return Person(
        key=email.casefold(),
        name=entry.text("name", required=True),
        email=email,
        roles=_roles(entry),
        department=entry.text("department"),
        title=entry.text("title"),
        phone=entry.text("phone"),
    )


def _roles(entry: Entry) -> frozenset[Role]:
    """The roles named; somebody without any is an employee."""
    names = entry.texts("roles")
    for name in names:
        if name not in tuple(Role):
            raise entry.error("roles", f"The role “{name}” is not known.", "roles among " + ", ".join(Role))
    return frozenset(Role(name) for name in names) or frozenset({Role.EMPLOYEE})


def _refuse_repeated(entries: Sequence[Entry], people: Sequence[Person]) -> None:
    seen: set[str] = set()
    for entry, person in zip(entries, people, strict=True):
        if person.key in seen:
            raise entry.error("email", f"“{person.email}” stands here twice.", "each address once")
        seen.add(person.key)


def _refuse_headless(entries: Sequence[Entry], people: Sequence[Person]) -> None:
    """The ladder begins at a department's head (D20); elected members have the CAO instead (D56)."""
    headed = {person.department for person in people if Role.HEAD in person.roles}
    for entry, person in zip(entries, people, strict=True):
        if person.department and person.department not in headed and Role.ELECTED not in person.roles:
            problem = f"The department “{person.department}” has no head."
            raise entry.error("department", problem, f"somebody of it with the role {Role.HEAD}")
        if Role.HEAD in person.roles and not person.department:
            raise entry.error("roles", f"{person.name} is a head of no department.", "a “department:”")
