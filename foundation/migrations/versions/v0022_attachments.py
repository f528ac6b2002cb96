"""Files of records, files that wait to be added to one, and their bytes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """New tables; nothing of before changes."""
    op.create_table(
        "attachments",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("record_id", sa.String(32), sa.ForeignKey("records.id"), nullable=False),
        sa.Column("file", sa.String(32), nullable=False, unique=True),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_attachments_record_id", "attachments", ["record_id"])
    op.create_table(
        "waiting_files",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("batch", sa.String(32), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_index("ix_waiting_files_batch", "waiting_files", ["batch"])
    op.create_index("ix_waiting_files_person", "waiting_files", ["person"])
    op.create_table(
        "file_parts",
        sa.Column("file", sa.String(32), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
