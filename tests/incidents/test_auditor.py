"""The auditor: work that stands still is found, and work that goes on is left in peace."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, update

from foundation.db import Database
from foundation.db_open import open_database
from foundation.outbox.tables import jobs
from foundation.sealing import KeyRing
from incidents.auditor import Auditor
from tests.fixtures.office import RING, Office


async def test_work_in_time_is_well(office: Office) -> None:
    assert (await office.auditor.look()).ok
    await office.desk.submit(office.report(), "draft")
    office.clock.advance(timedelta(seconds=59))
    assert (await office.auditor.look()).ok
    await office.worker.run_due()
    assert (await office.auditor.look()).ok


async def test_an_alert_and_a_confirmation_nobody_took_for_a_minute_are_found(office: Office) -> None:
    await office.desk.submit(office.report(), "draft")
    office.clock.advance(timedelta(seconds=60))
    health = await office.auditor.look()
    assert not health.ok
    assert "more than 60 seconds: 2" in health.reasons[0]


async def test_an_alert_that_is_tried_in_vain_is_found(office: Office) -> None:
    office.notifier.refuse("hal@example.gov", code="timeout", again=True)
    await office.desk.submit(office.report(), "draft")
    for _ in range(7):
        await office.pass_time(seconds=10)
    assert not (await office.auditor.look()).ok


async def test_a_check_that_is_late_is_found(office: Office) -> None:
    await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    office.clock.advance(timedelta(minutes=11))
    assert not (await office.auditor.look()).ok


async def test_an_unacknowledged_record_that_nothing_watches_is_found(office: Office) -> None:
    await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    await office.db.write(lambda conn: conn.execute(delete(jobs).where(jobs.c.kind == "check")).close())
    health = await office.auditor.look()
    assert "Unacknowledged records without a check" in health.reasons[0]


async def test_a_lease_that_nobody_takes_over_is_found(office: Office) -> None:
    await office.desk.submit(office.report(), "draft")
    lease = office.clock.now() + timedelta(seconds=8)
    await office.db.write(lambda conn: conn.execute(update(jobs).values(owner="dead", run_at=lease)).close())
    office.clock.advance(timedelta(seconds=70))
    assert not (await office.auditor.look()).ok


async def test_a_key_that_stored_records_need_and_is_missing_is_found(office: Office, db: Database) -> None:
    await office.desk.submit(office.report(ended=False), "draft")
    other = KeyRing({"other": bytes(32)}, "other")
    assert (await Auditor(db, RING, office.clock).look()).ok
    assert not (await Auditor(db, other, office.clock).look()).ok


async def test_a_database_that_is_down_is_a_reason_and_no_exception(office: Office) -> None:
    nothing = open_database("postgresql://tests@127.0.0.1:1/nothing")
    health = await Auditor(nothing, RING, office.clock).look()
    await nothing.close()
    assert health.reasons == ("The database is down.",)
