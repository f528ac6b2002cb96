"""`counterpoise directory check`: every mistake in the data files, and the corrections they do not say yet."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import typer

from adapters.console.complaints import MEND, sentence_about, unheard
from adapters.folder import Folder, check_folder
from adapters.records import key_ring
from adapters.settings import Settings
from bot.flows.times import day_words
from bot.numbers import Correction, Reach, not_in_the_file
from bot.store_numbers import SqlNumbers
from foundation import sealing
from foundation.bell import Bell
from foundation.db import DatabaseUnavailable
from foundation.db_open import open_database
from foundation.schema import SchemaNewer, is_current
from foundation.sealing import KeyMissing, KeyRingError, SealBroken


def run(settings: Settings) -> None:
    """Check and print; raises DataFileError with every mistake."""
    folder = check_folder(settings.organisation)
    people, contacts = len(folder.people.by_key), len(folder.directory.contacts)
    typer.echo(f"{folder.organisation.name}: {people} people, {contacts} directory entries, no mistakes.")
    if names := unheard(folder):
        typer.echo(f"{sentence_about(names)} {MEND}")
    for correction in asyncio.run(_newest(settings, folder)):
        typer.echo(_line(correction, folder))


async def _newest(settings: Settings, folder: Folder) -> Sequence[Correction]:
    """The corrections that wait for the file; none where no records can be opened: a check makes nothing."""
    file = settings.data / "counterpoise.db"
    given = bool(settings.keys.get_secret_value()) or (settings.data / sealing.FILE).exists()
    if not given or not (settings.database_url.get_secret_value() or file.exists()):
        return ()
    try:
        db = open_database(settings.database)
    except ValueError:
        return ()
    try:
        if not await is_current(db):
            return ()
        newest = await SqlNumbers(db, key_ring(settings), Bell()).newest()
    except (DatabaseUnavailable, SchemaNewer, KeyRingError, KeyMissing, SealBroken):
        return ()
    finally:
        await db.close()
    return not_in_the_file(folder.directory.contacts, newest)


def _line(correction: Correction, folder: Folder) -> str:
    contact = folder.directory.get(correction.contact)
    day = day_words(correction.at.astimezone(folder.organisation.timezone).date())
    name, by = contact.name if contact else correction.contact, folder.people.name(correction.by)
    says, right = _words(correction.former), _words(correction.right)
    return f"directory.yaml: “{name}” has {says}; {by} corrected it to {right} on {day}. Change the file too."


def _words(reach: Reach) -> str:
    return f"{reach.phone or 'no number'}{f', extension {reach.extension}' if reach.extension else ''}"
