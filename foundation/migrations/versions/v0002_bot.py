"""The bot's own tables: events seen, drafts, accounts, referrals, questions for a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "seen_events",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("seen_at", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "drafts",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False, index=True),
        sa.Column("context", sa.Text, nullable=False),
        sa.Column("asking", sa.Text, nullable=False),
        sa.Column("origin", sa.Text, nullable=False),
        sa.Column("updated_at", UtcDateTime, nullable=False, index=True),
        *_sealed(),
    )
    op.create_table(
        "accounts",
        sa.Column("platform", sa.Text, primary_key=True),
        sa.Column("tenant", sa.Text, primary_key=True),
        sa.Column("user", sa.Text, primary_key=True),
        sa.Column("person", sa.Text, nullable=False, index=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("direct", sa.Text, nullable=False),
        sa.Column("seen_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "referrals",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("contact", sa.Text, nullable=False, index=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False, index=True),
        *_sealed(),
    )
    op.create_table(
        "questions",
        sa.Column("reference", sa.String(16), primary_key=True),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("owner", sa.Text, nullable=False, index=True),
        sa.Column("at", UtcDateTime, nullable=False),
        *_sealed(),
    )


def _sealed() -> tuple[sa.Column[str], sa.Column[bytes], sa.Column[bytes]]:
    return (
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
