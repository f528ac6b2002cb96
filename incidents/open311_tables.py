"""The table of requests that go to the city's own system: where the sending stands, and what it said last.

`tries` names the try that counts now, `why` the reason of a state. `heard_at` is when it last answered, whatever it
said of the request. `sealed` holds what was sent and said, with the key of the record.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from foundation.db import UtcDateTime
from incidents.tables import metadata

open311_requests = Table(
    "open311_requests",
    metadata,
    Column("record_id", ForeignKey("records.id"), primary_key=True),
    Column("state", String(20), nullable=False),
    Column("why", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("status", String(20), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("heard_at", UtcDateTime),
    Column("sealed", LargeBinary),
    Index("ix_open311_requests_heard", "state", "heard_at"),
)
