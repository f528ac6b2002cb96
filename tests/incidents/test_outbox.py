"""The outbox: keys that happen once, leases, and how long a refused notice waits."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from foundation.db import Connection
from foundation.outbox import store
from foundation.outbox.jobs import LEASE, SEND_SECONDS, Claimed, Lane, backoff
from incidents.jobs import WATCHES, alert, check
from incidents.notices import NoticeKind
from incidents.obsolete import OBSOLETE_WHEN
from tests.fakes.roster import HEAD
from tests.fixtures.office import Office


@given(st.integers(1, 10_000), st.booleans(), st.floats(0, 1e6))
def test_no_wait_is_shorter_than_retry_after_within_an_hour_nor_endless(
    attempts: int, urgent: bool, retry_after: float
) -> None:
    wait = backoff(attempts, urgent=urgent, retry_after=retry_after).total_seconds()
    assert wait >= min(retry_after, 3600) - 1e-5
    assert 1 <= wait <= 3600


def test_an_urgent_notice_is_tried_at_least_every_half_minute() -> None:
    waits = [backoff(attempts, urgent=True, retry_after=0).total_seconds() for attempts in range(1, 9)]
    assert waits == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_sender_gives_up_before_its_lease_ends_and_a_lease_ends_within_ten_seconds() -> None:
    assert timedelta(seconds=SEND_SECONDS) < LEASE < timedelta(seconds=10)


async def _claim(office: Office, owner: str, lane: Lane = Lane.URGENT, limit: int = 10) -> list[Claimed]:
    now = office.clock.now()

    def claim(conn: Connection) -> list[Claimed]:
        return store.claim(conn, now, owner, lane, OBSOLETE_WHEN.keys(), limit)

    return await office.db.write(claim)


async def test_a_key_makes_work_once_for_ever(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    now = office.clock.now()
    again = [alert(filed.id, 0, HEAD, now), check(filed.id, 0, now)]
    await office.db.write(lambda conn: store.enqueue(conn, again, now))
    assert await office.worker.run_due() == 0


async def test_two_claimers_never_hold_the_same_job(office: Office) -> None:
    await asyncio.gather(*(office.desk.submit(office.report(), f"draft {number}") for number in range(20)))
    taken = await asyncio.gather(*(_claim(office, f"owner {number}", limit=3) for number in range(10)))
    ids = [claimed.id for batch in taken for claimed in batch]
    assert len(ids) == len(set(ids))
    left = await _claim(office, "last", limit=100)
    assert len(ids) + len(left) == 20, "an alert each"
    assert len(await _claim(office, "last", limit=100, lane=Lane.RECEIPT)) == 20, "and a confirmation"


async def test_a_lease_can_be_finished_by_its_owner_alone(office: Office) -> None:
    await office.desk.submit(office.report(), "draft")
    mine = (await _claim(office, "first"))[-1]
    office.clock.advance(LEASE)
    theirs = (await _claim(office, "second"))[-1]
    assert mine.id == theirs.id
    assert (mine.attempts, theirs.attempts) == (1, 2)
    now = office.clock.now()
    assert not await office.db.write(lambda conn: store.complete(conn, mine, now))
    assert not await office.db.write(lambda conn: store.postpone(conn, mine, now))
    assert await office.db.write(lambda conn: store.complete(conn, theirs, now))
    assert not await office.db.write(lambda conn: store.complete(conn, theirs, now))


async def test_the_urgent_lane_holds_alerts_and_nothing_else(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    await office.desk.acknowledge(filed.id, HEAD)
    assert await _claim(office, "anybody", Lane.URGENT) == []
    assert {claimed.job.kind for claimed in await _claim(office, "anybody", Lane.ROUTINE)} == {"acknowledged"}


def test_every_kind_of_job_of_a_record_says_when_it_is_obsolete() -> None:
    assert {*OBSOLETE_WHEN} == {*NoticeKind, *WATCHES}
