"""One record, two platforms: the same report whoever it comes from, and a chain that spans both."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from adapters.slack.limits import CAPABILITIES as SLACK
from adapters.teams.limits import CAPABILITIES as TEAMS
from bot.delivery.notifier import ChatNotifier
from bot.dispatch import Bot
from bot.words import sentence
from foundation.db import Database
from foundation.outbox.worker import Worker
from incidents.notifying import RecordJobs
from incidents.records import Record
from tests.adapters.slack.town import Town as SlackTown
from tests.adapters.slack.town import town
from tests.fakes.clock import MORNING
from tests.flows.town import PRIYA, SAM
from tests.flows.town import Town as Organisation
from tests.standins.slack_client import SlackClient, words
from tests.standins.teams_client import Teams, TeamsClient, on_teams

HAPPENED = "He shouted <!channel> [you](https://x) & hung up 🙂.\nThen he called again. שלום"
ANSWERS: dict[str, Any] = {
    "channel": "phone",
    "customer": "Casey Quill",
    "happened": HAPPENED,
    "behaviours": ["verbal_abuse", "threat"],
    "warned": "no",
    "warning_note": "He hung up at once.",
    "ended": "yes",
}
SLACK_USERS = {SAM: "U0SAMO", PRIYA: "U0PRIYA"}


@dataclass
class Both:
    """One organisation on both platforms; people are joined by their e-mail."""

    organisation: Organisation
    slack: SlackTown
    teams: Teams
    worker: Worker
    on_teams: dict[str, TeamsClient]

    def on_slack(self, email: str) -> SlackClient:
        """A person in front of Slack."""
        return self.slack.person(SLACK_USERS[email])

    async def files_on_slack(self) -> Record:
        """Sam reports by slash command."""
        sam, known = self.on_slack(SAM), await self.filed()
        await sam.command("/incident")
        filled = {**ANSWERS, "behaviours": tuple(ANSWERS["behaviours"])}
        assert await sam.submit(occurred_at=MORNING - timedelta(minutes=20), **filled) == {}
        return (await self.filed() - known).pop()

    async def files_on_teams(self) -> Record:
        """Sam reports by action command."""
        sam, known = self.on_teams[SAM], await self.filed()
        dialog = await sam.uses("incident_new", where=sam.personal)
        assert not (await dialog.fill(occurred_at="2026-03-02 04:40", **ANSWERS).submit()).open
        return (await self.filed() - known).pop()

    async def filed(self) -> set[Record]:
        """What Sam has filed so far."""
        return set(await self.organisation.desk.mine(SAM))


@asynccontextmanager
async def both(db: Database) -> AsyncIterator[Both]:
    """One bot with both adapters, as `adapters/serve.py` puts them together."""
    organisation = Organisation(db)
    bot = Bot(organisation.services, {"slack": SLACK, "teams": TEAMS})
    clock = organisation.clock
    async with on_teams(bot.handle, clock) as teams, town(bot.handle, clock=clock) as slack:
        people: dict[str, TeamsClient] = {}
        for email, user in SLACK_USERS.items():
            name = organisation.services.people.name(email)
            slack.api.add_user(user, name, email)
            people[email] = teams.person(name, email.upper())
        notifier = ChatNotifier({"slack": slack.adapter, "teams": teams.adapter}, organisation.services)
        yield Both(
            organisation,
            slack,
            teams,
            Worker(
                organisation.desk.db, [RecordJobs(organisation.desk, notifier)], clock, organisation.desk.bell
            ),
            people,
        )


async def test_the_same_report_on_slack_and_on_teams_is_the_same_record(db: Database) -> None:
    async with both(db) as it:
        from_slack = await it.files_on_slack()
        from_teams = await it.files_on_teams()
        assert from_slack.id != from_teams.id
        assert from_teams.report.happened == HAPPENED
        assert from_teams.report == from_slack.report
        # The digests are made with the key of each record.
        plain = (
            replace(one, id="", reference="", tasks=(), attested=None) for one in (from_teams, from_slack)
        )
        assert len(set(map(repr, plain))) == 1


async def test_a_report_from_slack_is_acknowledged_on_teams(db: Database) -> None:
    async with both(db) as it:
        priya = it.on_teams[PRIYA]
        await priya.installs()
        record = await it.files_on_slack()
        await it.worker.run_due()
        assert record.reference in priya.reads()
        await priya.presses(sentence("notice.acknowledge"))
        await it.worker.run_due()
        assert any("Priya Raman acknowledged" in words(each) for each in it.on_slack(SAM).messages)


async def test_a_report_from_teams_is_acknowledged_on_slack(db: Database) -> None:
    async with both(db) as it:
        priya = it.on_slack(PRIYA)
        record = await it.files_on_teams()
        await it.worker.run_due()
        assert record.reference in priya.last_words
        await priya.press(sentence("notice.acknowledge"))
        await it.worker.run_due()
        assert any("Priya Raman acknowledged" in each.text for each in it.on_teams[SAM].inbox)


async def test_the_platform_a_supervisor_used_last_is_the_one_that_alerts(db: Database) -> None:
    async with both(db) as it:
        slack, teams = it.on_slack(PRIYA), it.on_teams[PRIYA]
        await teams.says("help")
        it.organisation.clock.advance(timedelta(minutes=1))
        await slack.write("help")
        before = len(teams.inbox)
        record = await it.files_on_teams()
        await it.worker.run_due()
        assert record.reference in slack.last_words
        assert len(teams.inbox) == before
        it.organisation.clock.advance(timedelta(minutes=1))
        await teams.says("help")
        record = await it.files_on_slack()
        await it.worker.run_due()
        assert any(record.reference in each.text for each in teams.inbox)
