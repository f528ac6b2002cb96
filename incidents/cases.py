"""Records of a kind put together from their rows, with what was said at each act: the same for every kind."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import TypeVar

from foundation.db import Connection
from incidents import store_audit, store_records
from incidents.act_json import ActSaid
from incidents.audit import Entry
from incidents.casefile import opened_entries, passing_over
from incidents.records import RecordEntry
from incidents.store_records import StoredEntry, StoredRecord
from incidents.vault import Vault

T = TypeVar("T")

PutTogether = Callable[[Vault, StoredRecord, Sequence[Entry], Sequence[StoredEntry]], T]
"""Makes one of its record, its story and its entries; raises what is in `vault.UNREADABLE`."""


def readable(
    conn: Connection, vault: Vault, stored: Sequence[StoredRecord], put_together: PutTogether[T]
) -> list[T]:
    """Those of some records that can be opened here; one that cannot hides no other.

    However many there are, and where there is none, it asks the database the same: whoever may see none of them learns
    nothing from how long it took.
    """
    ids = [one.id for one in stored]
    stories, entries = store_audit.stories(conn, ids), store_records.entries_of(conn, ids)
    found = []
    for one in stored:
        with passing_over(one.reference):
            found.append(put_together(vault, one, stories[one.id], entries[one.id]))
    return found


def acts_said(
    vault: Vault,
    stored: StoredRecord,
    story: Sequence[Entry],
    entries: Sequence[StoredEntry],
    kinds: Container[str],
) -> tuple[RecordEntry, ...]:
    """The acts of these kinds in order, each with its words where they can be opened here."""
    opened = opened_entries(vault, stored, entries)
    return tuple(_entry(event, opened.get(event.detail)) for event in story if event.kind in kinds)


def _entry(done: Entry, opened: object) -> RecordEntry:
    if not isinstance(opened, ActSaid):
        return RecordEntry(done.detail, done.kind, done.actor, done.at)
    return RecordEntry(done.detail, done.kind, done.actor, done.at, opened.operation, opened.said)
