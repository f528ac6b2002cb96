"""How long restrictions, safety markers, requests and messages are kept: by how they came out, and on hold or not.

Nothing here happens by itself. Who decides has no part in the record (`rules/keepers.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from foundation.db import Connection
from incidents import store_audit, store_keeping, store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.audit import Act
from incidents.cases import acts_said
from incidents.escalation import Escalation
from incidents.kept import ClosedRecord, Course, HeldRecord, courses
from incidents.records import ActOutcome, RecordEntry, RecordKind
from incidents.rules.access import Operation
from incidents.rules.keepers import keepers, may_keep
from incidents.rules.retention import (
    OUTCOMES,
    Disposal,
    HoldKind,
    RetentionClass,
    class_of,
    disposal,
    names_kind,
    soonest,
)
from incidents.store_records import StoredEntry, StoredRecord
from incidents.vault import Vault

KINDS = frozenset(RecordKind(one) for one in OUTCOMES)
KEPT_ALWAYS = RetentionClass("", None)
"""What no class of the schedule is of: nobody chose one that the schedule could lack."""
SHORTEST_MONTH = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class KindsKeeping:
    """Looks, holds and releases with the vault, the roster and the calendar in force."""

    vault: Vault
    escalation: Escalation

    def look_at(
        self,
        conn: Connection,
        now: datetime,
        stored: Sequence[StoredRecord],
        viewer: str | None,
        schedule: Sequence[RetentionClass],
        *,
        due_alone: bool = False,
        whole: bool = False,
    ) -> Iterator[ClosedRecord]:
        """How those stand that are over, without those whose keeping is not this viewer's to decide, and without kinds
        that the schedule says nothing of, unless one is held or the `whole` is asked for.

        With `due_alone`, what is too young to be due is not even opened.
        """
        theirs = [one for one in stored if one.kind in KINDS]
        held = store_keeping.holds_of(conn, [one.id for one in theirs])
        looked_at = [
            one
            for one in theirs
            if whole
            or (one.id in held and not due_alone)
            or self._may_be_shown(one, schedule, now, due_alone=due_alone)
        ]
        busy = store_tasks.with_open(conn, [one.id for one in looked_at])
        for record, course in courses(conn, self.vault, looked_at, now):
            kind, holds = record.kind or RecordKind.MESSAGE, held.get(record.id, ())
            if course is None:
                if not viewer:
                    unreadable = Disposal.UNREADABLE
                    yield ClosedRecord(
                        record.id, record.reference, None, "", unreadable, None, holds, kind=kind
                    )
                continue
            if course.over is None or (viewer and not self._may(viewer, kind, Operation.DESTROY, course)):
                continue
            yield self._standing(record, kind, course, now, schedule, holds, busy=record.id in busy)

    def _standing(
        self,
        record: StoredRecord,
        kind: RecordKind,
        course: Course,
        now: datetime,
        schedule: Sequence[RetentionClass],
        holds: tuple[str, ...],
        *,
        busy: bool,
    ) -> ClosedRecord:
        calendar = self.escalation.calendar
        closed = calendar.day_of(course.over) if course.over else None
        kept = class_of(schedule, kind, course.outcomes)
        busy = busy or course.waits
        stands = disposal(kept or KEPT_ALWAYS, closed, calendar.day_of(now), holds, tasks_open=busy)
        return ClosedRecord(
            record.id,
            record.reference,
            closed,
            kept.name if kept else "",
            stands,
            kept.last_day(closed) if kept and closed else None,
            holds,
            undecided=not keepers(course.parties, course.about, self.escalation.roster),
            kind=kind,
        )

    def held(
        self, conn: Connection, now: datetime, stored: Sequence[StoredRecord], viewer: str
    ) -> Iterator[HeldRecord]:
        """Those that are not over and whose keeping is this viewer's to decide, with whatever holds each."""
        looked_at = [one for one in stored if one.kind in KINDS]
        holds = store_keeping.holds_of(conn, [one.id for one in looked_at])
        for record, course in courses(conn, self.vault, looked_at, now):
            kind = record.kind or RecordKind.MESSAGE
            if course and course.over is None and self._may(viewer, kind, Operation.HOLD, course):
                yield HeldRecord(record.id, record.reference, holds.get(record.id, ()), kind)

    def said_of(self, conn: Connection, record: StoredRecord) -> tuple[RecordEntry, ...]:
        """Who put holds on it and lifted them, and why, for who decides on it."""
        story = store_audit.stories(conn, [record.id])[record.id]
        entries = store_records.entries_of(conn, [record.id])[record.id]
        return acts_said(self.vault, record, story, entries, (Act.HELD, Act.HOLD_LIFTED))

    def hold(
        self, conn: Connection, now: datetime, stored: StoredRecord | None, by: str, done: ActSaid, draft: str
    ) -> ActOutcome:
        """Put a hold on, or take one off, under the lock of its record; from one draft once.

        What is absent, or a report, is asked for like what is forbidden, so that neither answer is quicker.
        """
        theirs = [stored] if stored and stored.kind in KINDS else []
        record, course = next(courses(conn, self.vault, theirs, now), (None, None))
        if (
            record is None
            or course is None
            or not self._may(by, record.kind or RecordKind.MESSAGE, done.operation, course)
        ):
            return ActOutcome.NOT_ALLOWED
        name, sealed = self.vault.seal_entry(record.id, record.key, f"{by}|{draft}", done)
        if any(one.id == name for one in store_records.entries_of(conn, [record.id])[record.id]):
            return ActOutcome.DONE
        kind = HoldKind(str(done.said["hold_kind"]))
        if done.operation is Operation.HOLD:
            store_keeping.place_hold(conn, record.id, kind, by, now)
        elif not store_keeping.lift_hold(conn, record.id, kind):
            return ActOutcome.NOT_NOW
        store_records.add_entry(conn, record.id, StoredEntry(name, sealed))
        act = Act.HELD if done.operation is Operation.HOLD else Act.HOLD_LIFTED
        store_audit.append(conn, now, act, record_id=record.id, actor=by, detail=name)
        return ActOutcome.DONE

    def _may(self, person: str, kind: RecordKind, operation: Operation, course: Course) -> bool:
        return may_keep(person, kind, operation, course.parties, course.about, self.escalation.roster)

    def _may_be_shown(
        self, record: StoredRecord, schedule: Sequence[RetentionClass], now: datetime, *, due_alone: bool
    ) -> bool:
        """Whether the schedule says anything of its kind, and where asked, whether it can be due yet."""
        kind = record.kind or RecordKind.INCIDENT
        if not due_alone:
            return names_kind(schedule, kind)
        months = soonest(schedule, kind)
        return months is not None and record.created_at + months * SHORTEST_MONTH < now
