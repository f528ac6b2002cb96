"""Who began a report and did not send it is reminded that day and once more on the next: at work, and alone (D55)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.delivery.draft_jobs import DraftJobs
from bot.draft_reminders import first_reminder, reminding
from bot.drafts import Draft
from bot.flows.once import remember_answer
from bot.people import People
from bot.replies import OpenForm, Say
from bot.store_drafts import SqlDrafts
from foundation.db import Database
from foundation.outbox.sending import NotDelivered
from foundation.outbox.worker import Worker
from incidents.rules.absence import Absence
from incidents.task import Nudges
from tests.bot.test_stores import RING
from tests.fakes.clock import MORNING
from tests.fakes.conversation import Conversation, in_words
from tests.flows.town import PRIYA, SAM, Town

TYPED = "Casey Quill shouted at me."
REMINDER = "Your report from 05:00 is not sent yet."


@pytest.fixture
def town(db: Database) -> Town:
    """A town whose drafts stand in its database, with the worker of the program for them alone."""
    town = Town(db)
    drafts = SqlDrafts(db, RING, reminding(lambda: town.desk.escalation))
    with_services(town, drafts=drafts)
    return town


def with_services(town: Town, **changes: object) -> None:
    """The same town with other pieces, as after its data files were read again, or in another process."""
    town.services = replace(town.services, **changes)  # type: ignore[arg-type]  # any piece, by name
    town.bot.use(town.services)
    jobs = DraftJobs(town.messenger, town.services)
    town.worker = Worker(town.db, [jobs], town.clock, town.desk.bell)


def told(town: Town, person: str = SAM) -> list[str]:
    """What somebody was sent by the bot itself."""
    return [in_words(Say(one)) for one in town.messenger.to(person)]


async def half_a_report(town: Town, person: str = SAM) -> Conversation:
    """A report that was refused once and is not on the screen any more."""
    talk = town.talk(person)
    await talk.command("incident")
    await talk.submit({"happened": TYPED})
    talk.form = None
    return talk


async def at(town: Town, hour: int, minute: int = 0, *, day: int = 2) -> list[str]:
    """What Sam was sent up to a moment of March 2026; the 2nd is a Monday, and work is from 08:30 to 16:30."""
    then = datetime(2026, 3, day, hour, minute, tzinfo=town.services.organisation.timezone)
    town.clock.advance(then - town.clock.now())
    await town.worker.run_due()
    return told(town)


async def test_the_same_day_and_the_next_and_then_no_more_without_a_word_of_it(town: Town) -> None:
    await half_a_report(town)
    assert await at(town, 15, 29) == []
    (first,) = await at(town, 15, 30)
    assert REMINDER in first
    assert "once more, on another day" in first
    assert await at(town, 8, 29, day=3) == [first]
    _, second = await at(town, 8, 30, day=3)
    assert "Your report from yesterday at 05:00 is not sent yet." in second
    assert "I do not remind you of it again by myself." in second
    assert len(await at(town, 12, day=20)) == 2
    assert "Casey" not in repr(town.messenger.brought)
    talk = town.talk()
    await talk.say("what can you do")
    assert "Go on" not in talk.words, "nor is it asked about beside an answer"


async def test_go_on_opens_it_as_it_was_and_throw_away_ends_it(town: Town) -> None:
    await half_a_report(town)
    await at(town, 15, 30)
    (message,) = town.messenger.to(SAM)
    talk = town.talk()
    go_on, away = (button for part in message.parts for button in getattr(part, "buttons", ()))
    await talk.choose(go_on.action, go_on.value)
    assert isinstance(talk.replies[0], OpenForm)
    assert TYPED in [getattr(field, "initial", None) for field in talk.replies[0].form.fields]
    await talk.choose(away.action, away.value)
    assert "is deleted" in talk.words
    assert len(await at(town, 12, day=5)) == 1


async def test_what_was_sent_reminds_nobody(town: Town) -> None:
    await half_a_report(town)
    (kept,) = await town.services.drafts.kept(SAM, MORNING)
    draft = await town.services.drafts.load(kept.key)
    assert draft is not None
    await remember_answer(draft, "done", town.services)
    assert await at(town, 12, day=5) == []


async def test_a_form_nobody_wrote_in_and_any_other_form_remind_nobody(town: Town) -> None:
    await town.talk().command("incident")
    assert await at(town, 12, day=5) == []
    calendar = town.services.organisation.calendar
    other = Draft("k", "request", SAM, {"what": TYPED}, MORNING, typed=True)
    rest = Draft("k", "report", SAM, {"tried": TYPED}, MORNING, context="a record", typed=True)
    assert [first_reminder(one, calendar, listed=True) for one in (other, rest)] == [(), ()]


async def test_it_survives_a_restart_and_what_was_missed_is_not_brought_at_night(town: Town) -> None:
    await half_a_report(town)
    town.clock.advance(datetime(2026, 3, 3, 2, tzinfo=MORNING.tzinfo) - town.clock.now())
    with_services(town)
    await town.worker.run_due()
    assert told(town) == []
    assert len(await at(town, 8, 30, day=3)) == 1
    assert len(await at(town, 8, 30, day=4)) == 2


async def test_what_was_begun_at_the_end_of_a_week_is_asked_for_when_work_begins(town: Town) -> None:
    town.clock.advance(datetime(2026, 3, 6, 21, tzinfo=MORNING.tzinfo) - town.clock.now())
    await half_a_report(town)
    assert await at(town, 8, 29, day=9) == []
    assert len(await at(town, 8, 30, day=9)) == 1
    assert len(await at(town, 8, 30, day=10)) == 2


async def test_what_was_begun_in_the_last_hours_of_a_day_is_asked_for_that_day_as_long_as_it_lasts(
    town: Town,
) -> None:
    zone = town.services.organisation.timezone
    town.clock.advance(datetime(2026, 3, 2, 15, 10, tzinfo=zone) - town.clock.now())
    await half_a_report(town)
    assert await at(town, 16, 9) == []
    assert len(await at(town, 16, 10)) == 1
    assert len(await at(town, 8, 30, day=3)) == 2


async def test_nobody_is_disturbed_while_they_write(town: Town) -> None:
    talk = await half_a_report(town)
    await at(town, 15, 25)
    await talk.command("drafts")
    assert await at(town, 15, 30) == []
    assert len(await at(town, 15, 45)) == 1


async def test_whoever_left_or_became_a_guest_is_told_nothing(town: Town) -> None:
    await half_a_report(town)
    others = [one for one in town.services.people.by_key.values() if one.key != SAM]
    with_services(town, people=People.of(others))
    assert await at(town, 12, day=5) == []


async def test_whoever_is_away_is_reminded_when_they_are_back_and_nobody_in_their_place(town: Town) -> None:
    await half_a_report(town)
    until = datetime(2026, 3, 5, 8, 30, tzinfo=town.services.organisation.timezone)
    await town.services.absences.say(Absence("a", SAM, MORNING, until, PRIYA, SAM))
    assert await at(town, 12, day=4) == []
    assert len(await at(town, 12, day=5)) == 1
    assert "not sent yet" not in " ".join(told(town, PRIYA))


@pytest.mark.parametrize(("wants", "first"), [(Nudges.NONE, 0), (Nudges.DAY, 1)])
async def test_everybody_says_themselves_whether_and_when_they_are_reminded(
    town: Town, wants: Nudges, first: int
) -> None:
    await half_a_report(town)
    await town.services.tasks.want(SAM, wants)
    assert await at(town, 16, 29) == []
    assert len(await at(town, 8, 30, day=3)) == first


async def test_a_platform_that_is_down_for_a_while_delays_it_and_an_address_that_is_gone_ends_it(
    town: Town,
) -> None:
    await half_a_report(town)
    town.messenger.refusals[SAM] = NotDelivered("down", again=True)
    assert await at(town, 15, 30) == []
    town.messenger.refusals.clear()
    assert len(await at(town, 15, 36)) == 1
    town.messenger.refusals[SAM] = NotDelivered("account_inactive", again=False)
    await at(town, 8, 30, day=3)
    town.messenger.refusals.clear()
    assert len(await at(town, 12, day=5)) == 1


async def test_two_processes_remind_once(town: Town) -> None:
    await half_a_report(town)
    jobs = DraftJobs(town.messenger, town.services)
    second = Worker(town.db, [jobs], town.clock, town.desk.bell)
    await at(town, 15, 30)
    await second.run_due()
    assert len(told(town)) == 1
