"""Records have a kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Whatever was written down before is an incident."""
    op.add_column(
        "records", sa.Column("kind", sa.String(20), nullable=False, server_default=sa.text("'incident'"))
    )
