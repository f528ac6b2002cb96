"""`counterpoise retention`: which closed records are due, by reference; no name and no word of any."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from datetime import date
from typing import Any

import typer

from adapters.console.records import opened_records
from adapters.folder import load_folder
from adapters.settings import read_settings
from foundation.clock import SystemClock
from foundation.logs import configure_logs
from incidents.desk import Desk
from incidents.escalation import Escalation
from incidents.kept import ClosedRecord
from incidents.rules.retention import Disposal
from incidents.vault import Vault


def run_due(overrides: dict[str, Any], *, as_json: bool) -> None:
    """Print what is due, and how many closed records stand how."""
    configure_logs(level="ERROR")
    settings = read_settings(**overrides)
    folder = load_folder(settings.organisation)

    async def run() -> tuple[ClosedRecord, ...]:
        async with opened_records(settings) as (ring, db):
            escalation = Escalation(folder.ladder, folder.people, folder.organisation.calendar)
            desk = Desk(db, Vault(ring), escalation, SystemClock())
            return await desk.keeping.overview(
                folder.organisation.retention, folder.organisation.incident_log
            )

    found = asyncio.run(run())
    if as_json:
        typer.echo(json.dumps([_plain(one) for one in found]))
        return
    if not folder.organisation.retention:
        typer.echo("organisation.yaml has no part “retention”: without a schedule nothing is due.")
    for one in found:
        if one.disposal is Disposal.DUE:
            typer.echo(
                f"{one.reference}  {one.kind}  {one.retention_class}  closed {one.closed}, kept until {one.kept_until}"
            )
    counts = Counter(one.disposal for one in found)
    told = ", ".join(f"{one.value.replace('_', ' ')} {counts[one]}" for one in Disposal if counts[one])
    typer.echo(f"{len(found)} closed records: {told}." if found else "No record is closed.")
    if counts[Disposal.DUE]:
        typer.echo("A records officer decides with the command “retention” in the chat.")
    if nobody := [one.reference for one in found if one.undecided]:
        typer.echo(f"Nobody here can decide on {', '.join(nobody)}: all who could have a part in it.")


def _plain(one: ClosedRecord) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "kind": str(one.kind),
        "retention_class": one.retention_class,
        "closed": _day(one.closed),
        "kept_until": _day(one.kept_until),
        "holds": list(one.holds),
        "state": one.disposal.value,
        "undecided": one.undecided,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
