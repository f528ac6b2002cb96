"""Whether somebody was told of a record is found in one step, also of whoever was told of thousands."""

from __future__ import annotations

from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """The index by recipient goes on to the record."""
    op.drop_index("ix_deliveries_recipient", "deliveries")
    op.create_index("ix_deliveries_told", "deliveries", ["recipient", "record_id"])
