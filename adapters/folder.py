"""The organisation's folder: everything but its policies, read together and read again when a file changes.

A mistake in a file is refused with file, line and what was expected; what is running stays in force.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from bot.organisation import Organisation, load_organisation
from bot.people import People
from bot.people_file import load_people
from foundation.datafile import DataFileError
from incidents.ladder import Ladder, load_ladder
from knowledge.directory import Directory, load_directory

FILES = ("organisation.yaml", "people.yaml", "ladder.yaml", "directory.yaml")
LOOK_AGAIN_SECONDS = 2.0
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Folder:
    """What the data files of one organisation say."""

    path: Path
    organisation: Organisation
    people: People
    ladder: Ladder
    directory: Directory

    @property
    def policies(self) -> Path:
        """Where the policy documents are."""
        return self.path / "policies"


def load_folder(path: Path) -> Folder:
    """Read all data files of an organisation; raises DataFileError for the first mistake."""
    return Folder(
        path,
        load_organisation(path / "organisation.yaml"),
        load_people(path / "people.yaml"),
        load_ladder(path / "ladder.yaml"),
        load_directory(path / "directory.yaml"),
    )


async def watch_folder(path: Path, changed: Callable[[Folder], None]) -> None:
    """Call `changed` with a freshly read folder whenever a data file was saved; runs until cancelled."""
    seen = _stamps(path)
    while True:
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
        now = _stamps(path)
        if now == seen:
            continue
        seen = now
        try:
            changed(await asyncio.to_thread(load_folder, path))
        except DataFileError as error:
            log.warning("data_file_refused", mistake=str(error), in_force="the one read before")
        except Exception as error:  # noqa: BLE001 - a watch that ended would never see the corrected file
            log.error("data_files_not_read", cause=type(error).__name__)  # noqa: TRY400 - a trace may quote a text
        else:
            log.info("data_files_read_again")


def _stamps(path: Path) -> tuple[tuple[int, int], ...]:
    """What tells a changed file: when it was saved and how long it is."""
    return tuple(_stamp(path / name) for name in FILES)


def _stamp(file: Path) -> tuple[int, int]:
    try:
        facts = file.stat()
    except OSError:  # Some editors save by taking the old file away first.
        return 0, 0
    return facts.st_mtime_ns, facts.st_size
