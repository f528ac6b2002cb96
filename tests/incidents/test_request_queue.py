"""A queue of very many requests costs no more than its page, and a sweep for overdue ones no more than what is due."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import insert

from foundation.db import Connection, Database
from foundation.ids import new_id
from incidents import store_requests
from incidents.records import RecordKind, State
from incidents.request import Matter, RequestPriority
from incidents.store_requests import RequestsWanted, StoredRequest
from incidents.tables import records, requests
from tests.fakes.clock import MORNING
from tests.fixtures.at_hand import database_kind, db

__all__ = ["database_kind", "db"]

MANY = 4000
WANTED = RequestsWanted(frozenset({"hr"}), frozenset({"Works"}))


def fill(conn: Connection, many: int) -> None:
    rows, stand = [], []
    for number in range(many):
        one = StoredRequest(
            new_id(),
            Matter.SERVICE,
            "" if number % 3 else "hr",
            "pothole",
            tuple(RequestPriority)[number % 3],
            "",
            "",
            contact_wanted=True,
            due_at=MORNING + timedelta(minutes=number),
        )
        stand.append(store_requests._row(one))
        rows.append(
            {
                "id": one.record_id,
                "reference": f"{number:06}",
                "kind": RecordKind.REQUEST.value,
                "author": "ana",
                "draft": str(number),
                "department": "Works",
                "ended": False,
                "state": State.RECEIVED.value,
                "created_at": MORNING,
                "key_id": "k",
                "wrapped_key": b"",
                "sealed": b"",
            }
        )
    conn.execute(insert(records), rows)
    conn.execute(insert(requests), stand)


def seconds(conn: Connection, wanted: RequestsWanted) -> float:
    best = 9.0
    for _ in range(5):
        begun = time.perf_counter()
        queue = store_requests.queue(conn, wanted)
        first = [one for one, _ in zip(queue, range(4), strict=False)]
        best = min(best, time.perf_counter() - begun)
        assert len(first) == 4
    return best


async def test_r38_the_queue_is_by_priority_then_by_what_is_due_first(db: Database) -> None:
    await db.write(lambda conn: fill(conn, 60))

    def look(conn: Connection) -> list[StoredRequest]:
        ids = list(store_requests.queue(conn, WANTED))
        found = store_requests.rows_of(conn, ids)
        return [found[one] for one in ids]

    listed = await db.read(look)
    assert len(listed) == 60
    assert listed == sorted(listed, key=lambda one: (one.priority.rank, one.due_at))


async def test_r09_what_is_overdue_is_found_by_its_next_clock_alone(db: Database) -> None:
    await db.write(lambda conn: fill(conn, 60))
    late = replace(WANTED, overdue_at=MORNING + timedelta(minutes=10, seconds=1))
    assert len(await db.read(lambda conn: list(store_requests.queue(conn, late)))) == 11


async def test_a_queue_of_thousands_is_listed_at_a_fraction_of_their_number(db: Database) -> None:
    await db.write(lambda conn: fill(conn, 40))
    few = await db.read(lambda conn: seconds(conn, WANTED))
    await db.write(lambda conn: conn.execute(requests.delete()) and conn.execute(records.delete()) and None)
    await db.write(lambda conn: fill(conn, MANY), within=60)
    many = await db.read(lambda conn: seconds(conn, WANTED))
    assert many < few * MANY / 40, "no worse than looking at each of them"
