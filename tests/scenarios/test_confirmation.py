"""The confirmation of a report comes through the outbox: once, to its author alone, whatever fails (P36, T10, T11)."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.words import sentence
from tests.scenarios.house import PRIYA, SAM, House
from tests.scenarios.person import OnSlack, opens_report, reports, safely
from tests.scenarios.test_across_platforms import ENDED
from tests.standins.slack_api import Fault, direct
from tests.standins.slack_client import SlackClient, words
from tests.standins.teams_api import TeamsUser
from tests.standins.teams_client import CHANNEL, Teams, TeamsClient

SAVED = sentence("report.saved")
both_platforms = pytest.mark.parametrize("platform", ["slack", "teams"])

UNLISTED = {**ENDED, "department": "Customer Service"}
"""Somebody the list does not know has to say where they work."""


def receipts(told: list[str]) -> list[str]:
    return [text for text in told if SAVED in text]


@both_platforms
async def test_the_author_is_sent_one_confirmation_and_no_second_for_a_repeated_submit(
    it: House, platform: str
) -> None:
    sam, _ = await it.person(platform, SAM), await it.person(platform, PRIYA)
    await reports(sam, ENDED)
    record = await it.record()
    (receipt,) = receipts(sam.told)
    assert record.reference in receipt
    assert "Priya Raman" in receipt
    await asyncio.gather(*(sam.sends_again() for _ in range(5)))
    assert len(receipts(sam.told)) == 1


@both_platforms
async def test_a_confirmation_that_cannot_be_sent_comes_when_the_platform_is_back(
    it: House, platform: str
) -> None:
    sam, _ = await it.person(platform, SAM), await it.person("slack", PRIYA)
    await opens_report(sam)
    await sam.fills(ENDED)
    if platform == "slack":
        it.vendors.slack.fail("chat.postMessage", Fault(error="internal_error"), times=30)
    else:
        it.vendors.teams.fail("/activities", method="POST", status=503, times=60)
    await sam.sends()
    (record,) = await it.core.desk.mine(SAM)
    assert receipts(sam.told) == []
    it.vendors.slack._faults["chat.postMessage"].clear()
    it.vendors.teams.faults.clear()
    await it.pass_time(minutes=2)
    (receipt,) = receipts(sam.told)
    assert record.reference in receipt


async def test_a_confirmation_slack_refuses_for_the_person_comes_once_that_has_passed(it: House) -> None:
    """Who has just sent a form is there, whatever a platform says of them."""
    sam, _ = await it.person("slack", SAM), await it.person("slack", PRIYA)
    await opens_report(sam)
    await sam.fills(ENDED)
    for method in ("chat.postMessage", "conversations.open"):
        it.vendors.slack.fail(method, Fault(error="user_not_found"), times=100)
    await sam.sends()
    await it.pass_time(seconds=30)
    assert receipts(sam.told) == []
    it.vendors.slack._faults.clear()
    await it.pass_time(minutes=6)
    assert len(receipts(sam.told)) == 1


async def test_on_teams_the_form_itself_says_so_while_nothing_can_be_sent(it: House) -> None:
    sam = await it.person("teams", SAM)
    await opens_report(sam)
    await sam.fills(ENDED)
    it.vendors.teams.fail("/activities", method="POST", status=503, times=60)
    await sam.sends()
    record = await it.record()
    assert sentence("report.saved_later", reference=record.reference) in sam.form


@both_platforms
async def test_what_was_acknowledged_meanwhile_is_confirmed_all_the_same(it: House, platform: str) -> None:
    sam, priya = await it.person(platform, SAM), await it.person("slack", PRIYA)
    await opens_report(sam)
    await sam.fills(ENDED)
    if platform == "slack":
        it.vendors.slack.fail("chat.postMessage", Fault(error="internal_error"), times=1)
    else:
        it.vendors.teams.fail("/activities", method="POST", status=503, times=8)
    await sam.sends()
    await it.pass_time(seconds=1)
    assert it.alerts(PRIYA)
    await priya.presses(sentence("notice.acknowledge"))
    it.vendors.teams.faults.clear()
    await it.pass_time(minutes=1)
    assert len(receipts(sam.told)) == 1


async def test_an_unlisted_colleague_without_an_address_who_files_from_a_slack_channel_is_told_directly(
    it: House,
) -> None:
    """Nobody has written to the bot directly here, so a conversation has to be opened."""
    priya = await it.person("slack", PRIYA)
    it.vendors.slack.add_user("U0NEW", "New Hire")
    new = SlackClient(it.vendors.slack, it.line, "U0NEW", channel="C0FRONTDESK")
    await new.command("/incident")
    await new.submit(**UNLISTED)
    await it.settle()
    said = [words(one) for one in it.vendors.slack.messages if one["channel"] == direct("U0NEW")]
    assert len(receipts(said)) == 1
    assert it.vendors.slack.in_channel("C0FRONTDESK") == []
    await priya.presses(sentence("notice.acknowledge"))
    said = [words(one) for one in it.vendors.slack.messages if one["channel"] == direct("U0NEW")]
    assert any("Priya Raman acknowledged" in text for text in said)


def teams_stranger(it: House, *, blocked: bool = False) -> TeamsClient:
    """Somebody in the channel whose e-mail Teams does not tell."""
    teams = Teams(it.vendors.teams, it.teams, it.address + "/api/messages", it.vendors.session, it.clock)
    user = it.vendors.teams.add(TeamsUser("29:new-hire", "New Hire", "", "user"), CHANNEL)
    if blocked:
        it.vendors.teams.blocked.add(user.id)
    return TeamsClient(teams, user)


async def files_in_the_channel(it: House, client: TeamsClient) -> Any:
    """The report form by the action command, used in a channel."""
    dialog = await client.uses("incident_new", where=client.channel())
    filled = {**UNLISTED, "occurred_at": "2026-03-02 04:40"}
    answer = await dialog.fill(**filled).submit()
    await it.settle()
    return answer


async def test_an_unlisted_colleague_without_an_address_who_files_from_a_teams_channel_is_told_directly(
    it: House,
) -> None:
    new = teams_stranger(it)
    await files_in_the_channel(it, new)
    assert len(receipts([one.text for one in new.inbox])) == 1
    assert it.vendors.teams.messages(CHANNEL) == []


async def test_whoever_teams_lets_nobody_write_to_sees_the_confirmation_in_the_dialog(it: House) -> None:
    new = teams_stranger(it, blocked=True)
    answer = await files_in_the_channel(it, new)
    assert SAVED in answer.text
    assert new.inbox == []
    assert it.vendors.teams.messages(CHANNEL) == []


async def test_who_wrote_last_elsewhere_is_confirmed_where_they_sent_the_form(it: House) -> None:
    """The form was opened on one platform; before it is sent, something is written on the other."""
    here, there = await it.person("teams", SAM), await it.person("slack", SAM)
    await it.pass_time(minutes=1)
    await opens_report(here)
    await here.fills(ENDED)
    await it.pass_time(minutes=1)
    await there.writes("hello")
    await it.pass_time(minutes=1)
    await here.sends()
    assert len(receipts(here.told)) == 1
    assert receipts(there.told) == []


@both_platforms
async def test_a_complaint_is_asked_back_filled_and_sent_once_it_is_answered(
    it: House, platform: str
) -> None:
    """R20: the whole form, through the vendor's own payloads; twelve kinds of behaviour as well."""
    sam, priya = await it.person(platform, SAM), await it.person(platform, PRIYA)
    stated = {
        **ENDED,
        "customer": "Ms Raman",
        "happened": "She said she would make me pay. She threw a book at me.",
        "behaviours": ("rude", "harassment", "other"),
        "about": ("jolene.tremblay@portmaribel.example",),
        "supervisor_now": True,
        "ended": "no",
    }
    before = list(priya.told)
    await opens_report(sam)
    await sam.fills(stated)
    if not sam.asked_back():  # Slack draws a form anew as soon as an answer brings further questions.
        await sam.sends()
    assert "Is the report about Priya Raman?" in sam.form
    if isinstance(sam, OnSlack):
        kinds = next(one for one in sam.client.view["blocks"] if one.get("block_id") == "behaviours")
        assert kinds["element"]["type"] == "multi_static_select", "Slack takes ten checkboxes and no more"
        put_back = [option["value"] for option in kinds["element"]["initial_options"]]
        assert put_back == ["rude", "harassment", "other"]
    assert sentence("report.danger_question") in sam.form
    assert sam.typed("happened") == stated["happened"]
    await sam.fills(safely(sam.asked_back()))
    await sam.sends()
    assert not sam.form
    record = await it.record()
    assert record.report.about == (PRIYA, "jolene.tremblay@portmaribel.example")
    assert record.report.supervisor_now
    assert set(record.report.behaviours) >= {"rude", "harassment", "other", "threat", "violence_person"}
    assert it.alerts(PRIYA) == []
    assert await it.core.desk.view(record.id, PRIYA) is None
    assert "They are not told of it" in receipts(sam.told)[0]
    assert priya.told == before
