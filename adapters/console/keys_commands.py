"""`counterpoise keys`: which keys are in use, a new one, and wrapping everything with it so that old ones can go."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import typer

from adapters.configuration import CannotStart
from adapters.console.records import opened_records
from adapters.records import SEALED, key_ring
from adapters.settings import read_settings
from foundation.clock import SystemClock
from foundation.db import Connection, Database
from foundation.keyfile import new_entry
from foundation.logs import configure_logs
from foundation.sealed_tables import keys_in_use, patiently, rotate
from foundation.sealing import VARIABLE, KeyRing
from incidents import audit_keys, store_audit


@dataclass(frozen=True, slots=True)
class Use:
    """What needs which key: rows by table, and the audit log where its audit key is not kept elsewhere."""

    rows: Mapping[str, Mapping[str, int]]
    audit_log: frozenset[str]

    def of(self, key_id: str) -> str:
        """In words; empty for a key that nothing needs."""
        parts = [f"{count} in {table}" for table, count in sorted(self.rows.get(key_id, {}).items())]
        return ", ".join([*parts, *(["the audit log"] if key_id in self.audit_log else [])])


def run_status() -> int:
    """Print which key is needed where; returns 1 where one is missing."""
    configure_logs(level="ERROR")

    async def run() -> tuple[KeyRing, Use]:
        async with opened_records(read_settings()) as (ring, db):
            return ring, await db.read(use)

    ring, found = asyncio.run(run())
    for key_id in ring.keys:
        needed = found.of(key_id)
        if key_id == ring.current:
            typer.echo(f"{key_id}: current, {needed or 'not in use yet'}.")
        elif needed:
            typer.echo(f"{key_id}: older, {needed}. `counterpoise keys rotate` moves that to {ring.current}.")
        else:
            typer.echo(f"{key_id}: older, not in use. It can be retired; older backups still need it.")
    missing = (set(found.rows) | found.audit_log) - set(ring.keys)
    for key_id in sorted(missing):
        typer.echo(f"{key_id}: MISSING, {found.of(key_id)}. Put it back, or that cannot be opened.")
    return int(bool(missing))


def run_new() -> None:
    """Put a new key in front of the key file."""
    ring = key_ring(read_settings())
    if ring.file is None:
        raise CannotStart(
            f"The keys are in {VARIABLE}, which only you can change: put a new one in front, such as the one that "
            "`counterpoise keys make` prints, and start every process again."
        )
    ring.file.add(new_entry())
    typer.echo(
        f"{ring.current} is the current key now. `counterpoise keys rotate` wraps what there is with it."
    )


def run_make() -> None:
    """Print a key nobody has yet."""
    typer.echo(new_entry())


def run_rotate(*, stopped: bool) -> int:
    """Wrap everything with the newest key; returns 1 where something cannot be opened."""
    configure_logs(level="ERROR")
    settings = read_settings()

    async def run() -> tuple[KeyRing, int, int, Use]:
        async with opened_records(settings) as (ring, db):
            await _refuse_too_early(ring, db, stopped=stopped)
            wrapped, left = await rotate(db, ring, SEALED)
            await patiently(db, lambda conn: _go_on(conn, ring))
            return ring, wrapped, left, await db.read(use)

    ring, wrapped, left, found = asyncio.run(run())
    typer.echo(f"{wrapped} rows were wrapped with {ring.current}.")
    if left:
        typer.echo(f"{left} rows cannot be opened with the keys there are, and stay as they are.")
    old = [key_id for key_id in ring.keys if key_id != ring.current]
    for key_id in old:
        needed = found.of(key_id)
        typer.echo(f"{key_id}: still {needed}; run this again." if needed else f"{key_id}: can be retired.")
    return int(bool(left))


def use(conn: Connection) -> Use:
    """Which keys are needed, and by what."""
    return Use(keys_in_use(conn, SEALED), audit_keys.used(conn) - audit_keys.kept(conn))


def _go_on(conn: Connection, ring: KeyRing) -> None:
    """Let the audit log go on under the newest key, and keep the audit keys of the older ones."""
    store_audit.go_on_keyed(conn, SystemClock().now())
    audit_keys.keep_old(conn, ring, store_audit.head(conn))


async def _refuse_too_early(ring: KeyRing, db: Database, *, stopped: bool) -> None:
    """A program that runs with keys of the environment must have started with the newest one first."""
    if ring.file is not None or stopped:
        return
    if await db.read(store_audit.last_key) not in ("", ring.current):
        raise CannotStart(
            f"No program that runs has used the key “{ring.current}” yet, and it could not open what is wrapped with "
            f"it: start every process again with the new {VARIABLE} first, or say --stopped where none is running."
        )
