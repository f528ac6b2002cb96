"""Where records are kept: the data folder, the keys that seal them, the database.

What is wrong with one of them is said in one sentence (CannotStart), for whoever runs the program.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from adapters.configuration import CannotStart
from adapters.settings import Settings
from foundation.db import Database, DatabaseUnavailable
from foundation.schema import prepare
from foundation.sealing import KeyRing, KeyRingError


async def open_records(settings: Settings) -> tuple[KeyRing, Database]:
    """The keys, and the database with the newest schema; raises CannotStart."""
    with _said_plainly():
        db = _open_database(settings)
        try:
            ring = key_ring(settings)
            await prepare(db)
        except BaseException:
            await db.close()
            raise
        return ring, db


async def upgrade(settings: Settings) -> bool:
    """Bring the database to the newest schema; returns whether anything was done. Raises CannotStart."""
    with _said_plainly():
        db = _open_database(settings)
        try:
            return await prepare(db)
        finally:
            await db.close()


def key_ring(settings: Settings) -> KeyRing:
    """The keys that seal records: those of the environment, else the key file, made where there is none."""
    keys = settings.keys.get_secret_value()
    return KeyRing.parse(keys) if keys else KeyRing.load(settings.data, {})


def _open_database(settings: Settings) -> Database:
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Database.open(settings.database)


@contextlib.contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except DatabaseUnavailable as error:
        raise CannotStart(f"{error} Start it, or correct COUNTERPOISE_DATABASE_URL.") from error
    except (KeyRingError, ValueError) as error:
        raise CannotStart(str(error)) from error
    except OSError as error:
        raise CannotStart(f"The folder for data cannot be used ({error}). Set COUNTERPOISE_DATA.") from error
