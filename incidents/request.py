"""A request that somebody brings: what it is, how urgent, what was said, and how it is shown (R02, R30-R41).

People of the organisation are named by key; times are aware UTC. Categories, wards, channels, offices and dispositions
are names of the organisation's file. The body is sealed with the record and never changes: what was done later are
entries, and where it stands is in the table `requests`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from incidents.attachment import Attachment
from incidents.open311 import Open311Standing, Open311Words


class Matter(StrEnum):
    """What somebody brings. PERSON is a complaint about somebody who works here, FRAUD also waste and abuse."""

    SERVICE = "service"
    COMPLAINT = "complaint"
    PERSON = "person"
    FRAUD = "fraud"
    COMPLIMENT = "compliment"
    SUGGESTION = "suggestion"


ABOUT_PEOPLE = frozenset({Matter.PERSON, Matter.FRAUD})
"""Matters that ask whom they are about before anything is written."""


class RequestPriority(StrEnum):
    """How urgent it is, the most urgent first (R35, R38)."""

    EMERGENCY = "emergency"
    EXPEDITED = "expedited"
    ROUTINE = "routine"

    @property
    def rank(self) -> int:
        """Its place in every list: the lowest comes first."""
        return tuple(RequestPriority).index(self)


class RequestClockKind(StrEnum):
    """What has to be done until a moment: CONFIRM to the customer that it was received, UPDATE them, HOLDING is the
    update that a holding reply promised, TARGET is when it should be solved, FOLLOW_UP asks whether it was.
    """

    CONFIRM = "confirm"
    UPDATE = "update"
    HOLDING = "holding"
    TARGET = "target"
    FOLLOW_UP = "follow_up"


class ReplyKind(StrEnum):
    """What whoever brought it is told: that it was received (P13), where it stands (P08), or how it came out (R12)."""

    ACKNOWLEDGEMENT = "acknowledgement"
    UPDATE = "update"
    CLOSING = "closing"


class ClockGround(StrEnum):
    """Where the time of a clock comes from: the usual one, a priority, a department, a category, or a promise."""

    USUAL = "usual"
    PRIORITY = "priority"
    DEPARTMENT = "department"
    CATEGORY = "category"
    PROMISED = "promised"


@dataclass(frozen=True, slots=True)
class RequestClock:
    """One clock that runs: since when, until when, and whose time it is; `reason` is the department's own words."""

    kind: RequestClockKind
    started: datetime
    due: datetime
    ground: ClockGround = ClockGround.USUAL
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """What was taken down. `taken_by` wrote it; `contact_wanted` is whether the customer wants to hear anything at all
    (R22), `contact` how. `about` are the people it is about, `about_department` where they work where nobody is named.
    `handled` is what was done already where it was dealt with at once or before (R07, R39).
    """

    taken_by: str
    matter: Matter
    description: str
    channel: str
    customer: str = ""
    contact: str = ""
    contact_wanted: bool = False
    place: str = ""
    ward: str = ""
    special: str = ""
    office: str = ""
    category: str = ""
    priority: RequestPriority = RequestPriority.ROUTINE
    priority_reason: str = ""
    about: tuple[str, ...] = ()
    about_department: str = ""
    handled: str = ""
    disposition: str = ""
    internal: bool = False


@dataclass(frozen=True, slots=True)
class RequestStep:
    """Something somebody did with a request; `said` is empty where its words are not for whoever reads it."""

    id: str
    operation: str
    by: str
    at: datetime
    said: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RequestEvent:
    """Something that happened to a request by itself: `kind` is a value of `incidents.audit.Act`, `detail` a person or
    the clock it is of. In the city's own system somebody can have done it (`by`); the detail is then its number.
    """

    kind: str
    at: datetime
    detail: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """Where a request stands, without a word of it: what a list, a notice and whoever took it see.

    `state` is a value of `incidents.records.State`. `lane` is empty where a department has it. `clocks` run now, the
    next one first. `to_ring` are those to ring now because it is urgent and nobody was reached, whoever is there first.
    `may` is what its reader can do with it now. `open311` is where it stands in the city's own
    system, if it goes there.
    """

    id: str
    reference: str
    matter: Matter
    state: str
    lane: str
    department: str
    category: str
    priority: RequestPriority
    taken_by: str
    received_at: datetime
    handler: str = ""
    office: str = ""
    contact_wanted: bool = False
    confirmed_at: datetime | None = None
    reached_at: datetime | None = None
    to_ring: tuple[str, ...] = ()
    clocks: tuple[RequestClock, ...] = ()
    may: frozenset[str] = frozenset()
    open311: Open311Standing | None = None

    def is_overdue(self, now: datetime) -> bool:
        """Whether any clock has run out."""
        return any(one.due < now for one in self.clocks)


@dataclass(frozen=True, slots=True)
class RequestCase:
    """A request as somebody reads it who may: where it stands, what was taken down, what was done since, who was told,
    and its files as far as they are for them.
    """

    standing: RequestStanding
    request: ServiceRequest
    steps: tuple[RequestStep, ...] = ()
    events: tuple[RequestEvent, ...] = ()
    files: tuple[Attachment, ...] = ()
    open311: Open311Words | None = None


class RequestOutcome(StrEnum):
    """What trying something led to: NOBODY where nobody may read it who is not concerned, NOT_REACHED where the
    department was not called yet (R36), NOT_A_READER where somebody is chosen who does not belong to its lane, TOO_FAR
    where the next update is later than updates are apart, BY_OTHER where somebody else did just that.
    """

    DONE = "done"
    NOT_ALLOWED = "not_allowed"
    NOT_NOW = "not_now"
    NOBODY = "nobody"
    NOT_REACHED = "not_reached"
    NOT_A_READER = "not_a_reader"
    TOO_FAR = "too_far"
    BY_OTHER = "by_other"


@dataclass(frozen=True, slots=True)
class TakenRequest:
    """The outcome of taking one, told only after COMMIT. `told` are those who hear of it at once."""

    id: str
    reference: str
    repeated: bool
    told: tuple[str, ...] = ()
