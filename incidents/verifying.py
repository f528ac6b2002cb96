"""Going along the whole audit log in the database, a little at a time, so that nobody has to wait for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import MultipleResultsFound, NoResultFound

from foundation.db import Connection, Database
from foundation.sealing import KeyRing
from incidents import store_audit, store_records
from incidents.audit import Act, Break, Cause, Entry, Head, Walk
from incidents.audit_keys import AuditKeys
from incidents.vault import UNREADABLE, Vault

PAGE = 200
SECONDS = 30.0
"""For one page, which takes milliseconds."""

FIRST_KEYED = 2
"""The version of a record's body since which the log is keyed."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the log holds: to `head`, or up to `broken`."""

    head: Head
    broken: Break | None = None


async def verify(db: Database, ring: KeyRing, *heads: Head) -> Verdict:
    """Verify the log from its first row to its last; `heads` are ends of it that were kept elsewhere.

    Raises DatabaseUnavailable.
    """
    keys, end = await db.read(lambda conn: (AuditKeys(conn, ring), _end(conn)), within=SECONDS)
    walk = Walk(keys.find, *keys.heads, *heads, *([end] if end else []))
    after: int | None = None
    limit = PAGE
    while walk.broken is None:
        try:
            page, late = await db.read(
                lambda conn, after=after, limit=limit: _page(conn, ring, after, limit),  # type: ignore[misc]
                within=SECONDS,
            )
        except (TypeError, ValueError):  # A row that cannot even be read.
            if limit == 1:
                walk.broken = Break(walk.end.seq + 1, Cause.CHANGED)
            limit = 1
            continue
        if not page:
            break
        walk.take(page)
        if late and walk.broken is None:
            walk.broken = late
        after = page[-1].seq
    broken = walk.finish() or (None if end else Break(walk.end.seq + 1, Cause.CUT))
    return Verdict(walk.end, broken)


def _end(conn: Connection) -> Head | None:
    """The end the log should have; None where even that was taken away."""
    try:
        return store_audit.head(conn)
    except (NoResultFound, MultipleResultsFound):
        return None


def _page(conn: Connection, ring: KeyRing, after: int | None, limit: int) -> tuple[list[Entry], Break | None]:
    """Some entries, and the first without a key that tells of a record from the days when all had one.

    Who rewrites the whole log as if it had never been keyed, and lets the next start seal it, is found out by that.
    """
    page = store_audit.page(conn, after, limit)
    old = [one for one in page if not one.key_id and one.kind == Act.SUBMITTED]
    newer = (one.seq for one in old if _version(conn, ring, one.record_id) >= FIRST_KEYED)
    seq = next(newer, None)
    return page, Break(seq, Cause.UNKEYED) if seq else None


def _version(conn: Connection, ring: KeyRing, record_id: str) -> int:
    stored = store_records.find(conn, record_id)
    if stored is None:
        return 0
    try:
        return Vault(ring).open(stored.id, stored.key, stored.sealed).version
    except UNREADABLE:
        return 0
