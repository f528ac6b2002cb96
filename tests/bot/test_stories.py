"""The real conversations through the one door, as lists of pairs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from bot.answers import Values
from bot.dispatch import Bot
from bot.replies import CloseForm, FormErrors
from bot.services import Services
from foundation.db import DatabaseUnavailable, Trouble
from incidents.records import Behaviour, Channel, Report, Warned
from tests.fakes.clock import MORNING
from tests.fakes.conversation import ANA_PLAIN, PLATFORMS, Conversation
from tests.fakes.services import FakeIncidents, services


@pytest.fixture
def desk() -> FakeIncidents:
    return FakeIncidents()


@pytest.fixture
def world(desk: FakeIncidents) -> Services:
    return services(incidents=desk)


@pytest.fixture
def bot(world: Services) -> Bot:
    return Bot(world, PLATFORMS)


VALUES: Values = {
    "occurred_at": MORNING - timedelta(minutes=20),
    "channel": "phone",
    "customer": "unknown",
    "customer_description": "A deep voice",
    "happened": "He shouted.",
    "behaviours": ("rude", "threat"),
    "warned": "yes",
    "ended": "yes",
    "primary_employee": "ana@example.org",
}


async def report_in_a_form(bot: Bot) -> None:
    talk = Conversation(bot)
    await talk.command("incident")
    await talk.submit(VALUES)
    assert "Hal Head" in talk.words


async def report_by_questions(bot: Bot) -> None:
    talk = Conversation(bot, ANA_PLAIN)
    await talk.follows(
        ("incident", "Emergency: 911"),
        ("20 minutes ago", "How did it take place?"),
        ("phone", "Customer's name"),
        ("unknown", "somebody who works here?"),
        ("none", "What happened?"),
        ("He shouted.", "What kind of behaviour"),
        ("1, 3", "Was the customer warned"),
        ("yes, warned", "Did you end the contact?"),
        ("1", "looked or sounded like"),
        ("A deep voice", "check your answers"),
        ("send", "Hal Head"),
    )


@pytest.mark.parametrize("way", [report_in_a_form, report_by_questions])
async def test_the_same_report_results_whether_a_form_was_filled_or_questions_were_answered(
    bot: Bot, desk: FakeIncidents, world: Services, way: Callable[[Bot], Awaitable[None]]
) -> None:
    await way(bot)
    [record] = desk.records.values()
    assert record.report == Report(
        author="ana@example.org",
        department="Transit",
        occurred_at=MORNING - timedelta(minutes=20),
        zone="America/Halifax",
        channel=Channel.PHONE,
        happened="He shouted.",
        customer_description="A deep voice",
        behaviours=(Behaviour.RUDE, Behaviour.THREAT),
        warned=Warned.YES,
        ended=True,
        primary_employee="ana@example.org",
    )
    assert await world.drafts.kept("ana@example.org", MORNING) == (), "what was sent is no draft any more"


async def test_a_report_that_cannot_be_stored_stays_in_the_form_and_is_stored_once_in_the_end(
    bot: Bot, desk: FakeIncidents
) -> None:
    """T10, T11: no false receipt."""
    talk = Conversation(bot)
    await talk.command("incident")
    desk.fault = DatabaseUnavailable(Trouble.BUSY)
    [reply] = await talk.submit(VALUES)
    assert isinstance(reply, FormErrors)
    filled = {field.name: getattr(field, "initial", None) for field in reply.form.fields}
    assert {name: filled[name] for name in ("channel", "happened", "behaviours", "ended")} == {
        "channel": "phone",
        "happened": "He shouted.",
        "behaviours": ("rude", "threat"),
        "ended": "yes",
    }
    desk.fault = None
    form = talk.form
    await talk.submit(VALUES)
    first = talk.words.strip()
    talk.form = form
    [again] = await talk.submit(VALUES)
    assert isinstance(again, CloseForm)
    assert again.repeated, "what follows was said before, and no platform says it twice"
    assert talk.words.strip() == first
    assert len(desk.records) == 1


async def test_a_typed_request_opens_the_form_with_one_press(bot: Bot) -> None:
    """T9."""
    talk = Conversation(bot)
    await talk.follows(("incident", "Emergency: 911"))
    await talk.press("Open the form")
    assert talk.form is not None
    assert talk.form.name == "report"


async def test_every_greeting_and_every_command_is_answered_with_a_way_forward(bot: Bot) -> None:
    """Store rules: nothing typed ends in silence."""
    for typed in (
        "Hi",
        "Hello",
        "help",
        "policy",
        "contact",
        "phrases",
        "reports",
        "support",
        "thanks",
        "zzz",
    ):
        talk = Conversation(bot)
        await talk.say(typed)
        assert talk.replies, typed
        assert len(talk.words) > 10, typed


async def test_ten_submits_of_one_form_at_once_are_one_record_and_one_answer(
    bot: Bot, desk: FakeIncidents, world: Services
) -> None:
    """T11: a double click, a retry, a redelivery."""
    talk = Conversation(bot)
    await talk.command("incident")
    talks = [Conversation(bot) for _ in range(10)]
    for other in talks:
        other.form = talk.form
    await asyncio.gather(*(other.submit(VALUES) for other in talks))
    assert len({other.words.strip() for other in talks}) == 1
    assert sum(other.replies[0] == CloseForm() for other in talks) == 1, "and one of them is heard"
    assert len(desk.records) == 1
    assert await world.drafts.kept("ana@example.org", MORNING) == ()
