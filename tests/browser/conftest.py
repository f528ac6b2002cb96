"""The real program on the sample organisation, and headless Chromium in front of its local page."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from adapters.serve import choose_platforms, open_core, serving
from adapters.settings import SAMPLE, Settings
from knowledge.library import Library
from tests.browser.tab import Tab

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


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the sample policies, made once; programs start from copies."""
    folder = tmp_path_factory.mktemp("index")
    Library.open([SAMPLE / "policies"], folder)
    return folder


@pytest.fixture
async def address(index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The address of the page of a program that was just started."""
    shutil.copytree(index, tmp_path / "index")
    for name in os.environ:
        if name.startswith(("SLACK_", "TEAMS_", "COUNTERPOISE_")):
            monkeypatch.delenv(name)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = Settings(data=tmp_path, port=port)
    core = await open_core(settings)
    platforms = choose_platforms(settings, core.folder, core.clock, local=True)
    async with serving(settings, platforms, core):
        yield f"http://127.0.0.1:{port}/"


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """Headless Chromium, or a skip where there is none."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("no browser: install Debian's chromium, or name one in CHROMIUM")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


@pytest.fixture
async def tabs(chromium: Browser, address: str) -> AsyncIterator[Tabs]:
    """Opens tabs, each a browser of its own; afterwards none may have complained or called elsewhere."""
    opened = Tabs(chromium, address)
    yield opened
    for tab in opened.all:
        assert tab.complaints == []
        assert tab.strangers == []


class Tabs:
    """Every tab of one test."""

    def __init__(self, chromium: Browser, address: str) -> None:
        self._chromium = chromium
        self._address = address
        self.all: list[Tab] = []

    async def open(self, *, width: int = 1400, height: int = 900, scheme: str = "light") -> Tab:
        """Open the page in a browser without any cookie."""
        context = await self._chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            timezone_id="America/Halifax",
            locale="en-CA",
        )
        tab = Tab(await context.new_page(), self._address)
        self.all.append(tab)
        await tab.open()
        return tab
