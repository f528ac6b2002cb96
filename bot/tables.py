"""The tables of the bot itself. What people typed is sealed; people stand here by their key.

`accounts.staff` is what the platform said when it was last asked; empty in rows of an earlier version.

`letters` is the outbox of the bot: `run_at` is the time to send and, while somebody sends, the end of their
lease; `subject` is a question's reference, a month or a kept reply, whose words stand in `kept_replies` until
it has arrived.
`wrong_numbers` are reports on directory entries, open until `closed_at`; `corrections` holds every version of a
corrected number.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    text,
)

from foundation.db import UtcDateTime

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
    Column("key_id", Text, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
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
    Column("key_id", Text, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

letters = Table(
    "letters",
    metadata,
    # SQLite numbers rows by itself only for a column of exactly the type INTEGER.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("run_at", UtcDateTime, nullable=False),
    Column("owner", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Column("code", Text, nullable=False),
    Column("held", Text, nullable=False, server_default=text("''")),
    Index(
        "ix_letters_due",
        "run_at",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)

kept_replies = Table(
    "kept_replies",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("key_id", Text, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
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
    Column("key_id", Text, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("contact", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("key_id", Text, nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
