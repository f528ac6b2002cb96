"""When a job is first due: what is planned for next month waits for nothing until then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """A new column; of a job written before, whatever is still to come counts, else when it was written."""
    op.add_column("jobs", sa.Column("first_due", UtcDateTime))
    op.execute("UPDATE jobs SET first_due = CASE WHEN run_at > created_at THEN run_at ELSE created_at END")
