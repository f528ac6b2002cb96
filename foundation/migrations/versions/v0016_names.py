"""What records are found by, tokens that say nothing without a key of the ring, and which belong together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0016"
down_revision = "0014"


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
        "word_tokens",
        sa.Column("token", sa.LargeBinary, primary_key=True),
        sa.Column("subject", sa.String(32), primary_key=True),
    )
    op.create_index("ix_word_tokens_subject", "word_tokens", ["subject"])
    op.create_table(
        "indexed",
        sa.Column("subject", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
    )
    op.create_table(
        "links",
        sa.Column("record_id", sa.String(32), sa.ForeignKey("records.id"), primary_key=True),
        sa.Column("other_id", sa.String(32), sa.ForeignKey("records.id"), primary_key=True),
        sa.Column("subject", sa.String(20), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_links_other_id", "links", ["other_id"])
