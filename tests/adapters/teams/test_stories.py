"""The three stories with the real bot behind the adapter: ask, refer, report, on a pretended Teams."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from adapters.teams.limits import CAPABILITIES
from bot.delivery.notifier import ChatNotifier
from bot.dispatch import Bot
from bot.words import sentence
from foundation.db import Database, DatabaseUnavailable, Trouble
from foundation.outbox.worker import Worker
from incidents.notifying import RecordJobs
from tests.flows.town import CAO, DANA, PRIYA, SAM, WEN, answer
from tests.flows.town import Town as Organisation
from tests.standins.teams_api import Posted
from tests.standins.teams_client import CHANNEL, Teams, TeamsClient, on_teams

QUOTED = "If it goes on after the warning, staff may end the contact."
FILLED: dict[str, Any] = {
    "occurred_at": "2026-03-02 04:40",
    "channel": "phone",
    "customer": "Casey Quill",
    "happened": "He shouted [you](https://x) & hung up 🙂.",
    "behaviours": ["verbal_abuse", "threat"],
    "warned": "yes",
    "ended": "yes",
}


@dataclass
class Story:
    """The sample town at work on the pretended Teams."""

    organisation: Organisation
    teams: Teams
    worker: Worker
    people: dict[str, TeamsClient]

    async def pass_time(self, **by: float) -> None:
        """Move the clock on and send what is due."""
        self.organisation.clock.advance(timedelta(**by))
        await self.worker.run_due()

    def alerts(self, email: str) -> list[Posted]:
        """The alerts a person got 1:1."""
        return [
            each
            for each in self.people[email].inbox
            if "Please acknowledge" in str(each.versions or each.activity)
        ]


@asynccontextmanager
async def story(db: Database) -> AsyncIterator[Story]:
    """Everything put together as `adapters/serve.py` does, on one clock; everybody has installed the app."""
    organisation = Organisation(db)
    bot = Bot(organisation.services, {"teams": CAPABILITIES})
    async with on_teams(bot.handle, organisation.clock) as teams:
        notifier = ChatNotifier({"teams": teams.adapter}, organisation.services)
        people: dict[str, TeamsClient] = {}
        for email in (SAM, PRIYA, DANA, CAO, WEN):
            people[email] = teams.person(organisation.services.people.name(email), email.title())
            await people[email].installs()
        yield Story(
            organisation,
            teams,
            Worker(
                organisation.desk.db,
                [RecordJobs(organisation.desk, notifier)],
                organisation.clock,
                organisation.desk.bell,
            ),
            people,
        )


async def test_installing_the_app_greets_once(db: Database) -> None:
    async with story(db) as it:
        assert [len(person.inbox) for person in it.people.values()] == [1, 1, 1, 1, 1]


async def test_ask_directly_and_in_a_channel_private_first(db: Database) -> None:
    async with story(db) as it:
        it.organisation.knowledge.answer = answer("abusive caller")
        sam = it.people[SAM]
        await sam.says("how do I handle an abusive caller")
        assert QUOTED in sam.reads()
        assert "1. Difficult Customers, 4.3 (8 June 2026)" in sam.reads()
        await sam.says_in_channel("how do I handle an abusive caller")
        assert it.teams.api.messages(CHANNEL) == []
        assert QUOTED in sam.reads()
        await sam.presses(sentence("ask.more"))
        await sam.presses(sentence("ask.share"))
        (shared,) = it.teams.api.messages(CHANNEL)
        assert QUOTED in shared.text
        assert shared.conversation == sam.channel()["id"]


async def test_a_question_the_policies_do_not_answer_is_answered_honestly(db: Database) -> None:
    async with story(db) as it:
        sam = it.people[SAM]
        await sam.says("how do I claim overtime?")
        assert sentence("ask.none") in sam.reads()
        assert (await sam.presses(sentence("ask.person"))).open


async def test_refer_shows_a_direct_number(db: Database) -> None:
    """P30: a card has a phone or a place."""
    async with story(db) as it:
        sam = it.people[SAM]
        for typed in ("contact a pothole", "who handles a pothole?"):
            await sam.says(typed)
            assert "555-01" in sam.reads()


async def test_report_by_text_alert_acknowledge_and_what_the_reporter_sees(db: Database) -> None:
    async with story(db) as it:
        sam, priya = it.people[SAM], it.people[PRIYA]
        await sam.says("incident")
        assert "911" in sam.reads()
        dialog = await sam.presses(sentence("core.open_form_button"))
        assert dialog.text.startswith("Important: ")
        assert not (await dialog.fill(**FILLED).submit()).open
        (record,) = await it.organisation.desk.mine(SAM)
        assert record.report.happened == FILLED["happened"]
        assert record.report.occurred_at.isoformat() == "2026-03-02T08:40:00+00:00"
        await it.worker.run_due()
        assert any(sentence("report.saved") in each.text for each in sam.inbox)
        (alert,) = it.alerts(PRIYA)
        assert record.reference in alert.text
        assert "Casey Quill" not in str(alert.activity)
        assert "shouted" not in str(alert.activity)
        await priya.presses(sentence("notice.acknowledge"))
        await it.worker.run_due()
        found = await it.organisation.desk.view(record.id, SAM)
        assert found is not None
        assert found.acknowledged_by == PRIYA
        assert "Priya Raman acknowledged" in alert.text, "the card is brought up to date where it stands"
        assert any("Priya Raman acknowledged" in each.text for each in sam.inbox)
        await it.pass_time(hours=2)
        assert it.alerts(DANA) == it.alerts(CAO) == []


async def test_the_supervisor_reads_the_report_in_a_dialog_and_nobody_else_can(db: Database) -> None:
    async with story(db) as it:
        await filed(it)
        await it.worker.run_due()
        read = await it.people[PRIYA].presses(sentence("notice.read"))
        assert FILLED["happened"] in read.text
        (alert,) = it.alerts(PRIYA)
        data = it.people[PRIYA]._data(alert.card, sentence("notice.read"))
        stranger = it.people[WEN]
        refused = await stranger.presses_data(data, Posted("1", stranger.user.chat, alert.activity))
        assert FILLED["happened"] not in refused.text


async def test_report_from_a_message_with_the_action_command(db: Database) -> None:
    async with story(db) as it:
        sam = it.people[SAM]
        dialog = await sam.uses(
            "incident_from_message", html="<p>He said <b>he would be back</b></p>", where=sam.channel()
        )
        assert dialog.values["happened"].endswith("He said he would be back")
        assert not (await dialog.fill(**{**FILLED, "happened": dialog.values["happened"]}).submit()).open
        (record,) = await it.organisation.desk.mine(SAM)
        assert "he would be back" in record.report.happened
        await it.worker.run_due()
        assert record.reference in sam.reads()
        assert it.teams.api.messages(CHANNEL) == []


async def test_an_alert_nobody_acknowledges_climbs_to_the_backup_and_the_cao(db: Database) -> None:
    async with story(db) as it:
        await filed(it)
        for _ in range(8):
            await it.pass_time(minutes=15)
        for level in (PRIYA, DANA, CAO):
            assert it.alerts(level), level


async def test_a_supervisor_who_blocked_the_bot_does_not_hold_up_the_next(db: Database) -> None:
    async with story(db) as it:
        it.teams.api.blocked.add(it.people[PRIYA].user.id)
        await filed(it)
        await it.worker.run_due()
        assert it.alerts(PRIYA) == []
        assert len(it.alerts(DANA)) == 1


async def test_a_notice_whose_answer_was_lost_says_that_it_may_be_a_repetition(db: Database) -> None:
    async with story(db) as it:
        await filed(it)
        chat = it.people[PRIYA].user.chat
        it.teams.api.fail(f"{chat}/activities", after=True, status=504)
        for _ in range(3):
            await it.pass_time(seconds=50)
        first, *others = it.alerts(PRIYA)
        assert sentence("teams.repeated") not in first.text
        assert [sentence("teams.repeated") in str(each.versions or each.text) for each in others] == [True]


async def test_one_submit_sent_many_times_is_one_record_and_one_alert(db: Database) -> None:
    """T11, trust check 6: the same id twice, then new ids."""
    async with story(db) as it:
        sam = it.people[SAM]
        dialog = (await sam.uses("incident_new", where=sam.personal)).fill(**FILLED)
        data = {**dialog.card["actions"][0]["data"], **dialog.values}
        ids = ["f:same", "f:same", "f:new-1", "f:new-2", "f:same", "f:new-2"]
        closed = await asyncio.gather(*(dialog.send(data, activity_id=each) for each in ids))
        assert not any(each.open for each in closed)
        await it.worker.run_due()
        assert len(await it.organisation.desk.mine(SAM)) == 1
        assert len(it.alerts(PRIYA)) == 1


async def test_a_submit_that_fails_keeps_what_was_typed(db: Database) -> None:
    """T10: no false receipt, and nothing to type twice."""
    async with story(db) as it:
        sam = it.people[SAM]
        dialog = (await sam.uses("incident_new", where=sam.personal)).fill(**FILLED)
        typed = dialog.values
        real = it.organisation.desk.submit

        async def full(*_: object, **__: object) -> Any:
            raise DatabaseUnavailable(Trouble.FULL)

        it.organisation.desk.submit = full  # type: ignore[method-assign]  # the disk of this desk is full
        failed = await dialog.submit()
        assert failed.values == typed
        assert "Please check: " in failed.text
        assert await it.organisation.desk.mine(SAM) == ()
        it.organisation.desk.submit = real  # type: ignore[method-assign]  # and has room again
        assert not (await failed.submit()).open
        (record,) = await it.organisation.desk.mine(SAM)
        await it.worker.run_due()
        assert record.reference in sam.reads()


async def test_a_missing_answer_stands_beside_its_field_and_nothing_is_lost(db: Database) -> None:
    async with story(db) as it:
        sam = it.people[SAM]
        dialog = await sam.uses("incident_new", where=sam.personal)
        data = {**dialog.card["actions"][0]["data"], **dialog.fill(**FILLED).values, "customer": ""}
        again = await dialog.send(data)
        lines = again.text.split("\n")
        wrong = next(number for number, line in enumerate(lines) if line.startswith("Please check: "))
        assert lines[wrong + 1] == sentence("field.customer")
        assert again.values["happened"] == FILLED["happened"]
        assert not (await again.fill(customer="unknown").submit()).open


async def filed(it: Story) -> None:
    """Sam files the report."""
    sam = it.people[SAM]
    dialog = await sam.uses("incident_new", where=sam.personal)
    assert not (await dialog.fill(**FILLED).submit()).open
