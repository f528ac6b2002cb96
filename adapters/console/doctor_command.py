"""Print what the doctor found, for people or as JSON."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.markup import escape

from adapters.console.checks import Check, CheckState
from adapters.console.doctor import examine
from adapters.settings import read_settings
from foundation.logs import configure_logs

MARKS = {
    CheckState.FINE: "[green]fine[/green]",
    CheckState.OFF: "[dim]off [/dim]",
    CheckState.NOTE: "[cyan]note[/cyan]",
    CheckState.MEND: "[red]MEND[/red]",
}


def run(overrides: Mapping[str, Any], *, as_json: bool) -> int:
    """Examine and print; returns 1 when something must be mended."""
    settings = read_settings(**overrides)
    configure_logs(level="ERROR")
    checks = asyncio.run(examine(settings))
    console = Console(highlight=False, soft_wrap=True)
    if as_json:
        console.print_json(json.dumps([asdict(check) for check in checks]))
    else:
        for check in checks:
            _print(console, check)
    return int(any(check.state is CheckState.MEND for check in checks))


def _print(console: Console, check: Check) -> None:
    console.print(f"{MARKS[check.state]}  [bold]{check.name}[/bold]: {escape(check.says)}")
    if check.mend:
        console.print(f"      {escape(check.mend)}", style="dim")
