"""`counterpoise demo`: the sample town with a year of invented records, in a data folder of its own."""

from __future__ import annotations

import asyncio
import shlex
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from adapters.configuration import CannotStart
from adapters.demo.folder import begin_folder, finish_folder
from adapters.demo.schedule import MovedClock
from adapters.demo.year import YEAR, invent
from adapters.serve import open_core
from adapters.settings import SAMPLE, Settings, read_settings
from foundation.logs import configure_logs

said = Console(stderr=True, highlight=False)


def run(data: Path) -> None:
    """Fill a fresh folder and say how to start on it; raises CannotStart where anything is in it.

    It is filled under another name and is there once it is whole, so nobody ever starts on half a year.
    """
    settings = read_settings(organisation=SAMPLE, data=data)
    if settings.database_url.get_secret_value():
        raise CannotStart(
            "COUNTERPOISE_DATABASE_URL is set. Unset it: the invented year has a folder of its own."
        )
    configure_logs(level="CRITICAL")
    target, began = settings.data, time.monotonic()
    making = begin_folder(target)
    try:
        records = asyncio.run(_fill(settings.model_copy(update={"data": making})))
        finish_folder(making, target)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        said.print("It was stopped in the middle, and what was invented is removed. Begin again any time.")
        raise
    said.print(f"{records} invented records are in {target} ({time.monotonic() - began:.0f} s).")
    _how_to_start(target)


async def _fill(settings: Settings) -> int:
    """Invent the year; returns how many records there are."""
    end = datetime.now(UTC)
    clock = MovedClock(end - YEAR)
    said.print("Reading the policies of the sample town (up to half a minute the first time) …")
    core = await open_core(settings, clock)
    try:
        columns = (TextColumn("Inventing a year"), BarColumn(), TimeRemainingColumn())
        with Progress(*columns, console=said) as bar:
            task = bar.add_task("year", total=1.0)
            return await invent(core, clock, end, lambda share: bar.update(task, completed=share))
    finally:
        await core.db.close()


def _how_to_start(data: Path) -> None:
    said.print("Start on them with:", soft_wrap=True)
    # On a line of its own and never broken, so that it can be copied.
    said.print(
        f"  COUNTERPOISE_DATA={shlex.quote(str(data))} counterpoise serve",
        soft_wrap=True,
        markup=False,
    )
    said.print(
        "Then choose Marguerite Oyelaran on the page and write “figures”, or “restrictions”: one waits for her."
    )
    said.print("As Sam Okafor, write “contact check Esme Farrow” to see what is told before contact.")
