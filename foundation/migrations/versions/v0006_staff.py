"""An account remembers whether its platform called it staff."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; accounts of before do not know yet."""
    op.add_column("accounts", sa.Column("staff", sa.Boolean))
