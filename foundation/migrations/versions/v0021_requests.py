"""Where requests stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """A new table; nothing of before changes."""
    op.create_table(
        "requests",
        sa.Column("record_id", sa.String(32), sa.ForeignKey("records.id"), primary_key=True),
        sa.Column("matter", sa.String(20), nullable=False),
        sa.Column("lane", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("ward", sa.Text, nullable=False),
        sa.Column("office", sa.Text, nullable=False),
        sa.Column("contact_wanted", sa.Boolean, nullable=False),
        sa.Column("reached_at", UtcDateTime),
        sa.Column("next_update", UtcDateTime),
        sa.Column("updated_at", UtcDateTime),
        sa.Column("is_holding", sa.Boolean, nullable=False),
        sa.Column("resolved_at", UtcDateTime),
        sa.Column("due_at", UtcDateTime),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.create_index("ix_requests_queue", "requests", ["priority", "due_at", "record_id"])
