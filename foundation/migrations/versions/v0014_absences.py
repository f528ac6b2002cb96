"""Who is away, until when, and who stands in for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """One new table; nothing of before changes."""
    op.create_table(
        "absences",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.Column("until", UtcDateTime, nullable=False),
        sa.Column("deputy", sa.Text, nullable=False),
        sa.Column("said_by", sa.Text, nullable=False),
        sa.Column("said_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_absences_person", "absences", ["person"])
