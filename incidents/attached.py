"""The files of a record as its story names them: what was removed from the database by hand is missed."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from incidents.attachment import Attachment, SealedFile
from incidents.audit import Act, Entry
from incidents.store_files import StoredAttachment
from incidents.store_records import StoredRecord
from incidents.vault import UNREADABLE, Vault

log = structlog.get_logger()


def files_of(
    vault: Vault,
    record: StoredRecord,
    story: Sequence[Entry],
    stored: Sequence[StoredAttachment],
    by: str = "",
) -> tuple[Attachment, ...]:
    """Every file that was added, `by` somebody or by anybody, oldest first; one that is missing hides no other."""
    by_id = {one.id: one for one in stored}
    return tuple(
        Attachment(entry.detail, entry.actor, entry.at, _about(vault, record, by_id.get(entry.detail)))
        for entry in added_files(story, by)
    )


def added_files(story: Sequence[Entry], by: str = "") -> list[Entry]:
    """The entries of the log that say that a file was added, oldest first."""
    return [one for one in story if one.kind == Act.ATTACHED and by in ("", one.actor)]


def confirmed_with(story: Sequence[Entry], stored: Sequence[StoredAttachment]) -> tuple[str, ...]:
    """The files that were there when the author confirmed the report, as far as they still are (D66)."""
    kinds = [entry.kind for entry in story]
    until = kinds.index(Act.COMPLETED.value) if Act.COMPLETED in kinds else 0
    before = {entry.detail for entry in story[:until] if entry.kind == Act.ATTACHED}
    return tuple(one.id for one in stored if one.id in before)


def _about(vault: Vault, record: StoredRecord, stored: StoredAttachment | None) -> SealedFile | None:
    if stored is None:
        log.error("attachment_missing", reference=record.reference)
        return None
    try:
        return vault.open_attachment(record.id, record.key, stored.id, stored.sealed)
    except UNREADABLE as error:
        log.error("attachment_not_opened", reference=record.reference, cause=type(error).__name__)  # noqa: TRY400 - no trace
        return None
