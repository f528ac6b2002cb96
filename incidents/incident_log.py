"""The violent-incident log: which reports belong on it and have no line yet, writing a line, taking the log along."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_audit, store_deliveries, store_log, store_records
from incidents.audit import Act
from incidents.casefile import allowed, assemble, assemble_all, passing_over
from incidents.on_log import on_log
from incidents.records import Record, RecordKind
from incidents.rules.access import Operation
from incidents.rules.incident_log import LogEntry, LogProfile
from incidents.rules.ladder import Roster
from incidents.rules.rights import Rights
from incidents.store_records import StoredRecord
from incidents.vault import Vault

AT_ONCE = 200
"""Reports that are looked at together."""

KEEPERS = frozenset({"records_officer", "cao"})
"""Roles that read the log: it names nobody, so they need no right to any report for it."""

Said = Mapping[str, str | tuple[str, ...]]


class LineOutcome(StrEnum):
    """What became of a line: KEPT, as it stands there now; TAKEN where somebody else wrote another one meanwhile; GONE
    where it is not theirs to write.
    """

    KEPT = "kept"
    TAKEN = "taken"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class LineToWrite:
    """What a line is written of: its report, where there is one still, and the line that stands there."""

    source: str
    record: Record | None
    line: LogEntry | None


@dataclass(frozen=True, slots=True)
class IncidentLog:
    """What those who keep the log see and do."""

    db: Database
    vault: Vault
    clock: Clock
    rights: Callable[[Connection], Rights]
    roster: Callable[[], Roster]

    async def waiting(
        self, viewer: str, profile: LogProfile, start: int, count: int
    ) -> tuple[tuple[Record, ...], int]:
        """Some of the reports that belong on the log, have no line and that this person may read, the newest first, and
        how many there are. One look in the audit log names those that are shown.
        """

        def gather(conn: Connection) -> tuple[tuple[Record, ...], int]:
            ids = store_log.without_line(conn)
            told, rights = store_deliveries.told_of(conn, viewer), self.rights(conn)
            found: list[StoredRecord] = []
            for first in range(0, len(ids), AT_ONCE):
                may = []
                told.learn(ids[first : first + AT_ONCE])
                for one in store_records.by_id(conn, ids[first : first + AT_ONCE]):
                    with passing_over(one.reference):
                        may += [one] if allowed(rights, self.vault, one, viewer, Operation.LOG, told) else []
                belong = on_log(conn, self.vault, may, profile)
                found += [one for one in may if one.id in belong]
            return assemble_all(conn, self.vault, found[start : start + count]), len(found)

        found, total = await self.db.read(gather)
        if found:
            seen, now = " ".join(one.reference for one in found), self.clock.now()
            await self.db.write(
                lambda conn: store_audit.append(conn, now, Act.VIEWED, actor=viewer, detail=seen)
            )
        return found, total

    async def opened(self, name: str, viewer: str) -> LineToWrite | None:
        """A report, by its id or reference, or a line by its id, to be written; None where it is absent or not theirs.

        The line of a report that was destroyed is for every keeper.
        """

        def look(conn: Connection) -> LineToWrite | None:
            now = self.clock.now()
            stored, source = self._meant(conn, name)
            may = self.keeps(viewer) if stored is None else self._may_log(conn, stored, viewer)
            if not source or not may:
                store_audit.append(conn, now, Act.REFUSED, record_id=source, actor=viewer)
                return None
            record = None
            if stored:
                with passing_over(stored.reference):
                    record = assemble(conn, self.vault, stored)
            line = store_log.line_of(conn, self.vault.ring, source)
            shown = LineToWrite(source, record, line) if record or line else None
            act = Act.VIEWED if shown else Act.REFUSED
            store_audit.append(conn, now, act, record_id=source, actor=viewer)
            return shown

        return await self.db.write(look)

    async def write(
        self, name: str, by: str, said: Said, *, instead_of: datetime | None = None
    ) -> LineOutcome:
        """Keep the line of a report. `instead_of` is when the line was written that it takes the place of, as `by` saw
        it: what was said before is overwritten, and the audit log says that it was. The same again changes nothing.
        """

        def work(conn: Connection) -> LineOutcome:
            now = self.clock.now()
            stored, source = self._meant(conn, name, lock=True)
            before = store_log.line_of(conn, self.vault.ring, source, lock=True) if source else None
            may = self._may_log(conn, stored, by) if stored else bool(before) and self.keeps(by)
            if not may:
                store_audit.append(conn, now, Act.REFUSED, record_id=source, actor=by)
                return LineOutcome.GONE
            if before and dict(before.said) == dict(said):
                return LineOutcome.KEPT
            if before and before.written_at != instead_of:
                return LineOutcome.TAKEN
            if before:
                store_log.correct_line(
                    conn, self.vault.ring, LogEntry(before.id, before.occurred_at, said, by, now)
                )
                store_audit.append(conn, now, Act.LINE_CORRECTED, record_id=source, actor=by)
                return LineOutcome.KEPT
            return self._first(conn, now, stored, by, said) if stored else LineOutcome.GONE

        return await self.db.write(work)

    def _first(
        self, conn: Connection, now: datetime, stored: StoredRecord, by: str, said: Said
    ) -> LineOutcome:
        occurred = self.vault.open(stored.id, stored.key, stored.sealed).report.occurred_at
        name = hashlib.blake2s(stored.id.encode(), digest_size=16).hexdigest()
        if not store_log.add_line(conn, self.vault.ring, stored.id, LogEntry(name, occurred, said, by, now)):
            return LineOutcome.GONE  # There is one that does not open here.
        store_audit.append(conn, now, Act.LOGGED, record_id=stored.id, actor=by)
        return LineOutcome.KEPT

    async def lines(self, viewer: str, since: datetime, until: datetime) -> tuple[LogEntry, ...] | None:
        """The lines of incidents in a time, for those who keep the log; None for anybody else. Taking it is logged."""
        if not self.keeps(viewer):
            return None

        def work(conn: Connection) -> tuple[LogEntry, ...]:
            found = store_log.lines(conn, self.vault.ring, since, until)
            detail = f"log:{len(found)}"
            store_audit.append(conn, self.clock.now(), Act.PRINTED, actor=viewer, detail=detail)
            return found

        return await self.db.write(work)

    def keeps(self, person: str) -> bool:
        """Whether somebody keeps the log."""
        return bool(KEEPERS & self.roster().roles_of(person))

    def _meant(self, conn: Connection, name: str, *, lock: bool = False) -> tuple[StoredRecord | None, str]:
        """The report that is meant by its own name or that of its line, and its id, also where it was destroyed."""
        source = store_log.source_of(conn, name)
        stored = store_records.find(conn, source or name, lock=lock, kind=RecordKind.INCIDENT)
        return stored, stored.id if stored else source

    def _may_log(self, conn: Connection, stored: StoredRecord, person: str) -> bool:
        with passing_over(stored.reference):
            told = store_deliveries.told_of(conn, person)
            return allowed(self.rights(conn), self.vault, stored, person, Operation.LOG, told)
        return False
