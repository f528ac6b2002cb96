"""The three stories in a real browser, on the real program: ask, refer, report with a supervisor who acknowledges."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.words import sentence
from incidents.papers.pictures import SIDE
from tests.browser.conftest import Tabs
from tests.browser.tab import SECOND, WHAT_HAPPENED
from tests.fixtures.a_file import a_picture

HEAD = "Priya Raman"
EMPLOYEE = "Sam Okafor"


async def test_an_ended_contact_is_reported_noticed_live_and_acknowledged(tabs: Tabs) -> None:
    employee, head = await tabs.open(), await tabs.open()
    await head.speaks_as(HEAD)

    await employee.writes("How do I handle an abusive caller?")
    await employee.sees("Sources")
    await expect(employee.slack.locator("blockquote").first).to_be_visible()

    await employee.presses("Report an incident")
    await expect(employee.dialog.get_by_text("911").first).to_be_visible()
    await employee.fills_report(ended="Yes")
    await employee.dialog.get_by_role("button", name="Send report").click()
    await employee.sees("Reference to say on the phone")
    await expect(employee.dialog).to_have_count(0)

    await head.sees("Please acknowledge")
    await expect(head.conversation).not_to_contain_text("shouted")
    await head.presses("Acknowledge")
    await head.sees(f"{HEAD} acknowledged")
    await employee.sees(f"{HEAD} acknowledged")


async def test_a_notice_for_somebody_else_shows_as_a_number_beside_their_name(tabs: Tabs) -> None:
    tab = await tabs.open()
    await tab.reports(ended="Yes")
    badge = tab.page.locator(".person", has_text=HEAD).locator(".badge")
    await expect(badge).to_have_text(
        "11 new", timeout=15 * SECOND
    )  # The figure, and the words for screen readers.
    await tab.speaks_as(HEAD)
    await tab.sees("Please acknowledge")
    await expect(badge).to_have_count(0)
    await tab.presses("Acknowledge")
    await tab.speaks_as(EMPLOYEE)
    await tab.sees(f"{HEAD} acknowledged")


async def test_a_form_with_something_missing_keeps_what_was_typed_and_says_so(tabs: Tabs) -> None:
    tab = await tabs.open()
    await tab.writes("incident")
    await tab.fills_report(ended="No")
    await tab.field("customer").fill("")
    await tab.dialog.get_by_role("button", name="Send report").click()
    await expect(tab.page.locator("#form-trouble")).to_be_visible()
    assert await tab.focused() == "form-trouble"
    await expect(tab.dialog.get_by_text("write “unknown”").first).to_be_visible()
    await expect(tab.field("happened")).to_have_value(WHAT_HAPPENED)
    await tab.field("customer").fill("unknown")
    await tab.dialog.get_by_role("button", name="Send report").click()
    await tab.sees("Reference to say on the phone")


async def test_the_focus_moves_into_a_form_stays_there_and_comes_back(tabs: Tabs) -> None:
    tab = await tabs.open()
    await tab.writes("incident")
    await expect(tab.dialog).to_be_visible()
    assert await tab.focused() == "form-title"
    for _ in range(60):
        await tab.page.keyboard.press("Tab")
        inside = await tab.page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
        assert inside
    await tab.page.keyboard.press("Escape")
    await expect(tab.dialog).to_have_count(0)
    assert await tab.focused() == "text"


async def test_the_page_can_be_used_with_the_keyboard_alone(tabs: Tabs) -> None:
    tab = await tabs.open()
    await tab.page.keyboard.press("Tab")
    assert await tab.focused() == "Skip to the message box"
    await tab.page.keyboard.press("Enter")
    await tab.page.keyboard.type("Who handles a pothole?")
    await tab.page.keyboard.press("Enter")
    await tab.sees("Roads and Sidewalks")
    stops = []
    for _ in range(60):
        await tab.page.keyboard.press("Shift+Tab")
        stops.append(await tab.focused())
    assert "Wrong number" in stops


async def test_an_answer_in_the_channel_is_private_until_it_is_shared(tabs: Tabs) -> None:
    asker, colleague = await tabs.open(), await tabs.open()
    await colleague.speaks_as("Jolene Tremblay")
    for tab in (asker, colleague):
        await tab.switches_to("In a channel")
    await asker.writes("How do I handle an abusive caller?")
    await asker.sees("Only you can see this")
    await expect(asker.slack.locator(".private")).to_have_count(1)
    await colleague.sees("How do I handle an abusive caller?")
    await expect(colleague.conversation.locator(".card")).to_have_count(0)
    await asker.presses("More")
    await asker.presses("Share here")
    await expect(colleague.conversation.locator(".card")).to_have_count(1, timeout=15 * SECOND)


async def test_the_conversation_is_there_again_after_a_reload(tabs: Tabs) -> None:
    tab = await tabs.open()
    await tab.speaks_as("Wen Zhao")
    await tab.writes("Who handles parking permits?")
    await tab.sees("Who handles parking permits?")
    await expect(tab.conversation.locator(".entry")).to_have_count(3, timeout=15 * SECOND)
    await tab.reload()
    await expect(tab.page.locator(".person[aria-current]")).to_contain_text("Wen Zhao")
    await expect(tab.conversation.locator(".entry")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_can_be_read_and_everything_usable_has_a_name(tabs: Tabs, scheme: str) -> None:
    tab = await tabs.open(scheme=scheme)
    await tab.writes("How do I handle an abusive caller?")
    await tab.sees("Sources")
    await tab.writes("Who handles a pothole?")
    await tab.sees("Wrong number")
    assert await tab.faint() == []
    assert await tab.nameless() == []
    await tab.writes("incident")
    await tab.fills_report(ended="No")
    await tab.field("customer").fill("")
    await tab.dialog.get_by_role("button", name="Send report").click()
    await expect(tab.page.locator("#form-trouble")).to_be_visible()
    assert await tab.faint() == []
    assert await tab.nameless() == []


async def test_it_works_on_a_small_phone(tabs: Tabs) -> None:
    tab = await tabs.open(width=360, height=700)
    await tab.writes("How do I handle an abusive caller?")
    await tab.sees("Sources")
    assert await tab.overflow() == []
    await tab.switches_to("Slack")
    await expect(tab.slack.locator("blockquote").first).to_be_visible()
    assert await tab.overflow() == []
    await tab.page.locator("#people-button").click()
    assert EMPLOYEE in await tab.focused()
    await tab.page.keyboard.press("Escape")
    assert await tab.focused() == "people-button"
    await tab.page.locator("#people-button").click()
    await tab.speaks_as(HEAD)
    await expect(tab.page.locator("#people")).not_to_be_visible()
    await tab.writes("incident")
    await expect(tab.dialog).to_be_visible()
    assert await tab.overflow() == []


async def test_a_photo_is_sent_with_the_paper_clip_added_with_one_press_and_shown_small(
    tabs: Tabs, tmp_path: Path
) -> None:
    photo = tmp_path / "counter.jpg"
    photo.write_bytes(a_picture(size=(900, 600)))
    tab = await tabs.open(width=390, height=860)
    await tab.reports(ended="No")
    await tab.page.set_input_files("#files", [str(photo)])
    await tab.sees(sentence("attachment.which"))
    await tab.conversation.get_by_role("button").filter(has_text="Add to").last.click()
    await tab.sees(sentence("attachment.readers"))
    await tab.presses(sentence("attachment.button", number=1))
    await tab.presses(sentence("attachment.open_one", number=1))
    small = tab.conversation.locator("img.preview")
    await expect(small).to_be_visible()
    assert await small.evaluate("one => one.naturalWidth") == SIDE
    assert await tab.overflow() == await tab.nameless() == []
