"""What is done with one file at the same moment: one deed wins. SQLite has one writer, so on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import asyncpg
import pytest

from foundation.outbox.worker import Worker
from incidents.attaching import MOST_WAITING
from incidents.attachment import AttachOutcome
from incidents.file_jobs import FileJobs
from incidents.file_tables import file_parts, waiting_files
from incidents.rules.file_limits import PLAIN_LIMITS
from tests.fakes.roster import AUTHOR
from tests.fixtures.a_file import a_file
from tests.fixtures.held_log import WAITING, held_log
from tests.fixtures.office import Office
from tests.incidents.test_attachments import count_of, filed, seen

NOTE = a_file().content.decode()


@pytest.fixture
def database_kind() -> str:
    """The one with several writers."""
    return "postgres"


async def opens(office: Office, record: str) -> int:
    """How many files a record has; each of them opens."""
    files = (await seen(office, record)).files
    for one in files:
        opened = await office.desk.attaching.open(record, one.id, AUTHOR)
        assert opened
        assert opened.content.startswith(NOTE.encode())
    return len(files)


async def while_adding(office: Office, url: str, record: str, batch: str, other: Awaitable[object]) -> object:
    """Press “Add”, stop that before its commit, and do something else meanwhile; what came of both."""
    async with held_log(url) as waits:
        press = asyncio.ensure_future(office.desk.attaching.attach(AUTHOR, batch, record, PLAIN_LIMITS))
        await waits(1)
        second = asyncio.ensure_future(other)
        await asyncio.sleep(0.2)
    assert await press == (AttachOutcome.DONE, 1)
    return await second


async def test_of_two_reports_that_one_file_is_added_to_at_once_one_has_it(
    office: Office, database_url: str
) -> None:
    first, second = await filed(office), await filed(office)
    attaching = office.desk.attaching
    batch = await attaching.hold(AUTHOR, [a_file()])
    press = attaching.attach(AUTHOR, batch, second, PLAIN_LIMITS)
    assert await while_adding(office, database_url, first, batch, press) == (AttachOutcome.GONE, 0)
    assert (await opens(office, first), await opens(office, second)) == (1, 0)


async def test_what_is_added_while_somebody_throws_it_away_stays(office: Office, database_url: str) -> None:
    record = await filed(office)
    batch = await office.desk.attaching.hold(AUTHOR, [a_file()])
    drop = office.desk.attaching.drop(AUTHOR, batch)
    assert await while_adding(office, database_url, record, batch, drop) == 0
    assert await opens(office, record) == 1


async def test_what_is_added_while_its_hour_ends_stays(office: Office, database_url: str) -> None:
    record = await filed(office)
    batch = await office.desk.attaching.hold(AUTHOR, [a_file()])
    office.clock.advance(timedelta(minutes=56))
    worker = Worker(office.db, [FileJobs()], office.clock, office.desk.bell)
    await while_adding(office, database_url, record, batch, worker.run_due())
    assert await opens(office, record) == 1
    assert await count_of(office, waiting_files) == 0


async def test_what_somebody_sends_at_once_does_not_wait_beyond_the_limit(
    office: Office, database_url: str
) -> None:
    files = [a_file(f"{NOTE} {number}") for number in range(MOST_WAITING // 2)]
    conn = await asyncpg.connect(database_url)
    async with conn.transaction():
        await conn.execute("LOCK TABLE waiting_files IN SHARE MODE")
        sent = [asyncio.ensure_future(office.desk.attaching.hold(AUTHOR, files)) for _ in range(3)]
        async with asyncio.timeout(2):
            while await conn.fetchval(WAITING) < len(sent):  # noqa: ASYNC110 - the database rings no bell
                await asyncio.sleep(0.01)
    await conn.close()
    assert sum(bool(batch) for batch in await asyncio.gather(*sent)) == 2
    assert await count_of(office, waiting_files) == MOST_WAITING


async def test_of_presses_to_add_and_to_throw_away_at_once_exactly_one_does_it(office: Office) -> None:
    record, attaching = await filed(office), office.desk.attaching
    for number in range(4):
        batch = await attaching.hold(AUTHOR, [a_file(f"{NOTE} {number}")])
        dropped, (outcome, _) = await asyncio.gather(
            attaching.drop(AUTHOR, batch), attaching.attach(AUTHOR, batch, record, PLAIN_LIMITS)
        )
        assert (outcome, dropped) in ((AttachOutcome.DONE, 0), (AttachOutcome.GONE, 1))
        assert await count_of(office, file_parts) == await opens(office, record)
