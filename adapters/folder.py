"""The organisation's folder: everything but its policies, read together and read again when a file changes.

A mistake in a file is refused with file, line and what was expected; what is running stays in force.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import structlog

from adapters.cross_checks import (
    DIRECTORY,
    LADDER,
    ORGANISATION,
    OWN_FIELDS,
    PEOPLE,
    REQUESTS,
    RESTRICTIONS,
    cross_mistakes,
)
from bot.organisation import Organisation, load_organisation
from bot.people import People
from bot.people_file import load_people
from foundation.datafile import DataEntry, DataFileError, Mistakes, read_data_file
from incidents.rules.ladder import Ladder, load_ladder
from incidents.rules.own_fields import NO_OWN_FIELDS, FieldRules
from incidents.rules.own_fields_file import load_fields
from incidents.rules.request_file import load_requests
from incidents.rules.request_rules import OFF, RequestRules
from incidents.rules.restriction_file import load_restrictions
from incidents.rules.restriction_rules import NO_RESTRICTIONS, RestrictionRules
from knowledge.curation.own_files import own_mistakes
from knowledge.directory.directory import Directory, load_directory

FILES = (ORGANISATION, PEOPLE, LADDER, DIRECTORY, RESTRICTIONS, REQUESTS, OWN_FIELDS)
OPTIONAL = frozenset({RESTRICTIONS, REQUESTS, OWN_FIELDS})
"""Files that an organisation can do without: what they are about is off then."""
LOOK_AGAIN_SECONDS = 2.0
log = structlog.get_logger()

_READERS: Mapping[str, tuple[str, Callable[[Path], Any]]] = {
    ORGANISATION: ("organisation", load_organisation),
    PEOPLE: ("people", load_people),
    LADDER: ("ladder", load_ladder),
    DIRECTORY: ("directory", load_directory),
    RESTRICTIONS: ("restrictions", load_restrictions),
    REQUESTS: ("requests", load_requests),
    OWN_FIELDS: ("fields", load_fields),
}


@dataclass(frozen=True, slots=True)
class Folder:
    """What the data files of one organisation say; `tops` are their entries, for the lines of mistakes."""

    path: Path
    organisation: Organisation
    people: People
    ladder: Ladder
    directory: Directory
    restrictions: RestrictionRules = NO_RESTRICTIONS
    requests: RequestRules = OFF
    fields: FieldRules = NO_OWN_FIELDS
    tops: Mapping[str, DataEntry] = field(default_factory=dict, compare=False)

    @property
    def policies(self) -> Path:
        """Where the policy documents are."""
        return self.path / "policies"


def load_folder(path: Path) -> Folder:
    """Read all data files of an organisation; raises DataFileError with every mistake that can be seen.

    Whoever one file names must be in `people.yaml` and have a telephone number.
    """
    folder, mistakes = read_folder(path), Mistakes()
    for mistake in cross_mistakes(folder):
        mistakes.add(mistake)
    mistakes.settle()
    return folder


def read_folder(path: Path) -> Folder:
    """Read all data files without asking whether they fit each other; raises DataFileError."""
    if not path.is_dir():
        needed = (one for one in FILES if one not in OPTIONAL)
        expected = f"a folder with {', '.join(needed)}"
        raise DataFileError(FILES[0], 1, f"There is no folder “{path.name}” that can be opened.", expected)
    mistakes = Mistakes()
    parts = _parts(path, mistakes)
    mistakes.settle()
    return Folder(path, **parts)


def check_folder(path: Path) -> Folder:
    """The same with the files about the policies: every mistake in any of them is raised."""
    mistakes = Mistakes()
    folder: Folder | None = None
    with mistakes.noted():
        folder = load_folder(path)
    for mistake in own_mistakes(path / "policies"):
        mistakes.add(mistake)
    mistakes.settle()
    assert folder is not None  # noqa: S101 - without a folder there is a mistake
    return folder


def _parts(path: Path, mistakes: Mistakes) -> dict[str, Any]:
    """What could be read, by the name of its field."""
    parts: dict[str, Any] = {"tops": {}}
    for file, (name, read) in _READERS.items():
        with mistakes.noted():
            parts[name] = read(path / file)
            if file not in OPTIONAL or (path / file).exists():
                parts["tops"][file] = read_data_file(path / file)
    return parts


def load_what_fits(path: Path, former: Folder) -> Folder:
    """Read the files again and take those that are right and fit the others; the former stand in for the rest."""
    parts = _parts(path, Mistakes())
    tops = parts.pop("tops")
    everything = replace(former, **parts, tops={**former.tops, **tops})
    if not cross_mistakes(everything):
        return everything
    folder = former
    for file, top in tops.items():
        name = _READERS[file][0]
        trial = replace(folder, **{name: parts[name]}, tops={**folder.tops, file: top})
        folder = folder if cross_mistakes(trial) else trial
    return folder


async def watch_folder(
    path: Path,
    changed: Callable[[Folder], None],
    refused: Callable[[str], None] = lambda _: None,
    former: Folder | None = None,
) -> None:
    """Call `changed` with a freshly read folder whenever a data file was saved; runs until cancelled.

    `refused` hears why what was saved is not in force, and an empty text once it is. With the `former` folder, a
    mistake in one file keeps back that file alone.
    """
    seen = _stamps(path)
    while True:
        await asyncio.sleep(LOOK_AGAIN_SECONDS)
        now = _stamps(path)
        if now == seen:
            continue
        seen = now
        try:
            former = await asyncio.to_thread(load_folder, path)
            changed(former)
        except DataFileError as error:
            refused(not_in_force(error))
            former = await _take_the_rest(path, former, changed)
            refused(not_in_force(error, await asyncio.to_thread(_held_back, path, former) if former else ()))
            # Said once the rest is in force: whoever reads it may rely on that.
            log.warning("data_file_refused", mistake=str(error), in_force="the one read before")
        except Exception as error:  # noqa: BLE001 - a watch that ended would never see the corrected file
            log.error("data_files_not_read", cause=type(error).__name__)  # noqa: TRY400 - a trace may quote a text
            refused(f"The data files could not be read again ({type(error).__name__}).")
        else:
            refused("")
            log.info("data_files_read_again")


def not_in_force(error: DataFileError, held: Sequence[str] = ()) -> str:
    """Where the mistake is, without what stands there: that may be a name; and which files wait for its mend.

    A mistake can show in one file and come from another: a head who left people.yaml is missing in ladder.yaml.
    """
    said = f"A data file was refused ({error.file}, line {error.line}): what was read before is in force."
    others = [one for one in held if one != error.file]
    return f"{said} What was changed in {', '.join(others)} is not in force either." if others else said


def _held_back(path: Path, folder: Folder) -> tuple[str, ...]:
    """The files that say something else than what is in force."""

    def differs(file: str) -> bool:
        name, read = _READERS[file]
        try:
            return bool(read(path / file) != getattr(folder, name))
        except DataFileError:
            return True

    return tuple(file for file in FILES if differs(file))


async def _take_the_rest(
    path: Path, former: Folder | None, changed: Callable[[Folder], None]
) -> Folder | None:
    """Bring the files beside the mistaken one into force."""
    if former is not None:
        folder = await asyncio.to_thread(load_what_fits, path, former)
        if folder != former:
            changed(folder)
            return folder
    return former


def _stamps(path: Path) -> tuple[tuple[int, ...], ...]:
    """What tells a changed file: when it was saved, how long it is and which file it is."""
    return tuple(_stamp(path / name) for name in FILES)


def _stamp(file: Path) -> tuple[int, ...]:
    try:
        facts = file.stat()
    except OSError:  # Some editors save by taking the old file away first.
        return ()
    return facts.st_mtime_ns, facts.st_size, facts.st_ctime_ns, facts.st_ino
