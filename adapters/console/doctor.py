"""`counterpoise doctor`: what is configured, what is missing, and how to get it, in plain words."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from adapters.configuration import HalfConfigured
from adapters.console.checks import Check, CheckState
from adapters.console.complaints import MEND, sentence_about, unheard
from adapters.console.doctor_health import durable_work, running_program
from adapters.console.doctor_mail import second_way
from adapters.console.doctor_open311 import open311
from adapters.cross_checks import LADDER, cross_mistakes
from adapters.folder import Folder, read_folder
from adapters.records import KEYS_MISSING, PUT_BACK, key_ring, needed_keys, no_keys
from adapters.settings import SAMPLE, Settings
from adapters.slack.settings import SlackSettings
from adapters.teams.settings import TeamsSettings
from bot.flows.owners import listed
from bot.store_memory import SqlMemory
from foundation.datafile import DataFileError
from foundation.db import DatabaseUnavailable
from foundation.db_open import open_database
from foundation.schema import SchemaNewer, is_current
from foundation.sealing import KeyRing, KeyRingError
from incidents.rules.ladder import recipients
from knowledge.reading.document import Document

__all__ = ["Check", "CheckState", "examine"]

NEWER_HELP = "Install the version that used this database last, or set COUNTERPOISE_DATABASE_URL to another."
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
        mistakes = [one for one in cross_mistakes(folder) if one.file == LADDER]
        checks += [_ladder(folder, mistakes), *_complaints(folder)]
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        checks.append(Check("Data folder", CheckState.MEND, f"It cannot be used ({error}).", DATA_HELP))
    else:
        if folder:
            checks += await asyncio.to_thread(_policies, settings, folder)
        keys, ring = _keys(settings)
        checks += [keys, *await _database(settings, folder, ring)]
    checks.append(await running_program(settings))
    checks.append(_platform("Slack", SlackSettings, SLACK_HELP))
    checks.append(_platform("Teams", TeamsSettings, TEAMS_HELP))
    checks.append(await second_way(settings))
    checks.append(await open311(settings, folder))
    return tuple(checks)


def _organisation(settings: Settings) -> tuple[Check, Folder | None]:
    try:
        folder = read_folder(settings.organisation)
    except DataFileError as error:
        return Check("Organisation", CheckState.MEND, _all(error.every), MEND_LINE), None
    if mistakes := [one for one in cross_mistakes(folder) if one.file != LADDER]:
        return Check("Organisation", CheckState.MEND, _all(mistakes), MEND_LINE), folder
    people, contacts = len(folder.people.by_key), len(folder.directory.contacts)
    says = f"{folder.organisation.name}: {people} people, {contacts} directory entries."
    if settings.organisation == SAMPLE:
        mend = "This is the sample town. Set COUNTERPOISE_ORGANISATION to a folder of your own."
        return Check("Organisation", CheckState.NOTE, says, mend), folder
    return Check("Organisation", CheckState.FINE, says), folder


def _all(mistakes: Sequence[DataFileError]) -> str:
    return " ".join(map(str, mistakes))


def _ladder(folder: Folder, mistakes: Sequence[DataFileError]) -> Check:
    """Every department must lead to somebody who can acknowledge (D20)."""
    if mistakes:
        return Check("Ladder", CheckState.MEND, _all(mistakes), MEND_LINE)
    departments = sorted({person.department for person in folder.people.by_key.values() if person.department})
    nobody = [name for name in departments if not _somebody(folder, name)]
    if nobody:
        says = f"Nobody would be told of an ended contact in: {', '.join(nobody)}."
        return Check("Ladder", CheckState.MEND, says, "Add a head to people.yaml or a step to ladder.yaml.")
    return Check("Ladder", CheckState.FINE, f"Somebody is told in each of {len(departments)} departments.")


def _complaints(folder: Folder) -> list[Check]:
    names = unheard(folder)
    return [Check("Complaints", CheckState.NOTE, sentence_about(names), MEND)] if names else []


def _somebody(folder: Folder, department: str) -> bool:
    levels = range(len(folder.ladder.steps_for(department)))
    nobody: frozenset[str] = frozenset()
    return any(recipients(folder.ladder, level, folder.people, department, nobody) for level in levels)


def _policies(settings: Settings, folder: Folder) -> list[Check]:
    from knowledge.library import Library
    from knowledge.search.encoder import encoder_status
    from knowledge.search.reranker import reranker_status

    try:
        library = Library.open([folder.policies], settings.data / "index")
    except DataFileError as error:
        return [Check("Policies", CheckState.MEND, str(error), MEND_LINE)]
    unreadable = library.unread
    nobody = [one for one in library.documents if one.facts.owner and not _knows(folder, one.facts.owner)]
    says = f"{len(library.documents)} documents, {library.stats.sections} sections."
    mend = "; ".join(f"{finding.document}: {finding.message}" for finding in unreadable)
    state = CheckState.MEND if unreadable or not library.documents else CheckState.FINE
    if len(library.findings) > len(unreadable):
        says += (
            f" {len(library.findings) - len(unreadable)} things for owners to mend (`counterpoise index`)."
        )
    if nobody:
        says += f" Owners who are nobody in people.yaml: {'; '.join(_owner(one) for one in nobody)}."
    whole = library.index.encoder and library.index.reranker
    search = f"{encoder_status()} {reranker_status()}".strip()
    return [
        Check("Policies", state, says, mend),
        Check("Search", CheckState.FINE if whole else CheckState.NOTE, search),
    ]


def _knows(folder: Folder, owner: str) -> bool:
    return bool(listed(owner, folder.people))


def _owner(document: Document) -> str:
    return f"“{document.facts.owner}” of {document.name}"


def _keys(settings: Settings) -> tuple[Check, KeyRing | None]:
    given = bool(settings.keys.get_secret_value())
    if no_keys(settings):
        says = "None yet: a key file is made in the data folder at the first start."
        return Check(
            "Record keys", CheckState.NOTE, says, "Then keep a copy of it away from the database."
        ), None
    try:
        ring = key_ring(settings)
    except KeyRingError as error:
        return Check("Record keys", CheckState.MEND, str(error), "Records cannot be opened until then."), None
    place = "From COUNTERPOISE_KEYS" if given else "Key file in the data folder"
    return Check("Record keys", CheckState.FINE, f"{place}, current “{ring.current}”."), ring


async def _database(settings: Settings, folder: Folder | None, ring: KeyRing | None) -> list[Check]:
    kind = "PostgreSQL" if settings.database.startswith("postgres") else "SQLite"
    mend = "Start it, or correct COUNTERPOISE_DATABASE_URL."
    try:
        db = open_database(settings.database)
    except ValueError as error:
        return [Check("Database", CheckState.MEND, str(error), "Correct COUNTERPOISE_DATABASE_URL.")]
    try:
        if not await is_current(db):
            says = f"{kind}, tables not there yet or of an older version."
            return [Check("Database", CheckState.NOTE, says, "The next start upgrades them by itself.")]
        fine = Check("Database", CheckState.FINE, f"{kind}, schema up to date.")
        if ring is None and no_keys(settings) and bool(await db.read(needed_keys)):
            return [fine, Check("Stored records", CheckState.MEND, KEYS_MISSING, PUT_BACK)]
        work = [await durable_work(db, ring, settings)] if ring else []
        return [fine, *work, *([await _reachable(SqlMemory(db, ring), folder)] if folder and ring else [])]
    except DatabaseUnavailable as error:
        return [Check("Database", CheckState.MEND, f"{kind}: {error}", mend)]
    except SchemaNewer as error:
        return [Check("Database", CheckState.MEND, str(error), NEWER_HELP)]
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
        return Check("Supervisors", CheckState.NOTE, says, "Ask each to send the bot “hello” once.")
    return Check("Supervisors", CheckState.FINE, f"All {len(asked)} people on the ladder have met the bot.")


def _platform(name: str, settings: Callable[[], ChatSettings], how: str) -> Check:
    try:
        on = settings().configured
    except HalfConfigured as error:
        return Check(name, CheckState.MEND, str(error), how)
    return (
        Check(name, CheckState.FINE, "Configured.") if on else Check(name, CheckState.OFF, "Not set up.", how)
    )
