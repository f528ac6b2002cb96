"""What an organisation says of requests: categories, departments, lanes, clocks, priorities and texts. Values only.

`incidents/rules/request_file.py` reads them from `requests.yaml`; without the file requests are off (`OFF`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from foundation.calendar import Wait, WaitUnit
from incidents.request import Matter, RequestPriority
from incidents.rules.open311_rules import NO_OPEN311, Open311Rules


@dataclass(frozen=True, slots=True)
class RequestCategory:
    """One thing that is asked for: the words people use for it, who has it, and how long it may take (R05, P14)."""

    key: str
    name: str
    department: str
    words: tuple[str, ...] = ()
    targets: Mapping[RequestPriority, Wait] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestDepartment:
    """Who sees to the requests of a department; both are there, always (R08). A clock of its own has a reason (P07)."""

    name: str
    primary: str
    backup: str
    acknowledge: Wait | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RequestLane:
    """A way of its own for some matters (R15-R28): who alone reads them, what the customer is told, and for what.

    It is for a matter among `takes` that is about somebody among `about`, with a role among `about_roles`, or of a
    department among `departments`; with none of these it is for everybody. Its readers are `people` or hold `role`.
    """

    name: str
    title: str
    takes: frozenset[Matter]
    acknowledgement: str
    role: str = ""
    people: tuple[str, ...] = ()
    about: frozenset[str] = frozenset()
    about_roles: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    confidential: bool = True
    findings: bool = False

    @property
    def is_for_everybody(self) -> bool:
        """Whether it asks nothing of whom the matter is about."""
        return not (self.about or self.about_roles or self.departments)


@dataclass(frozen=True, slots=True)
class RequestOffice:
    """An office that brings requests of others, and who there hears when one is done (R14, R29)."""

    name: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestWaits:
    """How long something may take: until the customer hears that it was received, between updates (P07, P08)."""

    acknowledge: Wait
    update: Wait


USUAL_WAITS = RequestWaits(Wait(24 * 60, WaitUnit.MINUTES), Wait(5, WaitUnit.BUSINESS_DAYS))
USUAL_FOLLOW_UP = Wait(3, WaitUnit.BUSINESS_DAYS)
USUAL_GRADE = 9


@dataclass(frozen=True, slots=True)
class RequestRules:
    """Everything that holds for requests. `meanings` are the policy's own words for each priority (R35).

    `reply_to` is where a customer's answer to an e-mail goes, `jargon` the organisation's own words that a customer
    does not know, each with the plain one or empty (P09), `grade` the years of school that a reply asks for at most.
    """

    is_on: bool = False
    categories: tuple[RequestCategory, ...] = ()
    departments: tuple[RequestDepartment, ...] = ()
    lanes: tuple[RequestLane, ...] = ()
    offices: tuple[RequestOffice, ...] = ()
    wards: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    dispositions: tuple[str, ...] = ()
    meanings: Mapping[RequestPriority, str] = field(default_factory=dict)
    waits: Mapping[RequestPriority, RequestWaits] = field(default_factory=dict)
    follow_up: Wait = USUAL_FOLLOW_UP
    acknowledgement: str = ""
    update: str = ""
    closing: str = ""
    open311: Open311Rules = NO_OPEN311
    reply_to: str = ""
    jargon: Mapping[str, str] = field(default_factory=dict)
    grade: int = USUAL_GRADE

    def category(self, key: str) -> RequestCategory | None:
        """A category by its key."""
        return next((one for one in self.categories if one.key == key), None)

    def department(self, name: str) -> RequestDepartment | None:
        """Who sees to the requests of a department."""
        return next((one for one in self.departments if one.name == name), None)

    def lane(self, name: str) -> RequestLane | None:
        """A lane by its name."""
        return next((one for one in self.lanes if one.name == name), None)

    def office(self, name: str) -> RequestOffice | None:
        """An office by its name."""
        return next((one for one in self.offices if one.name == name), None)

    def waits_of(self, priority: RequestPriority) -> RequestWaits:
        """The times of a priority; the usual ones where it has none of its own."""
        return self.waits.get(priority) or self.waits.get(RequestPriority.ROUTINE) or USUAL_WAITS


OFF = RequestRules()
