"""What the month in figures is counted from: typed facts without a name, a number or a word of anybody.

They are made from records, tasks, restrictions and questions by `incidents/figures_reading.py`; people have no place
in them, so nothing that follows can hold a name. Moments are aware UTC. Departments, wards, categories, places and
lanes are names of the organisation's files; what no file knows (any more) is "".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from incidents.records import State
from incidents.report import Behaviour, Channel
from incidents.request import Matter, RequestPriority


class AfterCare(StrEnum):
    """What came of a request after it was solved (P12): the customer was content, it was left, or it was not solved."""

    CONTENT = "content"
    WAIVED = "waived"
    NOT_SOLVED = "not_solved"


@dataclass(frozen=True, slots=True)
class PromisedUpdate:
    """At `at` the next word was promised for `until`; None where the usual time began anew."""

    at: datetime
    until: datetime | None
    is_holding: bool = False


@dataclass(frozen=True, slots=True)
class RequestFact:
    """One request. `lane` is that of a confidential one: such a request is counted there and nowhere else (R15-R28).

    `states` and `priorities` begin when it came, each with the moment from which it held.
    """

    matter: Matter
    received_at: datetime
    lane: str = ""
    department: str = ""
    ward: str = ""
    category: str = ""
    states: tuple[tuple[datetime, State], ...] = ()
    priorities: tuple[tuple[datetime, RequestPriority], ...] = ()
    updates: tuple[PromisedUpdate, ...] = ()
    after: tuple[tuple[datetime, AfterCare], ...] = ()
    confirmed_at: datetime | None = None
    contact_wanted: bool = False


@dataclass(frozen=True, slots=True)
class IncidentFact:
    """One report of a difficult contact, counted in the month in which it was written, so that no later report changes
    a month that was shown. `place` is one of the organisation's, "" for any other and for none.
    """

    occurred_at: datetime
    created_at: datetime
    channel: Channel
    department: str = ""
    place: str = ""
    behaviours: frozenset[Behaviour] = frozenset()
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskFact:
    """Something that was promised or agreed: when it was due, and when it was done; dropped ones are no facts."""

    due: datetime
    done_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class RestrictionFact:
    """One restriction of contact: since when, until when; `began` is None while no notice was sent."""

    began: datetime | None
    over: datetime | None = None
    appealed: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionFact:
    """A question the policies did not answer, put to an owner; `answered_at` is None while it waits."""

    asked_at: datetime
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """Everything that is counted. `referrals` are when a contact was given, `wrong_numbers` when one was reported."""

    requests: tuple[RequestFact, ...] = ()
    incidents: tuple[IncidentFact, ...] = ()
    tasks: tuple[TaskFact, ...] = ()
    restrictions: tuple[RestrictionFact, ...] = ()
    questions: tuple[QuestionFact, ...] = ()
    referrals: tuple[datetime, ...] = ()
    wrong_numbers: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows of every table, by the organisation's files of today. `categories` name the department of each."""

    departments: tuple[str, ...] = ()
    wards: tuple[str, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()
