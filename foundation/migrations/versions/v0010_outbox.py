"""One outbox for jobs of any kind about any subject: what is in flight is carried over with its keys and leases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0010"
down_revision = "0009"

BIG = sa.BigInteger().with_variant(sa.Integer, "sqlite")
MOVED = "id, key, kind, recipient, run_at, owner, attempts, held, created_at, done_at"


def upgrade() -> None:
    """Move the jobs of records into a table that knows no records, and the letters of the bot into the same."""
    postgres = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "moving_jobs",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("lane", sa.String(20), nullable=False),
        sa.Column("run_at", UtcDateTime, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("held", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("done_at", UtcDateTime),
    )
    as_json = "json_build_object" if postgres else "json_object"
    op.execute(
        f"INSERT INTO moving_jobs ({MOVED}, subject, code, payload, lane) SELECT {MOVED}, record_id, '',"  # noqa: S608
        f" CAST({as_json}('level', level, 'card', card) AS TEXT),"
        " CASE WHEN kind IN ('check', 'also') THEN 'watch' WHEN urgent THEN 'urgent' ELSE 'routine' END"
        " FROM jobs"
    )
    op.drop_table("jobs")
    op.rename_table("moving_jobs", "jobs")
    if postgres:
        op.execute("SELECT setval(pg_get_serial_sequence('jobs', 'id'), max(id)) FROM jobs")
    op.execute(
        "INSERT INTO jobs (key, kind, subject, recipient, payload, lane, run_at, owner, attempts, held, code,"
        " created_at, done_at) SELECT key, kind, subject, recipient, '{}', 'routine', run_at, owner, attempts,"
        " held, code, created_at, done_at FROM letters ORDER BY id"
    )
    op.drop_table("letters")
    undone = sa.text("done_at IS NULL")
    op.create_index("ix_jobs_due", "jobs", ["lane", "run_at"], sqlite_where=undone, postgresql_where=undone)
    op.create_index("ix_jobs_subject", "jobs", ["subject"])
