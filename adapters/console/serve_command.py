"""`counterpoise serve`: start on every configured platform and say where to look."""

from __future__ import annotations

import asyncio
import signal
import webbrowser
from collections.abc import Mapping
from typing import Any

from rich.console import Console
from yarl import URL

from adapters.folder import load_folder
from adapters.serve import choose_platforms, open_core, serving
from adapters.settings import Settings, read_settings
from foundation.clock import SystemClock
from foundation.logs import configure_logs

said = Console(stderr=True, highlight=False)


def run(overrides: Mapping[str, Any], *, local: bool, open_browser: bool) -> None:
    """Serve until interrupted; settings given here go before those of the environment."""
    settings = read_settings(**overrides)
    configure_logs(level=settings.log_level)
    asyncio.run(_serve(settings, local=local, open_browser=open_browser))


async def _serve(settings: Settings, *, local: bool, open_browser: bool) -> None:
    clock = SystemClock()
    # First what can be refused at once, then the policies, which take a moment.
    platforms = choose_platforms(settings, load_folder(settings.organisation), clock, local=local)
    with said.status("Reading the policies …"):
        core = await open_core(settings, clock)
    names = [platform.platform for platform in platforms]
    async with serving(settings, platforms, core) as address:
        _announce(address, names, core.folder.organisation.name)
        if open_browser and "web" in names:
            webbrowser.open(str(address))
        await _interrupted()
        said.print("Stopping: what is under way is being finished.")


def _announce(address: URL, names: list[str], organisation: str) -> None:
    said.print(f"[bold]Counterpoise[/bold] is ready for {organisation}.")
    if "web" in names:
        said.print(f"  Local page: [link]{address}[/link]")
    for name, path in (("slack", "/slack/events"), ("teams", "/api/messages")):
        if name in names:
            said.print(f"  {name.capitalize()}: listening at {path} on {address.authority}")
    if "slack" not in names and "teams" not in names:
        said.print("  Slack and Teams are not set up; `counterpoise doctor` says how.")
    said.print("  Stop with Ctrl+C.")


async def _interrupted() -> None:
    """Wait for Ctrl+C or a polite request to end."""
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, asked.set)
        except NotImplementedError:  # Windows has no signal handlers in asyncio.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(asked.set))
    await asked.wait()
