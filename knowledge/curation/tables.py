"""The tables of curation. What people typed is sealed; people stand here by their key.

`questions.outcome` is empty while a question waits for its owner; `answer` is sealed with the question's key.
`curated` holds every version of an answer that an owner keeps, `examples` ways to ask for a clause, without who
asked. `ratings` count and name nobody. `settled` is what owners decided.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from foundation.db import UtcDateTime
from foundation.sealed_tables import sealed_columns

metadata = MetaData()

questions = Table(
    "questions",
    metadata,
    Column("reference", String(16), primary_key=True),
    Column("asker", Text, nullable=False),
    Column("owner", Text, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    *sealed_columns(),
    Column("draft", Text),
    Column("named", Boolean),
    Column("outcome", String(20)),
    Column("closed_by", Text),
    Column("closed_at", UtcDateTime),
    Column("answer", LargeBinary),
    Index("uq_questions_draft", "draft", unique=True),
    Index("ix_questions_asker", "asker"),
)

curated = Table(
    "curated",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("owner", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("review_on", Date, nullable=False),
    Column("retired", Boolean, nullable=False),
    *sealed_columns(),
)

examples = Table(
    "examples",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("document", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("citation", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("confirmed_by", Text),
    Column("confirmed_at", UtcDateTime),
    *sealed_columns(),
)

ratings = Table(
    "ratings",
    metadata,
    Column("passage", String(64), primary_key=True),
    Column("document", Text, nullable=False),
    Column("clause", Text, nullable=False),
    Column("citation", Text, nullable=False),
    Column("helped", Integer, nullable=False),
    Column("missed", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
)

settled = Table(
    "settled",
    metadata,
    Column("kind", String(20), primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("by", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("until", Date),
    *sealed_columns(),
)
