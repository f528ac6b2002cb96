"""How soon a supervisor is told while thousands of other messages wait, beside an empty outbox in the same run.

python -m tests.bench.bench_notices

The platform takes every message after 50 ms, as a near one does; the time is from a confirmed report to the moment the
platform has its alert.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np

from foundation.clock import SystemClock
from foundation.db_open import open_database
from foundation.outbox.sending import Delivered
from foundation.outbox.worker import Worker
from foundation.schema import prepare
from incidents.desk import Desk
from incidents.escalation import Escalation
from incidents.notices import Notice, NoticeKind
from incidents.notifying import RecordJobs
from incidents.vault import Vault
from tests.bench.bench_records import REPORT
from tests.fakes.roster import FakeRoster
from tests.fixtures.office import RING, ladder
from tests.fixtures.postgres import server

MANY = 5_000
"""Messages that wait: each report that is only told has a confirmation for its author and a notice for the head."""

ALERTS = 60
PAUSE_SECONDS = 0.25
PLATFORM_SECONDS = 0.05
AT_ONCE = 32
PATIENCE_SECONDS = 60.0


class _Platform:
    """Takes what it is given, and notes when it took the alert of each report."""

    def __init__(self) -> None:
        self.alerted: dict[str, asyncio.Future[float]] = {}
        self.taken = 0

    async def deliver(self, notice: Notice) -> Delivered:
        await asyncio.sleep(PLATFORM_SECONDS)
        self.taken += 1
        waits = self.of(notice.record.id)
        if notice.kind is NoticeKind.ALERT and not waits.done():
            waits.set_result(time.perf_counter())
        return Delivered("bench", "")

    def of(self, record_id: str) -> asyncio.Future[float]:
        return self.alerted.setdefault(record_id, asyncio.get_running_loop().create_future())


def main() -> int:
    """Print the table."""
    print(f"{ALERTS} alerts, one every {PAUSE_SECONDS} s{'':12}{'p50 s':>8}{'p99 s':>8}{'worst':>8}")  # noqa: T201
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        urls = {"SQLite": [f"sqlite:///{folder}/{one}.db" for one in "ab"]}
        if running := stack.enter_context(server(durable=True)):
            names = ["benchone", "benchtwo"]
            for one in names:
                asyncio.run(running.drop(one))
            urls["PostgreSQL"] = [asyncio.run(running.create(one)) for one in names]
        for kind, (first, second) in urls.items():
            for url, waiting in ((first, 0), (second, MANY)):
                _print(f"{kind}, {waiting:,} messages wait", asyncio.run(_measure(url, waiting)))
    return 0


async def _measure(url: str, waiting: int) -> list[float]:
    db = open_database(url)
    await prepare(db)
    desk = Desk(db, Vault(RING), Escalation(ladder(), FakeRoster.town()), SystemClock())
    left = iter(range(waiting // 2))

    async def file() -> None:
        for number in left:
            await desk.submit(replace(REPORT, ended=False), f"quiet-{number}")

    await asyncio.gather(*(file() for _ in range(AT_ONCE)))
    platform, stop = _Platform(), asyncio.Event()
    worker = Worker(db, [RecordJobs(desk, platform)], desk.clock, desk.bell)
    running = asyncio.create_task(worker.run(stop))
    spent = []
    for number in range(ALERTS):
        filed = await desk.submit(REPORT, f"urgent-{number}")
        began = time.perf_counter()
        async with asyncio.timeout(PATIENCE_SECONDS):
            spent.append(await platform.of(filed.id) - began)
        await asyncio.sleep(PAUSE_SECONDS)
    stop.set()
    desk.bell.ring()
    await running
    await db.close()
    return spent


def _print(words: str, spent: list[float]) -> None:
    p50, p99 = (float(np.percentile(spent, share)) for share in (50, 99))
    print(f"{words:<40}{p50:>8.2f}{p99:>8.2f}{max(spent):>8.2f}")  # noqa: T201 - a bench prints


if __name__ == "__main__":
    sys.exit(main())
