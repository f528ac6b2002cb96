"""A vendor that is away when the program starts holds nobody else up."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.words import sentence
from incidents import confirmation
from tests.fakes.patience import LOADED, until
from tests.scenarios.house import DANA, PRIYA, SAM, Start, Vendors
from tests.scenarios.person import OnTeams, reports
from tests.scenarios.test_across_platforms import ENDED
from tests.standins.slack_api import Fault


async def test_without_slack_teams_is_served_and_slack_is_taken_up_when_it_is_back(
    start: Start, around: Vendors
) -> None:
    around.slack.fail("auth.test", Fault(status=503))
    async with start() as it:
        assert await it.get("/readyz") == (200, {"ready": True})
        assert await it.post("/slack/events", data=b"{}") == 503, "Slack sends it again later"
        sam, _ = await it.person("teams", SAM), await it.person("teams", PRIYA)
        await reports(sam, ENDED)
        assert len(it.alerts(PRIYA)) == 1
        await until(lambda: it.slack._connected is not None)
        dana = await it.person("slack", DANA)
        await it.pass_time(minutes=10)
        assert it.alerts(DANA) == dana.told


async def test_without_microsofts_keys_slack_is_served_and_teams_is_taken_up_when_they_are_back(
    start: Start, around: Vendors
) -> None:
    """T5: nobody is believed without keys, and they are asked for again while somebody waits."""
    around.teams.fail("/openid", status=503, times=2)
    async with start() as it:
        sam = await it.person("slack", SAM)
        await sam.writes("contact parking permits")
        assert "555-0142" in sam.told[-1]
        signed = {"Authorization": f"Bearer {around.teams.mint()}"}
        assert await it.post("/api/messages", json={}, headers=signed) == 503
        priya = await it.person("teams", PRIYA)
        await reports(sam, ENDED)
        assert it.alerts(PRIYA) == priya.told[1:]


async def test_stopping_finishes_what_is_under_way(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was pressed before the stop is recorded and said to be; its confirmation is sent after the next start."""
    # As it ships: none arrives here before the stop.
    monkeypatch.setattr(confirmation, "PATIENCE_SECONDS", 1.0)
    async with start() as it:
        sam, priya = await it.person("teams", SAM), await it.person("teams", PRIYA)
        await sam.writes("incident")
        await sam.presses("Open the form")
        await sam.fills(ENDED)
        assert isinstance(sam, OnTeams)
        it.vendors.teams.fail(sam.client.user.chat, method="POST", delay=0.3, status=503)
        sending = asyncio.create_task(sam.dialog.submit())
        await asyncio.sleep(0.1)
        began = time.monotonic()
    assert time.monotonic() - began < 5 + LOADED
    said = (await sending).text
    async with start() as again:
        again.people[("teams", PRIYA)] = priya
        for _ in range(2):
            await again.pass_time(seconds=10)
        (record,) = await again.core.desk.mine(SAM)
        assert said.startswith(sentence("report.saved_later", reference=record.reference))
        assert len([told for told in sam.told if sentence("report.saved") in told]) == 1
        assert len(again.alerts(PRIYA)) == 1
