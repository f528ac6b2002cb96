"""The real program on the sample organisation, and the browser that stands in front of it."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from playwright.async_api import Browser, Playwright

from adapters.choosing import choose_platforms
from adapters.core import open_core
from adapters.platforms import Page
from adapters.serve import serving
from adapters.settings import Settings

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextlib.asynccontextmanager
async def program(data: Path) -> AsyncIterator[Callable[[], str]]:
    """Start the program on the local page alone; gives what tells the address that lets a browser in now."""
    settings = Settings(data=data, port=free_port())
    core = await open_core(settings)
    platforms = choose_platforms(settings, core.folder, core.clock, local=True)
    (page,) = (platform for platform in platforms if isinstance(platform, Page))
    async with serving(settings, platforms, core):
        yield lambda: f"http://127.0.0.1:{settings.port}{page.entrance.address}"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def browser_path() -> str | None:
    """The browser named in CHROMIUM, else the first one on PATH."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


async def launch(playwright: Playwright, path: str) -> Browser:
    """Headless Chromium that calls nobody by itself."""
    return await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
