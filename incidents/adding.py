"""Adds a record under a reference that is free: the same author and draft make one record."""

from __future__ import annotations

from dataclasses import replace

from foundation.db import Connection
from foundation.ids import new_reference
from incidents import store_records
from incidents.store_records import StoredRecord

REFERENCE_TRIES = 5


def add_record(conn: Connection, record: StoredRecord) -> tuple[StoredRecord, bool]:
    """It as it was inserted, and True; or what its author made of the same draft before, and False."""
    for _ in range(REFERENCE_TRIES):
        if store_records.insert(conn, record):
            return record, True
        if before := store_records.by_draft(conn, record.author, record.draft):
            return before, False
        record = replace(record, reference=new_reference())
    raise RuntimeError("No free reference was found.")
