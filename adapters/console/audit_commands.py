"""`counterpoise audit`: whether the audit log holds, and who looked at a record."""

from __future__ import annotations

import asyncio
import json
from dataclasses import asdict
from pathlib import Path

import typer

from adapters.audit_heads import read_heads
from adapters.configuration import CannotStart
from adapters.console.records import opened_records
from adapters.daily import broken_words
from adapters.settings import read_settings
from foundation.clock import SystemClock
from foundation.logs import configure_logs
from incidents.audit import Head
from incidents.auditor import Auditor
from incidents.looks import Look, looks_at
from incidents.verifying import Verdict


def run_verify(heads: list[str], *, as_json: bool) -> int:
    """Verify and print; returns 1 for a log that does not hold."""
    configure_logs(level="ERROR")
    settings = read_settings()
    own = settings.audit_head_file
    kept = _kept([*heads, *([str(own)] if own and own.exists() else [])])

    async def run() -> Verdict:
        async with opened_records(settings) as (ring, db):
            return await Auditor(db, ring, SystemClock()).verify(*kept)

    verdict = asyncio.run(run())
    if as_json:
        found = asdict(verdict.broken) if verdict.broken else None
        said = {"ok": not found, "entries": verdict.head.seq, "head": str(verdict.head), "broken": found}
        typer.echo(json.dumps({**said, "heads_compared": len(kept)}))
    elif verdict.broken:
        typer.echo(broken_words(verdict))
    else:
        typer.echo(f"The audit log holds: {verdict.head.seq} entries, {len(kept)} kept ends compared.")
        typer.echo(f"Its end, to be kept elsewhere: {verdict.head}")
    return int(verdict.broken is not None)


def run_readers(reference: str, *, as_json: bool) -> None:
    """Print every look at a record."""
    configure_logs(level="ERROR")

    async def run() -> tuple[Look, ...] | None:
        async with opened_records(read_settings()) as (_, db):
            return await db.read(lambda conn: looks_at(conn, reference))

    looks = asyncio.run(run())
    if looks is None:
        raise CannotStart(f"There is no record {reference}.")
    if as_json:
        typer.echo(json.dumps([{**asdict(look), "at": look.at.isoformat()} for look in looks]))
        return
    for look in looks:
        how = _how(look)
        typer.echo(f"{look.at:%Y-%m-%d %H:%M:%S} UTC  {look.by}  {how}")


def _how(look: Look) -> str:
    if look.refused:
        return "refused"
    if look.file:
        return "opened a file of it"
    if look.printed:
        return "in a spreadsheet" if look.in_a_list else "as a PDF"
    return "in a list" if look.in_a_list else "read"


def _kept(heads: list[str]) -> tuple[Head, ...]:
    """Each is an end of the log, or a file of them."""
    kept: list[Head] = []
    try:
        for head in heads:
            kept += read_heads(Path(head)) if Path(head).is_file() else (Head.parse(head),)
    except (OSError, ValueError) as error:
        raise CannotStart(str(error)) from error
    return tuple(kept)
