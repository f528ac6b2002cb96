"""The audit log: who did what to which record, each entry sealed to the one before under a key of the ring.

It holds person keys, fixed words, references and numbers, never a sentence anybody wrote. Whoever alters, removes
or reorders an entry breaks the chain, and without a key nobody can make a new one; whoever cuts its end is found
out by a head kept elsewhere. Entries from before the chain was keyed stand in front, sealed by the first `KEYED`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

GENESIS = "0" * 64


class Act(StrEnum):
    """What can happen to a record. Those in `TIMELINE` are shown as its story.

    OPENED says that its author ended a contact and the rest is to come, COMPLETED that it came; the detail of that and
    of SUBMITTED is the digest of what the author confirmed.
    MAILED says that somebody was sent an e-mail because chat could not reach them, LINK_USED that they acknowledged by
    the link in it. RAISED says that what was added has to be acknowledged, SHUT_OUT that somebody named later whom
    it complains of: whose record it is reads neither that nor what follows, unless they said it.
    STAFF_NAMED says that a colleague (the detail) is named and was asked for a statement, FILED_FOR for whom its author
    wrote it.
    LINKED says that somebody decided what two records have to do with one another.
    ATTACHED says that a file was added, FILE_TAKEN that somebody opened one: the detail of both is a digest of the file
    under the record's own key, which tells nothing of it.
    TASK_OVERDUE says that somebody else heard that a task is overdue.
    CLOSING says that it was decided and its author is being told, CLOSED that they were told.
    HELD says that it is destroyed under no circumstances until HOLD_LIFTED, CLASSIFIED that it has another retention
    class, LOGGED that a line of the violent-incident log was written of it, LINE_CORRECTED that another took its place;
    DESTROYED is the last there is of a record,
    its detail the certificate.
    Those from CONFIRMED to CLOCK_RAN_OUT are of requests. REPLY_WRITTEN says that somebody wrote an e-mail to whoever
    brought it, REPLY_SENT that the mail server took it, REPLY_UNSENT that it never will: the detail is its entry. The
    OPEN311 ones are of the city's own system: what became of sending (the detail is its number or a code), what it SAID
    (the detail its status, where that turned), and what somebody noted who looked there.
    A look at a list is one VIEWED without a record: its detail are the references that were shown. PRINTED is a look
    that took a paper along. CHECKED is a look before contact: at the rule of a restriction, or at nothing. MARKED says
    that a history of violence is told from now on, PRECAUTION_TOLD that somebody was told. AWAY and
    BACK say, without a record, that somebody (the detail) is away or is there again. KEYED says that the log goes on
    under another key.
    """

    SUBMITTED = "submitted"
    OPENED = "opened"
    COMPLETED = "completed"
    NOTIFIED = "notified"
    NOT_DELIVERED = "not_delivered"
    MAILED = "mailed"
    LINK_USED = "link_used"
    CLIMBED = "climbed"
    ASKED_AGAIN = "asked_again"
    UNREACHED = "unreached"
    ACKNOWLEDGED = "acknowledged"
    AMENDED = "amended"
    ATTACHED = "attached"
    RAISED = "raised"
    SHUT_OUT = "shut_out"
    TAKEN_OVER = "taken_over"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    CORRECTED = "corrected"
    CONTACTED = "contacted"
    LETTER_WRITTEN = "letter_written"
    CORRESPONDENCE_DECIDED = "letter_decided"
    CAO_ASKED = "cao_asked"
    AGREED = "agreed"
    SHARED = "shared"
    CLOSING = "closing"
    TOLD_IN_PERSON = "told_in_person"
    CLOSED = "closed"
    NOT_SOLVED = "not_solved"
    REOPENED = "reopened"
    DETAILS_ADDED = "details_added"
    CUSTOMER_ADDED = "customer_added"
    SAFETY_ADDED = "safety_added"
    STAFF_ADDED = "staff_added"
    POLICE_DECIDED = "police_decided"
    STAFF_NAMED = "staff_named"
    STATEMENT_ADDED = "statement_added"
    FILED_FOR = "filed_for"
    TASK_ADDED = "task_added"
    PROMISED = "promised"
    TASK_DONE = "task_done"
    TASK_PUT_OFF = "task_put_off"
    TASK_PASSED = "task_passed"
    TASK_DROPPED = "task_dropped"
    TASK_OVERDUE = "task_overdue"
    HANDED_OVER = "handed_over"
    LINKED = "linked"
    PROPOSED = "proposed"
    ADVISED = "advised"
    APPROVED = "approved"
    DECLINED = "declined"
    NOTICE_SENT = "notice_sent"
    CONTACT_LOGGED = "contact_logged"
    BOOKED = "booked"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    CLARIFIED = "clarified"
    APPEALED = "appealed"
    UPHELD = "upheld"
    LIFTED = "lifted"
    OUTSIDE_DECIDED = "outside_decided"
    ENDED = "ended"
    CHECKED = "checked"
    MARKED = "marked"
    PRECAUTION_TOLD = "precaution_told"
    HELD = "held"
    HOLD_LIFTED = "hold_lifted"
    CLASSIFIED = "classified"
    DESTROYED = "destroyed"
    LOGGED = "logged"
    LINE_CORRECTED = "line_corrected"
    CALLED = "called"
    CALL_CLIMBED = "call_climbed"
    COMING = "coming"
    NOT_COMING = "not_coming"
    CALL_OVER = "call_over"
    PLANNED = "planned"
    PLAN_MOVED = "plan_moved"
    PLAN_ENDED = "plan_ended"
    CONFIRMED = "confirmed"
    REACHED = "reached"
    NOTED = "noted"
    HOLDING_REPLIED = "holding_replied"
    PRIORITISED = "prioritised"
    REROUTED = "rerouted"
    RESOLVED = "resolved"
    REPLY_WRITTEN = "reply_written"
    REPLY_SENT = "reply_sent"
    REPLY_UNSENT = "reply_unsent"
    CLOCK_RAN_OUT = "clock_ran_out"
    OPEN311_SENT = "open311_sent"
    OPEN311_NOT_SENT = "open311_not_sent"
    OPEN311_UNSURE = "open311_unsure"
    OPEN311_SAID = "open311_said"
    OPEN311_NUMBER = "open311_number"
    OPEN311_AGAIN = "open311_again"
    VIEWED = "viewed"
    PRINTED = "printed"
    FILE_TAKEN = "file_taken"
    REFUSED = "refused"
    AWAY = "away"
    BACK = "back"
    KEYED = "keyed"


OF_SAFETY = frozenset(
    {
        Act.CALLED,
        Act.CALL_CLIMBED,
        Act.COMING,
        Act.NOT_COMING,
        Act.CALL_OVER,
        Act.PLANNED,
        Act.PLAN_MOVED,
        Act.PLAN_ENDED,
    }
)
"""What happens to a call for help or to the plan of a meeting, whose id stands in the place of a record's."""

OF_OPEN311 = frozenset(
    {
        Act.OPEN311_SENT,
        Act.OPEN311_NOT_SENT,
        Act.OPEN311_UNSURE,
        Act.OPEN311_SAID,
        Act.OPEN311_NUMBER,
        Act.OPEN311_AGAIN,
    }
)
"""What happens to a request in the city's own system."""

_ASIDE = {
    *(Act.LINK_USED, Act.DESTROYED, Act.CHECKED, Act.PRECAUTION_TOLD, Act.VIEWED, Act.PRINTED),
    *(Act.FILE_TAKEN, Act.REFUSED, Act.AWAY, Act.BACK, Act.KEYED),
}
TIMELINE = frozenset(Act) - OF_SAFETY - _ASIDE


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log. `actor` is a person key, empty for the system; `detail` a code, number or references.

    `key_id` names the key of the ring whose audit key made the hash; empty before the chain was keyed.
    """

    seq: int
    at: datetime
    record_id: str
    actor: str
    kind: str
    detail: str
    hash: str = ""
    key_id: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log: keep it somewhere else once a day to detect a cut."""

    seq: int
    hash: str

    def __str__(self) -> str:
        """As it is written down: `12:9f86…`."""
        return f"{self.seq}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> Head:
        """Read what was written down; raises ValueError."""
        seq, _, digest = text.strip().partition(":")
        if not seq.isdecimal() or len(digest) != len(GENESIS) or set(digest) - set("0123456789abcdef"):
            raise ValueError("The head of an audit log is written NUMBER:HASH, the hash in 64 digits.")
        return cls(int(seq), digest)


class Cause(StrEnum):
    """Why an entry does not hold."""

    CHANGED = "changed"
    CUT = "cut"
    UNKEYED = "unkeyed"
    KEY_MISSING = "key_missing"


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that does not hold."""

    seq: int
    cause: Cause


KeyOf = Callable[[str], bytes | None]
"""The audit key that belongs to a key of the ring; None where it is not there."""


def chained(entry: Entry, previous: str, key: bytes = b"") -> str:
    """The hash of an entry that follows the entry with the hash `previous`; without a key as it was in old logs."""
    moment = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [previous, entry.seq, moment, entry.record_id, entry.actor, entry.kind, entry.detail]
    if not key:
        return hashlib.sha256(json.dumps(fields).encode()).hexdigest()
    return hmac.new(key, json.dumps([*fields, entry.key_id]).encode(), hashlib.sha256).hexdigest()


class Walk:
    """Goes along a log, entry by entry, up to the first that does not hold.

    `heads` are ends of the log that were true once; each must still be part of it.
    """

    def __init__(self, key_of: KeyOf, *heads: Head) -> None:
        self._key_of = key_of
        self._heads: dict[int, set[str]] = {}
        for head in heads:
            self._heads.setdefault(head.seq, set()).add(head.hash)
        self._keyed = False
        self.end = Head(0, GENESIS)
        self.broken: Break | None = None
        self._meet(self.end)

    def take(self, entries: Iterable[Entry]) -> None:
        """Go on along these entries."""
        for entry in entries:
            if self.broken is not None:
                return
            if cause := self._fault(entry):
                self.broken = Break(self.end.seq + 1, cause)
                return
            self._keyed = self._keyed or bool(entry.key_id)
            self.end = Head(entry.seq, entry.hash)
            self._meet(self.end)

    def finish(self) -> Break | None:
        """The first break once the log is at its end: a log that nothing keyed seals is not vouched for."""
        if self.broken is None and self.end.seq and not self._keyed:
            self.broken = Break(1, Cause.UNKEYED)
        beyond = [seq for seq in self._heads if seq > self.end.seq]
        if self.broken is None and beyond:
            self.broken = Break(self.end.seq + 1, Cause.CUT)
        return self.broken

    def _fault(self, entry: Entry) -> Cause | None:
        if entry.seq != self.end.seq + 1:
            return Cause.CHANGED
        if not entry.key_id:
            return Cause.UNKEYED if self._keyed else self._differs(entry, b"")
        if not self._keyed and self.end.seq and entry.kind != Act.KEYED:
            return Cause.UNKEYED
        key = self._key_of(entry.key_id)
        return self._differs(entry, key) if key else Cause.KEY_MISSING

    def _differs(self, entry: Entry, key: bytes) -> Cause | None:
        try:
            same = entry.hash == chained(entry, self.end.hash, key)
        except (TypeError, ValueError):  # A column that holds something else altogether.
            same = False
        return None if same else Cause.CHANGED

    def _meet(self, end: Head) -> None:
        if self._heads.get(end.seq, {end.hash}) != {end.hash}:
            self.broken = Break(end.seq, Cause.CHANGED)


def first_break(entries: Iterable[Entry], *heads: Head, key_of: KeyOf) -> Break | None:
    """The first entry that does not follow from the one before, or None for a whole log."""
    walk = Walk(key_of, *heads)
    walk.take(entries)
    return walk.finish()
