"""The violent-incident log that a law asks for: a view of incidents in which nobody can be known.

Its columns are those of California's Labor Code 6401.9 (d), (A) to (I), the fullest there is (trust model 5b, 5c);
other laws ask for some of them. A report says when, and proposes the kind; the rest somebody chooses, and writes in
words of their own that name nobody. The file of an organisation says which reports belong on it:

    incident_log:
      title: Violent incident log
      reports: [threat, weapon, violence_person, violence_property]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foundation.datafile import DataEntry
from incidents.records import Behaviour
from incidents.rules.fields import FieldKind, RecordField


class ViolenceType(StrEnum):
    """Who it came from, by the four types of the law: 1 somebody with no business here, 2 those who are served, 3 those
    who work here, 4 somebody close to one who works here.
    """

    NO_BUSINESS = "no_business"
    SERVED = "served"
    WORKER = "worker"
    CLOSE = "close"


class Committer(StrEnum):
    """Who did it, as one of a class."""

    CUSTOMER = "customer"
    OF_CUSTOMER = "of_customer"
    STRANGER = "stranger"
    COWORKER = "coworker"
    SUPERVISOR = "supervisor"
    PARTNER = "partner"
    RELATIVE = "relative"
    OTHER = "other"


class Circumstance(StrEnum):
    """What the work was like just then."""

    USUAL_DUTIES = "usual_duties"
    POORLY_LIT = "poorly_lit"
    RUSHED = "rushed"
    FEW_STAFF = "few_staff"
    ALONE = "alone"
    NO_HELP = "no_help"
    IN_COMMUNITY = "in_community"
    UNFAMILIAR = "unfamiliar"
    OTHER = "other"


class Whereabouts(StrEnum):
    """Where it was, as one of a class."""

    WORKPLACE = "workplace"
    OUTSIDE = "outside"
    OTHER = "other"


class ViolenceKind(StrEnum):
    """What it was."""

    ATTACK = "attack"
    WITH_WEAPON = "with_weapon"
    THREAT = "threat"
    SEXUAL = "sexual"
    ANIMAL = "animal"
    OTHER = "other"


class Contacted(StrEnum):
    """Who was called."""

    NOBODY = "nobody"
    SECURITY = "security"
    POLICE = "police"
    BOTH = "both"


DEFAULT_REPORTS = frozenset({Behaviour.THREAT, Behaviour.WEAPON, Behaviour.VIOLENCE, Behaviour.PROPERTY})

LOG_FIELDS = (
    RecordField("log_types", FieldKind.CHOICES, ("6401.9 B",), tuple(ViolenceType), needed=True),
    RecordField("log_by", FieldKind.CHOICE, ("6401.9 D",), tuple(Committer), needed=True),
    RecordField("log_kinds", FieldKind.CHOICES, ("6401.9 G",), tuple(ViolenceKind), needed=True),
    RecordField("log_where", FieldKind.CHOICE, ("6401.9 F",), tuple(Whereabouts), needed=True),
    RecordField("log_location", FieldKind.LINE, ("6401.9 A",), needed=True),
    RecordField("log_circumstances", FieldKind.CHOICES, ("6401.9 E",), tuple(Circumstance), needed=True),
    RecordField("log_description", FieldKind.TEXT, ("6401.9 C",), needed=True),
    RecordField("log_contacted", FieldKind.CHOICE, ("6401.9 H",), tuple(Contacted), needed=True),
    RecordField("log_response", FieldKind.LINE, ("6401.9 H",)),
    RecordField("log_protection", FieldKind.TEXT, ("6401.9 H",)),
    RecordField("log_looked", FieldKind.TOGGLE, ("6401.9 d 1 B",)),
)
"""What is asked for one line of the log, in this order. When it was is the report's."""

LOG_WORDS = tuple(one.name for one in LOG_FIELDS if one.is_words)

_KINDS: Mapping[Behaviour, ViolenceKind] = {
    Behaviour.VIOLENCE: ViolenceKind.ATTACK,
    Behaviour.WEAPON: ViolenceKind.WITH_WEAPON,
    Behaviour.THREAT: ViolenceKind.THREAT,
}


@dataclass(frozen=True, slots=True)
class LogProfile:
    """What the organisation calls its log, and of which reports a line belongs on it."""

    title: str
    reports: frozenset[Behaviour] = DEFAULT_REPORTS

    def wants(self, behaviours: Collection[Behaviour]) -> bool:
        """Whether a report of these behaviours belongs on it, hurt or not."""
        return bool(self.reports & set(behaviours))


def kinds_of(behaviours: Collection[Behaviour]) -> tuple[ViolenceKind, ...]:
    """The kinds that a report proposes."""
    found = {_KINDS.get(one) for one in behaviours}
    return tuple(one for one in ViolenceKind if one in found)


def read_log_profile(top: DataEntry) -> LogProfile | None:
    """Read `incident_log`; None where there is none. Raises DataFileError with the line."""
    entry = top.entry("incident_log")
    if entry is None:
        return None
    entry.only("title", "reports")
    named = entry.texts("reports")
    known = {one.value: one for one in Behaviour}
    for name in named:
        if name not in known:
            raise entry.error("reports", f"“{name}” is no kind of behaviour.", "some of " + ", ".join(known))
    reports = frozenset(known[name] for name in named) or DEFAULT_REPORTS
    return LogProfile(entry.text("title", required=True), reports)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One line. `said` holds the fields of LOG_FIELDS; `by` completed it at `written_at` (6401.9 I)."""

    id: str
    occurred_at: datetime
    said: Mapping[str, str | tuple[str, ...]]
    by: str
    written_at: datetime
