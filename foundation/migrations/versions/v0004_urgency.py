"""Who must be told follows from rules, and what a fault of the installation keeps back is known as such."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the plan of a record and what holds a job back.

    What was filed before has no plan; whether the contact had ended says what was wanted.
    """
    op.add_column(
        "records", sa.Column("urgency", sa.String(20), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("records", sa.Column("ladder", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("records", sa.Column("any_hour", sa.Boolean, nullable=False, server_default=sa.false()))
    for outbox in ("jobs", "letters"):
        op.add_column(outbox, sa.Column("held", sa.Text, nullable=False, server_default=sa.text("''")))
    replaced = sa.Column("replaced", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("deliveries", replaced)
