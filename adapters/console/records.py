"""The records as a command finds them: nothing is made and nothing upgraded by looking."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from adapters.configuration import CannotStart
from adapters.records import key_ring, no_keys, said_plainly
from adapters.settings import Settings
from foundation.db import Database
from foundation.db_open import open_database
from foundation.schema import is_current
from foundation.sealing import KeyRing
from incidents.audit_keys import SIGNER, Signer

UPGRADE = "The tables are not there yet or of an older version: run `counterpoise db upgrade` first."


@contextlib.asynccontextmanager
async def opened_records(settings: Settings) -> AsyncIterator[tuple[KeyRing, Database]]:
    """The keys and the database; raises CannotStart where one of them is not there."""
    with said_plainly():
        if no_keys(settings):
            raise CannotStart(f"There are no keys yet: none are set, and {settings.data} holds no key file.")
        ring = key_ring(settings)
        db = open_database(settings.database)
        try:
            if not await is_current(db):
                raise CannotStart(UPGRADE)
            db.equip(SIGNER, Signer(ring))
            yield ring, db
        finally:
            await db.close()
