"""kill -9 at random moments while people work through Slack and Teams, and a look at what is left.

    python -m tests.chaos.kill --kills 50 --database sqlite
    python -m tests.chaos.kill --kills 50 --database postgres
    python -m tests.chaos.kill --kills 10 --confirm-early      the control: must end with lost reports
    python -m tests.chaos.kill --kills 200 --within 30         on a machine that has other work to do

The whole program runs between a pretended Slack and a pretended Microsoft, which fail now and then. Staff file
reports and send the same form again when nothing comes back, supervisors acknowledge some, take them over, write
what is to be done, give tasks, pass them on, close them; staff finish tasks, call for help and say that they come, take
requests down and note what becomes of them. "Confirmed" is what the person saw. Nothing confirmed may be lost,
everybody must be told within 10 s of the last restart (or what `--within` says): of reports, tasks, requests and calls,
and whoever called of who comes; a number that a reply did not give comes half a minute later. No form may give two
records, and what is sent again says so or replaces the first.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from adapters.records import key_ring
from adapters.settings import Settings
from bot.words import sentence
from foundation.clock import SystemClock
from foundation.db import Connection
from foundation.db_open import open_database
from foundation.schema import migrate
from incidents.auditor import Auditor
from incidents.records import RecordKind
from incidents.request_jobs import NUMBER_AFTER
from incidents.tables import records
from tests.chaos import kept
from tests.chaos.heads import Supervisor
from tests.chaos.outcome import Outcome
from tests.chaos.people import OnSlack, Seen
from tests.chaos.town import Town, introduce, town
from tests.fixtures.postgres import server

LIMIT_SECONDS = 10.0
DEEDS = 6
"""So much is done between two kills, or a while passes."""
AT_MOST_SECONDS = 15.0
LOOKS = 10
"""How often it is looked again whether something is due."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as far as this trial looks at it."""

    draft: str
    reference: str
    acknowledged: bool


def run(
    kills: int,
    database: str,
    *,
    early: bool = False,
    seed: int | None = None,
    within: float = LIMIT_SECONDS,
) -> Outcome | None:
    """Kill, restart, verify; None where the database cannot be started here."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = f"sqlite:///{folder / 'chaos.db'}"
        if database == "postgres":
            running = stack.enter_context(server(durable=True))
            if running is None:
                return None
            asyncio.run(running.drop("chaos"))
            url = asyncio.run(running.create("chaos"))
        asyncio.run(migrate(url))
        moments = random.Random(seed)
        return asyncio.run(_trial(url, folder, kills, database, early=early, moments=moments, within=within))


async def _trial(
    url: str, folder: Path, kills: int, database: str, *, early: bool, moments: random.Random, within: float
) -> Outcome:
    async with town(url, folder, early=early) as around:
        await around.program.start()
        await introduce(around)
        async with _working(around):
            for number in range(kills):
                await _under_way(around, DEEDS * (number + 1))
                await asyncio.sleep(moments.uniform(0.02, 2.0))
                await around.program.kill()
                await around.program.start()
        await around.program.kill()
        slowest = await _drain(around, url, within)
        stored = await _stored(url)
        broken = await _broken(url, folder)
        found = _outcome(around, stored, database, kills, slowest, audit_whole=broken is None)
        unkept = await _unkept(around, url, folder)
        return replace(
            found,
            others=around.ledger.counts(),
            unkept=len(unkept),
            details=(*found.details, *unkept),
        )


@contextlib.asynccontextmanager
async def _working(around: Town) -> AsyncIterator[None]:
    """Staff, supervisors and weather at work; then the vendors work again."""
    people = [one.work() for one in around.reporters] + [one.work() for one in around.supervisors]
    tasks = [asyncio.create_task(work) for work in (*people, around.weather())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        around.clear()
    broken = [one for one in ended if isinstance(one, Exception)]
    if broken:
        raise ExceptionGroup("people who stopped by themselves", broken)


async def _under_way(around: Town, deeds: int) -> None:
    """Wait for so many deeds, for a while: on a slow machine a kill must not meet an idle program."""
    ends = time.monotonic() + AT_MOST_SECONDS
    while around.deeds < deeds and time.monotonic() < ends:  # noqa: ASYNC110 - the people ring no bell
        await asyncio.sleep(0.05)


async def _drain(around: Town, url: str, within: float) -> float:
    """Start once more; returns the seconds until everybody was told, or the limit."""
    await around.program.start()
    began = time.monotonic()
    wanted = {one.reference for one in await _stored(url)}
    while time.monotonic() - began < within:
        told = wanted <= _told(around.supervisors) and wanted <= _confirmed(around)
        if told and not await kept.waiting(url, _now()):
            break
        await asyncio.sleep(0.1)
    return min(time.monotonic() - began, within)


async def _unkept(around: Town, url: str, folder: Path) -> list[str]:
    """Every promise that was not kept; the number that no reply gave has until its notice is sent."""
    ends = time.monotonic() + NUMBER_AFTER.total_seconds() + LIMIT_SECONDS
    while True:
        found = kept.broken(around.ledger, await _left(url, folder), around.people, around.names)
        if not any(one.startswith(kept.NUMBERLESS) for one in found) or time.monotonic() > ends:
            return found
        await asyncio.sleep(1.0)


async def _left(url: str, folder: Path) -> kept.Left:
    """What is left once nothing is due: what comes due by the clock meanwhile is done within a moment."""
    found = await kept.left(url, folder, _now())
    for _ in range(LOOKS):
        if not found.waiting:
            break
        await asyncio.sleep(1.0)
        found = await kept.left(url, folder, _now())
    return found


def _now() -> datetime:
    return SystemClock().now()


def _told(supervisors: list[Supervisor]) -> set[str]:
    return {alert.reference for one in supervisors for alert in one.alerts()}


def _confirmed(around: Town) -> set[str]:
    return {reference for one in around.reporters for reference in one.confirmed()}


def _outcome(
    around: Town, stored: list[Stored], database: str, kills: int, slowest: float, *, audit_whole: bool
) -> Outcome:
    drafts = Counter(one.draft for one in stored)
    references = {one.reference for one in stored}
    closed = {draft for one in around.reporters for draft in one.closed}
    confirmed = _confirmed(around)
    acknowledged = {reference for one in around.supervisors for reference in one.acknowledged}
    known = {one.reference for one in stored if one.acknowledged}
    by_draft = {one.draft: one.reference for one in stored}
    repeats, unmarked, twice = _repeats(around)
    silent = {draft for draft in closed & set(drafts) if by_draft[draft] not in confirmed}
    details = [f"lost: {one}" for one in (closed - set(drafts)) | (confirmed - references)]
    details += [f"unconfirmed: {by_draft[draft]}" for draft in silent]
    details += [f"un-notified: {one}" for one in references - _told(around.supervisors)]
    details += [f"acknowledgement lost: {one}" for one in acknowledged - known]
    return Outcome(
        database=database,
        kills=kills,
        sent=len(closed),
        confirmed=len(confirmed),
        records=len(stored),
        lost=len(closed - set(drafts)) + len(confirmed - references),
        doubled=sum(count - 1 for count in drafts.values()),
        unconfirmed=len(silent),
        unnotified=len(references - _told(around.supervisors)),
        acknowledged=len(acknowledged),
        unacknowledged=len(acknowledged - known),
        slowest=slowest,
        repeats=repeats,
        unmarked_repeats=unmarked,
        audit_whole=audit_whole,
        details=(*sorted(details), *twice),
    )


def _repeats(around: Town) -> tuple[int, int, list[str]]:
    """Messages that came twice to one person: how many, how many of them do not say so, and what they were."""
    marked = sentence("teams.repeated")
    repeats = unmarked = 0
    where: list[str] = []
    people = [one.person for one in around.reporters] + [one.person for one in around.supervisors]
    for person in people:
        seen = [message for _, message in person.inbox()]
        keys = Counter((message.key or _gist(message.first)) for message in seen if _is_of_a_report(message))
        twice = sum(count - 1 for count in keys.values())
        said = sum(marked in message.first for message in seen)
        bare = twice if isinstance(person, OnSlack) else max(0, twice - said)
        if bare:
            where += [
                f"came {count} times to {person.email}: {key!r}" for key, count in keys.items() if count > 1
            ]
        repeats += twice
        unmarked += bare
    return repeats, unmarked, where


def _is_of_a_report(message: Seen) -> bool:
    """Whether it comes once by its key, or says that a report was saved or waits for somebody."""
    said = (sentence("report.saved"), sentence("notice.acknowledge"))
    return bool(message.reference) and (bool(message.key) or any(one in message.first for one in said))


def _gist(text: str) -> str:
    """What tells messages without a key apart: the first two lines, without the mark of a repeated one."""
    lines = [line for line in text.splitlines() if line != sentence("teams.repeated")]
    return "\n".join(lines[:2]) + "".join(line for line in lines if "-" in line and len(line) == 7)


async def _stored(url: str) -> list[Stored]:
    def read(conn: Connection) -> list[Stored]:
        columns = select(records.c.draft, records.c.reference, records.c.acknowledged_at)
        columns = columns.where(records.c.kind == RecordKind.INCIDENT.value)
        return [
            Stored(row.draft, row.reference, row.acknowledged_at is not None) for row in conn.execute(columns)
        ]

    db = open_database(url)
    try:
        return await db.read(read, within=60)
    finally:
        await db.close()


async def _broken(url: str, folder: Path) -> int | None:
    ring = key_ring(Settings.model_validate({"data": folder / "data"}))
    db = open_database(url)
    try:
        return await Auditor(db, ring, SystemClock()).broken_at()
    finally:
        await db.close()


def main() -> int:
    """Run from the command line; the exit code says whether every promise held."""
    parser = argparse.ArgumentParser(description="kill -9 while reports come in through Slack and Teams")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--confirm-early", action="store_true", help="the control: must lose reports")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--within", type=float, default=LIMIT_SECONDS, help="seconds after the last restart")
    options = parser.parse_args()
    outcome = run(
        options.kills,
        options.database,
        early=options.confirm_early,
        seed=options.seed,
        within=options.within,
    )
    if outcome is None:
        print("There is no PostgreSQL to start here.", file=sys.stderr)  # noqa: T201 - a script speaks
        return 2
    print(outcome.table())  # noqa: T201 - a script speaks
    if not options.confirm_early:
        print(*outcome.details, sep="\n", file=sys.stderr)  # noqa: T201 - a script speaks
    return 0 if outcome.held else 1


if __name__ == "__main__":
    sys.exit(main())
