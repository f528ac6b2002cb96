"""`counterpoise demo`: the sample town with a year of invented records, in a data folder of its own."""

from __future__ import annotations

import asyncio
import shlex
import time
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from adapters.configuration import CannotStart
from adapters.demo.schedule import MovedClock
from adapters.demo.year import YEAR, invent, refuse_records
from adapters.records import open_records
from adapters.serve import open_core
from adapters.settings import SAMPLE, Settings, read_settings
from foundation.logs import configure_logs

said = Console(stderr=True, highlight=False)


def run(data: Path) -> None:
    """Fill a fresh folder and say how to start on it; raises CannotStart where there are records."""
    settings = read_settings(organisation=SAMPLE, data=data)
    if settings.database_url.get_secret_value():
        raise CannotStart(
            "COUNTERPOISE_DATABASE_URL is set. Unset it: the invented year has a folder of its own."
        )
    configure_logs(level="CRITICAL")
    asyncio.run(_fill(settings))


async def _fill(settings: Settings) -> None:
    began, end = time.monotonic(), datetime.now(UTC)
    _, db = await open_records(settings)
    try:
        await refuse_records(db)
    finally:
        await db.close()
    clock = MovedClock(end - YEAR)
    said.print("Reading the policies of the sample town (up to half a minute the first time) …")
    core = await open_core(settings, clock)
    try:
        columns = (TextColumn("Inventing a year"), BarColumn(), TimeRemainingColumn())
        with Progress(*columns, console=said) as bar:
            task = bar.add_task("year", total=1.0)
            records = await invent(core, clock, end, lambda share: bar.update(task, completed=share))
    finally:
        await core.db.close()
    said.print(f"{records} invented records are in {settings.data} ({time.monotonic() - began:.0f} s).")
    said.print("Start on them with:", soft_wrap=True)
    # On a line of its own and never broken, so that it can be copied.
    said.print(
        f"  COUNTERPOISE_DATA={shlex.quote(str(settings.data))} counterpoise serve",
        soft_wrap=True,
        markup=False,
    )
    said.print("Then choose Marguerite Oyelaran on the page and write “figures”.")
