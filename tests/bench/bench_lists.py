"""How long lists of records take at 10,000 records, for every kind of viewer, beside what the bare database needs.

python -m tests.bench.bench_lists
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

from sqlalchemy import select

from foundation.clock import SystemClock
from foundation.db import Connection
from foundation.db_open import open_database
from foundation.schema import prepare
from incidents.desk import Desk
from incidents.escalation import Escalation
from incidents.lists import SHOWN
from incidents.records import Channel, Report
from incidents.rules.names import read_name
from incidents.rules.wanted import Wanted
from incidents.store_tokens import RECORD
from incidents.tables import records
from incidents.vault import Vault
from tests.fakes.roster import AUTHOR, CAO, COLLEAGUE, HEAD, OTHER_HEAD, PARKS, TRANSIT, FakeRoster
from tests.fixtures.office import RING, ladder
from tests.fixtures.postgres import server

MANY = 10_000
AT_ONCE = 8
ROUNDS = 15
AUTHORS = 400
STRANGER = "stranger@example.gov"

SEARCHES = (
    ("the CAO: a name in another spelling", CAO, "Kofi Kowalzcyk"),
    ("the CAO: a name that many have", CAO, "John Smith"),
    ("the CAO: words of one report in a hundred", CAO, "number042"),
    ("the CAO: words of every report", CAO, "caller shouted"),
    ("a head: words of every report", HEAD, "caller shouted"),
    ("another head: words of every report", OTHER_HEAD, "caller shouted"),
    ("a stranger: words of every report", STRANGER, "caller shouted"),
)
GIVEN = ("John", "Kofi", "Marta", "Ingrid", "Rashid", "Leila", "Piotr", "Chidi", "Hiroshi", "Eleanor")
SURNAMES = (
    "Smith",
    "Kowalczyk",
    "Haddad",
    "Beaumont",
    "Nakamura",
    "Petrov",
    "Brennan",
    "Vasquez",
    "Obasanjo",
)
REPORT = Report(
    AUTHOR, TRANSIT, SystemClock().now(), "UTC", Channel.PHONE, "The caller shouted. " * 20, ended=False
)


def main() -> int:
    """Print a table for each database."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        asyncio.run(_measure("SQLite", f"sqlite:///{folder / 'lists.db'}"))
        if running := stack.enter_context(server(durable=True)):
            asyncio.run(running.drop("lists"))
            asyncio.run(_measure("PostgreSQL", asyncio.run(running.create("lists"))))
    return 0


async def _measure(name: str, url: str) -> None:
    db = open_database(url)
    await prepare(db)
    desk = Desk(db, Vault(RING), Escalation(ladder(), FakeRoster.town()), SystemClock())
    await _fill(desk)
    # A server looks at what it holds by itself within a minute; without that it plans as if its tables were empty.
    await db.write(lambda conn: conn.exec_driver_sql("ANALYZE"))
    print(f"{name}, {MANY:,} records, lists of at most {SHOWN}")  # noqa: T201 - a bench prints
    bare = await _spent(lambda: db.read(_bare))
    _print(f"{SHOWN} newest rows, fetched and no more", bare, bare, SHOWN)
    viewers = (
        ("the CAO: every record", CAO, desk.open_for),
        ("a head: the records of a department", HEAD, desk.open_for),
        ("another head: a department of few", OTHER_HEAD, desk.open_for),
        ("an employee: nothing waits", COLLEAGUE, desk.open_for),
        ("a stranger: nothing", STRANGER, desk.open_for),
        ("an author: what they wrote", AUTHOR, desk.mine),
    )
    for words, viewer, look in viewers:
        shown = len(await look(viewer))
        _print(words, await _spent(lambda look=look, viewer=viewer: look(viewer)), bare, shown)  # type: ignore[misc]
    for words, viewer, text in SEARCHES:
        wanted = Wanted(text=text)
        shown = len((await desk.find(viewer, wanted)).records)
        spent = await _spent(lambda viewer=viewer, wanted=wanted: desk.find(viewer, wanted))  # type: ignore[misc]
        _print(words, spent, bare, shown)
    newest = (await desk.find(CAO, Wanted())).records[0]
    found = (await desk.related(newest.id, CAO)).contacts
    _print("the CAO: earlier contacts", await _spent(lambda: desk.related(newest.id, CAO)), bare, len(found))
    sought = read_name("Jonn Smyth")
    known = partial(desk.indexing.names.candidates, kind=RECORD, name=sought)
    _print(
        "candidates of a name, by token",
        await _spent(lambda: db.read(known)),
        bare,
        len(await db.read(known)),
    )
    await db.close()


async def _fill(desk: Desk) -> None:
    left = iter(range(MANY))

    async def file() -> None:
        for number in left:
            author = AUTHOR if number % 50 == 0 else f"person{number % AUTHORS}@example.gov"
            department = PARKS if number % 400 == 0 else TRANSIT
            report = replace(REPORT, author=author, department=department, ended=number % 20 == 0)
            customer = f"{GIVEN[number % 10]} {SURNAMES[number // 10 % 9]}{'a' * (number // 90 % 11)}"
            happened = f"{report.happened} It was number{number % 100:03}."
            report = replace(report, customer=customer, happened=happened)
            await desk.submit(report, str(number))

    await asyncio.gather(*(file() for _ in range(AT_ONCE)))


def _bare(conn: Connection) -> int:
    query = select(records).order_by(records.c.created_at.desc()).limit(SHOWN)
    return len(conn.execute(query).all())


async def _spent(look: Callable[[], Awaitable[object]]) -> float:
    """The median of a few rounds, in milliseconds."""
    spent = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        await look()
        spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)


def _print(words: str, spent: float, bare: float, shown: int) -> None:
    print(f"  {words:<40}{shown:>4} shown {spent:>8.1f} ms {spent / bare:>7.1f} x")  # noqa: T201 - a bench prints


if __name__ == "__main__":
    sys.exit(main())
