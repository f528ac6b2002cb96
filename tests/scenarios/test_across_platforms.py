"""Somebody reports on one platform, their supervisor acts on the other: one record, and people joined by e-mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.words import sentence
from tests.fakes.clock import MORNING
from tests.scenarios.house import PRIYA, RUTH, SAM, House
from tests.scenarios.person import reports
from tests.standins.slack_client import words
from tests.standins.teams_client import CHANNEL

ENDED: dict[str, Any] = {
    "occurred_at": MORNING - timedelta(minutes=20),
    "channel": "phone",
    "customer": "Casey Quill",
    "happened": "He shouted and hung up.",
    "behaviours": ("verbal_abuse",),
    "warned": "yes",
    "ended": "yes",
}

both_ways = pytest.mark.parametrize(("here", "there"), [("slack", "teams"), ("teams", "slack")])


@both_ways
async def test_the_supervisor_is_pinged_at_once_where_they_are_and_the_reporter_sees_it_acknowledged(
    it: House, here: str, there: str
) -> None:
    sam, priya = await it.person(here, SAM), await it.person(there, PRIYA)
    await reports(sam, ENDED)
    record = await it.record()
    (alert,) = it.alerts(PRIYA)
    for fact in (record.reference, "Sam Okafor", "By phone", "Verbal abuse", sentence("notice.acknowledge")):
        assert fact in alert
    assert "Priya Raman: told (05:00)" in sam.told[-1]
    it.clock.advance(timedelta(minutes=4))
    await priya.presses(sentence("notice.acknowledge"))
    assert sentence("notice.acknowledged_by", name="Priya Raman", time="05:04") in sam.told[-1]
    assert not [text for text in sam.told if sentence("notice.progress") in text], "nothing untrue stands"
    (alert,) = it.alerts(PRIYA)
    assert sentence("notice.acknowledged_by", name="Priya Raman", time="05:04") in alert
    assert sentence("notice.acknowledge") not in alert.splitlines()


@both_ways
async def test_what_only_the_chain_may_know_stands_in_no_channel_and_on_no_card(
    it: House, here: str, there: str
) -> None:
    """T17, T19: a card can be read over somebody's shoulder."""
    sam, priya = await it.person(here, SAM), await it.person(there, PRIYA)
    await reports(sam, ENDED)
    assert it.vendors.slack.in_channel("C0FRONTDESK") == []
    assert it.vendors.teams.messages(CHANNEL) == []
    for text in (*it.alerts(PRIYA), *sam.told):
        assert "Casey" not in text
        assert "hung up" not in text
    await priya.presses(sentence("notice.read"))
    assert "He shouted and hung up." in priya.form
    assert "Casey Quill" in priya.form


@both_ways
async def test_a_report_is_its_authors_on_every_platform_they_use(it: House, here: str, there: str) -> None:
    sam, elsewhere = await it.person(here, SAM), await it.person(there, SAM)
    await reports(sam, ENDED)
    record = await it.record()
    await elsewhere.writes("my reports")
    assert record.reference in elsewhere.told[-1]
    stranger = await it.person(there, RUTH)
    await stranger.writes("my reports")
    assert record.reference not in stranger.told[-1]


@both_ways
async def test_somebody_with_two_accounts_is_pinged_once_where_they_wrote_last(
    it: House, here: str, there: str
) -> None:
    await (await it.person(here, PRIYA)).writes("hello")
    it.clock.advance(timedelta(minutes=1))
    await (await it.person(there, PRIYA)).writes("hello")
    await reports(await it.person(here, SAM), ENDED)
    assert len(it.alerts(PRIYA)) == 1
    assert it.alerts(PRIYA)[0] in (await it.person(there, PRIYA)).told


@both_ways
async def test_the_author_cannot_acknowledge_their_own_report(it: House, here: str, there: str) -> None:
    sam, priya = await it.person(here, SAM), await it.person(there, PRIYA)
    await reports(sam, ENDED)
    record = await it.record()
    outcome, _ = await it.core.desk.acknowledge(record.id, SAM)
    assert outcome == "not_allowed"
    await priya.presses(sentence("notice.acknowledge"))
    assert (await it.record()).acknowledged_by == PRIYA


async def test_asked_in_a_channel_the_answer_is_private_first_on_both(it: House) -> None:
    """T17: then Share here makes it public, and only then."""
    quoted = "one calm warning"
    for platform in ("slack", "teams"):
        sam = await it.person(platform, SAM)
        await sam.asks_in_channel("how do I handle an abusive caller")
        assert quoted in sam.told[-1]
        assert public(it) == []
        await sam.presses(sentence("ask.more"))
        await sam.presses(sentence("ask.share"))
        (shared,) = public(it)
        assert quoted in shared
        it.vendors.slack.messages.clear()


def public(it: House) -> list[str]:
    """What everybody in a channel reads."""
    slack = [words(message) for message in it.vendors.slack.in_channel("C0FRONTDESK")]
    return slack + [posted.text for posted in it.vendors.teams.messages(CHANNEL)]
