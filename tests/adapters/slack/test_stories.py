"""The three stories with the real bot behind the adapter: ask, refer, report, over HTTP and Socket Mode."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from adapters.slack.limits import CAPABILITIES
from bot.delivery.notifier import ChatNotifier
from bot.dispatch import Bot
from bot.words import sentence
from foundation.db import Database
from foundation.outbox.worker import Worker
from incidents.notifying import RecordJobs
from tests.adapters.slack.town import Town as Slack
from tests.adapters.slack.town import town
from tests.fakes.clock import MORNING
from tests.flows.town import CAO, DANA, PRIYA, SAM, answer
from tests.flows.town import Town as Organisation
from tests.standins.slack_api import Fault
from tests.standins.slack_client import SlackClient, words

pytestmark = pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "socket"])

EMAILS = {"U0SAMO": SAM, "U0PRIYA": PRIYA, "U0DANA": DANA, "U0CAO": CAO}
FILLED: dict[str, Any] = {
    "occurred_at": MORNING - timedelta(minutes=20),
    "channel": "phone",
    "customer": "Casey Quill",
    "happened": "He shouted <!channel> & hung up 🙂.",
    "behaviours": ("verbal_abuse", "threat"),
    "warned": "yes",
    "ended": "yes",
}


@dataclass
class Story:
    """The sample town at work on the pretended Slack."""

    organisation: Organisation
    slack: Slack
    worker: Worker

    def person(self, email: str, channel: str = "") -> SlackClient:
        """Somebody of the town, in front of Slack."""
        user = next(user for user, one in EMAILS.items() if one == email)
        return self.slack.person(user, channel)

    async def pass_time(self, **by: float) -> None:
        """Move the clock on and send what is due."""
        self.organisation.clock.advance(timedelta(**by))
        await self.worker.run_due()

    def alerted(self, email: str) -> list[str]:
        """What a person was told directly."""
        return [words(message) for message in self.person(email).messages]


@asynccontextmanager
async def story(db: Database, *, socket_mode: bool) -> AsyncIterator[Story]:
    """Everything put together as `adapters/serve.py` does, on one clock."""
    organisation = Organisation(db)
    bot = Bot(organisation.services, {"slack": CAPABILITIES})
    async with town(bot.handle, socket_mode=socket_mode, clock=organisation.clock) as slack:
        for user, email in EMAILS.items():
            slack.api.add_user(user, organisation.services.people.name(email), email.title())
        notifier = ChatNotifier({"slack": slack.adapter}, organisation.services)
        yield Story(
            organisation,
            slack,
            Worker(
                organisation.desk.db,
                [RecordJobs(organisation.desk, notifier)],
                organisation.clock,
                organisation.desk.bell,
            ),
        )


async def test_ask_by_direct_message_mention_and_command(db: Database, socket_mode: bool) -> None:
    async with story(db, socket_mode=socket_mode) as it:
        it.organisation.knowledge.answer = answer("abusive caller")
        sam = it.person(SAM)
        quoted = "If it goes on after the warning, staff may end the contact."
        await sam.write("how do I handle an abusive caller")
        assert quoted in sam.last_words
        await it.person(SAM, "C0FRONTDESK").command("/policy", "abusive caller")
        assert quoted in sam.last_words
        asked = await sam.mention("how do I handle an abusive caller", "C0FRONTDESK")
        assert quoted in sam.last_words
        assert it.slack.api.in_channel("C0FRONTDESK") == []
        await sam.press(sentence("ask.more"))
        await sam.press(sentence("ask.share"))
        (shared,) = it.slack.api.in_channel("C0FRONTDESK")
        assert quoted in words(shared)
        assert shared["thread_ts"] == asked


async def test_a_question_the_policies_do_not_answer_is_answered_honestly(
    db: Database, socket_mode: bool
) -> None:
    async with story(db, socket_mode=socket_mode) as it:
        sam = it.person(SAM)
        await sam.write("how do I claim overtime?")
        assert sentence("ask.none") in sam.last_words
        await sam.press(sentence("ask.person"))
        assert sam.has_form


async def test_refer_by_command_shows_a_direct_number(db: Database, socket_mode: bool) -> None:
    """P30: a card has a phone or a place."""
    async with story(db, socket_mode=socket_mode) as it:
        sam = it.person(SAM)
        await sam.command("/contact", "a pothole")
        assert "555-01" in sam.last_words


async def test_report_alert_acknowledge_and_what_the_reporter_sees(db: Database, socket_mode: bool) -> None:
    async with story(db, socket_mode=socket_mode) as it:
        sam, priya = it.person(SAM), it.person(PRIYA)
        await sam.command("/incident")
        assert "911" in words(sam.view["blocks"][0])
        assert await sam.submit(**FILLED) == {}
        (record,) = await it.organisation.desk.mine(SAM)
        assert record.report.happened == FILLED["happened"]
        await it.worker.run_due()
        assert record.reference in words(sam.messages[0])
        assert record.reference in priya.last_words
        await priya.press(sentence("notice.acknowledge"))
        await it.worker.run_due()
        found = await it.organisation.desk.view(record.id, SAM)
        assert found is not None
        assert found.acknowledged_by == PRIYA
        assert any("Priya Raman" in text for text in it.alerted(SAM))
        await it.pass_time(hours=2)
        assert it.alerted(DANA) == []
        (told,) = it.alerted(CAO)
        assert "Priya Raman acknowledged" in told, (
            "a threat is for the CAO to know as well, and nothing is asked"
        )


async def test_an_alert_nobody_acknowledges_climbs_to_the_backup_and_the_cao(
    db: Database, socket_mode: bool
) -> None:
    async with story(db, socket_mode=socket_mode) as it:
        sam = it.person(SAM)
        await sam.command("/incident")
        await sam.submit(**FILLED)
        for _ in range(8):
            await it.pass_time(minutes=15)
        for level in (PRIYA, DANA, CAO):
            assert it.alerted(level), level


async def test_a_supervisor_slack_cannot_reach_does_not_hold_up_the_next(
    db: Database, socket_mode: bool
) -> None:
    async with story(db, socket_mode=socket_mode) as it:
        it.slack.api.users["U0PRIYA"]["deleted"] = True
        sam = it.person(SAM)
        await sam.command("/incident")
        await sam.submit(**FILLED)
        await it.worker.run_due()
        assert it.alerted(PRIYA) == []
        assert it.alerted(DANA)


async def test_a_notice_whose_answer_was_lost_is_seen_once(db: Database, socket_mode: bool) -> None:
    async with story(db, socket_mode=socket_mode) as it:
        sam, priya = it.person(SAM), it.person(PRIYA)
        await sam.command("/incident")
        await sam.submit(**FILLED)
        it.slack.api.fail("chat.postMessage", Fault(lost="after"), times=3)
        for _ in range(5):
            await it.pass_time(seconds=50)
        assert len(priya.messages) == 1
        assert len([one for one in sam.messages if sentence("report.saved") in words(one)]) == 1


async def test_one_submit_sent_many_times_is_one_record_and_one_alert(
    db: Database, socket_mode: bool
) -> None:
    """T11, trust check 6."""
    async with story(db, socket_mode=socket_mode) as it:
        sam = it.person(SAM)
        await sam.command("/incident")
        view = sam.view
        await sam.fill(**FILLED)
        await asyncio.gather(*(sam.submit_again(view) for _ in range(6)))
        await it.worker.run_due()
        assert len(await it.organisation.desk.mine(SAM)) == 1
        assert len(it.alerted(PRIYA)) == 1


async def test_a_missing_answer_stands_beside_its_field_and_nothing_is_lost(
    db: Database, socket_mode: bool
) -> None:
    async with story(db, socket_mode=socket_mode) as it:
        sam = it.person(SAM)
        await sam.command("/incident")
        errors = await sam.submit(**{**FILLED, "customer": ""})
        assert list(errors) == ["customer"]
        assert await sam.submit(customer="unknown") == {}
        (record,) = await it.organisation.desk.mine(SAM)
        assert record.report.happened == FILLED["happened"]


async def test_a_report_from_a_message_quotes_it_whole_however_long(db: Database, socket_mode: bool) -> None:
    async with story(db, socket_mode=socket_mode) as it:
        sam = it.person(SAM)
        long = "He said it again and again. " * 300
        await sam.use_on_message("incident_from_message", long)
        await sam.submit(**{name: FILLED[name] for name in FILLED if name != "happened"})
        (record,) = await it.organisation.desk.mine(SAM)
        assert long.strip() in record.report.happened


async def test_the_form_closed_by_mistake_can_be_opened_again_with_what_was_typed(
    db: Database, socket_mode: bool
) -> None:
    async with story(db, socket_mode=socket_mode) as it:
        sam = it.person(SAM)
        await sam.write("incident")
        await sam.press(sentence("core.open_form_button"))
        await sam.fill(happened="Half a sentence")
        await sam.dismiss()
        await sam.press(sentence("core.open_form_button"))
        assert "Half a sentence" in str(sam.view["blocks"])


async def test_hello_help_and_every_command_get_an_answer(db: Database, socket_mode: bool) -> None:
    async with story(db, socket_mode=socket_mode) as it:
        sam = it.person(SAM)
        for number, said in enumerate(("hi", "Hello", "help", "thanks"), start=1):
            await sam.write(said)
            assert len(sam.messages) == number
        for command in ("/phrases", "/reports", "/support", "/counterpoise"):
            before = len(sam.messages)
            await sam.command(command)
            assert len(sam.messages) == before + 1, command
