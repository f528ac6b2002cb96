"""A record is carried on: who has it in hand, with whom it was shared; additions become entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Later statements are entries like any other from now on."""
    op.add_column("records", sa.Column("handler", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("records", sa.Column("assigned_by", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column(
        "records", sa.Column("shared_with", sa.Text, nullable=False, server_default=sa.text("'[]'"))
    )
    op.drop_index("ix_amendments_record_id", "amendments")
    op.rename_table("amendments", "entries")
    op.create_index("ix_entries_record_id", "entries", ["record_id"])
