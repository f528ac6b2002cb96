"""A form that was closed is offered back on Slack and on Teams, and what is too old is really deleted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from bot.drafts import KEPT
from bot.tables import drafts
from bot.words import sentence
from foundation.db import Connection
from tests.scenarios.house import PRIYA, SAM, House, Start
from tests.scenarios.person import OnSlack, Person, opens_report
from tests.scenarios.test_across_platforms import ENDED

TYPED = "Casey Quill shouted at me."
GO_ON = sentence("interview.go_on")
FUTURE: Mapping[str, Any] = {**ENDED, "happened": TYPED}
"""Refused, because it is still to come."""


def rows(conn: Connection) -> int:
    return conn.execute(select(func.count()).select_from(drafts)).scalar_one()


async def refused(it: House, person: Person) -> None:
    """Send a report with a time that is still to come; the form stays open with its error."""
    await opens_report(person)
    await person.fills({**FUTURE, "occurred_at": it.clock.now() + timedelta(hours=5)})
    await person.sends()
    assert "still to come" in person.form


async def test_slack_says_when_a_form_was_closed_that_it_is_kept_and_gives_it_back(it: House) -> None:
    sam = await it.person("slack", SAM)
    assert isinstance(sam, OnSlack)
    await opens_report(sam)
    await sam.fills({"happened": TYPED})
    await sam.client.dismiss()
    await it.settle()
    assert "You closed your report before it was sent." in sam.told[-1]
    assert "kept until" in sam.told[-1]
    assert "Casey" not in sam.told[-1]
    await sam.presses(GO_ON)
    assert sam.typed("happened") == TYPED


async def test_a_slash_command_offers_what_is_kept_before_it_opens_another(it: House) -> None:
    sam = await it.person("slack", SAM)
    assert isinstance(sam, OnSlack)
    await opens_report(sam)
    await sam.fills({"happened": TYPED})
    await sam.client.dismiss()
    await sam.client.command("/incident")
    await it.settle()
    assert not sam.form
    assert "Go on with your report from" in sam.told[-1]
    await sam.presses(sentence("draft.start_new"))
    assert sam.form
    assert sam.typed("happened") != TYPED


async def test_teams_offers_what_it_got_of_a_dialog_that_is_gone_when_its_person_next_writes(
    it: House,
) -> None:
    """T10: a dialog closes without a word, so nothing is said of it before."""
    sam = await it.person("teams", SAM)
    await refused(it, sam)
    before = len(sam.told)
    await sam.writes("who handles parking permits")
    answer, offer = sam.told[before:]
    assert "Go on" not in answer
    assert "Go on with your report from" in offer
    assert "Casey" not in offer
    await sam.presses(GO_ON)
    assert sam.typed("happened") == TYPED


async def test_a_report_begun_on_slack_goes_on_in_teams(it: House) -> None:
    slack, teams = await it.person("slack", SAM), await it.person("teams", SAM)
    assert isinstance(slack, OnSlack)
    await opens_report(slack)
    await slack.fills({"happened": TYPED})
    await slack.client.dismiss()
    await it.settle()
    await teams.writes("my drafts")
    await teams.presses(GO_ON)
    assert teams.typed("happened") == TYPED
    await teams.fills(ENDED)
    await teams.sends()
    assert len(await it.core.desk.mine(SAM)) == 1
    await slack.presses(GO_ON)
    assert sentence("core.draft_gone") in slack.told[-1]
    assert await it.core.db.read(rows) == 0


async def test_throwing_away_leaves_no_row(it: House) -> None:
    sam = await it.person("teams", SAM)
    await refused(it, sam)
    await sam.writes("my drafts")
    await sam.presses(sentence("interview.throw_away"))
    assert sentence("core.draft_discarded") in sam.told[-1]
    assert await it.core.db.read(rows) == 0


async def test_what_is_too_old_is_deleted_though_nobody_ever_writes_again(start: Start) -> None:
    async with start() as it:
        await refused(it, await it.person("teams", SAM))
        assert await it.core.db.read(rows) == 1
        it.clock.advance(KEPT + timedelta(minutes=1))
    async with start() as it:
        await it.person("teams", PRIYA)
        assert await it.core.db.read(rows) == 0
