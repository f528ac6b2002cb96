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
from foundation.datafile import Entry, Mistakes, read_data_file

FIELDS = ("name", "email", "title", "department", "roles", "phone")


def load_people(path: Path) -> People:
    """Read `people.yaml`; raises DataFileError for unknown roles, repeated addresses, a department without a head."""
    top = read_data_file(path)
    top.only("people")
    entries = top.entries("people", required=True)
    mistakes = Mistakes()
    people = mistakes.each(entries, _person)
    _note_repeated(people, mistakes)
    _note_headless(entries, people, mistakes)
    mistakes.settle()
    return People.of(person for _, person in people)


def _person(entry: Entry) -> Person:
    entry.only(*FIELDS)
    mistakes = Mistakes()
    email = mistakes.read(entry.address, "email", required=True) or ""
    name = mistakes.read(entry.text, "name", required=True) or ""
    department, title = (
        mistakes.read(entry.text, "department") or "",
        mistakes.read(entry.text, "title") or "",
    )
    phone = mistakes.read(entry.phone, "phone") or ""
    roles = frozenset[Role]()
    with mistakes.noted():
        roles = _roles(entry)
    mistakes.settle()
    return Person(email.casefold(), name, email, roles, department, title, phone)


def _roles(entry: Entry) -> frozenset[Role]:
    """The roles named; somebody without any is an employee."""
    names = entry.texts("roles")
    for name in names:
        if name not in tuple(Role):
            raise entry.error("roles", f"The role “{name}” is not known.", "roles among " + ", ".join(Role))
    return frozenset(Role(name) for name in names) or frozenset({Role.EMPLOYEE})


def _note_repeated(people: Sequence[tuple[Entry, Person]], mistakes: Mistakes) -> None:
    seen: set[str] = set()
    for entry, person in people:
        if person.key in seen:
            mistakes.add(entry.error("email", f"“{person.email}” stands here twice.", "each address once"))
        seen.add(person.key)


def _note_headless(
    entries: Sequence[Entry], people: Sequence[tuple[Entry, Person]], mistakes: Mistakes
) -> None:
    """The ladder begins at a department's head (D20); elected members have the CAO instead (D56)."""
    whole = len(people) == len(entries)  # Somebody who could not be read may be the head.
    headed = {person.department for _, person in people if Role.HEAD in person.roles}
    for entry, person in people:
        if whole and person.department and person.department not in headed and not _elected(person):
            problem = f"The department “{person.department}” has no head."
            expected = f"somebody of it with the role {Role.HEAD}"
            mistakes.add(entry.error("department", problem, expected))
            headed.add(person.department)  # Once is enough.
        if Role.HEAD in person.roles and not person.department:
            mistakes.add(
                entry.error("roles", f"{person.name} is a head of no department.", "a “department:”")
            )


def _elected(person: Person) -> bool:
    return Role.ELECTED in person.roles
