"""`counterpoise audit` and `counterpoise keys`: exit codes, words, JSON, and a rotation from key to key."""

from __future__ import annotations

import asyncio
import base64
import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from adapters.records import open_records
from adapters.settings import Settings
from bot.drafts import Draft
from bot.store_drafts import SqlDrafts
from foundation.clock import SystemClock
from foundation.db import Database
from foundation.sealing import KeyRing
from incidents.desk import Desk
from incidents.escalation import Escalation
from incidents.records import Channel, Report
from incidents.vault import Vault
from tests.fakes.roster import AUTHOR, CAO, COLLEAGUE, HEAD, TRANSIT, FakeRoster
from tests.fixtures.command import Command, command
from tests.fixtures.office import ladder
from tests.fixtures.sample import no_settings

__all__ = ["command", "no_settings"]

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data of its own, for the commands too."""
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def with_records(data: Path, work: Callable[[Desk, Database, KeyRing], Any], **more: object) -> Any:
    """Start as the program does, do something, stop."""

    async def run() -> Any:
        ring, db = await open_records(Settings.model_validate({"data": data, **more}))
        desk = Desk(db, Vault(ring), Escalation(ladder(), FakeRoster.town()), SystemClock())
        try:
            return await work(desk, db, ring)
        finally:
            await db.close()

    return asyncio.run(run())


async def file(desk: Desk, db: Database, ring: KeyRing) -> str:
    """One report and one draft, looked at by some."""
    report = Report(AUTHOR, TRANSIT, MORNING, "UTC", Channel.PHONE, "x", ended=True)
    filed = await desk.submit(report, f"draft {os.urandom(4).hex()}")
    await SqlDrafts(db, ring).save(Draft("k", "report", AUTHOR, {"happened": "typed"}, MORNING))
    await desk.open_for(HEAD)
    await desk.view(filed.id, CAO)
    await desk.view(filed.id, COLLEAGUE)
    return filed.reference


async def tamper(desk: Desk, *statements: str) -> None:
    """As the owner of the database can."""
    drops = ("DROP TRIGGER IF EXISTS audit_no_update", "DROP TRIGGER IF EXISTS audit_no_delete")
    await desk.db.write(lambda conn: [conn.execute(text(one)) for one in (*drops, *statements)] and None)


class TestAuditVerify:
    """`counterpoise audit verify`."""

    def test_a_log_that_holds_ends_with_0_and_gives_its_end_to_be_kept(
        self, command: Command, data: Path
    ) -> None:
        with_records(data, file)
        ran = command("audit", "verify")
        assert (ran.code, ran.err) == (0, "")
        assert "The audit log holds: 4 entries, 0 kept ends compared." in ran.out
        end = ran.out.split()[-1]
        assert command("audit", "verify", "--head", end).code == 0
        said = json.loads(command("audit", "verify", "--json", "--head", end).out)
        assert said == {"ok": True, "entries": 4, "head": end, "broken": None, "heads_compared": 1}

    def test_the_first_broken_entry_is_named_and_ends_with_1(self, command: Command, data: Path) -> None:
        with_records(data, file)
        with_records(data, lambda desk, *_: tamper(desk, "UPDATE audit SET actor = 'x' WHERE seq = 3"))
        ran = command("audit", "verify")
        assert ran.code == 1
        assert "from entry 3 on: it or one before it was changed" in ran.out
        said = json.loads(command("audit", "verify", "--json").out)
        assert said["broken"] == {"seq": 3, "cause": "changed"}
        assert not said["ok"]

    def test_a_cut_is_found_by_a_kept_head_or_a_file_of_them(
        self, command: Command, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with_records(data, file)
        end = command("audit", "verify").out.split()[-1]
        (tmp_path / "heads").write_text(f"2026-03-02T09:00:00+00:00 {end}\n")
        moved = "UPDATE audit_head SET seq = 2, hash = (SELECT hash FROM audit WHERE seq = 2)"
        with_records(data, lambda desk, *_: tamper(desk, "DELETE FROM audit WHERE seq > 2", moved))
        assert command("audit", "verify").code == 0, "the control: nobody kept an end"
        for words in (("--head", end), ("--head", str(tmp_path / "heads"))):
            ran = command("audit", "verify", *words)
            assert ran.code == 1
            assert "from entry 3 on: the log ends there" in ran.out
        for name, code in (("heads", 1), ("not made yet", 0)):
            monkeypatch.setenv("COUNTERPOISE_AUDIT_HEAD_FILE", str(tmp_path / name))
            assert command("audit", "verify").code == code

    @pytest.mark.parametrize("head", ["12", "x:y", "/nowhere"])
    def test_what_is_no_head_is_refused_in_one_sentence(
        self, command: Command, data: Path, head: str
    ) -> None:
        with_records(data, file)
        ran = command("audit", "verify", "--head", head)
        assert ran.code == 2
        assert "Traceback" not in ran.err
        assert len(ran.err.splitlines()) == 1

    def test_before_the_first_start_nothing_is_made_by_looking(self, command: Command, data: Path) -> None:
        for words in (("audit", "verify"), ("keys",), ("keys", "rotate"), ("audit", "readers", "333-333")):
            ran = command(*words)
            assert ran.code == 2
            assert "There are no keys yet" in ran.err
        assert not data.exists()


def test_who_looked_at_a_record_alone_in_a_list_or_in_vain_is_said(command: Command, data: Path) -> None:
    reference = with_records(data, file)
    ran = command("audit", "readers", reference.lower())
    assert [line.split("  ")[1:] for line in ran.out.splitlines()] == [
        [HEAD, "in a list"],
        [CAO, "read"],
        [COLLEAGUE, "refused"],
    ]
    said = json.loads(command("audit", "readers", reference, "--json").out)
    assert [(one["by"], one["in_a_list"], one["refused"]) for one in said] == [
        (HEAD, True, False),
        (CAO, False, False),
        (COLLEAGUE, False, True),
    ]
    assert command("audit", "readers", "333-333").code == 2


class TestKeys:
    """`counterpoise keys`, with a key file and with keys of the environment."""

    def test_a_key_file_from_one_key_to_the_next(self, command: Command, data: Path) -> None:
        with_records(data, file)
        old = (data / "keys").read_text().partition(":")[0]
        assert f"{old}: current" in command("keys").out
        made = command("keys", "new")
        new = (data / "keys").read_text().partition(":")[0]
        assert f"{new} is the current key now" in made.out
        assert (data / "keys").stat().st_mode & 0o077 == 0
        status = command("keys").out
        assert f"{new}: current, not in use yet." in status
        assert f"{old}: older, 1 in drafts, 1 in records, the audit log." in status
        ran = command("keys", "rotate")
        assert ran.code == 0
        assert f"2 rows were wrapped with {new}." in ran.out
        assert f"{old}: can be retired." in ran.out
        status = command("keys").out
        assert f"{old}: older, not in use. It can be retired" in status
        (data / "keys").write_text((data / "keys").read_text().splitlines()[0] + "\n")
        assert command("audit", "verify").code == 0
        assert "0 rows" in command("keys", "rotate").out
        assert len(with_records(data, lambda desk, *_: desk.mine(AUTHOR))) == 1
        with_records(data, file)
        assert command("audit", "verify").code == 0

    def test_a_key_taken_out_too_early_is_missing_and_ends_with_1(self, command: Command, data: Path) -> None:
        with_records(data, file)
        old = (data / "keys").read_text().partition(":")[0]
        command("keys", "new")
        (data / "keys").write_text((data / "keys").read_text().splitlines()[0] + "\n")
        ran = command("keys")
        assert ran.code == 1
        assert f"{old}: MISSING, 1 in drafts, 1 in records, the audit log." in ran.out
        ran = command("keys", "rotate")
        assert ran.code == 1
        assert "2 rows cannot be opened" in ran.out
        assert command("audit", "verify").code == 1

    def test_keys_of_the_environment_are_rotated_only_once_a_program_has_started_with_the_newest(
        self, command: Command, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What runs could not open what is wrapped with a key it does not have."""
        old, new = (f"{name}:{base64.b64encode(os.urandom(32)).decode()}" for name in ("old", "new"))
        with_records(data, file, keys=old)
        monkeypatch.setenv("COUNTERPOISE_KEYS", f"{new},{old}")
        ran = command("keys", "rotate")
        assert ran.code == 2
        assert "start every process again" in ran.err
        assert "older, 1 in drafts, 1 in records" in command("keys").out
        assert command("keys", "new").code == 2
        with_records(data, lambda desk, *_: desk.mine(AUTHOR), keys=f"{new},{old}")
        assert "2 rows were wrapped with new." in command("keys", "rotate").out
        monkeypatch.setenv("COUNTERPOISE_KEYS", new)
        assert command("keys").out.startswith("new: current")
        assert command("audit", "verify").code == 0

    def test_a_stopped_program_may_be_rotated_at_once(
        self, command: Command, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old, new = (f"{name}:{base64.b64encode(os.urandom(32)).decode()}" for name in ("old", "new"))
        with_records(data, file, keys=old)
        monkeypatch.setenv("COUNTERPOISE_KEYS", f"{new},{old}")
        assert command("keys", "rotate", "--stopped").code == 0

    def test_a_made_key_is_one_that_can_be_used(self, command: Command) -> None:
        made = [command("keys", "make").out.strip() for _ in range(2)]
        assert made[0] != made[1]
        assert KeyRing.parse(",".join(made)).current == made[0].partition(":")[0]
