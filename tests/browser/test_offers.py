"""In a real browser: a form that was closed comes back, and the page opens with its address alone."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import Tabs
from tests.browser.tab import SECOND, WHAT_HAPPENED, Tab


async def half_a_report(tab: Tab) -> None:
    await tab.writes("incident")
    await expect(tab.dialog).to_be_visible(timeout=15 * SECOND)
    await tab.field("happened").fill(WHAT_HAPPENED)


async def test_a_form_that_was_closed_says_that_it_is_kept_and_comes_back(tabs: Tabs) -> None:
    tab = await tabs.open(width=390, height=844)
    await half_a_report(tab)
    await tab.page.keyboard.press("Escape")
    await tab.sees("You closed your report before it was sent.")
    await tab.sees("for you alone")
    assert await tab.overflow() == []
    assert await tab.faint() == []
    assert await tab.nameless() == []
    await tab.writes("incident")
    await tab.sees("Go on with your report from")
    assert await tab.overflow() == []
    await tab.presses("Go on")
    await expect(tab.field("happened")).to_have_value(WHAT_HAPPENED, timeout=15 * SECOND)


async def test_a_form_that_was_open_when_the_page_was_loaded_again_is_kept(tabs: Tabs) -> None:
    tab = await tabs.open()
    await half_a_report(tab)
    await tab.reload()
    await tab.sees("You closed your report before it was sent.")
    await tab.presses("Go on")
    await expect(tab.field("happened")).to_have_value(WHAT_HAPPENED, timeout=15 * SECOND)


async def test_what_is_thrown_away_is_gone(tabs: Tabs) -> None:
    tab = await tabs.open()
    await half_a_report(tab)
    await tab.page.keyboard.press("Escape")
    await tab.sees("You closed your report before it was sent.")
    await tab.presses("Throw away")
    await tab.sees("what was kept of it is deleted")
    await tab.writes("incident")
    await expect(tab.field("happened")).to_have_value("", timeout=15 * SECOND)


async def test_an_address_that_was_used_shows_another_browser_how_to_get_in(tabs: Tabs) -> None:
    first = await tabs.open()
    other = await tabs.stranger(first.way_in, width=390, height=844)
    await expect(other.page.get_by_role("heading")).to_have_text("This page opens with its address alone")
    await expect(other.page.locator("main")).to_contain_text("prints another one")
    await expect(other.page.locator("body")).not_to_contain_text("Sam Okafor")
    assert await other.overflow() == []
    assert await other.faint() == []
    assert "key" not in first.page.url
