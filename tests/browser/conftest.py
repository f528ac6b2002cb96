"""The program and the tabs in front of it; the browser tests are skipped where no browser is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from knowledge.library import Library
from tests.browser.program import browser_path, launch, program
from tests.browser.tab import Tab
from tests.fixtures.sample import library, sample_index

__all__ = ["library", "sample_index"]


@pytest.fixture(scope="session")
def index(library: Library, sample_index: Path) -> Path:
    """The index of the sample policies, made once; programs start from copies."""
    return sample_index


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """Headless Chromium, or a skip where there is none."""
    path = browser_path()
    if path is None:
        pytest.skip("no browser: install Debian's chromium, or name one in CHROMIUM")
    async with async_playwright() as playwright:
        browser = await launch(playwright, path)
        yield browser
        await browser.close()


@pytest.fixture
async def tabs(
    chromium: Browser, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Tabs]:
    """Opens tabs on a fresh program; afterwards none may have complained or called elsewhere."""
    for name in os.environ:
        if name.startswith(("SLACK_", "TEAMS_", "COUNTERPOISE_")):
            monkeypatch.delenv(name)
    shutil.copytree(index, tmp_path / "index")
    async with program(tmp_path) as way_in:
        opened = Tabs(chromium, way_in)
        yield opened
        for tab in opened.all:
            assert tab.complaints == []
            assert tab.strangers == []


class Tabs:
    """Every tab of one test, each in a browser profile of its own."""

    def __init__(self, chromium: Browser, way_in: Callable[[], str]) -> None:
        self._chromium = chromium
        self._way_in = way_in
        self.all: list[Tab] = []

    async def open(self, *, width: int = 1400, height: int = 900, scheme: str = "light") -> Tab:
        """Open the page without any cookie."""
        tab = await self._tab(self._way_in(), width, height, scheme)
        self.all.append(tab)
        await tab.open()
        return tab

    async def stranger(self, address: str, *, width: int = 1400, height: int = 900) -> Tab:
        """Open an address in a browser that is not let in; it complains of that."""
        tab = await self._tab(address, width, height, "light")
        await tab.page.goto(address)
        return tab

    async def _tab(self, way_in: str, width: int, height: int, scheme: str) -> Tab:
        context = await self._chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            reduced_motion="reduce",
            timezone_id="America/Halifax",
            locale="en-CA",
        )
        return Tab(await context.new_page(), way_in)
