"""Calls for help, who was asked and who comes, and the plans of meetings."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0019"
down_revision = "0018"

_OPEN = sa.text("over_at IS NULL")


def upgrade() -> None:
    """Four new tables; nothing of before changes."""
    op.create_table(
        "calls",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("asker", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("companion", sa.Text, nullable=False),
        sa.Column("cause", sa.String(20), nullable=False),
        sa.Column("quiet", sa.Boolean, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("over_at", UtcDateTime),
        *_sealed(),
    )
    op.create_index(
        "uq_calls_open", "calls", ["asker"], unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN
    )
    op.create_table(
        "call_notices",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("call_id", sa.String(32), sa.ForeignKey("calls.id"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime),
    )
    op.create_index("ix_call_notices_call_id", "call_notices", ["call_id"])
    op.create_index("ix_call_notices_recipient", "call_notices", ["recipient"])
    op.create_table(
        "call_helpers",
        sa.Column("call_id", sa.String(32), sa.ForeignKey("calls.id"), primary_key=True),
        sa.Column("person", sa.Text, primary_key=True),
        sa.Column("coming_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "safety_plans",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("draft", sa.Text, nullable=False),
        sa.Column("department", sa.Text, nullable=False),
        sa.Column("companion", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("made_at", UtcDateTime, nullable=False),
        sa.Column("meets_at", UtcDateTime, nullable=False),
        sa.Column("minutes", sa.Integer, nullable=False),
        sa.Column("check_at", UtcDateTime, nullable=False),
        sa.Column("asked_at", UtcDateTime),
        sa.Column("revision", sa.Integer, nullable=False),
        *_sealed(),
        sa.UniqueConstraint("person", "draft", name="uq_safety_plans_person_draft"),
    )
    op.create_index("ix_safety_plans_person", "safety_plans", ["person", "state"])
    op.create_index("ix_safety_plans_state", "safety_plans", ["state", "check_at"])


def _sealed() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
