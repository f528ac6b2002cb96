"""What one data file says of another: whoever is named must be there, and must be reachable by telephone.

A report wakes whom the ladder names, an answer names who keeps the policies, a contact names its owner. Where that
is nobody, nobody is told; so it is refused at the start, with the line in which it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from bot.organisation import Organisation
from bot.people import People, Person, Role
from foundation.datafile import DataEntry, DataFileError
from incidents.rules.ladder import DEPARTMENT_ROLES
from incidents.rules.restriction_rules import RestrictionRules
from knowledge.directory.directory import Directory

ORGANISATION, PEOPLE, LADDER, DIRECTORY = "organisation.yaml", "people.yaml", "ladder.yaml", "directory.yaml"
RESTRICTIONS, REQUESTS, OWN_FIELDS = "restrictions.yaml", "requests.yaml", "fields.yaml"
NAMES = (ORGANISATION, PEOPLE, LADDER, DIRECTORY, RESTRICTIONS, REQUESTS)
LISTED = "the e-mail address of somebody in people.yaml"


class Files(Protocol):
    """The data files of one organisation as they were read."""

    @property
    def organisation(self) -> Organisation:
        """What organisation.yaml says."""

    @property
    def people(self) -> People:
        """What people.yaml says."""

    @property
    def directory(self) -> Directory:
        """What directory.yaml says."""

    @property
    def restrictions(self) -> RestrictionRules:
        """What restrictions.yaml says."""

    @property
    def tops(self) -> Mapping[str, DataEntry]:
        """The entries of each file with their lines."""


def cross_mistakes(files: Files) -> tuple[DataFileError, ...]:
    """Everything in which the files do not fit each other, in the order of the files."""
    people, tops = files.people, {name: files.tops.get(name) or DataEntry(name, 1, {}, {}) for name in NAMES}
    named = [
        *_policy_owner(files.organisation, tops[ORGANISATION]),
        *_security(files.organisation, tops[ORGANISATION]),
        *_front_desk(files.organisation, tops[ORGANISATION]),
        *_ladder_people(tops[LADDER]),
        *_owners(files.directory, tops[DIRECTORY]),
        *_instead(files.restrictions, tops[RESTRICTIONS]),
        *_request_people(tops[REQUESTS]),
    ]
    strangers = (
        entry.error(name, f"“{key}” {what} and is nobody in people.yaml.", LISTED)
        for entry, name, key, what in named
        if people.get(key) is None
    )
    asked = {key.casefold(): what for _, _, key, what in reversed(named)}
    roles = list(_roles(tops[LADDER]))
    asked |= {person.key: "is asked by the ladder" for person in _holders(people, roles)}
    asked |= {person.key: _office(person) for person in people.by_key.values() if _office(person)}
    lanes = _empty_lanes(people, tops[REQUESTS])
    return (*strangers, *_empty_roles(people, roles), *lanes, *_without_phone(people, asked, tops[PEOPLE]))


Named = tuple[DataEntry, str, str, str]
"""Where a person is named: the entry, the field, their address, and what they do there."""

Asked = tuple[DataEntry, str, str, frozenset[str]]
"""Where a role is asked: the entry, the role, the one department it holds for (or empty), those it does not."""


def _policy_owner(organisation: Organisation, top: DataEntry) -> Iterator[Named]:
    yield top, "policy_owner", organisation.policy_owner, "keeps the policies"


def _security(organisation: Organisation, top: DataEntry) -> Iterator[Named]:
    for one in organisation.security:
        if "@" in one:
            yield top, "security", one, "comes when somebody calls for help"


def _front_desk(organisation: Organisation, top: DataEntry) -> Iterator[Named]:
    for one in organisation.front_desk:
        yield top, "front_desk", one, "hears at the front desk who is out"


def _instead(restrictions: RestrictionRules, top: DataEntry) -> Iterator[Named]:
    for one in restrictions.instead:
        yield top, "instead", one, "decides on restrictions in the place of another"


def _owners(directory: Directory, top: DataEntry) -> Iterator[Named]:
    entries = {entry.values.get("key"): entry for entry in _list(top, "contacts")}
    for contact in directory.contacts:
        yield entries.get(contact.key, top), "owner", contact.owner, f"keeps the entry “{contact.name}”"


def _ladder_people(top: DataEntry) -> Iterator[Named]:
    """Whoever a step names, wherever in the file the step stands."""
    for entry in _below(top):
        person = entry.values.get("person")
        if isinstance(person, str) and person:
            yield entry, "person", person, "is asked by the ladder"


def _request_people(top: DataEntry) -> Iterator[Named]:
    """Whoever sees to requests, reads a lane, or brings them for others."""
    for entry in _below(top):
        for name in ("primary", "backup"):
            if isinstance(person := entry.values.get(name), str):
                yield entry, name, person, "sees to requests"
        people = entry.values.get("people")
        yield from ((entry, "people", str(one), "is named here") for one in people or () if people)


def _empty_lanes(people: People, top: DataEntry) -> Iterator[DataFileError]:
    """Lanes that nobody would read."""
    for entry in _list(top, "lanes"):
        role = entry.values.get("role")
        if isinstance(role, str) and role and not people.holders(role):
            problem = f"A lane is read by the role {role}, which nobody holds."
            yield entry.error("role", problem, "somebody with this role in people.yaml, or “people:”")


def _roles(top: DataEntry) -> Iterator[Asked]:
    departments = top.values.get("departments")
    own = departments.values if isinstance(departments, DataEntry) else {}
    for name, content in own.items():
        yield from ((entry, role, name, frozenset()) for entry, role in _role_steps(content))
    rest = (content for name, content in top.values.items() if name != "departments")
    for entry, role in _role_steps(list(rest)):
        yield entry, role, "", frozenset(own)


def _role_steps(content: object) -> Iterator[tuple[DataEntry, str]]:
    for entry in _below(content):
        role = entry.values.get("role")
        if isinstance(role, str) and role:
            yield entry, role


def _empty_roles(people: People, roles: Iterable[Asked]) -> Iterator[DataFileError]:
    """Roles of a ladder that nobody holds where it asks for them."""
    seen: set[tuple[int, str]] = set()
    for entry, role, department, others in roles:
        places = _places(people, department, others) if role in DEPARTMENT_ROLES else [""]
        for place in places:
            if not people.holders(role, place) and (entry.line, place) not in seen:
                seen.add((entry.line, place))
                where = f" in “{place}”" if place else ""
                problem = f"The ladder asks the role {role}, which nobody holds{where}."
                yield entry.error("role", problem, "somebody with this role in people.yaml, or another step")


def _holders(people: People, roles: Iterable[Asked]) -> Iterator[Person]:
    for _, role, department, others in roles:
        places = _places(people, department, others) if role in DEPARTMENT_ROLES else [""]
        for place in places:
            yield from (people.by_key[key] for key in people.holders(role, place))


def _places(people: People, department: str, others: frozenset[str]) -> list[str]:
    """The departments a step holds for; elected members alone have no head (D56)."""
    staffed = {one.department for one in people.by_key.values() if Role.ELECTED not in one.roles}
    return [department] if department else sorted(staffed - others - {""})


def _office(person: Person) -> str:
    if Role.HEAD in person.roles:
        return f"is the head of “{person.department}”"
    return f"is the backup of “{person.department}”" if Role.BACKUP in person.roles else ""


def _without_phone(people: People, asked: dict[str, str], top: DataEntry) -> Iterator[DataFileError]:
    entries = {str(entry.values.get("email")).casefold(): entry for entry in _list(top, "people")}
    for person in people.by_key.values():
        if person.key in asked and not person.phone:
            problem = f"{person.name} {asked[person.key]} and has no phone."
            yield entries.get(person.key, top).error("phone", problem, "“phone:” with a number")


def _list(top: DataEntry, name: str) -> list[DataEntry]:
    found = top.values.get(name)
    return [entry for entry in found if isinstance(entry, DataEntry)] if isinstance(found, list) else []


def _below(content: object) -> Iterator[DataEntry]:
    if isinstance(content, DataEntry):
        yield content
        yield from (entry for value in content.values.values() for entry in _below(value))
    elif isinstance(content, list):
        yield from (entry for value in content for entry in _below(value))
