"""A restriction of how somebody can be in contact: what was proposed, and how it is shown (D25-D33, D58, D59).

People of the organisation are named by key; times are aware UTC. The body is sealed with the record, and never changes:
what was done later are entries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from incidents.marker import MarkerTold
from incidents.records import RecordEntry, State, TimelineEntry
from incidents.task import Task


class Route(StrEnum):
    """What somebody gets in touch about. Only ORDINARY matters can be restricted: not an EMERGENCY, not a request for
    ACCESS to information, not what a STATUTE gives everybody.
    """

    ORDINARY = "ordinary"
    EMERGENCY = "emergency"
    ACCESS = "access"
    STATUTE = "statute"


class ExceptionTest(StrEnum):
    """What makes an answer possible although contact is restricted (D26, D28)."""

    NEW_INFORMATION = "new_information"
    SPECIFIC = "specific"
    SUBSTANTIAL = "substantial"
    SERIOUS = "serious"


class Handled(StrEnum):
    """What was done with something that came in: it was answered, or read and filed."""

    ANSWERED = "answered"
    FILED = "filed"


@dataclass(frozen=True, slots=True)
class Restriction:
    """What was proposed. `options`, `ground`, `channels`, `sites` and `matters` are keys of the organisation's file.

    An empty scope means all of it. `nominated` is whom alone they deal with (C1), `quota` how many requests they
    have in each period (B2). `incidents` are references of reports; `replaces` is that of the restriction this
    one takes the place of once it is in force.
    """

    proposer: str
    department: str
    customer: str
    options: tuple[str, ...]
    ground: str
    reasons: str
    starts: datetime
    review: datetime
    ends: datetime
    channels: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    nominated: str = ""
    quota: int = 0
    replaces: str = ""


class Problem(StrEnum):
    """Why something cannot be done with a restriction: of a proposal, of an approval, of a notice, of what came in."""

    NOT_SET_UP = "not_set_up"
    NO_CUSTOMER = "no_customer"
    NO_REASONS = "no_reasons"
    NO_GROUND = "no_ground"
    NO_OPTION = "no_option"
    NOT_TOGETHER = "not_together"
    NO_NOMINATED = "no_nominated"
    NO_QUOTA = "no_quota"
    SCOPE_UNKNOWN = "scope_unknown"
    STARTS_BEFORE = "starts_before"
    REVIEW_ORDER = "review_order"
    REVIEW_LATE = "review_late"
    TOO_LONG = "too_long"
    INCIDENT_UNKNOWN = "incident_unknown"
    NOBODY_DECIDES = "nobody_decides"
    ADVICE_FIRST = "advice_first"
    NOTICE_INCOMPLETE = "notice_incomplete"
    NEVER_RESTRICTED = "never_restricted"
    NO_TEST = "no_test"
    NO_APPEAL = "no_appeal"
    APPEAL_OPEN = "appeal_open"
    NO_APPOINTMENTS = "no_appointments"
    REPLACED_UNKNOWN = "replaced_unknown"
    REPLACED_OTHER = "replaced_other"
    NOBODY_ANSWERS = "nobody_answers"
    NAME_UNFINDABLE = "name_unfindable"
    NOMINATED_ALONE = "nominated_alone"
    QUOTA_ALONE = "quota_alone"
    BESIDE_ANOTHER = "beside_another"
    BEFORE_DECISION = "before_decision"
    BEFORE_NOTICE = "before_notice"
    SAME_PERSON = "same_person"


@dataclass(frozen=True, slots=True)
class QuotaCount:
    """How many of the requests of this period came in; from `resets` on they count anew."""

    used: int
    quota: int
    resets: datetime

    @property
    def is_over(self) -> bool:
        """Whether every request of this period has come in."""
        return self.used >= self.quota


@dataclass(frozen=True, slots=True)
class ContactRule:
    """What front-line staff see of a restriction that is in force: the rule, and whom alone they deal with."""

    record: str
    options: tuple[str, ...]
    channels: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    nominated: str = ""
    quota: QuotaCount | None = None


@dataclass(frozen=True, slots=True)
class ContactCheck:
    """What a look before contact found: `rules` and what is `told` of violence where the name is the same, `is_maybe`
    where one is only alike.
    """

    rules: tuple[ContactRule, ...] = ()
    told: tuple[MarkerTold, ...] = ()
    is_maybe: bool = False


@dataclass(frozen=True, slots=True)
class RestrictionFigures:
    """How many there are and how long they are, by ground and option. Nobody is named."""

    in_force: int = 0
    suspended: int = 0
    waiting: int = 0
    ended: int = 0
    days: int = 0
    by_ground: tuple[tuple[str, int], ...] = ()
    by_option: tuple[tuple[str, int], ...] = ()
    overdue: int = 0
    appeals: int = 0
    lifted: int = field(default=0)


@dataclass(frozen=True, slots=True)
class RestrictionFile:
    """One restriction with everything since, for who may read it. `state` and `applies` are those of this moment.

    `begins` is its start, or when the notice was noted as sent where that came later; `judges` are who answer its open
    complaint. `may` is what its reader can do with it now; `timeline` holds who did what and when, `entries` the words.
    """

    id: str
    reference: str
    wanted: Restriction
    state: State
    review: datetime
    created_at: datetime
    decided_by: str = ""
    applies: bool = False
    appeal_open: bool = False
    entries: tuple[RecordEntry, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    may: frozenset[str] = frozenset()
    quota: QuotaCount | None = None
    tasks: tuple[Task, ...] = ()
    begins: datetime | None = None
    judges: tuple[str, ...] = ()

    @property
    def notice_text(self) -> str:
        """The notice as it was sent, or ""."""
        sent = (one.said.get("notice_text") for one in reversed(self.entries))
        return next((text for text in sent if isinstance(text, str)), "")
