"""The people of the organisation, read from `people.yaml` and refused with the line of a mistake.

people:
  - name: Ana Reyes
    email: ana.reyes@town.example
    title: Clerk
    department: Finance
    roles: [employee]
    phone: 555-0100
    desk: Front counter, Town Hall     # where help comes when Ana calls for it; asked for where it is missing
    reports_to: ben.ito@town.example   # only where it is not the head of the department, or for a head the CAO
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.people import People, Person, Role
from foundation.datafile import DataEntry, Mistakes, read_data_file
from incidents.rules.conflict import above

FIELDS = ("name", "email", "title", "department", "roles", "phone", "reports_to", "desk")


def load_people(path: Path) -> People:
    """Read `people.yaml`; raises DataFileError for unknown roles, repeated addresses, a department without a head,
    and for somebody who reports to nobody listed or, through others, to themselves.
    """
    top = read_data_file(path)
    top.only("people")
    entries = top.entries("people", required=True)
    mistakes = Mistakes()
    people = mistakes.each(entries, _person)
    listed = People.of(person for _, person in people)
    _note_repeated(people, mistakes)
    _note_headless(entries, people, mistakes)
    if len(people) == len(entries):  # Somebody who could not be read may be the one who is named.
        _note_unlisted_superiors(people, listed, mistakes)
        _note_circles(people, listed, mistakes)
    mistakes.settle()
    return listed


def _person(entry: DataEntry) -> Person:
    entry.only(*FIELDS)
    mistakes = Mistakes()
    email = mistakes.read(entry.address, "email", required=True) or ""
    name = mistakes.read(entry.text, "name", required=True) or ""
    department, title = (
        mistakes.read(entry.text, "department") or "",
        mistakes.read(entry.text, "title") or "",
    )
    phone = mistakes.read(entry.phone, "phone") or ""
    over = mistakes.read(entry.address, "reports_to") or ""
    desk = mistakes.read(entry.text, "desk") or ""
    roles = frozenset[Role]()
    with mistakes.noted():
        roles = _roles(entry)
    mistakes.settle()
    return Person(email.casefold(), name, email, roles, department, title, phone, over.casefold(), desk)


def _roles(entry: DataEntry) -> frozenset[Role]:
    """The roles named; somebody without any is an employee."""
    names = entry.texts("roles")
    for name in names:
        if name not in tuple(Role):
            raise entry.error("roles", f"The role “{name}” is not known.", "roles among " + ", ".join(Role))
    if Role.GUEST in names and len(names) > 1:
        raise entry.error("roles", "A guest is not staff and can hold no other role.", "“guest” alone")
    return frozenset(Role(name) for name in names) or frozenset({Role.EMPLOYEE})


def _note_repeated(people: Sequence[tuple[DataEntry, Person]], mistakes: Mistakes) -> None:
    seen: set[str] = set()
    for entry, person in people:
        if person.key in seen:
            mistakes.add(entry.error("email", f"“{person.email}” stands here twice.", "each address once"))
        seen.add(person.key)


def _note_headless(
    entries: Sequence[DataEntry], people: Sequence[tuple[DataEntry, Person]], mistakes: Mistakes
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


def _note_unlisted_superiors(
    people: Sequence[tuple[DataEntry, Person]], listed: People, mistakes: Mistakes
) -> None:
    for entry, person in people:
        if person.reports_to and listed.get(person.reports_to) is None:
            problem = f"{person.name} reports to “{person.reports_to}”, who is not listed."
            expected = "the e-mail address of somebody in this file"
            mistakes.add(entry.error("reports_to", problem, expected))


def _note_circles(people: Sequence[tuple[DataEntry, Person]], listed: People, mistakes: Mistakes) -> None:
    """Nobody stands above themselves, also not through the heads and the CAO that follow from roles."""
    for entry, person in people:
        if person.reports_to and person.key in above(person.key, listed):
            problem = f"{person.name} would report to {person.name}, directly or through others."
            mistakes.add(entry.error("reports_to", problem, "somebody who does not report to them"))
