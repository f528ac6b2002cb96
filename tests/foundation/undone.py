"""What migrations after 0012 did, undone: tests of an upgrade from an earlier release begin here."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

OF_0012 = """
accounts alembic_version audit audit_head audit_keys corrections curated deliveries drafts entries examples jobs
kept_replies nudges pulse questions ratings records referrals seen_events settled tasks wrong_numbers
"""
LATER_COLUMNS = {"records": ("kind", "due_at", "filed_for", "staff"), "jobs": ("first_due",)}


def back_to_tasks(conn: Connection) -> None:
    """The schema of 0012, whatever tables came after it; whoever goes further back sets the version."""
    for name in sorted(set(inspect(conn).get_table_names()) - set(OF_0012.split())):
        conn.execute(text(f"DROP TABLE {name}"))
    conn.execute(text("DROP INDEX ix_records_filed_for"))
    conn.execute(text("DROP INDEX ix_deliveries_told"))
    conn.execute(text("CREATE INDEX ix_deliveries_recipient ON deliveries (recipient)"))
    for table, columns in LATER_COLUMNS.items():
        for column in columns:
            conn.execute(text(f"ALTER TABLE {table} DROP COLUMN {column}"))
    conn.execute(text("UPDATE alembic_version SET version_num = '0012'"))
