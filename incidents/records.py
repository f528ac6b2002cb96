"""The record of a difficult contact: what the author states, its states, and what happened to it since.

People are named by key (the lower-cased e-mail, `bot.people.Identity.person`). Times are aware UTC.
Fields follow duties D03, D17 and D46-D55, D67, P34.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from incidents.attachment import Attachment
from incidents.report import CHANNELS as CHANNELS
from incidents.report import Attestation as Attestation
from incidents.report import Behaviour as Behaviour
from incidents.report import Channel as Channel
from incidents.report import OwnAnswer as OwnAnswer
from incidents.report import Report as Report
from incidents.report import Statement as Statement
from incidents.report import Warned as Warned
from incidents.task import Task, TaskState


class RecordKind(StrEnum):
    """What a record is of. The states of each kind, its acts and who may what are in `incidents/rules/kinds.py`."""

    INCIDENT = "incident"
    RESTRICTION = "restriction"
    REQUEST = "request"
    MESSAGE = "message"
    MARKER = "marker"


class State(StrEnum):
    """Where a record stands. A draft is not a record yet; a record is never overwritten, only added to.

    CLOSING: it is decided, and closes once what is reported back has reached its author (D35).

    Those from PROPOSED on are of restrictions: APPROVED was decided, and is in force once its notice was sent. Those
    from RECEIVED on are of requests: CONFIRMED was to whoever brought it. A message is RECEIVED until its task ends. A
    marker is IN_FORCE until it ENDED.
    """

    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    ACTION_AGREED = "action_agreed"
    CLOSING = "closing"
    CLOSED = "closed"
    PROPOSED = "proposed"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    LIFTED = "lifted"
    DECLINED = "declined"
    RECEIVED = "received"
    CONFIRMED = "confirmed"
    ASSIGNED = "assigned"
    INVESTIGATING = "investigating"
    RESOLVED = "resolved"


class Urgency(StrEnum):
    """What the ladder wants of those it names: ACKNOWLEDGE and climb at any hour, or TELL, and no climb (D20, D55)."""

    ACKNOWLEDGE = "acknowledge"
    TELL = "tell"


Said = str | bool | datetime | tuple[str, ...]
"""What one field of an act holds."""


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """Something somebody did with a record, and what they said of it, by field. `act` is its kind in the audit log.

    `operation` is what was done; empty for what an older or newer version wrote and this one cannot open. `own` are
    answers to fields of the organisation's own.
    """

    id: str
    act: str
    by: str
    at: datetime
    operation: str = ""
    said: Mapping[str, Said] = field(default_factory=dict)
    own: tuple[OwnAnswer, ...] = ()


DETAILED = frozenset({"details_added", "customer_added", "safety_added", "staff_added", "police_decided"})
"""Kinds of the audit log of what an author said on a later page."""

ASKED_BACK = DETAILED | {"statement_added"}
"""The same with statements of colleagues: what was asked back about their words counts as well."""


class DeliveryState(StrEnum):
    """The truth about one notice to one recipient over one channel."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    SEEN = "seen"
    ACKNOWLEDGED = "acknowledged"
    FAILED = "failed"
    NOT_REACHED = "not_reached"


NO_RIGHT = "no_right"
"""The code of a notice whose recipient was moved, lost the role, left, or turned out to be complained of."""


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One notice to one recipient: level 0 is the first step of the ladder. `code` says why it failed."""

    recipient: str
    level: int
    state: DeliveryState
    platform: str = ""
    at: datetime | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened to the record: `kind` is a fixed word, `actor` a person key or "" for the system."""

    at: datetime
    kind: str
    actor: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A report that was confirmed, with everything since. `reference` can be said on the phone.

    `added` are the later statements that can be opened here, oldest first; `entries` what else was done with it.
    `handler` is whoever has it in hand, `shared` whom it is shared with, `may` what its reader may do with it now
    (`incidents.rules.access.Operation`). `holds` are the kinds of hold it is under, of
    `incidents.rules.retention.HoldKind`. `is_whole` is False while its author, who opened it at the end of a contact,
    has not sent the rest (D20, D55); `opened` is what it said until then. `files` are in the order they were added.
    `customer_untold`: it was handed over, and nobody has noted since that the customer knows what comes next (P17).
    """

    id: str
    reference: str
    report: Report
    state: State
    created_at: datetime
    acknowledged_by: str = ""
    acknowledged_at: datetime | None = None
    deliveries: tuple[DeliveryRow, ...] = ()
    timeline: tuple[TimelineEntry, ...] = field(default=())
    urgency: Urgency = Urgency.ACKNOWLEDGE
    added: tuple[Statement, ...] = ()
    handler: str = ""
    shared: tuple[str, ...] = ()
    entries: tuple[RecordEntry, ...] = ()
    may: frozenset[str] = frozenset()
    tasks: tuple[Task, ...] = ()
    is_whole: bool = True
    opened: Report | None = None
    attested: Attestation | None = None
    holds: tuple[str, ...] = ()
    files: tuple[Attachment, ...] = ()
    customer_untold: bool = False

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """What is still to be done, the most urgent first."""
        still = (one for one in self.tasks if one.state is TaskState.OPEN)
        return tuple(sorted(still, key=lambda one: (one.due, one.id)))

    @property
    def besides(self) -> tuple[str, ...]:
        """Who reads it besides those whom an office or the ladder names."""
        return tuple(one for one in (self.handler, *self.shared) if one)

    @property
    def behaviours(self) -> tuple[Behaviour, ...]:
        """What the report says that happened, with what was added later."""
        said = [*self.report.behaviours, *(one for added in self.added for one in added.behaviours)]
        said += [Behaviour(one) for one in self._asked_back("behaviours")]
        return tuple(dict.fromkeys(said))

    @property
    def about(self) -> tuple[str, ...]:
        """Whom it complains of, from the beginning or later."""
        named = [*self.report.about, *(one for added in self.added for one in sorted(added.about))]
        return tuple(dict.fromkeys((*named, *self._asked_back("about"))))

    @property
    def details(self) -> Mapping[str, Said]:
        """What its author said on later pages, by field (`incidents.rules.details`); of several answers the last."""
        said: dict[str, Said] = {}
        for entry in self.entries:
            if entry.act in DETAILED:
                said |= {
                    name: value for name, value in entry.said.items() if name not in ("behaviours", "about")
                }
        return said

    @property
    def whole_report(self) -> Report:
        """The report with what its author said later in the fields that its first form left out."""
        known = {one.name for one in fields(Report)}
        later: dict[str, Any] = {name: value for name, value in self.details.items() if name in known}
        return replace(self.report, **later, own=tuple(self.own.values()))

    @property
    def own(self) -> Mapping[str, OwnAnswer]:
        """The answers to fields of the organisation's own, by field; of several the last."""
        later = [one for entry in self.entries if entry.act in DETAILED for one in entry.own]
        return {one.name: one for one in (*self.report.own, *later)}

    def _asked_back(self, name: str) -> list[str]:
        """What was confirmed when a later page asked about its words."""
        told = (one.said.get(name) for one in self.entries if one.act in ASKED_BACK)
        return [key for one in told if isinstance(one, tuple) for key in one]


@dataclass(frozen=True, slots=True)
class Outline:
    """As much of a record as decides who may see it, the people complained of aside; `ladder` is the one it climbs.

    `handler` has it in hand, given to them by `assigned_by`; `shared` are the heads it was shared with (D36). `kind` is
    None where only a newer version knows it: nobody may anything then. `filed_for` is whom it was written for, `staff`
    are the colleagues it names.
    """

    id: str
    author: str
    department: str
    ladder: str = ""
    handler: str = ""
    assigned_by: str = ""
    shared: frozenset[str] = frozenset()
    kind: RecordKind | None = RecordKind.INCIDENT
    filed_for: str = ""
    staff: frozenset[str] = frozenset()

    @property
    def whose(self) -> frozenset[str]:
        """Whose record it is: who wrote it, and whom they wrote it for."""
        return frozenset((self.author, self.filed_for)) - {""}


@dataclass(frozen=True, slots=True)
class Filed:
    """The outcome of a submit, told only after COMMIT. `repeated` when this draft had been submitted before.

    `notifying` are the person keys of the first step of the ladder, empty when there is nobody to name;
    `urgency` is what is wanted of them.
    """

    id: str
    reference: str
    repeated: bool
    notifying: tuple[str, ...]
    urgency: Urgency = Urgency.ACKNOWLEDGE


class Acknowledgement(StrEnum):
    """What pressing Acknowledge led to."""

    DONE = "done"
    ALREADY = "already"
    NOT_ALLOWED = "not_allowed"


class ActOutcome(StrEnum):
    """What trying an act led to: NOT_NOW where the record is in another state by now, NOBODY where nobody who may be
    told of it is left to tell, TASKS_OPEN where a task has to be done before it closes, NO_SUCH_RECORD where the other
    record an act names is absent or not for them, NOT_HELD where there is no such hold to lift.
    """

    DONE = "done"
    NOT_ALLOWED = "not_allowed"
    NOT_NOW = "not_now"
    NOBODY = "nobody"
    TASKS_OPEN = "tasks_open"
    NO_SUCH_RECORD = "no_such_record"
    NOT_HELD = "not_held"
