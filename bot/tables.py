"""The tables of the bot itself. What people typed is sealed; people stand here by their key.

`accounts.staff` is what the platform said when it was last asked; empty in rows of an earlier version.

`kept_replies` holds the words of replies that a platform did not take, until they have arrived. `wrong_numbers` are
reports on directory entries, open until `closed_at`; `corrections` holds every version of a corrected number.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from foundation.db import UtcDateTime
from foundation.sealed_tables import sealed_columns

metadata = MetaData()

seen_events = Table(
    "seen_events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False, index=True),
)

drafts = Table(
    "drafts",
    metadata,
    Column("key", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("person", Text, nullable=False, index=True),
    Column("context", Text, nullable=False),
    Column("asking", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False, index=True),
    Column("typed", Boolean, nullable=False),
    Column("told_at", UtcDateTime),
    *sealed_columns(),
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("tenant", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("person", Text, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("direct", Text, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("staff", Boolean),
)

referrals = Table(
    "referrals",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("contact", Text, nullable=False, index=True),
    Column("person", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    *sealed_columns(),
)

kept_replies = Table(
    "kept_replies",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    *sealed_columns(),
)

wrong_numbers = Table(
    "wrong_numbers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("contact", Text, nullable=False, index=True),
    Column("person", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("closed_by", Text),
    Column("closed_at", UtcDateTime),
    *sealed_columns(),
)

corrections = Table(
    "corrections",
    metadata,
    Column("contact", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    *sealed_columns(),
)
