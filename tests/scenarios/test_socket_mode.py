"""A whole story with Slack connected outwards: no request reaches us from Slack, and nothing else differs."""

from __future__ import annotations

import pytest

from bot.words import sentence
from tests.scenarios.house import CAO, DANA, PRIYA, SAM, House
from tests.scenarios.person import OnSlack, reports
from tests.scenarios.test_across_platforms import ENDED

CLOSED = 404


@pytest.fixture
def socket_mode() -> bool:
    """Slack is connected outwards."""
    return True


async def test_ask_refer_report_climb_and_acknowledge_over_socket_mode(it: House) -> None:
    sam, priya = await it.person("slack", SAM), await it.person("teams", PRIYA)
    dana, _ = await it.person("slack", DANA), await it.person("teams", CAO)
    assert await it.post("/slack/events", data=b"{}") == CLOSED, "there is no door for Slack"
    await sam.writes("how do I handle an abusive caller")
    assert "one calm warning" in sam.told[-1]
    await sam.writes("contact parking permits")
    assert "555-0142" in sam.told[-1]
    await reports(sam, ENDED)
    reference = (await it.record()).reference
    assert [reference in alert for alert in it.alerts(PRIYA)] == [True]
    await it.pass_time(minutes=10)
    assert [reference in alert for alert in it.alerts(DANA)] == [True]
    await dana.presses(sentence("notice.acknowledge"))
    done = sentence("notice.acknowledged_by", name="Dana Whitlock", time="05:10")
    assert done in sam.told[-1]
    assert done in priya.told[-1]
    await it.pass_time(hours=3)
    assert it.alerts(CAO) == []


async def test_commands_and_shortcuts_over_socket_mode(it: House) -> None:
    sam = await it.person("slack", SAM)
    assert isinstance(sam, OnSlack)
    await sam.client.command("/policy", "abusive caller")
    await it.settle()
    assert "one calm warning" in sam.told[-1]
    await sam.client.command("/incident")
    await it.settle()
    assert "911" in sam.form
    await sam.client.dismiss()
    await sam.client.use_on_message("incident_from_message", "He shouted at Jolene.")
    await it.settle()
    assert "He shouted at Jolene." in sam.typed("happened")


async def test_an_envelope_sent_again_is_one_record(it: House) -> None:
    sam, _ = await it.person("slack", SAM), await it.person("teams", PRIYA)
    await reports(sam, ENDED)
    await sam.sends_again()
    assert len(await it.core.desk.mine(SAM)) == 1
    assert len(it.alerts(PRIYA)) == 1
