"""The violent-incident log: which reports belong on it and have no line yet, writing a line, taking the log along."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_audit, store_deliveries, store_log, store_records
from incidents.audit import Act
from incidents.casefile import allowed, assemble, passing_over
from incidents.records import Record, RecordKind
from incidents.rules.access import Operation
from incidents.rules.incident_log import LogEntry, LogProfile
from incidents.rules.ladder import Roster
from incidents.rules.rights import Rights
from incidents.store_records import StoredRecord
from incidents.vault import Vault

LOOKED_AT = 500
"""The newest reports that are opened to see whether they belong on the log."""

WAITING = 20
"""Reports without a line in a list."""

KEEPERS = frozenset({"records_officer", "cao"})
"""Roles that read the log: it names nobody, so they need no right to any report for it."""


@dataclass(frozen=True, slots=True)
class IncidentLog:
    """What those who keep the log see and do."""

    db: Database
    vault: Vault
    clock: Clock
    rights: Callable[[Connection], Rights]
    roster: Callable[[], Roster]

    async def waiting(self, viewer: str, profile: LogProfile) -> tuple[Record, ...]:
        """Reports that belong on the log, have no line and that this person may read, the newest first.

        One look in the audit log names them.
        """

        def gather(conn: Connection) -> tuple[Record, ...]:
            newest = store_records.newest(conn, RecordKind.INCIDENT, LOOKED_AT)
            done = store_log.with_line(conn, [one.id for one in newest])
            told, rights = store_deliveries.told_of(conn, viewer), self.rights(conn)
            found: list[Record] = []
            for stored in newest:
                if stored.id in done or len(found) == WAITING:
                    continue
                with passing_over(stored.reference):
                    if not allowed(rights, self.vault, stored, viewer, Operation.LOG, told):
                        continue
                    record = assemble(conn, self.vault, stored)
                    found += [record] if profile.wants(record.behaviours) else []
            return tuple(found)

        found = await self.db.read(gather)
        if found:
            seen, now = " ".join(one.reference for one in found), self.clock.now()
            await self.db.write(
                lambda conn: store_audit.append(conn, now, Act.VIEWED, actor=viewer, detail=seen)
            )
        return found

    async def report(self, name: str, viewer: str) -> Record | None:
        """A report that a line can be written of; None where it is absent, not for them, or has a line."""

        def look(conn: Connection) -> Record | None:
            now, stored = self.clock.now(), store_records.find(conn, name, kind=RecordKind.INCIDENT)
            shown = None
            if stored and self._may_log(conn, stored, viewer) and not store_log.with_line(conn, [stored.id]):
                with passing_over(stored.reference):
                    shown = assemble(conn, self.vault, stored)
            act = Act.VIEWED if shown else Act.REFUSED
            store_audit.append(conn, now, act, record_id=stored.id if stored else "", actor=viewer)
            return shown

        return await self.db.write(look)

    async def write(self, name: str, by: str, said: Mapping[str, str | tuple[str, ...]]) -> bool:
        """Keep the line of a report; False where it is not theirs to write. A report has one line, the first."""

        def work(conn: Connection) -> bool:
            now, stored = (
                self.clock.now(),
                store_records.find(conn, name, lock=True, kind=RecordKind.INCIDENT),
            )
            if stored is None or not self._may_log(conn, stored, by):
                store_audit.append(conn, now, Act.REFUSED, record_id=stored.id if stored else "", actor=by)
                return False
            occurred = self.vault.open(stored.id, stored.key, stored.sealed).report.occurred_at
            line = hashlib.blake2s(stored.id.encode(), digest_size=16).hexdigest()
            if store_log.add_line(conn, self.vault.ring, stored.id, LogEntry(line, occurred, said, by, now)):
                store_audit.append(conn, now, Act.LOGGED, record_id=stored.id, actor=by)
            return True

        return await self.db.write(work)

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

    def _may_log(self, conn: Connection, stored: StoredRecord, person: str) -> bool:
        with passing_over(stored.reference):
            told = store_deliveries.told_of(conn, person)
            return allowed(self.rights(conn), self.vault, stored, person, Operation.LOG, told)
        return False
