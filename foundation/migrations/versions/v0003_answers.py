"""The upkeep of answers: questions that are answered, letters, curated answers, examples, ratings, what is settled."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Let questions be answered, and create the tables of the upkeep."""
    for column in _of_questions():
        op.add_column("questions", column)
    op.create_index("uq_questions_draft", "questions", ["draft"], unique=True)
    op.create_index("ix_questions_asker", "questions", ["asker"])
    _create_letters()
    op.create_table(
        "curated",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("review_on", sa.Date, nullable=False),
        sa.Column("retired", sa.Boolean, nullable=False),
        *_sealed(),
    )
    op.create_table(
        "examples",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("citation", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("confirmed_by", sa.Text),
        sa.Column("confirmed_at", UtcDateTime),
        *_sealed(),
    )
    op.create_table(
        "ratings",
        sa.Column("passage", sa.String(64), primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("clause", sa.Text, nullable=False),
        sa.Column("citation", sa.Text, nullable=False),
        sa.Column("helped", sa.Integer, nullable=False),
        sa.Column("missed", sa.Integer, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "settled",
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("until", sa.Date),
        *_sealed(),
    )


def _create_letters() -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
        sa.Column("key", sa.Text, nullable=False, unique=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("run_at", UtcDateTime, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("done_at", UtcDateTime),
        sa.Column("code", sa.Text, nullable=False),
    )
    unfinished = sa.text("done_at IS NULL")
    op.create_index(
        "ix_letters_due", "letters", ["run_at"], sqlite_where=unfinished, postgresql_where=unfinished
    )


def _of_questions() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("draft", sa.Text),
        sa.Column("named", sa.Boolean),
        sa.Column("outcome", sa.String(20)),
        sa.Column("closed_by", sa.Text),
        sa.Column("closed_at", UtcDateTime),
        sa.Column("answer", sa.LargeBinary),
    )


def _sealed() -> tuple[sa.Column[str], sa.Column[bytes], sa.Column[bytes]]:
    return (
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
