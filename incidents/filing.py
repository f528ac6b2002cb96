"""A report as it becomes a record: a key of its own, a reference, and what the rules made of it."""

from __future__ import annotations

from datetime import datetime

from foundation.ids import new_id, new_reference
from incidents.records import State
from incidents.rules.telling import Plan
from incidents.store_records import StoredRecord
from incidents.vault import Content, Vault


def sealed_record(vault: Vault, now: datetime, content: Content, draft: str, plan: Plan) -> StoredRecord:
    """The record of a report that was not filed yet."""
    record_id = new_id()
    key, sealed = vault.seal(record_id, content)
    return StoredRecord(
        id=record_id,
        reference=new_reference(),
        author=content.report.author,
        draft=draft,
        department=content.report.department,
        ended=content.report.ended,
        state=State.SUBMITTED,
        created_at=now,
        key=key,
        sealed=sealed,
        urgency=plan.urgency,
        ladder=plan.ladder,
        any_hour=plan.any_hour,
    )
