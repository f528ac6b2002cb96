"""Numbers of directory entries: reports that one is wrong, and corrections with their history."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "wrong_numbers",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("closed_by", sa.Text),
        sa.Column("closed_at", UtcDateTime),
        *_sealed(),
    )
    op.create_index("ix_wrong_numbers_contact", "wrong_numbers", ["contact"])
    op.create_table(
        "corrections",
        sa.Column("contact", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        *_sealed(),
    )


def _sealed() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
