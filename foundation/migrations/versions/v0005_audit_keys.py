"""The audit log is keyed: a key id on every entry from here on, kept audit keys, and what health and lists need.

Entries that are there stay as they are; the first start seals them with a keyed entry. From here on the database
refuses an entry without a key: a process of the older version that still runs must not fork the log.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from foundation.db import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column with its guard, the tables, and the indexes of the lists."""
    op.add_column("audit", sa.Column("key_id", sa.Text))
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)
    op.create_table(
        "audit_keys",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("beat", sa.BigInteger, nullable=False),
        sa.Column("at", UtcDateTime),
    )
    pulse = sa.table("pulse", sa.column("id"), sa.column("beat"))
    op.bulk_insert(pulse, [{"id": 1, "beat": 0}])
    op.drop_index("ix_audit_record_id", "audit")
    op.create_index("ix_audit_story", "audit", ["record_id", "kind"])
    op.create_index("ix_records_author", "records", ["author", "created_at"])
    op.create_index("ix_records_department", "records", ["department", "created_at"])


def _guards(dialect: str) -> list[str]:
    refusal = "every audit entry is keyed"
    if dialect == "sqlite":
        trigger = "CREATE TRIGGER audit_is_keyed BEFORE INSERT ON audit"
        refuse = f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        return [f"{trigger} WHEN coalesce(NEW.key_id, '') = '' {refuse}"]
    refuse = f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
    return [
        f"CREATE FUNCTION audit_is_keyed() RETURNS trigger LANGUAGE plpgsql AS {refuse}",
        """CREATE TRIGGER audit_is_keyed BEFORE INSERT ON audit FOR EACH ROW
           WHEN (coalesce(NEW.key_id, '') = '') EXECUTE FUNCTION audit_is_keyed()""",
    ]
