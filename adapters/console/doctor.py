"""`counterpoise doctor`: what is configured, what is missing, and how to get it, in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from adapters.configuration import HalfConfigured
from adapters.folder import Folder, load_folder
from adapters.records import key_ring
from adapters.settings import SAMPLE, Settings
from adapters.slack.settings import SlackSettings
from adapters.teams.settings import TeamsSettings
from bot.store_memory import SqlMemory
from foundation import sealing
from foundation.datafile import DataFileError
from foundation.db import Database, DatabaseUnavailable
from foundation.schema import is_current
from foundation.sealing import KeyRing, KeyRingError
from incidents.ladder import Step, recipients

MEND_LINE = "Correct that line and run the doctor again."
SLACK_HELP = (
    "Run `counterpoise manifest slack`, create the app from it in Slack, then set SLACK_BOT_TOKEN and "
    "SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN for a connection that needs no public address)."
)
TEAMS_HELP = (
    "Register a single-tenant Azure bot, set TEAMS_APP_ID, TEAMS_TENANT_ID and TEAMS_APP_SECRET, then "
    "upload the package that `counterpoise manifest teams` writes."
)

DATA_HELP = "Set COUNTERPOISE_DATA to a folder this account can write to."


class State(StrEnum):
    """How a check came out: fine, switched off on purpose, worth knowing, or broken."""

    FINE = "fine"
    OFF = "off"
    NOTE = "note"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's report; `mend` says what to do next."""

    name: str
    state: State
    says: str
    mend: str = ""


class ChatSettings(Protocol):
    """What the settings of a chat platform answer."""

    @property
    def configured(self) -> bool:
        """Whether it is on; raises HalfConfigured."""


async def examine(settings: Settings) -> tuple[Check, ...]:
    """Look at everything the program needs; never raises for what is wrong, and changes no record."""
    organisation, folder = _organisation(settings)
    checks = [organisation]
    if folder:
        checks.append(_ladder(folder))
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        checks.append(Check("Data folder", State.MEND, f"It cannot be used ({error}).", DATA_HELP))
    else:
        if folder:
            checks += await asyncio.to_thread(_policies, settings, folder)
        keys, ring = _keys(settings)
        checks += [keys, *await _database(settings, folder, ring)]
    checks.append(_platform("Slack", SlackSettings, SLACK_HELP))
    checks.append(_platform("Teams", TeamsSettings, TEAMS_HELP))
    return tuple(checks)


def _organisation(settings: Settings) -> tuple[Check, Folder | None]:
    try:
        folder = load_folder(settings.organisation)
    except DataFileError as error:
        return Check("Organisation", State.MEND, str(error), MEND_LINE), None
    people, contacts = len(folder.people.by_key), len(folder.directory.contacts)
    says = f"{folder.organisation.name}: {people} people, {contacts} directory entries."
    if settings.organisation == SAMPLE:
        mend = "This is the sample town. Set COUNTERPOISE_ORGANISATION to a folder of your own."
        return Check("Organisation", State.NOTE, says, mend), folder
    return Check("Organisation", State.FINE, says), folder


def _ladder(folder: Folder) -> Check:
    """Every department must lead to somebody who can acknowledge (D20)."""
    departments = sorted({person.department for person in folder.people.by_key.values() if person.department})
    nobody = [name for name in departments if not _somebody(folder, name)]
    strangers = sorted({step.person for step in _steps(folder) if step.person and not _listed(folder, step)})
    if strangers:
        says = f"ladder.yaml asks people who are not in people.yaml: {', '.join(strangers)}."
        return Check("Ladder", State.MEND, says, "Add them to people.yaml, or correct their addresses.")
    if nobody:
        says = f"Nobody would be told of an ended contact in: {', '.join(nobody)}."
        return Check("Ladder", State.MEND, says, "Add a head to people.yaml or a step to ladder.yaml.")
    return Check("Ladder", State.FINE, f"Somebody is told in each of {len(departments)} departments.")


def _steps(folder: Folder) -> list[Step]:
    ladder = folder.ladder
    return [*ladder.steps, *(step for steps in ladder.departments.values() for step in steps)]


def _listed(folder: Folder, step: Step) -> bool:
    return folder.people.get(step.person) is not None


def _somebody(folder: Folder, department: str) -> bool:
    levels = range(len(folder.ladder.steps_for(department)))
    nobody: frozenset[str] = frozenset()
    return any(recipients(folder.ladder, level, folder.people, department, nobody) for level in levels)


def _policies(settings: Settings, folder: Folder) -> list[Check]:
    from knowledge.encoder import encoder_status
    from knowledge.library import Library

    try:
        library = Library.open([folder.policies], settings.data / "index")
    except DataFileError as error:
        return [Check("Policies", State.MEND, str(error), MEND_LINE)]
    read = {document.name for document in library.documents}
    unreadable = [finding for finding in library.findings if finding.document not in read]
    says = f"{len(library.documents)} documents, {library.stats.sections} sections."
    mend = "; ".join(f"{finding.document}: {finding.message}" for finding in unreadable)
    state = State.MEND if unreadable or not library.documents else State.FINE
    if len(library.findings) > len(unreadable):
        says += (
            f" {len(library.findings) - len(unreadable)} things for owners to mend (`counterpoise index`)."
        )
    search = State.FINE if library.index.encoder else State.NOTE
    return [Check("Policies", state, says, mend), Check("Search", search, encoder_status())]


def _keys(settings: Settings) -> tuple[Check, KeyRing | None]:
    given = bool(settings.keys.get_secret_value())
    if not given and not (settings.data / sealing.FILE).exists():
        says = "None yet: a key file is made in the data folder at the first start."
        return Check("Record keys", State.NOTE, says, "Then keep a copy of it away from the database."), None
    try:
        ring = key_ring(settings)
    except KeyRingError as error:
        return Check("Record keys", State.MEND, str(error), "Records cannot be opened until then."), None
    place = "From COUNTERPOISE_KEYS" if given else "Key file in the data folder"
    return Check("Record keys", State.FINE, f"{place}, current “{ring.current}”."), ring


async def _database(settings: Settings, folder: Folder | None, ring: KeyRing | None) -> list[Check]:
    kind = "PostgreSQL" if settings.database.startswith("postgres") else "SQLite"
    mend = "Start it, or correct COUNTERPOISE_DATABASE_URL."
    try:
        db = Database.open(settings.database)
    except ValueError as error:
        return [Check("Database", State.MEND, str(error), "Correct COUNTERPOISE_DATABASE_URL.")]
    try:
        if not await is_current(db):
            says = f"{kind}, tables not there yet or of an older version."
            return [Check("Database", State.NOTE, says, "The next start upgrades them by itself.")]
        fine = Check("Database", State.FINE, f"{kind}, schema up to date.")
        return [fine, await _reachable(SqlMemory(db, ring), folder)] if folder and ring else [fine]
    except DatabaseUnavailable as error:
        return [Check("Database", State.MEND, f"{kind}: {error}", mend)]
    finally:
        await db.close()


async def _reachable(memory: SqlMemory, folder: Folder) -> Check:
    """Supervisors the bot has never met may not get its notices (platforms.md T12)."""
    asked = {
        person
        for department in {person.department for person in folder.people.by_key.values()}
        for level in range(len(folder.ladder.steps_for(department)))
        for person in recipients(folder.ladder, level, folder.people, department, frozenset())
    }
    unmet = [folder.people.name(person) for person in sorted(asked) if not await memory.reach(person)]
    if unmet:
        says = f"{len(unmet)} of {len(asked)} people on the ladder have not met the bot: {', '.join(unmet)}."
        return Check("Supervisors", State.NOTE, says, "Ask each to send the bot “hello” once.")
    return Check("Supervisors", State.FINE, f"All {len(asked)} people on the ladder have met the bot.")


def _platform(name: str, settings: Callable[[], ChatSettings], how: str) -> Check:
    try:
        on = settings().configured
    except HalfConfigured as error:
        return Check(name, State.MEND, str(error), how)
    return Check(name, State.FINE, "Configured.") if on else Check(name, State.OFF, "Not set up.", how)
