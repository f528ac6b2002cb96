"""How long records are kept: which may be destroyed, and destroying those that a named person decided on.

Reports have a class that somebody chose (`keeping_reports.py`), the other kinds one by how they came out
(`keeping_kinds.py`). Nothing here happens by itself. A record goes only where its class says that its time is over, no
hold is on it, no task of it is open, no restriction rests on it, its line is on the violent-incident log where it
belongs there, and somebody with the right to it decided so; all of it is asked in the transaction that destroys it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_audit, store_keeping, store_records
from incidents.act_json import ActSaid
from incidents.acts import refuse_incomplete
from incidents.audit import Act
from incidents.escalation import Escalation
from incidents.keeping_kinds import KindsKeeping
from incidents.keeping_reports import ReportsKeeping
from incidents.kept import ClosedRecord, HeldRecord
from incidents.records import ActOutcome, RecordKind, Said, State
from incidents.rules.access import Operation
from incidents.rules.incident_log import LogProfile
from incidents.rules.keepers import CAO, RECORDS_OFFICER
from incidents.rules.retention import Disposal, RetentionClass
from incidents.rules.rights import Rights
from incidents.store_keeping import Certificate, DestroyedRecord
from incidents.store_records import StoredRecord
from incidents.vault import Vault

SHOWN = 50
"""Certificates in a list."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the records officer sees and decides. `schedule` is always the organisation's of this moment."""

    db: Database
    vault: Vault
    clock: Clock
    rights: Callable[[Connection], Rights]
    escalation: Callable[[], Escalation]

    async def closed(
        self, viewer: str, schedule: Sequence[RetentionClass], profile: LogProfile | None = None
    ) -> tuple[ClosedRecord, ...]:
        """Every closed record whose keeping this person decides, the longest closed first; one look in the log.

        `profile` is the organisation's of the violent-incident log, where it keeps one.
        """
        found = await self.db.read(lambda conn: tuple(self._closed(conn, viewer, schedule, profile)))
        if found:
            seen, now = " ".join(one.reference for one in found), self.clock.now()
            await self.db.write(
                lambda conn: store_audit.append(conn, now, Act.VIEWED, actor=viewer, detail=seen)
            )
        return tuple(sorted(found, key=lambda one: (one.closed or date.max, one.reference)))

    async def due(
        self, viewer: str, schedule: Sequence[RetentionClass], profile: LogProfile | None = None
    ) -> int:
        """How many of them are due; a number shows nobody anything of a record, so it is no look."""
        return await self.db.read(
            lambda conn: sum(
                one.disposal is Disposal.DUE
                for one in self._closed(conn, viewer, schedule, profile, due_alone=True)
            )
        )

    async def overview(
        self, schedule: Sequence[RetentionClass], profile: LogProfile | None = None
    ) -> tuple[ClosedRecord, ...]:
        """The same of all records, for whoever runs the program: references and classes, no name and no word."""
        found = await self.db.read(lambda conn: tuple(self._closed(conn, None, schedule, profile)))
        return tuple(sorted(found, key=lambda one: (one.closed or date.max, one.reference)))

    async def held(self, viewer: str) -> tuple[HeldRecord, ...]:
        """The records on hold that are not closed and whose keeping this person decides; one look in the log."""

        def look(conn: Connection) -> tuple[HeldRecord, ...]:
            stored = store_records.by_id(conn, store_keeping.held(conn))
            holds = store_keeping.holds_of(conn, [one.id for one in stored])
            reports = self._reports(conn)
            incidents = [one for one in stored if one.kind is RecordKind.INCIDENT]
            others = [one for one in stored if one.kind is not RecordKind.INCIDENT]
            return (
                *(
                    HeldRecord(one.id, one.reference, holds[one.id])
                    for one in incidents
                    if one.state is not State.CLOSED and reports.decides(conn, one, viewer)
                ),
                *self._kinds.held(conn, self.clock.now(), others, viewer),
            )

        found = await self.db.read(look)
        if found:
            seen, now = " ".join(one.reference for one in found), self.clock.now()
            await self.db.write(
                lambda conn: store_audit.append(conn, now, Act.VIEWED, actor=viewer, detail=seen)
            )
        return found

    async def destroy(
        self,
        by: str,
        names: Sequence[str],
        authority: str,
        schedule: Sequence[RetentionClass],
        draft: str,
        profile: LogProfile | None = None,
    ) -> Certificate | None:
        """Destroy those of these records, by id or reference, that are due now, and certify it; None where none is.

        The same from the same draft gives the same certificate. What cannot be got back is what is in the database:
        copies made before keep it until they are deleted, which the certificate says.
        """
        made_as = hashlib.blake2s(f"{by}|{draft}".encode(), digest_size=16).hexdigest()

        def work(conn: Connection) -> Certificate | None:
            now = self.clock.now()
            if before := store_keeping.certificate(conn, self.vault.ring, made_as):
                return before
            locked = (store_records.find(conn, one, lock=True) for one in sorted(set(names)))
            looked_at = self._look_at(conn, [one for one in locked if one], by, schedule, profile)
            due = [one for one in looked_at if one.disposal is Disposal.DUE]
            if not due:
                return None
            for one in due:
                store_keeping.destroy(conn, one.id)
                store_audit.append(conn, now, Act.DESTROYED, record_id=one.id, actor=by, detail=made_as)
            made = Certificate(made_as, by, now, authority, tuple(map(_line, due)))
            store_keeping.add_certificate(conn, self.vault.ring, made)
            return made

        return await self.db.write(work)

    async def one(
        self, name: str, viewer: str, schedule: Sequence[RetentionClass]
    ) -> ClosedRecord | HeldRecord | None:
        """How a record that is no report stands, over or not; None where it is absent or not theirs to decide."""

        def look(conn: Connection) -> ClosedRecord | HeldRecord | None:
            now, record = self.clock.now(), store_records.find(conn, name)
            shown = self._one(conn, now, record, viewer, schedule)
            act, record_id = Act.VIEWED if shown else Act.REFUSED, record.id if record else ""
            store_audit.append(conn, now, act, record_id=record_id, actor=viewer)
            return shown

        return await self.db.write(look)

    def _one(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord | None,
        viewer: str,
        schedule: Sequence[RetentionClass],
    ) -> ClosedRecord | HeldRecord | None:
        # What is absent is asked for like what is forbidden, so that neither answer is quicker.
        kinds, stored = self._kinds, [record] if record else []
        over = kinds.look_at(conn, now, stored, viewer, schedule, whole=True)
        found = next(over, None) or next(kinds.held(conn, now, stored, viewer), None)
        return replace(found, said=kinds.said_of(conn, record)) if found and record else None

    async def hold(
        self, name: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> ActOutcome:
        """Put a hold on a record that is no report, or lift one; a report's stands under its acts.

        `said` are the fields of HOLD and LIFT_HOLD (`incidents.rules.acts`). Raises ValueError where one is empty.
        """
        done = ActSaid(operation, said)
        refuse_incomplete(done)

        def hold(conn: Connection) -> ActOutcome:
            now, record = self.clock.now(), store_records.find(conn, name, lock=True)
            outcome = self._kinds.hold(conn, now, record, by, done, draft)
            if outcome is ActOutcome.NOT_ALLOWED:
                store_audit.append(conn, now, Act.REFUSED, record_id=record.id if record else "", actor=by)
            return outcome

        return await self.db.write(hold)

    def _reports(self, conn: Connection) -> ReportsKeeping:
        return ReportsKeeping(self.vault, self.escalation(), self.rights(conn))

    @property
    def _kinds(self) -> KindsKeeping:
        return KindsKeeping(self.vault, self.escalation())

    async def certificates(self, viewer: str) -> tuple[Certificate, ...]:
        """The newest certificates, for the records officer; for the CAO those of their own, nothing for others."""
        if not (mine := self._reads_certificates(viewer)):
            return ()
        by = "" if RECORDS_OFFICER in mine else viewer
        return await self.db.read(
            lambda conn: store_keeping.newest_certificates(conn, self.vault.ring, SHOWN, by=by)
        )

    async def certificate(self, name: str, viewer: str) -> Certificate | None:
        """One certificate, for whom `certificates` lists it."""
        if not (mine := self._reads_certificates(viewer)):
            return None
        found = await self.db.read(lambda conn: store_keeping.certificate(conn, self.vault.ring, name))
        return found if found and (RECORDS_OFFICER in mine or found.made_by == viewer) else None

    def _reads_certificates(self, person: str) -> frozenset[str]:
        return self.escalation().roster.roles_of(person) & {RECORDS_OFFICER, CAO}

    def _closed(
        self,
        conn: Connection,
        viewer: str | None,
        schedule: Sequence[RetentionClass],
        profile: LogProfile | None,
        *,
        due_alone: bool = False,
    ) -> Iterator[ClosedRecord]:
        last = ""
        while ids := store_keeping.closed_after(conn, last):
            stored = store_records.by_id(conn, ids)
            yield from self._look_at(conn, stored, viewer, schedule, profile, due_alone=due_alone)
            last = ids[-1]

    def _look_at(
        self,
        conn: Connection,
        stored: Sequence[StoredRecord],
        viewer: str | None,
        schedule: Sequence[RetentionClass],
        profile: LogProfile | None,
        *,
        due_alone: bool = False,
    ) -> Iterator[ClosedRecord]:
        """How closed records stand, without those whose keeping is not this viewer's to decide."""
        closed = [one for one in stored if one.kind is RecordKind.INCIDENT and one.state is State.CLOSED]
        now = self.clock.now()
        return chain(
            self._reports(conn).look_at(conn, now, closed, viewer, schedule, profile),
            self._kinds.look_at(conn, now, stored, viewer, schedule, due_alone=due_alone),
        )


def _line(one: ClosedRecord) -> DestroyedRecord:
    assert one.closed is not None  # noqa: S101 - what is due was closed
    assert one.kept_until is not None  # noqa: S101 - and has a last day
    return DestroyedRecord(
        one.reference, one.retention_class, one.closed.isoformat(), one.kept_until.isoformat()
    )
