"""The process that is killed: files reports as fast as it can, and works through the outbox.

    python -m tests.chaos.victim URL FOLDER file|file-early|drain

It appends to three files of FOLDER: `attempted` (a draft before it is filed), `confirmed` (what a person
would have been told) and `notices` (what reached somebody). `file-early` confirms before the commit: the
fault that the check must detect. Drafts that were attempted and not confirmed are filed again at a start,
as people do.
"""

from __future__ import annotations

import asyncio
import os
import random
import sys
import time
import uuid
from datetime import timedelta
from pathlib import Path

from foundation.clock import SystemClock
from foundation.db import Database
from incidents.desk import Desk
from incidents.escalation import Escalation
from incidents.notices import Delivered, Notice
from incidents.records import Channel, Report
from incidents.vault import Vault
from incidents.worker import Worker
from tests.fakes.roster import AUTHOR, TRANSIT, FakeRoster
from tests.fixtures.office import RING, ladder

REPORTERS = 8
PAUSE_SECONDS = 4.0
"""Up to this long between two reports of one person: about 4 a second in all, a bad year's worth in minutes."""

EARLY_SECONDS = 1.0
"""How long before its commit a report is confirmed in the control, so that a few kills are enough."""


class Journal:
    """An append-only file whose lines are on the disk before `write` returns."""

    def __init__(self, file: Path) -> None:
        self._descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, *words: object) -> None:
        """Append one line."""
        os.write(self._descriptor, (" ".join(map(str, words)) + "\n").encode())
        os.fsync(self._descriptor)


def lines(file: Path) -> list[list[str]]:
    """The whole lines of a journal, as words."""
    return [line.split() for line in file.read_text().splitlines()] if file.exists() else []


class JournalCourier:
    """Delivers into a journal."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    async def deliver(self, notice: Notice) -> Delivered:
        """Write down who was told what, and when."""
        await asyncio.to_thread(
            self._journal.write, notice.kind, notice.record.id, notice.key, notice.attempt, time.time()
        )
        return Delivered("journal", notice.key)


def report() -> Report:
    """A report of a contact that was ended."""
    now = SystemClock().now() - timedelta(minutes=1)
    return Report(
        AUTHOR, TRANSIT, now, "America/Halifax", Channel.PHONE, "The caller shouted." * 20, ended=True
    )


async def reporter(desk: Desk, folder: Path, retries: list[str], *, early: bool) -> None:
    """File one report after the other, for ever."""
    attempted, confirmed = Journal(folder / "attempted"), Journal(folder / "confirmed")
    while True:
        draft = retries.pop() if retries else uuid.uuid4().hex
        await asyncio.to_thread(attempted.write, draft)
        if early:
            confirmed.write(draft)
            await asyncio.sleep(EARLY_SECONDS)
        await desk.submit(report(), draft)
        if not early:
            await asyncio.to_thread(confirmed.write, draft)
        await asyncio.sleep(random.uniform(0, PAUSE_SECONDS))


async def main(url: str, folder: Path, mode: str) -> None:
    """Work until killed."""
    db = Database.open(url)
    desk = Desk(db, Vault(RING), Escalation(ladder(), FakeRoster.town()), SystemClock())
    worker = Worker(desk, JournalCourier(Journal(folder / "notices")), SystemClock())
    work = [worker.run(asyncio.Event())]
    if mode != "drain":
        confirmed = {draft for (draft,) in lines(folder / "confirmed")}
        retries = [draft for (draft,) in lines(folder / "attempted") if draft not in confirmed]
        work += [reporter(desk, folder, retries, early=mode == "file-early") for _ in range(REPORTERS)]
    (folder / "ready").touch()
    await asyncio.gather(*work)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
