"""Where records are kept: the data folder, the keys that seal them, the database.

What is wrong with one of them is said in one sentence (CannotStart), for whoever runs the program.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import structlog

from adapters.configuration import CannotStart
from adapters.settings import Settings
from bot import sealed as bot_tables
from foundation.clock import Clock, SystemClock
from foundation.db import Connection, Database, DatabaseUnavailable
from foundation.db_open import open_database
from foundation.schema import SchemaNewer, prepare
from foundation.sealed_tables import keys_in_use
from foundation.sealing import FILE, KeyRing, KeyRingError
from incidents import audit_keys, sealed, store_audit
from incidents.audit_keys import SIGNER, Signer
from knowledge.curation import sealed as curation_tables

log = structlog.get_logger()

SEALED = (*sealed.SEALED, *bot_tables.SEALED, *curation_tables.SEALED)
"""Every table with sealed columns."""

KEYS_MISSING = (
    "The database is sealed with keys that are not here: there is no key file and no COUNTERPOISE_KEYS."
)
PUT_BACK = (
    "Put the key file back into the data folder, or set COUNTERPOISE_KEYS. Where they are lost for good, "
    "`counterpoise keys new` begins with a new key; what was sealed before stays shut."
)


async def open_records(settings: Settings, clock: Clock | None = None) -> tuple[KeyRing, Database]:
    """The keys, and the database with the newest schema and a keyed audit log; raises CannotStart."""
    with said_plainly():
        db = _open_database(settings)
        try:
            await prepare(db)
            ring = await _fitting_ring(settings, db)
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
            await _go_on_keyed(db, await _fitting_ring(settings, db), SystemClock())
            return done
        finally:
            await db.close()


async def _go_on_keyed(db: Database, ring: KeyRing, clock: Clock) -> None:
    """Seal what the audit log holds from before it was keyed, or was keyed with an older key."""
    db.equip(SIGNER, Signer(ring))
    if await db.write(lambda conn: store_audit.go_on_keyed(conn, clock.now())):
        log.info("audit_log_keyed", key=ring.current)


async def _fitting_ring(settings: Settings, db: Database) -> KeyRing:
    """The keys; never new ones beside a database that was sealed with others (raises CannotStart)."""
    if no_keys(settings) and bool(await db.read(needed_keys)):
        raise CannotStart(f"{KEYS_MISSING} {PUT_BACK}")
    return key_ring(settings)


def no_keys(settings: Settings) -> bool:
    """Whether there is neither a key in the environment nor a key file."""
    return not settings.keys.get_secret_value() and not (settings.data / FILE).exists()


def needed_keys(conn: Connection) -> frozenset[str]:
    """The keys that what is stored needs, the audit log included."""
    return frozenset(keys_in_use(conn, SEALED)) | audit_keys.used(conn)


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
    except (KeyRingError, SchemaNewer, ValueError) as error:
        raise CannotStart(str(error)) from error
    except OSError as error:
        raise CannotStart(f"The folder for data cannot be used ({error}). Set COUNTERPOISE_DATA.") from error
