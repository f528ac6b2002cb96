"""An answer that a platform did not take is kept, sealed, and brought when the platform is back."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.events import ReplyLost
from bot.flows.times import local_time
from bot.message_json import from_json, to_json
from bot.messages import (
    Button,
    Buttons,
    Divider,
    Fact,
    Facts,
    Heading,
    Image,
    Link,
    Links,
    Listing,
    ListItem,
    Message,
    Phrases,
    Quote,
    Steps,
    Text,
    Tone,
)
from bot.people import ReplyTarget
from bot.tables import kept_replies
from bot.words import sentence
from foundation.db import Connection
from foundation.outbox.sending import NotDelivered
from foundation.outbox.tables import jobs
from tests.flows.town import SAM, Town

CANARY = "Quillfeather"
EVERYTHING = Message(
    "All there is.",
    (
        Text(f"{CANARY} \U0001f642", Tone.DANGER),
        Heading("A heading"),
        Facts((Fact("Phone", "555-0100"), Fact("Where", ""))),
        Quote("words", "Policy 4.3", "May", "lead in", "overdue", "https://town.example/p"),
        Listing("Steps", (ListItem("words", "May", "4.3", "You are here", under=True),), ordered=True),
        Steps(("one", "two")),
        Phrases("Say", ("I am ending this call.",)),
        Links((Link("Call", "tel:911"),)),
        Image("https://town.example/i.png", "a map"),
        Divider(),
        Buttons((Button("Open", "form.open", "d", Tone.STRONG, opens_form=True),)),
    ),
)


def lost(town: Town, name: str = "slack:1:lost:0") -> ReplyLost:
    """Sam's answer that did not arrive."""
    talk = town.talk(SAM)
    where = ReplyTarget("chat", "T1", "D1")
    return ReplyLost(name, talk.who, where, town.clock.now(), EVERYTHING, where)


async def waiting(town: Town) -> tuple[int, int]:
    """How many kept replies there are, and how many letters that bring them wait."""

    def count(conn: Connection) -> tuple[int, int]:
        kept = conn.execute(select(func.count()).select_from(kept_replies)).scalar_one()
        due = select(func.count()).where(jobs.c.kind == "reply", jobs.c.done_at.is_(None))
        return kept, conn.execute(due).scalar_one()

    return await town.db.read(count)


def test_a_message_of_every_part_survives_its_wait() -> None:
    assert from_json(to_json(EVERYTHING)) == EVERYTHING


async def test_an_answer_that_was_lost_is_brought_later_and_says_when_it_was_due(town: Town) -> None:
    due = local_time(town.clock.now(), town.services.organisation)
    assert await town.bot.handle(lost(town)) == []
    town.messenger.refusals[SAM] = NotDelivered("ratelimited", again=True)
    await town.pass_time(seconds=1)
    assert town.messenger.to(SAM) == []
    town.messenger.refusals.clear()
    await town.pass_time(minutes=10)
    (brought,) = town.messenger.to(SAM)
    assert brought.parts[0] == Text(sentence("core.kept_reply", time=due), Tone.QUIET)
    assert brought.parts[1:] == EVERYTHING.parts


async def test_it_is_kept_once_however_often_its_loss_is_told(town: Town) -> None:
    for _ in range(3):
        await town.bot.handle(lost(town))
    assert await waiting(town) == (1, 1)


async def test_its_words_are_sealed_while_it_waits_and_gone_when_it_has_arrived(town: Town) -> None:
    await town.bot.handle(lost(town))
    row = await town.db.read(lambda conn: conn.execute(select(kept_replies)).one())
    assert CANARY.encode() not in row.sealed
    await town.pass_time(seconds=1)
    assert await waiting(town) == (0, 0)


@pytest.mark.parametrize("code", ["token_revoked", "missing_scope"])
async def test_a_fault_of_the_installation_is_waited_for(town: Town, code: str) -> None:
    await town.bot.handle(lost(town))
    town.messenger.refusals[SAM] = NotDelivered(code, again=False, operator=True)
    await town.pass_time(seconds=1)
    town.messenger.refusals.clear()
    await town.pass_time(hours=1)
    assert len(town.messenger.to(SAM)) == 1


async def test_what_nobody_can_be_brought_leaves_no_words_behind(town: Town) -> None:
    await town.bot.handle(lost(town))
    town.messenger.refusals[SAM] = NotDelivered("user_disabled", again=False)
    await town.pass_time(seconds=1)
    assert await waiting(town) == (1, 1), "they wrote to us just now: what says that they are gone may pass"
    await town.pass_time(hours=25)
    assert await waiting(town) == (0, 0)


async def test_where_somebody_is_first_met_by_a_loss_they_can_be_reached_from_then_on(town: Town) -> None:
    await town.bot.handle(lost(town))
    (reachable,) = await town.memory.reach(SAM)
    assert reachable.direct.conversation == "D1"


async def test_where_somebody_wrote_to_us_stays_the_way_to_them(town: Town) -> None:
    await town.talk(SAM).say("hello")
    await town.bot.handle(lost(town))
    (reachable,) = await town.memory.reach(SAM)
    assert reachable.direct.conversation == f"direct-{SAM}"
