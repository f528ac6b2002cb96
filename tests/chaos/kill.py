"""kill -9 at random moments while reports are being filed, and a look at what is left.

    python -m tests.chaos.kill --kills 50 --database sqlite
    python -m tests.chaos.kill --kills 50 --database postgres
    python -m tests.chaos.kill --kills 5 --confirm-early      the control: must end with lost reports

Nothing confirmed may be lost, everybody must be notified within 10 s of the last restart, no draft may
give two records, and there may be at most one repeated notice a kill on average; every repeat says that
it is one, so that a courier can look for the first before it sends.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from foundation.clock import SystemClock
from foundation.db import Connection, Database
from foundation.schema import migrate
from incidents.auditor import Auditor
from incidents.tables import records
from tests.chaos.victim import lines
from tests.fixtures.office import RING
from tests.fixtures.postgres import server

LIMIT_SECONDS = 10.0
HEADER = (
    "database  kills  confirmed  records  lost  doubled  un-notified  slowest s  repeats  unmarked  audit"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found. `slowest` is the time from the last restart to the last overdue notice."""

    database: str
    kills: int
    confirmed: int
    records: int
    lost: int
    doubled: int
    unnotified: int
    slowest: float
    repeats: int
    unmarked_repeats: int
    audit_whole: bool

    @property
    def held(self) -> bool:
        """Whether every promise held."""
        broken = self.lost + self.doubled + self.unnotified + self.unmarked_repeats
        return broken == 0 and self.confirmed > 0 and self.repeats <= self.kills and self.audit_whole

    def row(self) -> str:
        """One line of the table."""
        return (
            f"{self.database:<8}  {self.kills:>5}  {self.confirmed:>9}  {self.records:>7}  {self.lost:>4}  "
            f"{self.doubled:>7}  {self.unnotified:>11}  {self.slowest:>9.1f}  {self.repeats:>7}  "
            f"{self.unmarked_repeats:>8}  {'whole' if self.audit_whole else 'BROKEN'}"
        )


def run(kills: int, database: str, *, early: bool = False, seed: int | None = None) -> Outcome | None:
    """Kill, restart, verify; None where the database cannot be started here."""
    moments = random.Random(seed)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'chaos.db'}"
        if database == "postgres":
            running = stack.enter_context(server(durable=True))
            if running is None:
                return None
            asyncio.run(running.drop("chaos"))
            url = asyncio.run(running.create("chaos"))
        asyncio.run(migrate(url))
        for _ in range(kills):
            _kill_once(url, folder, moments, "file-early" if early else "file")
        slowest = _drain(url, folder)
        return asyncio.run(_verify(url, folder, kills, database, slowest))


def _start(url: str, folder: Path, mode: str) -> subprocess.Popen[bytes]:
    (folder / "ready").unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.chaos.victim", url, str(folder), mode]
    victim = subprocess.Popen(command)
    while not (folder / "ready").exists():
        if victim.poll() is not None:
            raise RuntimeError("The victim ended by itself.")
        time.sleep(0.01)
    return victim


def _kill_once(url: str, folder: Path, moments: random.Random, mode: str) -> None:
    victim = _start(url, folder, mode)
    time.sleep(moments.uniform(0.02, 2.0))
    victim.send_signal(signal.SIGKILL)
    victim.wait()


def _drain(url: str, folder: Path) -> float:
    """Restart once more; returns the seconds until everybody was notified, or the limit."""
    began = time.time()
    victim = _start(url, folder, "drain")
    wanted = asyncio.run(_ids(url))
    try:
        while time.time() - began < LIMIT_SECONDS and wanted - _alerted(folder):
            time.sleep(0.1)
        return min(time.time() - began, LIMIT_SECONDS)
    finally:
        victim.send_signal(signal.SIGKILL)
        victim.wait()


def _alerted(folder: Path) -> set[str]:
    return {words[1] for words in lines(folder / "notices") if words[0] == "alert"}


async def _ids(url: str) -> set[str]:
    return {record_id for _, record_id in await _stored(url)}


async def _stored(url: str) -> list[tuple[str, str]]:
    def read(conn: Connection) -> list[tuple[str, str]]:
        return [(row.draft, row.id) for row in conn.execute(select(records.c.draft, records.c.id))]

    db = Database.open(url)
    try:
        return await db.read(read, within=60)
    finally:
        await db.close()


async def _verify(url: str, folder: Path, kills: int, database: str, slowest: float) -> Outcome:
    stored = await _stored(url)
    drafts = Counter(draft for draft, _ in stored)
    confirmed = {draft for (draft,) in lines(folder / "confirmed")}
    notices = Counter(words[2] for words in lines(folder / "notices"))
    first_attempts = Counter(words[2] for words in lines(folder / "notices") if words[3] == "1")
    db = Database.open(url)
    broken = await Auditor(db, RING, SystemClock()).broken_at()
    await db.close()
    return Outcome(
        database=database,
        kills=kills,
        confirmed=len(confirmed),
        records=len(stored),
        lost=len(confirmed - set(drafts)),
        doubled=sum(count - 1 for count in drafts.values()),
        unnotified=len({record_id for _, record_id in stored} - _alerted(folder)),
        slowest=slowest,
        repeats=sum(count - 1 for count in notices.values()),
        unmarked_repeats=sum(count - 1 for count in first_attempts.values()),
        audit_whole=broken is None,
    )


def main() -> int:
    """Run from the command line; the exit code says whether every promise held."""
    parser = argparse.ArgumentParser(description="kill -9 while reports are being filed")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--confirm-early", action="store_true", help="the control: must lose reports")
    parser.add_argument("--seed", type=int)
    options = parser.parse_args()
    outcome = run(options.kills, options.database, early=options.confirm_early, seed=options.seed)
    if outcome is None:
        print("There is no PostgreSQL to start here.", file=sys.stderr)  # noqa: T201 - a script speaks
        return 2
    print(HEADER, outcome.row(), sep="\n")  # noqa: T201 - a script speaks
    return 0 if outcome.held else 1


if __name__ == "__main__":
    sys.exit(main())
