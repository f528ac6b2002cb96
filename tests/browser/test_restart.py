"""The program stops and starts again while the page is open: nothing typed is lost, and the way back is told."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web
from playwright.async_api import Browser, expect

from bot.events import Arrived, MessageReceived
from bot.messages import Message, Text
from bot.replies import Say
from tests.adapters.web.browser_stand_in import HEAD, local_page
from tests.browser.program import free_port
from tests.browser.tab import SECOND, Tab
from tests.fakes.script import ScriptedBot


@contextlib.asynccontextmanager
async def small_program(port: int) -> AsyncIterator[str]:
    """A page server on this port, for a while; gives the address that lets a browser in."""
    page = local_page()
    app = web.Application()
    app.add_routes(page.routes())
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    heard = Say(Message("Heard", (Text("Heard"),)))
    await page.start(ScriptedBot({Arrived: [heard], MessageReceived: [heard]}))
    try:
        yield f"http://127.0.0.1:{port}{page.entrance.address}"
    finally:
        await page.close()
        await runner.cleanup()


async def test_the_page_waits_for_the_program_says_the_way_back_and_goes_on_as_the_same_person(
    chromium: Browser,
) -> None:
    port = free_port()
    context = await chromium.new_context()
    async with small_program(port) as way_in:
        tab = Tab(await context.new_page(), way_in)
        await tab.open()
        assert "key" not in tab.page.url
        await tab.speaks_as(HEAD.name)
    trouble = tab.page.locator("#trouble")
    await expect(trouble).to_contain_text("connection to the program was lost", timeout=15 * SECOND)
    await tab.writes("typed while nobody listened")
    await expect(trouble).to_contain_text("did not answer")
    await expect(tab.page.locator("#text")).to_have_value("typed while nobody listened")
    async with small_program(port) as way_in:
        await expect(trouble).to_contain_text(
            "open the address that the program printed", timeout=30 * SECOND
        )
        await expect(tab.page.locator("#text")).to_have_value("typed while nobody listened")
        await Tab(await context.new_page(), way_in).open()
        await expect(trouble).to_be_hidden(timeout=30 * SECOND)
        await expect(tab.page.locator(".person[aria-current]")).to_contain_text(
            HEAD.name, timeout=30 * SECOND
        )
        await tab.page.locator("#text").press("Enter")
        await expect(tab.conversation.get_by_text("typed while nobody listened")).to_be_visible(
            timeout=10 * SECOND
        )
        await context.close()
