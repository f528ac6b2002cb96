"""The desk: what flows may do with incidents. What it returns was committed; what it hides does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice

import structlog

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from foundation.ids import new_id, new_reference
from foundation.sealing import KeyMissing, SealBroken
from incidents import store_audit, store_deliveries, store_records
from incidents.access import Operation, Relation, may, relations
from incidents.audit import Act
from incidents.casefile import assemble
from incidents.escalation import Escalation, stop
from incidents.notices import NoticeKind
from incidents.records import Acknowledgement, Filed, Record, Report, State
from incidents.store_records import Outline, StoredRecord, StoredStatement
from incidents.vault import Content, Vault

log = structlog.get_logger()

SHOWN = 50
"""At most this many records in a list."""

REFERENCE_TRIES = 5


class Desk:
    """Files, shows and acknowledges records. Raises DatabaseUnavailable when nothing can be promised.

    `bell` rings when there is new work, so that the worker of this process starts at once.
    """

    def __init__(self, db: Database, vault: Vault, escalation: Escalation, clock: Clock) -> None:
        self.db = db
        self.vault = vault
        self.escalation = escalation
        self.clock = clock
        self.bell = Bell()

    def use(self, escalation: Escalation) -> None:
        """Take a new ladder and roster into force; records under way continue on it."""
        self.escalation = escalation

    async def submit(self, report: Report, draft: str, *, excluded: frozenset[str] = frozenset()) -> Filed:
        """Commit the record, its audit entry and its first notices (D20, P35) in one transaction.

        The same author and draft give the same answer again and nothing else. `excluded` are the people
        complained of: they are never asked and never see it (R20).
        """
        if not draft:
            raise ValueError("A report needs the key of its draft.")
        content = Content(report, frozenset(person.strip().casefold() for person in excluded))
        record = self._seal(content, draft)
        filed = await self.db.write(lambda conn: self._file(conn, record, content))
        self.bell.ring()
        return filed

    async def acknowledge(self, record_id: str, by: str) -> tuple[Acknowledgement, Record | None]:
        """Stop the escalation and tell everybody who was told. The author never acknowledges their own."""

        def acknowledge(conn: Connection) -> tuple[Acknowledgement, Record | None]:
            now = self.clock.now()
            record = store_records.locked(conn, record_id)
            if record is None:
                return Acknowledgement.NOT_ALLOWED, None
            if not self._may(conn, record, by, Operation.ACKNOWLEDGE):
                return Acknowledgement.NOT_ALLOWED, self._show(conn, now, record, by)
            if record.acknowledged_at is not None:
                return Acknowledgement.ALREADY, self._show(conn, now, record, by)
            stop(conn, now, record, by)
            return Acknowledgement.DONE, self._show(conn, now, record, by)

        answer = await self.db.write(acknowledge)
        self.bell.ring()
        return answer

    async def view(self, record: str, viewer: str) -> Record | None:
        """A record by id or reference; None when it is absent or not for this viewer, without a difference."""

        def view(conn: Connection) -> Record | None:
            found = store_records.find(conn, record)
            stored = store_records.locked(conn, found.id) if found else None
            return self._show(conn, self.clock.now(), stored, viewer) if stored else None

        return await self.db.write(view)

    async def mine(self, person: str) -> tuple[Record, ...]:
        """The records this person wrote, newest first, at most 50."""

        def show(conn: Connection) -> tuple[Record, ...]:
            return self._list(conn, store_records.by_author(conn, person, SHOWN), person, Operation.VIEW)

        return await self.db.write(show)

    async def unopened(self, person: str) -> tuple[str, ...]:
        """References of what this person wrote and no list shows: its key is missing, or it was tampered with."""

        def look(conn: Connection) -> tuple[str, ...]:
            records = store_records.by_author(conn, person, SHOWN)
            return tuple(one.reference for one in records if not self._opens(one))

        return await self.db.read(look)

    async def open_for(self, viewer: str) -> tuple[Record, ...]:
        """The unclosed records this person is to act on or answers for, newest first, at most 50."""

        def look(conn: Connection) -> list[str]:
            told = store_deliveries.told_of(conn, viewer)
            records = store_records.unclosed(conn)
            return [one.id for one in records if self._stands(one, viewer, Operation.FOLLOW, told)]

        def show(conn: Connection) -> tuple[Record, ...]:
            found = (store_records.find(conn, name) for name in wanted)
            return self._list(conn, (one for one in found if one), viewer, Operation.FOLLOW)

        wanted = await self.db.read(look)
        return await self.db.write(show)

    async def amend(self, record_id: str, by: str, text: str, draft: str) -> Record | None:
        """Append what happened afterwards (D54); what was filed stays. None as for `view`.

        The same text from the same draft is appended once, also where it is sent again after a crash.
        """

        def amend(conn: Connection) -> Record | None:
            now = self.clock.now()
            record = store_records.locked(conn, record_id)
            if record is None:
                return None
            if not self._may(conn, record, by, Operation.AMEND):
                store_audit.append(conn, now, Act.REFUSED, record_id=record.id, actor=by)
                return None
            name, sealed = self.vault.seal_statement(record.id, record.key, f"{by}|{draft}", text)
            if store_records.add_statement(conn, record.id, StoredStatement(name, sealed)):
                store_audit.append(conn, now, Act.AMENDED, record_id=record.id, actor=by, detail=name)
            return self._show(conn, now, record, by)

        return await self.db.write(amend)

    def _seal(self, content: Content, draft: str) -> StoredRecord:
        record_id = new_id()
        key, sealed = self.vault.seal(record_id, content)
        return StoredRecord(
            id=record_id,
            reference=new_reference(),
            author=content.report.author,
            draft=draft,
            department=content.report.department,
            ended=content.report.ended,
            state=State.SUBMITTED,
            created_at=self.clock.now(),
            key=key,
            sealed=sealed,
        )

    def _file(self, conn: Connection, record: StoredRecord, content: Content) -> Filed:
        for _ in range(REFERENCE_TRIES):
            if store_records.insert(conn, record):
                return self._start(conn, record, content.excluded)
            if filed := store_records.by_draft(conn, record.author, record.draft):
                return _filed_before(conn, filed)
            record = replace(record, reference=new_reference())
        raise RuntimeError("No free reference was found.")

    def _start(self, conn: Connection, record: StoredRecord, excluded: frozenset[str]) -> Filed:
        now = record.created_at
        store_audit.append(conn, now, Act.SUBMITTED, record_id=record.id, actor=record.author)
        asked = self.escalation.climb(conn, now, record, excluded, after=-1) if record.ended else ()
        return Filed(record.id, record.reference, repeated=False, notifying=asked)

    def _may(self, conn: Connection, record: StoredRecord, person: str, operation: Operation) -> bool:
        return self._allowed(record, person, operation, store_deliveries.told_of(conn, person))

    def _allowed(self, record: StoredRecord, person: str, operation: Operation, told: frozenset[str]) -> bool:
        # Opening the seal costs more than the rest together: first those who may not see it anyway.
        if not self._stands(record.outline, person, operation, told):
            return False
        named = person in self.vault.open(record.id, record.key, record.sealed).excluded
        return not named or may(frozenset({Relation.NAMED}), operation)

    def _opens(self, record: StoredRecord) -> bool:
        """Whether the seal opens; one that does not must not hide the others."""
        try:
            self.vault.open(record.id, record.key, record.sealed)
        except (KeyMissing, SealBroken) as error:
            log.error("record_not_opened", reference=record.reference, cause=type(error).__name__)  # noqa: TRY400 - no trace
            return False
        return True

    def _stands(self, record: Outline, person: str, operation: Operation, told: frozenset[str]) -> bool:
        standing = relations(
            person,
            author=record.author,
            department=record.department,
            told=record.id in told,
            roster=self.escalation.roster,
        )
        return may(standing, operation)

    def _list(
        self, conn: Connection, stored: Iterable[StoredRecord], viewer: str, operation: Operation
    ) -> tuple[Record, ...]:
        told = store_deliveries.told_of(conn, viewer)
        opened = (one for one in stored if self._opens(one))
        allowed = (one for one in opened if self._allowed(one, viewer, operation, told))
        shown = tuple(assemble(conn, self.vault, record) for record in islice(allowed, SHOWN))
        for record in shown:
            store_audit.append(conn, self.clock.now(), Act.VIEWED, record_id=record.id, actor=viewer)
        return shown

    def _show(self, conn: Connection, now: datetime, record: StoredRecord, viewer: str) -> Record | None:
        """A locked record as it is now, for somebody who may see it; every look leaves an audit entry."""
        if not self._may(conn, record, viewer, Operation.VIEW):
            store_audit.append(conn, now, Act.REFUSED, record_id=record.id, actor=viewer)
            return None
        store_deliveries.mark_seen(conn, record.id, viewer)
        store_audit.append(conn, now, Act.VIEWED, record_id=record.id, actor=viewer)
        current = store_records.find(conn, record.id)
        return assemble(conn, self.vault, current or record)


def _filed_before(conn: Connection, record: StoredRecord) -> Filed:
    asked = [one for one in store_deliveries.of_record(conn, record.id) if one.kind is NoticeKind.ALERT]
    first = min((one.level for one in asked), default=0)
    people = tuple(one.recipient for one in asked if one.level == first)
    return Filed(record.id, record.reference, repeated=True, notifying=people)
