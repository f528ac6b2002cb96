"""Requests that go to the city's own system."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """A new table; nothing of before changes."""
    op.create_table(
        "open311_requests",
        sa.Column("record_id", sa.String(32), sa.ForeignKey("records.id"), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("heard_at", UtcDateTime),
        sa.Column("sealed", sa.LargeBinary),
    )
    op.create_index("ix_open311_requests_heard", "open311_requests", ["state", "heard_at"])
