"""Somebody waits for every answer: it is tried again within the turn, and kept when the turn is over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from adapters.slack import limits
from bot.words import sentence
from tests.fakes.patience import instant
from tests.scenarios.house import SAM, House, Start
from tests.scenarios.person import OnSlack, OnTeams, Person
from tests.standins.slack_api import Fault
from tests.standins.teams_client import CHANNEL

QUESTION = "contact parking permits"
POLICY = "how do I handle an abusive caller"
ROOM = "C0FRONTDESK"
both_platforms = pytest.mark.parametrize("platform", ["slack", "teams"])

SLACK_TROUBLES = {
    "a dropped connection": Fault(lost="before"),
    "an answer that is lost": Fault(lost="after"),
    "500": Fault(status=500),
    "internal_error": Fault(error="internal_error"),
    "429": Fault(error="ratelimited", status=429, retry_after=1),
}
TEAMS_TROUBLES: dict[str, dict[str, Any]] = {
    "a dropped connection": {"drop": True},
    "an answer that is lost": {"drop": True, "after": True},
    "500": {"status": 500},
    "internal_error": {"status": 502},
    "429": {"status": 429, "headers": {"Retry-After": "1"}},
}


def trouble(it: House, platform: str, name: str, times: int = 2) -> Callable[[], None]:
    """Make every message of the bot fail; gives what ends it."""
    slack, teams = it.vendors.slack, it.vendors.teams
    if platform == "slack":
        for method in ("chat.postMessage", "chat.postEphemeral", "hook"):
            slack.fail(method, SLACK_TROUBLES[name], times)
        return slack._faults.clear
    teams.fail("activities", method="POST", times=times, **TEAMS_TROUBLES[name])
    return teams.faults.clear


@both_platforms
@pytest.mark.parametrize("name", SLACK_TROUBLES)
async def test_what_passes_within_the_turn_is_tried_again(it: House, platform: str, name: str) -> None:
    sam = await it.person(platform, SAM)
    before = len(sam.told)
    trouble(it, platform, name)
    with instant():
        await sam.writes(QUESTION)
    answers = [told for told in sam.told[before:] if "555-" in told]
    assert answers
    if platform == "slack":
        assert len(answers) == 1, "Slack can be asked what has arrived"


@both_platforms
async def test_where_all_fails_the_answer_comes_when_the_platform_is_back(it: House, platform: str) -> None:
    sam = await it.person(platform, SAM)
    await sam.writes("help")
    before = len(sam.told)
    over = trouble(it, platform, "internal_error" if platform == "slack" else "500", times=99)
    with instant():
        await sam.writes(QUESTION)
    assert len(sam.told) == before
    over()
    await it.pass_time(minutes=10)
    (late,) = sam.told[before:]
    assert sentence("core.kept_reply", time="05:00") in late
    assert "555-" in late
    await it.pass_time(hours=1)
    assert len(sam.told) == before + 1, "once"


async def test_a_kept_answer_survives_a_restart(start: Start) -> None:
    async with start() as it:
        sam = await it.person("slack", SAM)
        await sam.writes("help")
        trouble(it, "slack", "internal_error", times=99)
        with instant():
            await sam.writes(QUESTION)
        people, said = it.people, len(sam.told)
        it.vendors.slack._faults.clear()
    async with start() as again:
        again.people = people
        await again.pass_time(minutes=10)
        assert len(sam.told) == said + 1
        assert "555-" in sam.told[-1]


@both_platforms
async def test_a_private_answer_that_is_kept_stays_private(it: House, platform: str) -> None:
    """T17: asked in a channel, never having written directly."""
    sam = await it.person(platform, SAM)
    over = trouble(it, platform, "500", times=99)
    with instant():
        await sam.asks_in_channel(POLICY)
    over()
    await it.pass_time(minutes=10)
    assert sentence("core.kept_reply", time="05:00") in sam.told[-1]
    assert public(it) == []


@both_platforms
async def test_a_share_whose_answer_was_lost_is_not_posted_twice(it: House, platform: str) -> None:
    """Slack is looked at; Teams cannot be, so the asker is told."""
    sam = await it.person(platform, SAM)
    await sam.asks_in_channel(POLICY)
    if platform == "slack":
        it.vendors.slack.fail("chat.postMessage", Fault(lost="after"))
    else:
        it.vendors.teams.fail(CHANNEL.split("@")[0], method="POST", drop=True, after=True)
    with instant():
        await sam.presses(sentence("ask.more"))
        await sam.presses(sentence("ask.share"))
    assert len(public(it)) == 1
    said = sentence("ask.shared" if platform == "slack" else "core.not_posted")
    assert any(said in told for told in sam.told)


async def test_where_slack_does_not_let_us_look_a_share_is_not_posted_twice_either(it: House) -> None:
    sam = await it.person("slack", SAM)
    await sam.asks_in_channel(POLICY)
    it.vendors.slack.fail("chat.postMessage", Fault(lost="after"))
    it.vendors.slack.fail("conversations.replies", Fault(error="missing_scope"), times=9)
    with instant():
        await sam.presses(sentence("ask.more"))
        await sam.presses(sentence("ask.share"))
    assert len(public(it)) == 1
    assert sentence("core.not_posted") in sam.told[-1]


@both_platforms
async def test_a_share_that_failed_is_not_called_shared_and_can_be_pressed_again(
    it: House, platform: str
) -> None:
    sam = await it.person(platform, SAM)
    await sam.asks_in_channel(POLICY)
    if platform == "slack":
        it.vendors.slack.fail("chat.postMessage", Fault(error="not_in_channel"))
    else:
        it.vendors.teams.fail(
            CHANNEL.split("@")[0], method="POST", status=403, code="BotNotInConversationRoster"
        )
    await sam.presses(sentence("ask.more"))
    await sam.presses(sentence("ask.share"))
    assert public(it) == []
    assert not any(sentence("ask.shared") in told for told in sam.told)
    assert sentence("core.not_posted") in sam.told[-1]
    await sam.presses(sentence("ask.share"))
    assert len(public(it)) == 1


@both_platforms
async def test_share_here_posts_once_however_often_it_is_pressed(it: House, platform: str) -> None:
    sam = await it.person(platform, SAM)
    await sam.asks_in_channel(POLICY)
    await sam.presses(sentence("ask.more"))
    await _share_twice(sam)
    await it.settle()
    assert len(public(it)) == 1
    assert any(sentence("ask.shared") in told or sentence("ask.shared_before") in told for told in sam.told)


async def test_a_form_slack_stumbles_over_is_opened_all_the_same(it: House) -> None:
    sam = await it.person("slack", SAM)
    await sam.writes("incident")
    it.vendors.slack.fail("views.open", Fault(error="internal_error"))
    with instant():
        await sam.presses(sentence("core.open_form_button"))
    assert sam.form


async def test_a_form_whose_opening_was_not_confirmed_is_open_and_not_offered_again(it: House) -> None:
    sam = await it.person("slack", SAM)
    await sam.writes("incident")
    said = len(sam.told)
    it.vendors.slack.fail("views.open", Fault(lost="after"))
    with instant():
        await sam.presses(sentence("core.open_form_button"))
    assert sam.form
    assert len(sam.told) == said


async def test_when_not_even_the_apology_arrives_slack_is_asked_to_send_the_question_again(
    it: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WORK_SECONDS", 0.3)
    sam = await it.person("slack", SAM)
    assert isinstance(sam, OnSlack)
    event = sam.client._event("message_im", text=QUESTION, channel="D0SAM")
    for method in ("users.info", "chat.postMessage"):
        it.vendors.slack.fail(method, Fault(status=503), times=99)
    with instant(), pytest.raises(AssertionError, match="503"):
        await sam.client.line(event)
    it.vendors.slack._faults.clear()
    await sam.client.line(event)
    await it.settle()
    assert "555-" in sam.told[-1]


def public(it: House) -> list[Any]:
    """What everybody in the channel reads."""
    on_teams = [one for one in it.vendors.teams.posted if not one.conversation.startswith("a:")]
    return [*it.vendors.slack.in_channel(ROOM), *on_teams]


async def _share_twice(sam: Person) -> None:
    """Two presses on the same card, at once."""
    if isinstance(sam, OnSlack):
        presses = [sam.client.press(sentence("ask.share")) for _ in range(2)]
        await asyncio.gather(*presses)
    else:
        assert isinstance(sam, OnTeams)
        card = sam.client._with_button(sentence("ask.share"))
        data = sam.client._data(card.card, sentence("ask.share"))
        await asyncio.gather(*(sam.client.presses_data(data, card) for _ in range(2)))
