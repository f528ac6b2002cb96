"""A safety marker: that whoever meets somebody is told of a history of violence, in one sentence, with a precaution.

A named person decided so, under the rule of the organisation's jurisdiction (Ontario OHSA s. 32.0.5(3): no more than is
needed). People of the organisation are named by key; times are aware UTC. The body is sealed with the record and never
changes; that it ended early is an entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from incidents.records import RecordEntry, State, TimelineEntry


@dataclass(frozen=True, slots=True)
class Marker:
    """What was decided. `told` and `precautions` are the words themselves, as the file had them then, and all that is
    ever told; `rule` is the law they are told under. `incidents` are references of reports. After `ends` nothing is
    told.
    """

    decided_by: str
    department: str
    customer: str
    told: str
    precautions: tuple[str, ...]
    rule: str
    reasons: str
    ends: datetime
    incidents: tuple[str, ...] = ()


class MarkerProblem(StrEnum):
    """Why a marker cannot be made."""

    NOT_SET_UP = "not_set_up"
    NO_CUSTOMER = "no_customer"
    NAME_UNFINDABLE = "name_unfindable"
    NO_PRECAUTION = "no_precaution"
    NO_REASONS = "no_reasons"
    ENDS_BEFORE = "ends_before"
    TOO_LONG = "too_long"
    INCIDENT_UNKNOWN = "incident_unknown"


@dataclass(frozen=True, slots=True)
class MarkerTold:
    """All that whoever meets the person is told: never the name, the story, or who decided."""

    told: str
    precautions: tuple[str, ...]
    ends: datetime


@dataclass(frozen=True, slots=True)
class MarkerFile:
    """One marker with everything since, for who may read it. `state` is that of this moment."""

    id: str
    reference: str
    marker: Marker
    state: State
    created_at: datetime
    entries: tuple[RecordEntry, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    may: frozenset[str] = frozenset()
