"""A record put together from its rows: what was written, who was told, what happened since."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from foundation.db import Connection
from foundation.sealing import KeyMissing, SealBroken
from incidents import store_audit, store_deliveries, store_records
from incidents.audit import Act, Entry
from incidents.notices import NoticeKind
from incidents.records import DeliveryRow, Record, TimelineEntry
from incidents.store_deliveries import Delivery
from incidents.store_records import StoredRecord
from incidents.vault import Vault

log = structlog.get_logger()


def assemble(conn: Connection, vault: Vault, stored: StoredRecord) -> Record:
    """The whole record, without later statements that cannot be opened; raises KeyMissing or SealBroken."""
    story = store_audit.story(conn, stored.id)
    amended = any(entry.kind == Act.AMENDED for entry in story)
    statements = _statements(conn, vault, stored) if amended else {}
    return Record(
        id=stored.id,
        reference=stored.reference,
        report=vault.open(stored.id, stored.key, stored.sealed).report,
        state=stored.state,
        created_at=stored.created_at,
        acknowledged_by=stored.acknowledged_by,
        acknowledged_at=stored.acknowledged_at,
        deliveries=tuple(
            _row(delivery)
            for delivery in store_deliveries.of_record(conn, stored.id)
            if delivery.kind is NoticeKind.ALERT
        ),
        timeline=tuple(_event(entry, statements) for entry in story),
    )


def _statements(conn: Connection, vault: Vault, stored: StoredRecord) -> dict[str, str]:
    """What was added later, by statement; one whose seal does not open is left out and hides no other."""
    opened = {}
    for one in store_records.statements(conn, stored.id):
        try:
            opened[one.id] = vault.open_statement(stored.id, stored.key, one.id, one.sealed)
        except (KeyMissing, SealBroken) as error:
            log.error("statement_not_opened", reference=stored.reference, cause=type(error).__name__)  # noqa: TRY400 - no trace
    return opened


def _row(delivery: Delivery) -> DeliveryRow:
    return DeliveryRow(
        recipient=delivery.recipient,
        level=delivery.level,
        state=delivery.state,
        platform=delivery.platform,
        at=delivery.at,
        code=delivery.code,
    )


def _event(entry: Entry, statements: Mapping[str, str]) -> TimelineEntry:
    detail = statements.get(entry.detail, "") if entry.kind == Act.AMENDED else entry.detail
    return TimelineEntry(entry.at, entry.kind, entry.actor, detail)
