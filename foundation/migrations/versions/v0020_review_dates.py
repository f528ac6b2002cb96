"""A record says when it is looked at again: the review of a restriction."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Of what was written down before, nothing is."""
    op.add_column("records", sa.Column("due_at", UtcDateTime))
