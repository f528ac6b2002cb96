"""Answers that a platform did not take are kept until it does."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Create the place where they wait."""
    op.create_table(
        "kept_replies",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_kept_replies_at", "kept_replies", ["at"])
