"""What can be wrong, and who knows: the sources of `/healthz` and of the doctor. Reasons name no person."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from adapters.health import PATIENCE_SECONDS, Source
from bot.adapter import Adapter, SideChannel
from bot.question_letters import unreached
from foundation.clock import Clock
from foundation.conditions import Conditions
from foundation.db import Database
from foundation.sealing import KeyRing
from incidents.auditor import Auditor
from incidents.pulse import cannot_write
from incidents.vault import ENTRIES, RECORDS
from knowledge.curation.own_files import DATA_FILE
from knowledge.library import Library
from knowledge.snapshot import UNKNOWN_FORMAT

ROOM = bytes(64 * 1024)
DATABASE_SECONDS = PATIENCE_SECONDS - 0.2


@runtime_checkable
class Troubled(Protocol):
    """An adapter that knows whether its platform refuses us."""

    def trouble(self) -> str:
        """What is wrong with the platform, without names; empty where nothing is."""


def of_the_records(db: Database, ring: KeyRing, clock: Clock, data: Path) -> dict[str, Source]:
    """What the database, the keys and the data folder show, to whatever process looks."""
    auditor, room = Auditor(db, ring, clock), Room(data)

    async def work() -> Sequence[str]:
        return (await auditor.look()).reasons

    async def writing() -> Sequence[str]:
        return _some(await cannot_write(db, within=DATABASE_SECONDS))

    async def asking() -> Sequence[str]:
        return _counted(await db.read(unreached), "Questions whose owner cannot be reached")

    async def opening() -> Sequence[str]:
        return (*_some(ring.trouble), *_unopened(ring.unopened.counts()))

    return {
        "The outbox": work,
        "The database": writing,
        "The questions": asking,
        "The keys": opening,
        "The data folder": room.reasons,
    }


def of_the_process(
    conditions: Conditions, library: Library, platforms: Iterable[Adapter | SideChannel]
) -> dict[str, Source]:
    """What only the running program knows."""
    troubled = [one for one in platforms if isinstance(one, Troubled)]

    async def noticed() -> Sequence[str]:
        return conditions.reasons()

    async def reading() -> Sequence[str]:
        # A format nobody reads is something to mend, and no fault of this computer.
        unread = sum(finding.kind != UNKNOWN_FORMAT for finding in library.unread)
        refused = sum(finding.kind == DATA_FILE for finding in library.findings)
        return [
            *_counted(unread, "Policy files or folders that could not be read"),
            *_counted(refused, "Files about the policies that were refused"),
        ]

    async def connecting() -> Sequence[str]:
        return [said for one in troubled if (said := one.trouble())]

    return {"The program": noticed, "The policies": reading, "The platforms": connecting}


class Room:
    """Writes a little beside the data and takes it away again: the log of a database may still have room."""

    def __init__(self, data: Path) -> None:
        self._file = data / f".room-{os.getpid()}"
        self._trying: asyncio.Task[str] | None = None

    async def reasons(self) -> Sequence[str]:
        """Why nothing can be written there; a try that hangs is not begun a second time."""
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(asyncio.to_thread(self._try))
        return _some(await asyncio.shield(self._trying))

    def _try(self) -> str:
        try:
            try:
                self._file.write_bytes(ROOM)
            finally:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            return f"The data folder cannot be written ({error.strerror})."
        return ""


def _unopened(counts: Mapping[str, int]) -> tuple[str, ...]:
    others = sum(count for kind, count in counts.items() if kind not in {RECORDS, ENTRIES})
    return (
        *_counted(counts.get(RECORDS, 0), "Records that cannot be opened here"),
        *_counted(counts.get(ENTRIES, 0), "Later entries that cannot be opened here"),
        *_counted(others, "Questions, drafts and kept answers that cannot be opened here"),
    )


def _counted(count: int, what: str) -> tuple[str, ...]:
    return (f"{what}: {count}.",) if count else ()


def _some(reason: str) -> tuple[str, ...]:
    return (reason,) if reason else ()
