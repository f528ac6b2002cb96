"""The address of a report, in a channel or written to the bot: whoever may see it reads it, nobody learns more."""

from __future__ import annotations

import pytest

from bot.record_link import address_of
from bot.words import sentence
from tests.flows.town import WEN
from tests.scenarios.house import PRIYA, SAM, House
from tests.scenarios.person import OnSlack, reports
from tests.scenarios.test_across_platforms import ENDED

URL = "https://bot.portmaribel.example"
CHANNEL = "C0FRONTDESK"


async def an_address(it: House, platform: str) -> tuple[str, str]:
    """The address of a report of Sam's, and its reference."""
    await reports(await it.person(platform, SAM), ENDED)
    reference = (await it.record()).reference
    return address_of(reference, URL), reference


async def test_on_slack_whoever_shares_it_in_a_channel_reads_it_alone_and_there_is_no_preview(
    it: House,
) -> None:
    address, reference = await an_address(it, "slack")
    wen = await it.person("slack", WEN)
    priya = await it.person("slack", PRIYA)
    assert isinstance(wen, OnSlack)
    assert isinstance(priya, OnSlack)
    for person in (priya, wen):
        await person.client.share(address, CHANNEL)
        await it.settle()
    assert reference in priya.told[-1]
    assert sentence("notice.read") in priya.told[-1]
    assert sentence("notice.nothing_to_show") in wen.told[-1]
    assert reference not in wen.told[-1]
    assert "chat.unfurl" not in {call.method for call in it.vendors.slack.calls}


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_written_to_the_bot_it_opens_the_report_for_whoever_may_see_it(
    it: House, platform: str
) -> None:
    address, reference = await an_address(it, platform)
    priya, wen = await it.person(platform, PRIYA), await it.person(platform, WEN)
    await priya.writes(f"please look at {address}")
    assert sentence("notice.read") in priya.told[-1]
    assert reference in priya.told[-1]
    await wen.writes(address)
    absent = address.replace(reference, "AAA-AA2")
    first = wen.told[-1]
    await wen.writes(absent)
    assert first.replace(reference, "") == wen.told[-1].replace("AAA-AA2", "")
