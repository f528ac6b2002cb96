"""A request with where it stands in the city's own system: read together, written together, and who hears of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from foundation.db import Connection
from incidents import store_audit, store_open311, store_records, store_requests
from incidents.audit import Act
from incidents.open311 import Open311Words
from incidents.records import RecordKind
from incidents.request_jobs import RequestNews
from incidents.request_work import RequestWork
from incidents.store_open311 import StoredOpen311
from incidents.store_records import StoredRecord
from incidents.store_requests import StoredRequest
from incidents.vault import UNREADABLE

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Open311Found:
    """A request with all of its rows, locked."""

    record: StoredRecord
    row: StoredRequest
    own: StoredOpen311


@dataclass(frozen=True, slots=True)
class Open311Writing:
    """Reads and writes with the vault, the rules and the roster in force."""

    work: RequestWork

    def found(self, conn: Connection, record_id: str) -> Open311Found | None:
        """A request by its id; None where it is no more, or was never to go there."""
        record = store_records.locked(conn, record_id, RecordKind.REQUEST)
        row = store_requests.request_row(conn, record_id)
        own = store_open311.open311_row(conn, record_id, lock=True)
        return Open311Found(record, row, own) if record and row and own else None

    def words(self, found: Open311Found) -> Open311Words:
        """What was sent and said; empty where it cannot be opened here."""
        if found.own.sealed is None:
            return Open311Words()
        try:
            return self.work.vault.open_open311(found.record.id, found.record.key, found.own.sealed)
        except UNREADABLE:
            log.error("record_unreadable", record=found.record.id)  # noqa: TRY400 - no trace of what was sealed
            return Open311Words()

    def put(self, conn: Connection, found: Open311Found, own: StoredOpen311, words: Open311Words) -> None:
        """Write down where it stands, with its words."""
        sealed = self.work.vault.seal_open311(found.record.id, found.record.key, words)
        store_open311.put(conn, replace(own, sealed=sealed))

    def log(self, conn: Connection, now: datetime, found: Open311Found, act: Act, detail: str) -> None:
        """Keep in its story what happened."""
        store_audit.append(conn, now, act, record_id=found.record.id, detail=detail)

    def tell(self, conn: Connection, now: datetime, found: Open311Found, news: RequestNews, of: str) -> None:
        """Whoever has it in hand hears, else those who see to it."""
        record, row, work = found.record, found.row, self.work
        about = work.readable(record)
        if about is None:
            log.error("record_unreadable", record=record.id)
            return
        work.tell(conn, now, record, row, news, work.hearers(record, row, about), f"open311:{of}")
