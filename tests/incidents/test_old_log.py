"""A database of the version before: its log holds, is sealed at the first start, and cannot be changed any more."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text

from adapters.records import open_records, upgrade
from adapters.settings import Settings
from foundation import schema
from foundation.db import Connection
from foundation.db_open import open_database
from incidents import store_audit
from incidents.audit import GENESIS, Entry, chained
from incidents.auditor import Auditor
from tests.fakes.clock import FakeClock

BEFORE = "0003"
ENTRY = (
    "INSERT INTO audit (seq, at, record_id, actor, kind, detail, hash) VALUES (:s, :a, :r, :p, :k, :d, :h)"
)

ROW: dict[str, Any] = {"s": 3, "r": "r", "p": "ada@example.gov", "k": "viewed", "d": "", "h": "x"}


async def old_database(url: str, monkeypatch: pytest.MonkeyPatch, entries: int) -> None:
    """As the version before left it."""
    newest = command.upgrade
    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", lambda config, _: newest(config, BEFORE))
        patched.setattr(schema, "newest", lambda: BEFORE)
        await schema.migrate(url)
    db = open_database(url)
    await db.write(lambda conn: _old_entries(conn, entries))
    await db.close()


def _old_entries(conn: Connection, entries: int) -> None:
    previous = GENESIS
    for seq in range(1, entries + 1):
        at = datetime(2026, 1, 1, 9, seq, tzinfo=UTC)
        entry = Entry(seq, at, "r", "ada@example.gov", "viewed", "")
        previous = chained(entry, previous)
        conn.execute(text(ENTRY), {**ROW, "s": seq, "a": _at(conn, seq), "h": previous})
    conn.execute(text("UPDATE audit_head SET seq = :s, hash = :h"), {"s": entries, "h": previous})


def _at(conn: Connection, minute: int) -> object:
    at = datetime(2026, 1, 1, 9, minute, tzinfo=UTC)
    return at if conn.dialect.name == "postgresql" else f"{at:%Y-%m-%d %H:%M:%S.%f}"


def settings(url: str, folder: Path) -> Settings:
    """Settings of a start over that database."""
    return Settings.model_validate({"data": folder / "data", "database_url": url})


async def test_the_first_start_seals_an_old_log_once_and_it_holds(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await old_database(empty_database_url, monkeypatch, 5)
    given = settings(empty_database_url, tmp_path)
    assert await upgrade(given)
    for _ in range(2):
        ring, db = await open_records(given)
        kinds = await db.read(lambda conn: [(one.kind, one.key_id) for one in store_audit.entries(conn)])
        assert kinds == [("viewed", "")] * 5 + [("keyed", ring.current)]
        auditor = Auditor(db, ring, FakeClock())
        assert await auditor.broken_at() is None
        await db.close()
    _, db = await open_records(given)
    name = " ON audit" if db.__class__.__name__ == "PostgresDatabase" else ""
    guard = "audit_no_change" if name else "audit_no_update"
    await db.write(lambda conn: conn.execute(text(f"DROP TRIGGER {guard}{name}")) and None)

    def forge(conn: Connection) -> None:
        """All that can be made anew without a key."""
        entries, previous = list(store_audit.entries(conn))[:5], GENESIS
        for one in entries:
            forged = Entry(one.seq, one.at, one.record_id, "x", one.kind, one.detail)
            previous = chained(forged, previous)
            change = "UPDATE audit SET actor = 'x', hash = :h WHERE seq = :s"
            conn.execute(text(change), {"h": previous, "s": one.seq})

    await db.write(forge)
    assert await Auditor(db, ring, FakeClock()).broken_at() == 6, (
        "the entry that sealed it does not fit any more"
    )
    await db.close()


async def test_an_old_database_without_an_entry_begins_keyed(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await old_database(empty_database_url, monkeypatch, 0)
    ring, db = await open_records(settings(empty_database_url, tmp_path))
    assert await db.read(lambda conn: list(store_audit.entries(conn))) == []
    assert await Auditor(db, ring, FakeClock()).broken_at() is None
    await db.close()


async def test_a_process_of_the_version_before_cannot_fork_the_log(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await old_database(empty_database_url, monkeypatch, 1)
    _, db = await open_records(settings(empty_database_url, tmp_path))
    with pytest.raises(Exception, match="every audit entry is keyed"):
        await db.write(lambda conn: conn.execute(text(ENTRY), {**ROW, "a": _at(conn, 3)}) and None)
    await db.close()
