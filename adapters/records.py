"""Where records are kept: the data folder, the keys that seal them, the database.

What is wrong with one of them is said in one sentence (CannotStart), for whoever runs the program.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import structlog

from adapters.configuration import CannotStart
from adapters.settings import Settings
from foundation.clock import Clock, SystemClock
from foundation.db import Database, DatabaseUnavailable
from foundation.db_open import open_database
from foundation.schema import prepare
from foundation.sealing import KeyRing, KeyRingError
from incidents import store_audit
from incidents.audit_keys import SIGNER, Signer

log = structlog.get_logger()


async def open_records(settings: Settings, clock: Clock | None = None) -> tuple[KeyRing, Database]:
    """The keys, and the database with the newest schema and a keyed audit log; raises CannotStart."""
    with said_plainly():
        db = _open_database(settings)
        try:
            ring = key_ring(settings)
            await prepare(db)
            await _go_on_keyed(db, ring, clock or SystemClock())
        except BaseException:
            await db.close()
            raise
        return ring, db


async def upgrade(settings: Settings) -> bool:
    """Bring the database to the newest schema; returns whether anything was done. Raises CannotStart."""
    with said_plainly():
        db = _open_database(settings)
        try:
            done = await prepare(db)
            await _go_on_keyed(db, key_ring(settings), SystemClock())
            return done
        finally:
            await db.close()


async def _go_on_keyed(db: Database, ring: KeyRing, clock: Clock) -> None:
    """Seal what the audit log holds from before it was keyed, or was keyed with an older key."""
    db.equip(SIGNER, Signer(ring))
    if await db.write(lambda conn: store_audit.go_on_keyed(conn, clock.now())):
        log.info("audit_log_keyed", key=ring.current)


def key_ring(settings: Settings) -> KeyRing:
    """The keys that seal records: those of the environment, else the key file, made where there is none."""
    keys = settings.keys.get_secret_value()
    return KeyRing.parse(keys) if keys else KeyRing.load(settings.data, {})


def _open_database(settings: Settings) -> Database:
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    return open_database(settings.database)


@contextlib.contextmanager
def said_plainly() -> Iterator[None]:
    """Say what is wrong with database, keys or folder in one sentence: raises CannotStart."""
    try:
        yield
    except DatabaseUnavailable as error:
        raise CannotStart(f"{error} Start it, or correct COUNTERPOISE_DATABASE_URL.") from error
    except (KeyRingError, ValueError) as error:
        raise CannotStart(str(error)) from error
    except OSError as error:
        raise CannotStart(f"The folder for data cannot be used ({error}). Set COUNTERPOISE_DATA.") from error
