"""Why a record is not destroyed, and what is left of those that were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Two new tables; nothing of before changes."""
    op.create_table(
        "holds",
        sa.Column("record_id", sa.String(32), sa.ForeignKey("records.id"), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("placed_by", sa.Text, nullable=False),
        sa.Column("placed_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "certificates",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("made_by", sa.Text, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
