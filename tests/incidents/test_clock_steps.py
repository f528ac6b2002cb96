"""The wall clock is set back or ahead: nothing is later than a minute after it was due in time that really passed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from foundation.db import Database
from incidents.notices import NoticeKind
from incidents.pulse import latest, mark
from tests.fakes.clock import FakeClock
from tests.fakes.roster import BACKUP, HEAD
from tests.fixtures.office import Office


def asked(office: Office) -> list[str]:
    return [one.recipient for one in office.notifier.notices if one.kind is NoticeKind.ALERT]


async def minutes_until(office: Office, person: str) -> int:
    for passed in range(90):
        if person in asked(office):
            return passed
        await office.pass_time(minutes=1)
    raise AssertionError(f"{person} was never asked")


@pytest.mark.parametrize("hours", [-1, 1])
async def test_the_next_level_is_asked_when_its_minutes_have_passed(office: Office, hours: int) -> None:
    await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    assert asked(office) == [HEAD]
    office.clock.step(timedelta(hours=hours))
    assert await minutes_until(office, BACKUP) <= 11


@pytest.mark.parametrize("hours", [-1, 1])
async def test_an_alert_that_is_tried_again_is_tried_within_the_minute(office: Office, hours: int) -> None:
    office.notifier.refuse(HEAD, code="timeout", again=True)
    await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    office.clock.step(timedelta(hours=hours))
    office.notifier.refuse()
    assert await minutes_until(office, HEAD) <= 1


async def test_a_clock_set_back_while_the_program_stood_still_stretches_nothing(
    office: Office, db: Database
) -> None:
    await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    await office.pass_time(minutes=5)
    await mark(db, office.clock)
    clock = FakeClock(office.clock.now() - timedelta(hours=1))
    clock.resume(await db.read(latest))
    restarted = Office(db, clock=clock)
    assert await minutes_until(restarted, BACKUP) <= 6


async def test_the_time_is_written_down_only_while_something_is_due_later(
    office: Office, db: Database
) -> None:
    await mark(db, office.clock)
    assert await db.read(latest) is None
    await office.desk.submit(office.report(), "draft")
    office.clock.advance(timedelta(minutes=3))
    await mark(db, office.clock)
    assert await db.read(latest) == office.clock.now()
