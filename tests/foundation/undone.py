"""What migrations after 0012 did, undone: tests of an upgrade from an earlier release begin here."""

from __future__ import annotations

from sqlalchemy import Connection, text

TABLES = ("log_lines", "indexed", "name_tokens", "absences", "certificates", "holds")
COLUMNS = (("records", "kind"),)


def back_to_tasks(conn: Connection) -> None:
    """The schema of 0012; whoever goes on from there sets the version."""
    for name in TABLES:
        conn.execute(text(f"DROP TABLE {name}"))
    for table, column in COLUMNS:
        conn.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
    conn.execute(text("UPDATE alembic_version SET version_num = '0012'"))
