"""Letters as they were sent: their files, sealed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """A new table; nothing of before changes."""
    op.create_table(
        "letters",
        sa.Column("entry", sa.String(32), primary_key=True),
        sa.Column("format", sa.String(10), primary_key=True),
        sa.Column("record_id", sa.String(32), sa.ForeignKey("records.id"), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_letters_record_id", "letters", ["record_id"])
