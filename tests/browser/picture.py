"""Take the picture of the local page for the README: `python -m tests.browser.picture`."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright

from tests.browser.program import browser_path, launch, program
from tests.browser.tab import Tab

PICTURE = Path(__file__).resolve().parents[2] / "docs" / "local-page.png"


async def take(path: str) -> None:
    """Report an ended contact, so that the head has a notice waiting, then ask."""
    with tempfile.TemporaryDirectory() as folder:
        async with program(Path(folder)) as way_in, async_playwright() as playwright:
            browser = await launch(playwright, path)
            page = await browser.new_page(
                viewport={"width": 1360, "height": 960},
                reduced_motion="reduce",
                timezone_id="America/Halifax",
                locale="en-CA",
            )
            tab = Tab(page, way_in())
            await tab.open()
            await tab.reports(ended="Yes")
            await tab.page.locator("#people-list .badge").wait_for()
            await tab.writes("How do I handle an abusive caller?")
            await tab.sees("Sources")
            await page.mouse.move(0, 0)
            await page.wait_for_timeout(500)
            await page.screenshot(path=PICTURE)
            await browser.close()


if __name__ == "__main__":
    found = browser_path()
    if found is None:
        raise SystemExit("No browser: install Debian's chromium, or name one in CHROMIUM.")
    asyncio.run(take(found))
