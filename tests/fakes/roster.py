"""A small organisation: who holds which role where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

AUTHOR = "ada@example.gov"
HEAD = "hal@example.gov"
BACKUP = "bea@example.gov"
CAO = "cai@example.gov"
COLLEAGUE = "col@example.gov"
OTHER_HEAD = "oli@example.gov"
RECORDS = "rec@example.gov"
HR = "hen@example.gov"
GUEST = "gus@example.com"
TRANSIT = "Transit"
PARKS = "Parks"


@dataclass
class FakeRoster:
    """Implements `incidents.rules.ladder.Roster`; `people` maps a person to their department and roles.

    `stated` maps a person to the one they are said to report to.
    """

    people: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    stated: dict[str, str] = field(default_factory=dict)

    @classmethod
    def town(cls) -> FakeRoster:
        """Two departments, a CAO, a records officer, a guest."""
        roles: Mapping[str, tuple[str, str]] = {
            AUTHOR: (TRANSIT, "employee"),
            COLLEAGUE: (TRANSIT, "employee"),
            HEAD: (TRANSIT, "department_head"),
            BACKUP: (TRANSIT, "department_backup"),
            OTHER_HEAD: (PARKS, "department_head"),
            CAO: ("", "cao"),
            RECORDS: ("", "records_officer"),
            HR: ("", "hr"),
            GUEST: ("", "guest"),
        }
        return cls({person: (where, frozenset({role})) for person, (where, role) in roles.items()})

    def holders(self, role: str, department: str = "") -> tuple[str, ...]:
        """Those who hold a role."""
        return tuple(
            person
            for person, (where, roles) in self.people.items()
            if role in roles and (not department or where == department)
        )

    def roles_of(self, person: str) -> frozenset[str]:
        """The roles of a person."""
        return self.people.get(person, ("", frozenset()))[1]

    def department_of(self, person: str) -> str:
        """The department of a person."""
        return self.people.get(person, ("", frozenset()))[0]

    def reports_to(self, person: str) -> str:
        """Whom a person is said to report to."""
        return self.stated.get(person, "")
