"""`counterpoise db backup`: what was confirmed before the copy is in it, and it opens with the same keys."""

from __future__ import annotations

import asyncio
import stat
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.console.backup_command import back_up
from adapters.settings import Settings
from foundation.db import Connection
from foundation.db_open import open_database
from foundation.schema import migrate
from incidents.tables import records
from tests.fakes.roster import AUTHOR
from tests.fixtures.command import Command, command
from tests.fixtures.office import Office

__all__ = ["command"]


def _references(conn: Connection) -> set[str]:
    return set(conn.execute(select(records.c.reference)).scalars())


async def test_a_copy_made_while_reports_come_in_holds_all_that_was_confirmed(tmp_path: Path) -> None:
    """It is opened elsewhere with the same keys: the records are whole, and so is the audit log."""
    url = f"sqlite:///{tmp_path / 'counterpoise.db'}"
    await migrate(url)
    office = Office(open_database(url))
    confirmed: list[str] = []
    stop = asyncio.Event()

    async def file_reports() -> None:
        while not stop.is_set():
            filed = await office.desk.submit(office.report(), f"draft {len(confirmed)}")
            confirmed.append(filed.reference)

    filing = asyncio.create_task(file_reports())
    while len(confirmed) < 20:  # noqa: ASYNC110 - a list has no event
        await asyncio.sleep(0)
    before = set(confirmed)
    copy = tmp_path / "copy.db"
    await asyncio.to_thread(back_up, Settings.model_validate({"data": tmp_path}), copy)
    stop.set()
    await filing
    await office.db.close()
    restored = Office(open_database(f"sqlite:///{copy}"))
    try:
        assert before <= await restored.db.read(_references)
        assert (await restored.desk.mine(AUTHOR))[0].report.happened == office.report().happened
        assert await restored.auditor.broken_at() is None
    finally:
        await restored.db.close()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert not copy.with_name("copy.db.part").exists()


def test_a_file_that_is_there_is_never_overwritten(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    (tmp_path / "counterpoise.db").write_bytes(b"")
    (tmp_path / "copy.db").write_text("mine")
    ran = command("db", "backup", str(tmp_path / "copy.db"))
    assert ran.code == 2
    assert "is there already" in ran.err
    assert (tmp_path / "copy.db").read_text() == "mine"


@pytest.mark.parametrize(
    ("place", "url", "said"),
    [
        ("copy.db", "", "There is no database"),
        ("copy.db", "postgresql://user@localhost/town", "pg_dump"),
        ("nowhere/copy.db", "sqlite", "could not be written"),
    ],
)
def test_what_cannot_be_copied_is_said_in_one_sentence(
    tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch, place: str, url: str, said: str
) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    if url == "sqlite":
        (tmp_path / "counterpoise.db").write_bytes(b"")
    elif url:
        monkeypatch.setenv("COUNTERPOISE_DATABASE_URL", url)
    ran = command("db", "backup", str(tmp_path / place))
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert not (tmp_path / place).exists()
