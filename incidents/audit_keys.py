"""The keys of the audit log: one for each key of the ring, derived from it, so that nothing of its own is to be kept.

The log is never made anew. When a key of the ring is to be retired, its audit key is kept, sealed under the newest
key of the ring, with the end the log had by then: whoever gets hold of a retired key cannot make a new log with it.
"""

from __future__ import annotations

import base64
import json
from functools import lru_cache

from sqlalchemy import select

from foundation.db import Connection, insert_if_new
from foundation.sealing import KeyMissing, KeyRing, SealBroken, WrappedKey
from incidents.audit import Head
from incidents.tables import audit, audit_keys

PURPOSE = "audit log"
SIGNER = "audit_signer"
COLUMN = "sealed"


class Signer:
    """Gives the log the key it goes on with."""

    def __init__(self, ring: KeyRing) -> None:
        self._ring = ring
        self._derived = lru_cache(maxsize=8)(self._derive)

    def newest(self) -> tuple[str, bytes]:
        """The key of the ring that is current, by its id, and the audit key that belongs to it."""
        current = self._ring.current
        return current, self._derived(current)

    def _derive(self, key_id: str) -> bytes:
        return self._ring.derived(PURPOSE, key_id)


class AuditKeys:
    """Every audit key there is: those of the ring, and those kept of keys that were retired."""

    def __init__(self, conn: Connection, ring: KeyRing) -> None:
        self._keys = {key_id: ring.derived(PURPOSE, key_id) for key_id in ring.keys}
        self.heads: list[Head] = []
        for row in conn.execute(select(audit_keys)):
            try:
                sealed = ring.unwrap(owner_of(row.id), WrappedKey(row.key_id, row.wrapped_key))
                kept = json.loads(sealed.open(COLUMN, row.sealed))
            except (KeyMissing, SealBroken):
                continue  # An entry that needs it is then found to be without its key.
            self._keys.setdefault(row.id, base64.b64decode(kept["key"]))
            self.heads.append(Head(kept["seq"], kept["hash"]))

    def find(self, key_id: str) -> bytes | None:
        """The audit key of a key of the ring, also where that was retired."""
        return self._keys.get(key_id)


def owner_of(key_id: str) -> str:
    """Whom a kept audit key is sealed for."""
    return f"audit:{key_id}"


def used(conn: Connection) -> frozenset[str]:
    """The keys of the ring whose audit keys the log needs."""
    found = conn.execute(select(audit.c.key_id).where(audit.c.key_id != "").distinct())
    return frozenset(found.scalars())


def kept(conn: Connection) -> frozenset[str]:
    """The keys of the ring whose audit keys are kept."""
    return frozenset(conn.execute(select(audit_keys.c.id)).scalars())


def keep_old(conn: Connection, ring: KeyRing, head: Head) -> int:
    """Keep the audit key of every older key of the ring that the log needs; `head` is its end. Returns how many."""
    old = (used(conn) & set(ring.keys)) - {ring.current} - kept(conn)
    return sum(insert_if_new(conn, audit_keys, _row(ring, key_id, head)) for key_id in sorted(old))


def _row(ring: KeyRing, key_id: str, head: Head) -> dict[str, object]:
    key, wrapped = ring.new_data_key(owner_of(key_id))
    secret = base64.b64encode(ring.derived(PURPOSE, key_id)).decode()
    content = json.dumps({"key": secret, "seq": head.seq, "hash": head.hash})
    return {
        "id": key_id,
        "key_id": wrapped.key_id,
        "wrapped_key": wrapped.wrapped,
        COLUMN: key.seal(COLUMN, content.encode()),
    }
