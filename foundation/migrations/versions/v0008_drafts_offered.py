"""Drafts know whether something was typed into them, and when their person was told that they are kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns; of a draft from before nobody knows whether something was typed, so it is offered."""
    op.add_column("drafts", sa.Column("told_at", UtcDateTime))
    op.add_column("drafts", sa.Column("typed", sa.Boolean))
    op.execute(sa.text("UPDATE drafts SET typed = :yes").bindparams(sa.bindparam("yes", True, sa.Boolean)))
    with op.batch_alter_table("drafts") as drafts:
        drafts.alter_column("typed", existing_type=sa.Boolean, nullable=False)
