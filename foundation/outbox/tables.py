"""The table of the outbox: every job, done or not, for keys are unique for ever.

`subject` is what a job is about: a record, a question, a month; only its kind knows. `run_at` is the time of the job
and, while somebody works on it, the end of their lease. `held` names the platform and the code of a fault of the
installation that keeps it back, `code` is the last refusal: of a job that is done, why it was given up.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, MetaData, String, Table, Text, text

from foundation.db import UtcDateTime

metadata = MetaData()

jobs = Table(
    "jobs",
    metadata,
    # SQLite numbers rows by itself only for a column of exactly the type INTEGER.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("subject", Text, nullable=False, index=True),
    Column("recipient", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("lane", String(20), nullable=False),
    Column("run_at", UtcDateTime, nullable=False),
    Column("owner", Text, nullable=False, default=""),
    Column("attempts", Integer, nullable=False, default=0),
    Column("held", Text, nullable=False, default=""),
    Column("code", Text, nullable=False, default=""),
    Column("created_at", UtcDateTime, nullable=False),
    Column("done_at", UtcDateTime),
    Column("first_due", UtcDateTime),
    Index(
        "ix_jobs_due",
        "lane",
        "run_at",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)
