"""The daily round: a log that does not hold is said, its head is kept outside, and what failed is tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import BaseTestServer, TestServer
from sqlalchemy import text, update
from structlog.testing import capture_logs

from adapters.audit_heads import Outside, read_heads
from adapters.daily import AGAIN_SECONDS, DAY_SECONDS, Daily
from bot.tables import drafts
from foundation.conditions import Conditions
from foundation.db_open import open_database
from incidents import store_audit
from incidents.audit import GENESIS, Head
from incidents.tables import records
from tests.fakes.roster import AUTHOR
from tests.fixtures.databases import database_url, postgres_server, templates
from tests.fixtures.office import Office

__all__ = ["database_url", "postgres_server", "templates"]

GUARDS = ("audit_no_update", "audit_no_delete")


@pytest.fixture
def database_kind() -> str:
    """What differs between the two databases is in tests/incidents/test_audit.py."""
    return "sqlite"


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    """An office with four reports."""
    db = open_database(database_url)
    made = Office(db)
    for number in range(4):
        await made.desk.submit(made.report(), f"draft {number}")
    yield made
    await db.close()


def daily(office: Office, outside: Outside | None = None) -> tuple[Daily, Conditions]:
    """The round of a process that just started."""
    conditions = Conditions()
    ring = office.desk.vault.ring
    return Daily(office.db, ring, office.clock, conditions, outside or Outside()), conditions


async def run(office: Office, *statements: str) -> None:
    """Change the database as its owner can."""
    drops = [f"DROP TRIGGER IF EXISTS {name}" for name in GUARDS]
    await office.db.write(lambda conn: [conn.execute(text(one)) for one in (*drops, *statements)] and None)


async def cut(office: Office, left: int) -> None:
    """Cut the end of the log off, and put the head where it fits."""
    moved = f"UPDATE audit_head SET seq = {left}, hash = (SELECT hash FROM audit WHERE seq = {left})"
    await run(office, f"DELETE FROM audit WHERE seq > {left}", moved)


async def test_a_log_that_holds_is_no_reason_and_its_head_is_a_line_of_the_log(office: Office) -> None:
    round_, conditions = daily(office)
    with capture_logs() as logs:
        assert await round_.once() == DAY_SECONDS
    head = await office.db.read(store_audit.head)
    assert {"event": "audit_head", "log_level": "info", "seq": head.seq, "hash": head.hash} in logs
    assert conditions.reasons() == ()


async def test_an_altered_entry_is_a_reason_and_such_a_log_has_no_head_to_keep(
    office: Office, tmp_path: Path
) -> None:
    round_, conditions = daily(office, Outside(tmp_path / "heads"))
    await run(office, "UPDATE audit SET actor = 'x' WHERE seq = 2")
    with capture_logs() as logs:
        assert await round_.once() == DAY_SECONDS
    (reason,) = conditions.reasons()
    assert reason.startswith("The audit log does not hold from entry 2 on")
    assert not any(line["event"] == "audit_head" for line in logs)
    assert not (tmp_path / "heads").exists()
    await run(office, f"UPDATE audit SET actor = '{AUTHOR}' WHERE seq = 2")
    await round_.once()
    assert conditions.reasons() == ()


async def test_a_cut_is_found_by_the_process_that_saw_more_and_after_a_restart_by_the_file(
    office: Office, tmp_path: Path
) -> None:
    kept = Outside(tmp_path / "heads")
    round_, conditions = daily(office, kept)
    await round_.once()
    await cut(office, 3)
    await round_.once()
    assert "from entry 4 on: the log ends there, and once went on" in conditions.reasons()[0]
    after, found = daily(office, kept)
    await after.once()
    assert "from entry 4 on" in found.reasons()[0]
    without, missed = daily(office)
    await without.once()
    assert missed.reasons() == (), "the control: without a head kept outside nobody can know"


async def test_the_file_grows_by_a_line_a_day_and_is_read_as_it_is_written(
    office: Office, tmp_path: Path
) -> None:
    round_, _ = daily(office, Outside(tmp_path / "heads"))
    await round_.once()
    first = await office.db.read(store_audit.head)
    await office.desk.view("0" * 32, AUTHOR)
    await round_.once()
    second = await office.db.read(store_audit.head)
    assert read_heads(tmp_path / "heads") == (first, second)


async def test_a_place_that_cannot_be_written_is_a_reason_and_tried_again_without_a_second_look(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    round_, conditions = daily(office, Outside(tmp_path / "file" / "heads"))
    assert await round_.once() == AGAIN_SECONDS
    assert "cannot be written to its file" in conditions.reasons()[0]

    async def never(*_: object) -> None:
        raise AssertionError("it was verified already")

    monkeypatch.setattr(round_, "look", never)
    (tmp_path / "file").unlink()
    assert await round_.once() == DAY_SECONDS
    assert conditions.reasons() == ()


async def test_a_file_of_heads_that_cannot_be_read_is_a_reason(office: Office, tmp_path: Path) -> None:
    (tmp_path / "heads").write_text(f"2026-03-02 0:{GENESIS}\nnothing of a head\n")
    round_, conditions = daily(office, Outside(tmp_path / "heads"))
    await round_.look()
    assert conditions.reasons() == ("The kept heads of the audit log cannot be read (ValueError).",)


@pytest.fixture
async def witness() -> AsyncIterator[tuple[BaseTestServer, list[object]]]:
    """Somebody outside who takes heads, and answers with the status that a test puts in front."""
    told: list[object] = []

    async def take(request: web.Request) -> web.Response:
        if told and isinstance(told[-1], int):
            return web.Response(status=int(told[-1]))
        told.append(await request.json())
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post("/heads", take)
    async with TestServer(app) as server:
        yield server, told


async def test_the_head_is_posted_to_an_address_and_a_refusal_is_a_reason(
    office: Office, witness: tuple[BaseTestServer, list[object]]
) -> None:
    server, told = witness
    round_, conditions = daily(office, Outside(url=str(server.make_url("/heads"))))
    assert await round_.once() == DAY_SECONDS
    head = await office.db.read(store_audit.head)
    assert told == [{"at": "2026-03-02T09:00:00+00:00", "seq": head.seq, "hash": head.hash}]
    for status in (500, 302, 404):
        told.append(status)
        assert await round_.once() == AGAIN_SECONDS
        assert conditions.reasons() == (f"The head of the audit log was refused at its address ({status}).",)
    told.append("well again")
    assert await round_.once() == DAY_SECONDS
    assert conditions.reasons() == ()


async def test_an_address_that_is_not_there_is_a_reason_that_does_not_repeat_it(office: Office) -> None:
    round_, conditions = daily(office, Outside(url="http://127.0.0.1:1/s3cret"))
    assert await round_.once() == AGAIN_SECONDS
    (reason,) = conditions.reasons()
    assert "cannot be sent to its address" in reason
    assert "s3cret" not in reason


async def test_what_does_not_open_is_counted_without_anybody_asking_for_it(office: Office) -> None:
    ring = office.desk.vault.ring
    row = {
        "key": "k",
        "form": "report",
        "person": AUTHOR,
        "context": "",
        "asking": "",
        "origin": "",
        "typed": True,
    }
    gone = {"updated_at": office.clock.now(), "key_id": "gone", "wrapped_key": b"x", "sealed": b"x"}
    await office.db.write(lambda conn: conn.execute(drafts.insert().values(**row, **gone)) and None)
    broken = update(records).where(records.c.draft == "draft 1").values(sealed=b"x")
    await office.db.write(lambda conn: conn.execute(broken) and None)
    round_, _ = daily(office)
    await round_.once()
    assert ring.unopened.counts() == {"records": 1, "drafts": 1}


async def test_a_database_that_is_away_ends_no_round(tmp_path: Path) -> None:
    nothing = open_database("postgresql://tests@127.0.0.1:1/nothing")
    office = Office(nothing)
    round_, conditions = daily(office)
    assert await round_.once() == AGAIN_SECONDS
    assert conditions.reasons() == (), "health says of itself that the database is down"
    await nothing.close()


def test_a_line_of_a_file_that_is_no_head_is_named(tmp_path: Path) -> None:
    (tmp_path / "heads").write_text(f"12:{GENESIS}\n\nx 13\n")
    with pytest.raises(ValueError, match="heads, line 3"):
        read_heads(tmp_path / "heads")
    (tmp_path / "heads").write_text(f"a b c 12:{GENESIS}\n")
    assert read_heads(tmp_path / "heads") == (Head(12, GENESIS),)
