"""How closed reports stand: by the class that was chosen last, and what they wait for although their time is over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from foundation.db import Connection
from incidents import store_audit, store_deliveries, store_keeping, store_log, store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.audit import Act, Entry
from incidents.casefile import allowed, passing_over
from incidents.escalation import Escalation
from incidents.kept import ClosedRecord
from incidents.on_log import on_log
from incidents.resting import rested_on
from incidents.rules.access import Operation
from incidents.rules.incident_log import LogProfile
from incidents.rules.keepers import CAO, RECORDS_OFFICER
from incidents.rules.retention import Disposal, RetentionClass, class_named, disposal
from incidents.rules.rights import Rights
from incidents.store_records import StoredEntry, StoredRecord
from incidents.vault import UNREADABLE, Vault

_SAYS_CLASS = (Act.CLOSING, Act.CLASSIFIED)


@dataclass(frozen=True, slots=True)
class ReportsKeeping:
    """Looks with the vault, the rights, the roster and the calendar in force."""

    vault: Vault
    escalation: Escalation
    rights: Rights

    def decides(self, conn: Connection, record: StoredRecord, person: str) -> bool:
        """Whether somebody decides how long a record is kept; nobody does where it cannot be read."""
        with passing_over(record.reference):
            told = store_deliveries.told_of(conn, person)
            return allowed(self.rights, self.vault, record, person, Operation.DESTROY, told)
        return False

    def look_at(
        self,
        conn: Connection,
        now: datetime,
        stored: Sequence[StoredRecord],
        viewer: str | None,
        schedule: Sequence[RetentionClass],
        profile: LogProfile | None,
    ) -> Iterator[ClosedRecord]:
        """How closed reports stand, without those whose keeping is not this viewer's to decide."""
        if not stored:
            return
        ids = [one.id for one in stored]
        stories, entries = store_audit.stories(conn, ids), store_records.entries_of(conn, ids)
        held, busy = store_keeping.holds_of(conn, ids), store_tasks.with_open(conn, ids)
        told = store_deliveries.told_of(conn, viewer or "", *ids)
        rights, today = self.rights, self.escalation.calendar.day_of(now)
        resting = rested_on(conn, self.vault, now)
        lineless = (
            on_log(conn, self.vault, stored, profile) - store_log.with_line(conn, ids) if profile else ()
        )
        officers = () if viewer else self._officers()
        for record in stored:
            story, holds = stories[record.id], held.get(record.id, ())
            at = next((one.at for one in reversed(story) if one.kind == Act.CLOSED), None)
            closed = self.escalation.calendar.day_of(at) if at else None
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
            is_undecided = not viewer and not any(self.decides(conn, record, one) for one in officers)
            yield replace(shown, undecided=is_undecided)

    def _officers(self) -> tuple[str, ...]:
        """Everybody who may decide on some records."""
        roster = self.escalation.roster
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
