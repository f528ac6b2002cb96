"""Reports and corrections of numbers on both databases: kept once, sealed, with their history."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.numbers import Correction, Numbers, Reach, WrongNumber, corrected, reach_of
from bot.store_memory import SqlMemory
from bot.store_numbers import SqlNumbers
from bot.tables import corrections, wrong_numbers
from foundation.bell import Bell
from foundation.db import Database
from foundation.outbox.tables import jobs
from knowledge.directory.contacts import Contact
from tests.fakes.clock import MORNING
from tests.flows.town import RING

OWNER, SAM = "amara@port.example", "sam@port.example"
FILE = Contact("library", "Library", "555-0151", "3 Chapel Lane", OWNER, extension="51")
WRONG = WrongNumber("w" * 32, "library", Reach("555-0151", "51"), "It rings at the museum.", SAM, MORNING)


def version(number: int, phone: str) -> Correction:
    return Correction(
        "library", number, Reach(phone), reach_of(FILE), OWNER, MORNING + timedelta(hours=number)
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def database_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def numbers(db: Database) -> Numbers:
    return SqlNumbers(db, RING, Bell())


async def test_a_report_is_kept_once_with_one_letter_and_what_was_written_is_sealed(
    db: Database, numbers: Numbers
) -> None:
    assert await numbers.report(WRONG, OWNER)
    assert not await numbers.report(WRONG, OWNER)
    assert await numbers.waiting() == (WRONG,)
    rows = await db.read(lambda conn: conn.execute(select(jobs.c.recipient, jobs.c.subject)).all())
    assert [tuple(row) for row in rows] == [(OWNER, WRONG.id)]
    (raw,) = await db.read(lambda conn: conn.execute(select(wrong_numbers)).all())
    assert b"museum" not in repr(tuple(raw)).encode()


async def test_a_report_is_closed_once(numbers: Numbers) -> None:
    await numbers.report(WRONG, OWNER)
    assert await numbers.close(WRONG.id, OWNER, MORNING)
    assert not await numbers.close(WRONG.id, SAM, MORNING)
    found = await numbers.get(WRONG.id)
    assert found is not None
    assert (found.closed_by, found.closed_at) == (OWNER, MORNING)
    assert await numbers.waiting() == ()


async def test_a_correction_closes_the_reports_and_every_version_stays(
    db: Database, numbers: Numbers
) -> None:
    await numbers.report(WRONG, OWNER)
    assert await numbers.correct(version(1, "555-0199"))
    assert await numbers.waiting() == ()
    assert await numbers.correct(version(2, "555-0198"))
    assert [one.right.phone for one in await numbers.history("library")] == ["555-0199", "555-0198"]
    assert await numbers.newest() == (version(2, "555-0198"),)
    rows = await db.read(lambda conn: conn.execute(select(corrections)).all())
    assert b"555-019" not in repr([tuple(row) for row in rows]).encode()


async def test_of_two_corrections_at_once_one_is_kept(numbers: Numbers) -> None:
    both = await asyncio.gather(*(numbers.correct(version(1, phone)) for phone in ("555-0199", "555-0198")))
    assert sorted(both) == [False, True]


async def test_what_was_given_is_listed_newest_first_without_what_was_called_wrong(db: Database) -> None:
    memory = SqlMemory(db, RING)
    for hours in (1, 2):
        await memory.referral_given("library", SAM, MORNING + timedelta(hours=hours))
    await memory.referral_given("roads", SAM, MORNING)
    await memory.referral_wrong("library", SAM, "No.", MORNING)
    assert [one.at - MORNING for one in await memory.referrals_given("library")] == [
        timedelta(hours=2),
        timedelta(hours=1),
    ]


def test_a_correction_holds_only_while_the_file_says_what_it_said_then() -> None:
    newest = (version(1, "555-0199"),)
    shown, found = corrected(FILE, newest)
    assert (shown.phone, shown.extension, found) == ("555-0199", "", newest[0])
    edited = Contact("library", "Library", "555-0100", "3 Chapel Lane", OWNER)
    assert corrected(edited, newest) == (edited, None)
    assert corrected(FILE, ()) == (FILE, None)
