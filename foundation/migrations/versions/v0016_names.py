"""What records are found by: tokens of names and words that say nothing without a key of the ring."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0013"


def upgrade() -> None:
    """New tables; what is there already is indexed while the program runs."""
    op.create_table(
        "name_tokens",
        sa.Column("token", sa.LargeBinary, primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("subject", sa.String(32), primary_key=True),
    )
    op.create_index("ix_name_tokens_subject", "name_tokens", ["subject", "kind"])
    op.create_table(
        "indexed",
        sa.Column("subject", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
