"""What somebody reads mid-call is on the first screen, as lists that are lists, in no code's letters, and read out."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Locator, Route, expect

from tests.browser.conftest import Tabs
from tests.browser.tab import SECOND, Tab

ASKED = "Can I hang up on an abusive caller?"
CLAUSE = "If the abuse goes on after the warning, staff may end the contact"
BEGINNINGS = (
    "You may",
    CLAUSE,
    "You can say on the phone",
    "Guide me now",
    "The Town does not accept abuse",
)
"""How the four things begin: the clause with its strength, words to say, the action, the steps."""


async def is_seen(one: Locator, tab: Tab) -> bool:
    """Whether it lies above the message box, without scrolling."""
    box, foot = await one.bounding_box(), await tab.page.locator(".foot").bounding_box()
    return bool(box and foot and box["y"] >= 0 and box["y"] + box["height"] <= foot["y"])


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
async def test_clause_words_action_and_the_first_step_are_on_one_screen(
    tabs: Tabs, width: int, height: int
) -> None:
    tab = await tabs.open(width=width, height=height)
    await tab.writes(ASKED)
    await tab.sees("Sources")
    await expect(tab.conversation.get_by_text(CLAUSE).first).to_be_in_viewport()
    for text in BEGINNINGS:
        assert await is_seen(tab.conversation.get_by_text(text).first, tab), text
    if width < 1240:
        await tab.switches_to("Slack")
    pane = tab.slack.locator(".slack-entry").last
    await expect(pane.get_by_text(CLAUSE).first).to_be_in_viewport()
    for text in BEGINNINGS:
        box = await pane.get_by_text(text).first.bounding_box()
        assert box, text
        assert 0 <= box["y"] < height - 70, text


async def test_an_answer_that_is_here_before_its_request_has_ended_stays_at_its_beginning(tabs: Tabs) -> None:
    """On a busy machine: the dots that say that the bot is at work neither come late nor move what is read."""

    async def slow(route: Route) -> None:
        answer = await route.fetch()
        await asyncio.sleep(1.5)
        await route.fulfill(response=answer)

    tab = await tabs.open(width=390, height=844)
    await tab.page.route("**/message", slow)
    await tab.writes(ASKED)
    await tab.sees("Sources")
    await asyncio.sleep(0.5)
    await expect(tab.page.locator("#working")).to_have_count(0)
    await expect(tab.conversation.get_by_text(CLAUSE).first).to_be_in_viewport()
    await asyncio.sleep(1.5)
    await expect(tab.conversation.get_by_text(CLAUSE).first).to_be_in_viewport()


async def test_lists_are_lists_nothing_is_code_and_the_answer_is_read_out(tabs: Tabs) -> None:
    tab = await tabs.open(width=1280, height=800)
    await tab.writes(ASKED)
    await tab.sees("Sources")
    card = tab.conversation.locator(".card").last
    await expect(card.locator("ol > li")).to_have_count(7)
    await expect(card.locator("ul > li")).to_have_count(2)
    await expect(tab.slack.locator(".slack-entry").last.locator("li")).to_have_count(9)
    await expect(tab.page.locator("#announce")).to_contain_text(CLAUSE, timeout=5 * SECOND)
    letters = "[...document.querySelectorAll('*')].map((one) => getComputedStyle(one).fontFamily)"
    assert not any("mono" in family for family in await tab.page.evaluate(letters))
    await expect(card.locator("a[href^='tel:911']")).to_have_count(1)


async def test_the_page_begins_with_the_organisations_own_golden_questions(tabs: Tabs) -> None:
    tab = await tabs.open()
    offered = tab.page.locator("#suggestions button")
    await expect(offered.first).to_have_text("What do I do when a caller keeps shouting at me")
    await expect(offered.last).to_have_text("Report an incident")
