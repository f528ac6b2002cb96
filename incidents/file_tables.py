"""The tables of files. `attachments` are those of records: what is sealed there, with the key of the record, holds the
name of a file and the key of its bytes, so that both go with the record. `waiting_files` were sent by somebody and
belong to no record yet; they have keys of their own and are thrown away within the hour. The bytes of both are in
`file_parts`, each sealed with the key of its file for its place in it.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table, Text

from foundation.db import UtcDateTime
from foundation.sealed_tables import sealed_columns
from incidents.tables import metadata

attachments = Table(
    "attachments",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("record_id", ForeignKey("records.id"), nullable=False, index=True),
    Column("file", String(32), nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

waiting_files = Table(
    "waiting_files",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("batch", String(32), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("person", Text, nullable=False, index=True),
    Column("received_at", UtcDateTime, nullable=False),
    *sealed_columns(),
)

file_parts = Table(
    "file_parts",
    metadata,
    Column("file", String(32), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),
)
