"""`counterpoise serve`: start on every configured platform, say what is being done and where to look."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from yarl import URL

from adapters.choosing import choose_platforms
from adapters.console.browser import Doorstep, has_browser, open_page
from adapters.core import open_core
from adapters.folder import load_folder
from adapters.platforms import Page, Platform, configured_channels
from adapters.serve import serving
from adapters.settings import Settings, read_settings
from foundation.clock import SystemClock
from foundation.logs import configure_logs

said = Console(stderr=True, highlight=False)


def run(overrides: Mapping[str, Any], *, local: bool, as_anybody: bool, open_browser: bool) -> None:
    """Serve until interrupted; settings given here go before those of the environment."""
    settings = read_settings(**overrides)
    configure_logs(level=settings.log_level)
    asyncio.run(_serve(settings, local=local, as_anybody=as_anybody, open_browser=open_browser))


async def _serve(settings: Settings, *, local: bool, as_anybody: bool, open_browser: bool) -> None:
    clock = SystemClock()
    # First what can be refused at once, then the policies, which take a moment.
    folder = load_folder(settings.organisation)
    platforms = choose_platforms(settings, folder, clock, local=local, as_anybody=as_anybody)
    reading = _Step(f"Reading the policies in {folder.policies} (up to half a minute the first time)")
    channels = configured_channels()
    core = await open_core(settings, clock, reading=reading.begin)
    reading.end()
    async with serving(settings, platforms, core, channels) as address:
        said.print(f"[bold]Counterpoise[/bold] is ready for {core.folder.organisation.name}.")
        _tell_chats(address, platforms)
        with _welcoming(address, platforms, settings.data, open_browser=open_browser):
            said.print("  Stop with Ctrl+C.")
            await _interrupted()
        said.print("Stopping: what is under way is being finished.")


class _Step:
    """Something that takes a moment: what it is, and then how long it took."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._began = time.monotonic()

    def begin(self) -> None:
        """Say what is being done now."""
        self._began = time.monotonic()
        said.print(f"{self._words} …", soft_wrap=True, markup=False)

    def end(self) -> None:
        """Say how long it took."""
        said.print(f"  done in {time.monotonic() - self._began:.0f} s")


def _tell_chats(address: URL, platforms: Sequence[Platform]) -> None:
    names = {platform.platform for platform in platforms}
    for name, path in (("slack", "/slack/events"), ("teams", "/api/messages")):
        if name in names:
            said.print(f"  {name.capitalize()}: listening at {path} on {address.authority}")
    if not names & {"slack", "teams"}:
        said.print("  Slack and Teams are not set up; `counterpoise doctor` says how.")


@contextlib.contextmanager
def _welcoming(
    address: URL, platforms: Sequence[Platform], folder: Path, *, open_browser: bool
) -> Iterator[None]:
    """Say how to get into the local page, and again whenever that way was used; open it where asked to."""
    page = next((platform for platform in platforms if isinstance(platform, Page)), None)
    if page is None:
        yield
        return
    doorstep = Doorstep(folder)

    def used() -> None:
        doorstep.remove()
        said.print("The local page was opened; another browser of this computer needs another address.")
        _print_address(address, page)

    page.entrance.used = used
    _print_address(address, page)
    said.print("  That address works once, on this computer alone.")
    opening = None
    if open_browser and has_browser():
        said.print("  It opens in your browser now.")
        opening = asyncio.create_task(asyncio.to_thread(open_page, doorstep, _way_in(address, page)))
    try:
        yield
    finally:
        doorstep.remove()
        if opening is not None:
            opening.cancel()


def _way_in(address: URL, page: Page) -> str:
    return str(address.join(URL(page.entrance.address)))


def _print_address(address: URL, page: Page) -> None:
    """On a line of its own and never broken, so that it can be copied and pressed."""
    said.print(f"  Local page: {_way_in(address, page)}", soft_wrap=True, markup=False)


async def _interrupted() -> None:
    """Wait for Ctrl+C or a polite request to end."""
    asked, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, asked.set)
        except NotImplementedError:  # Windows has no signal handlers in asyncio.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(asked.set))
    await asked.wait()
