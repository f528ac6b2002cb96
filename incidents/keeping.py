"""How long records are kept: which may be destroyed, and destroying those that a named person decided on.

Nothing here happens by itself. A record goes only where its class says that its time is over, no hold is on it, no task
of it is open, no restriction rests on it, its line is on the violent-incident log where it belongs there, and somebody
with the right to it decided so; all of it is asked in the transaction that destroys it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_audit, store_deliveries, store_keeping, store_log, store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.audit import Act, Entry
from incidents.casefile import allowed, passing_over
from incidents.escalation import Escalation
from incidents.on_log import on_log
from incidents.records import RecordKind, State
from incidents.resting import rested_on
from incidents.rules.access import Operation
from incidents.rules.incident_log import LogProfile
from incidents.rules.retention import Disposal, RetentionClass, class_named, disposal
from incidents.rules.rights import Rights
from incidents.store_keeping import Certificate, DestroyedRecord
from incidents.store_records import StoredEntry, StoredRecord
from incidents.vault import UNREADABLE, Vault

RECORDS_OFFICER, CAO = "records_officer", "cao"
SHOWN = 50
"""Certificates in a list."""

_SAYS_CLASS = (Act.CLOSING, Act.CLASSIFIED)


@dataclass(frozen=True, slots=True)
class ClosedRecord:
    """A record that is closed, and whether it may be destroyed. `kept_until` is the last day on which it may not;
    `closed` is None where the log does not say. `undecided` says that nobody here may decide on it.
    """

    id: str
    reference: str
    closed: date | None
    retention_class: str
    disposal: Disposal
    kept_until: date | None = None
    holds: tuple[str, ...] = ()
    undecided: bool = False


@dataclass(frozen=True, slots=True)
class HeldRecord:
    """A record that is not closed and on which there are holds."""

    id: str
    reference: str
    holds: tuple[str, ...]


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
                one.disposal is Disposal.DUE for one in self._closed(conn, viewer, schedule, profile)
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
            return tuple(
                HeldRecord(one.id, one.reference, holds[one.id])
                for one in stored
                if one.state is not State.CLOSED and self._decides(conn, one, viewer)
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
            kind = RecordKind.INCIDENT
            locked = (store_records.find(conn, one, lock=True, kind=kind) for one in sorted(set(names)))
            closed = [one for one in locked if one and one.state is State.CLOSED]
            looked_at = self._look_at(conn, closed, by, schedule, profile)
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

    def _decides(self, conn: Connection, record: StoredRecord, person: str) -> bool:
        """Whether somebody decides how long a record is kept; nobody does where it cannot be read."""
        if record.kind is not RecordKind.INCIDENT:
            return False
        with passing_over(record.reference):
            told = store_deliveries.told_of(conn, person)
            return allowed(self.rights(conn), self.vault, record, person, Operation.DESTROY, told)
        return False

    def _closed(
        self,
        conn: Connection,
        viewer: str | None,
        schedule: Sequence[RetentionClass],
        profile: LogProfile | None,
    ) -> Iterator[ClosedRecord]:
        last = ""
        while ids := store_keeping.closed_after(conn, last):
            yield from self._look_at(conn, store_records.by_id(conn, ids), viewer, schedule, profile)
            last = ids[-1]

    def _look_at(
        self,
        conn: Connection,
        stored: Sequence[StoredRecord],
        viewer: str | None,
        schedule: Sequence[RetentionClass],
        profile: LogProfile | None,
    ) -> Iterator[ClosedRecord]:
        """How closed records stand, without those whose keeping is not this viewer's to decide."""
        ids = [one.id for one in stored]
        stories, entries = store_audit.stories(conn, ids), store_records.entries_of(conn, ids)
        held, busy = store_keeping.holds_of(conn, ids), store_tasks.with_open(conn, ids)
        told = store_deliveries.told_of(conn, viewer or "", *ids)
        rights, now = self.rights(conn), self.clock.now()
        today = self.escalation().calendar.day_of(now)
        resting = rested_on(conn, self.vault, now) if stored else frozenset()
        lineless = (
            on_log(conn, self.vault, stored, profile) - store_log.with_line(conn, ids) if profile else ()
        )
        officers = () if viewer else self._officers()
        for record in stored:
            story, holds = stories[record.id], held.get(record.id, ())
            at = next((one.at for one in reversed(story) if one.kind == Act.CLOSED), None)
            closed = self.escalation().calendar.day_of(at) if at else None
            try:
                if viewer and not allowed(rights, self.vault, record, viewer, Operation.DESTROY, told):
                    continue
                said = self._class_of(record, story, entries[record.id])
            except UNREADABLE:
                if not viewer:
                    yield _standing(record, closed, "", Disposal.UNREADABLE, None, holds)
                continue
            kept = class_named(schedule, said)
            stands = disposal(
                kept,
                closed,
                today,
                holds,
                tasks_open=record.id in busy,
                rested_on=record.id in resting,
                lacks_line=record.id in lineless,
            )
            until = kept.last_day(closed) if kept and closed else None
            shown = _standing(record, closed, said, stands, until, holds)
            is_undecided = not viewer and not any(self._decides(conn, record, one) for one in officers)
            yield replace(shown, undecided=is_undecided)

    def _officers(self) -> tuple[str, ...]:
        """Everybody who may decide on some records."""
        roster = self.escalation().roster
        return (*roster.holders(RECORDS_OFFICER), *roster.holders(CAO))

    def _class_of(self, record: StoredRecord, story: Sequence[Entry], entries: Sequence[StoredEntry]) -> str:
        """The class that was said last, at closing or later; raises what is in UNREADABLE."""
        name = next((one.detail for one in reversed(story) if one.kind in _SAYS_CLASS), "")
        sealed = next((one.sealed for one in entries if one.id == name), None)
        if sealed is None:
            return ""
        entry = self.vault.open_entry(record.id, record.key, name, sealed)
        return str(entry.said.get("retention_class", "")) if isinstance(entry, ActSaid) else ""


def _standing(
    record: StoredRecord,
    closed: date | None,
    said: str,
    stands: Disposal,
    until: date | None,
    holds: tuple[str, ...],
) -> ClosedRecord:
    return ClosedRecord(record.id, record.reference, closed, said, stands, until, holds)


def _line(one: ClosedRecord) -> DestroyedRecord:
    assert one.closed is not None  # noqa: S101 - what is due was closed
    assert one.kept_until is not None  # noqa: S101 - and has a last day
    return DestroyedRecord(
        one.reference, one.retention_class, one.closed.isoformat(), one.kept_until.isoformat()
    )
