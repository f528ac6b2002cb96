"""For whom a report was written, and which colleagues it names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Two columns that are empty for what was filed before."""
    op.add_column("records", sa.Column("filed_for", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("records", sa.Column("staff", sa.Text, nullable=False, server_default=sa.text("'{}'")))
    op.create_index("ix_records_filed_for", "records", ["filed_for", "created_at"])
