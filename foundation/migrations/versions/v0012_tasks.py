"""Tasks for people with due dates, and what each person wants to be reminded of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Two new tables; nothing of before changes."""
    op.create_table(
        "tasks",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("record_id", sa.String(32), sa.ForeignKey("records.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("assignee", sa.Text, nullable=False),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("blocks", sa.Boolean, nullable=False),
        sa.Column("put_off", UtcDateTime),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_tasks_record_id", "tasks", ["record_id"])
    op.create_index("ix_tasks_assignee", "tasks", ["assignee", "state", "due_at"])
    op.create_index("ix_tasks_due", "tasks", ["state", "due_at"])
    op.create_table(
        "nudges",
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("wants", sa.String(20), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
