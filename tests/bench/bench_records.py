"""How many reports a second are filed, beside what the bare database can do in the same run.

python -m tests.bench.bench_records
"""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from foundation.clock import SystemClock
from foundation.db_open import open_database
from foundation.schema import prepare
from incidents.desk import Desk
from incidents.escalation import Escalation
from incidents.records import Channel, Report
from incidents.vault import Vault
from tests.fakes.roster import AUTHOR, TRANSIT, FakeRoster
from tests.fixtures.office import RING, ladder
from tests.fixtures.postgres import server

REPORTS = 320
ROUNDS = 3
AT_ONCE = 32
ROWS = 8
"""What one submit writes: record, two deliveries, three jobs, audit entry and head of the audit log."""

REPORT = Report(
    AUTHOR, TRANSIT, SystemClock().now(), "UTC", Channel.PHONE, "The caller shouted. " * 20, ended=True
)


def main() -> int:
    """Print the table: the best of a few rounds, for the machine is seldom ours alone."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        best: dict[str, float] = {}
        for number in range(ROUNDS):
            for name, measure in _contestants(folder, stack, number):
                best[name] = max(best.get(name, 0.0), measure())
    for name, rate in best.items():
        print(f"{name:<48} {rate:>9,.0f} /s   {1e6 / rate:>7,.0f} us each")  # noqa: T201 - a bench prints
    return 0


def _contestants(folder: Path, stack: ExitStack, number: int) -> Iterator[tuple[str, Callable[[], float]]]:
    files = (folder / f"{name}{number}.db" for name in "abcdef")
    yield "sqlite3 alone, FULL, one row a commit", partial(_bare, next(files), 1, together=True)
    yield f"sqlite3 alone, FULL, {ROWS} rows a commit", partial(_bare, next(files), ROWS, together=True)
    yield (
        f"sqlite3 alone, FULL, {ROWS} rows, a commit each",
        partial(_bare, next(files), ROWS, together=False),
    )
    yield "Desk on SQLite, one after the other", partial(_desk, f"sqlite:///{next(files)}", 1)
    yield f"Desk on SQLite, {AT_ONCE} at once", partial(_desk, f"sqlite:///{next(files)}", AT_ONCE)
    if running := stack.enter_context(server(durable=True)):
        asyncio.run(running.drop("bench"))
        url = asyncio.run(running.create("bench"))
        yield "Desk on PostgreSQL, one after the other", partial(_desk, url, 1)
        yield f"Desk on PostgreSQL, {AT_ONCE} at once", partial(_desk, url, AT_ONCE)


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


def _desk(url: str, at_once: int) -> float:
    """Reports a second through the desk: sealed, audited, with their first notices."""
    return asyncio.run(_file_all(url, at_once))


async def _file_all(url: str, at_once: int) -> float:
    db = open_database(url)
    await prepare(db)
    desk = Desk(db, Vault(RING), Escalation(ladder(), FakeRoster.town()), SystemClock())
    left = iter(range(REPORTS))

    async def file() -> None:
        for number in left:
            await desk.submit(REPORT, f"{at_once}-{number}")

    began = time.perf_counter()
    await asyncio.gather(*(file() for _ in range(at_once)))
    took = time.perf_counter() - began
    await db.close()
    return REPORTS / took


if __name__ == "__main__":
    sys.exit(main())
