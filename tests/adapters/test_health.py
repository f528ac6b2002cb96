"""Health tells the truth, in time, whatever is broken; and it does not cost more the more often it is asked."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.health import Health, reasons_of
from adapters.troubles import of_the_records
from bot.letters import question_letter
from bot.question_letters import QuestionLetters
from foundation.db import Database
from foundation.db_open import open_database
from foundation.schema import prepare
from knowledge.curation.questions import Outcome
from knowledge.curation.store_questions import SqlQuestions
from tests.fakes.clock import FakeClock
from tests.fakes.letterbox import Letterbox
from tests.fakes.patience import LOADED
from tests.fixtures.databases import database_url, postgres_server, templates
from tests.fixtures.office import RING, Office
from tests.fixtures.postgres import Server

__all__ = ["database_url", "postgres_server", "templates"]


@pytest.fixture
def database_kind() -> str:
    """A file that can be locked."""
    return "sqlite"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """An open database."""
    database = open_database(database_url)
    yield database
    await database.close()


async def reasons(db: Database, folder: Path) -> tuple[str, ...]:
    """What the records show to any process."""
    return await reasons_of(of_the_records(db, RING, FakeClock(), folder))


async def test_where_all_is_well_there_is_no_reason_and_nothing_is_left_behind(
    db: Database, tmp_path: Path
) -> None:
    assert await reasons(db, tmp_path) == ()
    assert not await asyncio.to_thread(lambda: list(tmp_path.glob(".room*")))


async def test_a_locked_file_is_a_reason_within_two_seconds_and_gone_with_the_lock(
    db: Database, tmp_path: Path, database_url: str
) -> None:
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    said = await reasons(db, tmp_path)
    assert time.monotonic() - began < 1.5 + LOADED
    assert any("Nothing can be saved: the database is busy" in reason for reason in said), said
    other.execute("ROLLBACK")
    other.close()
    for _ in range(20):  # the writer that waited for the lock gives up a moment later
        if not (said := await reasons(db, tmp_path)):
            break
    assert said == ()


async def test_a_file_that_may_only_be_read_is_a_reason(db: Database, tmp_path: Path) -> None:
    await db.write(lambda conn: conn.exec_driver_sql("PRAGMA query_only=ON").close())
    said = await reasons(db, tmp_path)
    assert "Nothing can be saved: the database is down (SQLITE_READONLY)." in said


async def test_a_data_folder_that_cannot_be_written_is_a_reason(db: Database, tmp_path: Path) -> None:
    said = await reasons(db, tmp_path / "gone")
    assert said == ("The data folder cannot be written (No such file or directory).",)


async def test_a_postgres_that_is_not_there_is_a_reason_in_time(tmp_path: Path) -> None:
    nothing = open_database("postgresql://tests@127.0.0.1:1/nothing")
    began = time.monotonic()
    assert "The database is down." in await reasons(nothing, tmp_path)
    assert time.monotonic() - began < 1.5 + LOADED
    await nothing.close()


async def test_a_source_that_hangs_or_breaks_is_a_reason_and_holds_up_no_other() -> None:
    async def hangs() -> Sequence[str]:
        await asyncio.sleep(60)
        return ()

    async def breaks() -> Sequence[str]:
        raise RuntimeError("Casey Customer")

    async def knows() -> Sequence[str]:
        return ("The lamp is out.", "The lamp is out.")

    began = time.monotonic()
    said = await reasons_of({"The database": hangs, "The keys": breaks, "The lamp": knows})
    assert time.monotonic() - began < 1.5 + LOADED
    assert said == (
        "The database did not answer within 1.5 seconds.",
        "The keys could not be asked (RuntimeError).",
        "The lamp is out.",
    )


async def test_a_thousand_questions_within_a_moment_are_one_look() -> None:
    asked = []

    async def counts() -> Sequence[str]:
        asked.append(1)
        return ()

    health = Health({"The counter": counts}, kept=60)
    app = web.Application()
    app.add_routes(health.routes())
    async with TestClient(TestServer(app)) as client:
        answers = await asyncio.gather(*(client.get("/healthz") for _ in range(100)))
        assert {answer.status for answer in answers} == {200}
        assert await answers[0].json() == {"ok": True, "reasons": []}
    assert len(asked) == 1


async def test_a_kept_answer_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    said = ["The lamp is out."]

    async def knows() -> Sequence[str]:
        return said

    health = Health({"The lamp": knows}, kept=0.0)
    assert await health.look() == ("The lamp is out.",)
    said.clear()
    assert await health.look() == ()


async def test_late_letters_and_owners_who_cannot_be_reached_are_reasons(
    db: Database, tmp_path: Path
) -> None:
    clock, letters = FakeClock(), Letterbox(db)
    questions = SqlQuestions(db, RING, QuestionLetters(letters.bell))
    reference = await questions.open("q", "a@example.org", "olive@example.org", clock.now(), draft="d")
    sources = of_the_records(db, RING, clock, tmp_path)
    late = ("Messages that wait too long: 1.",)
    assert await sources["The outbox"]() == ()
    clock.advance(timedelta(minutes=16))
    assert await sources["The outbox"]() == late
    for _ in range(11):
        (leased,) = await letters.claim(clock.now(), "me", 1)
        await letters.postpone(leased, clock.now(), "timeout")
    assert await sources["The outbox"]() == late
    (leased,) = await letters.claim(clock.now(), "me", 1)
    assert leased.job.key == question_letter(reference, "olive@example.org", clock.now()).key
    await letters.finish(leased, clock.now(), "user_not_found")
    assert await sources["The outbox"]() == ()
    assert await sources["The questions"]() == ("Questions whose owner cannot be reached: 1.",)
    await questions.close(reference, "olive@example.org", clock.now(), Outcome.ANSWERED, "yes")
    assert await sources["The questions"]() == ()


async def test_what_does_not_open_is_counted_by_kind(db: Database, tmp_path: Path) -> None:
    office = Office(db)
    ring = office.desk.vault.ring
    ring.unopened.note("records", "x", opened=False)
    ring.unopened.note("entries", "y", opened=False)
    ring.unopened.note("drafts", "z", opened=False)
    ring.unopened.note("curated", "z", opened=False)
    said = await of_the_records(db, ring, FakeClock(), tmp_path)["The keys"]()
    assert said == (
        "Records that cannot be opened here: 1.",
        "Later entries that cannot be opened here: 1.",
        "Questions, drafts and kept answers that cannot be opened here: 2.",
    )


async def test_a_postgres_that_may_only_be_read_is_down_and_no_fault_of_ours(
    postgres_server: Server, tmp_path: Path
) -> None:
    running = postgres_server
    url = await running.create("readonly_health")
    try:
        db = open_database(url)
        await prepare(db)
        await db.write(
            lambda conn: conn.exec_driver_sql(
                "ALTER DATABASE readonly_health SET default_transaction_read_only = on"
            ).close()
        )
        await db.close()
        db = open_database(url)
        assert "Nothing can be saved: the database is down (25006)." in await reasons(db, tmp_path)
        await db.close()
    finally:
        await running.drop("readonly_health")
