"""How many reports a second are filed, beside what the bare database can do in the same run.

python -m tests.bench.bench_records
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from foundation.clock import SystemClock
from foundation.db import Database
from foundation.schema import prepare
from incidents.desk import Desk
from incidents.escalation import Escalation
from incidents.records import Channel, Report
from incidents.vault import Vault
from tests.fakes.roster import AUTHOR, TRANSIT, FakeRoster
from tests.fixtures.office import RING, ladder
from tests.fixtures.postgres import server

REPORTS = 600
AT_ONCE = 32
STATEMENTS = 9
"""What one submit changes: record, delivery, two jobs, audit entry and head, in nine statements."""

REPORT = Report(
    AUTHOR, TRANSIT, SystemClock().now(), "UTC", Channel.PHONE, "The caller shouted. " * 20, ended=True
)


def main() -> int:
    """Print the table."""
    rows: list[tuple[str, float]] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        rows.append(("sqlite3 alone, FULL, one row a commit", _bare(folder / "bare.db", 1, together=True)))
        rows.append(
            (
                f"sqlite3 alone, FULL, {STATEMENTS} rows a commit",
                _bare(folder / "nine.db", STATEMENTS, together=True),
            )
        )
        rows.append(
            (
                f"sqlite3 alone, FULL, {STATEMENTS} rows, a commit each",
                _bare(folder / "each.db", STATEMENTS, together=False),
            )
        )
        sqlite = f"sqlite:///{folder / 'desk.db'}"
        rows.append(("Desk on SQLite, one after the other", asyncio.run(_desk(sqlite, 1))))
        rows.append((f"Desk on SQLite, {AT_ONCE} at once", asyncio.run(_desk(sqlite, AT_ONCE))))
        if running := stack.enter_context(server(durable=True)):
            asyncio.run(running.drop("bench"))
            url = asyncio.run(running.create("bench"))
            rows.append(("Desk on PostgreSQL, one after the other", asyncio.run(_desk(url, 1))))
            rows.append((f"Desk on PostgreSQL, {AT_ONCE} at once", asyncio.run(_desk(url, AT_ONCE))))
    for name, rate in rows:
        print(f"{name:<48} {rate:>9,.0f} /s   {1e6 / rate:>7,.0f} us each")  # noqa: T201 - a bench prints
    return 0


def _bare(file: Path, rows: int, *, together: bool) -> float:
    """Reports a second with nothing between us and the library."""
    conn = sqlite3.connect(file, isolation_level=None)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, content BLOB)")
    content = bytes(600)
    began = time.perf_counter()
    for _ in range(REPORTS):
        if together:
            conn.execute("BEGIN IMMEDIATE")
        for _ in range(rows):
            conn.execute("INSERT INTO rows (content) VALUES (?)", (content,))
        if together:
            conn.execute("COMMIT")
    took = time.perf_counter() - began
    conn.close()
    return REPORTS / took


async def _desk(url: str, at_once: int) -> float:
    """Reports a second through the desk: sealed, audited, with their first notices."""
    db = Database.open(url)
    await prepare(db)
    desk = Desk(db, Vault(RING), Escalation(ladder(), FakeRoster.town()), SystemClock())
    left = iter(range(REPORTS))

    async def file() -> None:
        for number in left:
            await desk.submit(replace(REPORT), f"{at_once}-{number}")

    rate = await _timed(lambda: asyncio.gather(*(file() for _ in range(at_once))))
    await db.close()
    return rate


async def _timed(work: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await work()
    return REPORTS / (time.perf_counter() - began)


if __name__ == "__main__":
    sys.exit(main())
