"""A reply on its way: once by its id, waiting where the mail server is down, and proved or said to have failed."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import update

from bot.adapter import Failure, SendFailed
from bot.words import sentence
from foundation.db import Database
from foundation.outbox.sending import NotDelivered
from incidents import store_audit
from incidents.audit import Act
from incidents.request import ReplyKind, RequestClockKind
from incidents.rules.access import Operation
from incidents.tables import records
from tests.fakes.post import FakePost
from tests.fixtures.databases import db
from tests.flows.replying import CASEY, Died, kept, opens, post, standing_of, town
from tests.flows.test_requests import (
    INGRID,
    does,
    number,
    takes,
    told,
)
from tests.flows.town import SAM, Town

__all__ = ["db", "post", "town"]  # `db`: many people at once, so the one with threads.


async def test_p07_the_clock_stops_when_the_mail_server_took_it_and_not_before(
    town: Town, post: FakePost
) -> None:
    post.fault = SendFailed(Failure.RETRY, "smtp_451")
    talk = await takes(town)
    await talk.press(sentence("reply.send"))
    await town.pass_time(seconds=1)
    assert (await standing_of(town)).confirmed_at is None
    post.fault = None
    await town.pass_time(minutes=1)
    standing = await standing_of(town)
    assert standing.confirmed_at == town.clock.now()
    assert RequestClockKind.CONFIRM not in {one.kind for one in standing.clocks}
    assert standing.state == "confirmed"


async def test_r04_pressed_twice_or_taken_over_after_a_crash_it_is_one_e_mail_by_its_id(
    town: Town, post: FakePost
) -> None:
    talk = await takes(town)
    press = next(one for one in talk.buttons if one.label == sentence("reply.send"))
    for _ in range(2):
        await talk.choose(press.action, press.value)
    await town.pass_time(seconds=1)
    assert len(post.sent) == 1
    await talk.choose(press.action, press.value)
    await town.pass_time(seconds=1)
    assert len(post.sent) == 1
    other = await takes(town, place="2 Mill Road")
    await other.press(sentence("reply.send"))
    # The process dies after the mail server took it and before that was written down.
    post.dies = Died()
    with pytest.raises(Died):
        await town.pass_time(seconds=1)
    post.dies = None
    await town.pass_time(seconds=10)
    assert len({one.id for one in post.sent[1:]}) == 1, "the mail server can tell that it is the same"
    assert len(post.sent) == 3


async def test_r04_two_who_press_on_the_same_text_at_once_send_one_e_mail(town: Town, post: FakePost) -> None:
    sam = await takes(town)
    press = next(one for one in sam.buttons if one.label == sentence("reply.send"))
    others = [await opens(town, ReplyKind.ACKNOWLEDGEMENT), town.talk(SAM)]
    everybody = (sam, *others)
    await asyncio.gather(*(talk.choose(press.action, press.value) for talk in everybody))
    said = [talk for talk in everybody if sentence("reply.on_its_way") in talk.words]
    assert len({talk.who.person for talk in said}) == 1, (
        "whoever hears if it fails is told so, and nobody else"
    )
    await town.pass_time(seconds=1)
    assert len(post.sent) == 1


async def test_r04_one_that_can_never_arrive_is_said_so_to_whoever_wrote_it_and_stops_no_clock(
    town: Town, post: FakePost
) -> None:
    post.fault = SendFailed(Failure.NEXT_CONTACT, "smtp_550")
    talk = await takes(town)
    await talk.press(sentence("reply.send"))
    await town.pass_time(seconds=1)
    reference = await number(town)
    assert told(town, SAM) == [sentence("request.news_unsent", reference=reference)]
    assert (await standing_of(town)).confirmed_at is None
    assert "could not be sent" in await kept(town)
    post.fault = None
    talk = await opens(town, ReplyKind.ACKNOWLEDGEMENT, SAM)
    await talk.press(sentence("reply.send"))
    assert sentence("reply.on_its_way") in talk.words, "what failed can be sent again in the same words"
    await town.pass_time(seconds=1)
    assert len(post.sent) == 1


@pytest.mark.parametrize("failure", [Failure.RETRY, Failure.OPERATOR])
async def test_r04_while_the_mail_server_is_down_its_writer_hears_that_it_waits_and_then_that_it_went(
    town: Town, post: FakePost, failure: Failure
) -> None:
    post.fault = SendFailed(failure, "smtp_535")
    talk = await takes(town)
    await talk.press(sentence("reply.send"))
    reference = await number(town)
    for _ in range(5):
        await town.pass_time(minutes=6)
    assert told(town, SAM) == [sentence("request.news_waits", reference=reference)], "once"
    post.fault = None
    await town.pass_time(minutes=6)
    assert told(town, SAM)[1:] == [sentence("request.news_sent", reference=reference)]
    assert len(post.sent) == 1


async def test_r04_after_a_day_it_is_given_up_for_what_it_promises_is_not_true_any_more(
    town: Town, post: FakePost
) -> None:
    post.fault = SendFailed(Failure.RETRY, "smtp_451")
    talk = await takes(town)
    await talk.press(sentence("reply.send"))
    await town.pass_time(hours=1)
    await town.pass_time(hours=24)
    reference = await number(town)
    assert sentence("request.news_unsent", reference=reference) in told(town, SAM)
    post.fault = None
    await town.pass_time(hours=1)
    assert post.sent == []


async def test_r04_what_is_overtaken_while_it_waits_is_not_sent(town: Town, post: FakePost) -> None:
    talk = await takes(town)
    post.fault = SendFailed(Failure.RETRY, "smtp_451")
    await talk.press(sentence("reply.send"))
    await town.pass_time(seconds=1)
    await does(town, INGRID, await number(town), Operation.RESOLVE, disposition="Explained")
    post.fault = None
    await town.pass_time(minutes=5)
    assert post.sent == [], "it would promise more of what is closed"
    assert any("could not be sent" in one for one in told(town, SAM))


async def test_a_mail_that_was_written_before_mail_was_switched_off_is_said_to_wait(db: Database) -> None:
    town = Town(db, post=FakePost())
    talk = await takes(town)
    await talk.press(sentence("reply.send"))
    off = Town(db, clock=town.clock)
    for _ in range(3):
        await off.pass_time(minutes=10)
    assert any("has not gone out yet" in one for one in told(off, SAM))


async def test_the_log_says_who_wrote_and_that_it_went_and_no_word_of_it(town: Town, post: FakePost) -> None:
    talk = await takes(town)
    await talk.press(sentence("reply.send"))
    await town.pass_time(seconds=1)

    standing = await standing_of(town)
    story = await town.db.read(lambda conn: store_audit.stories(conn, [standing.id])[standing.id])
    acts = [(one.kind, one.actor) for one in story]
    assert (Act.REPLY_WRITTEN, SAM) in acts
    assert (Act.REPLY_SENT, "") in acts
    assert (Act.CONFIRMED, SAM) in acts
    assert "Dear" not in repr(story)
    assert CASEY not in repr(story)


async def test_r04_what_this_version_cannot_read_waits_for_one_that_can(town: Town, post: FakePost) -> None:
    talk = await takes(town)
    await talk.press(sentence("reply.send"))
    name = (await standing_of(town)).id
    row = update(records).where(records.c.id == name)
    await town.db.write(lambda conn: conn.execute(row.values(state="escalated_to_council")) and None)
    await town.pass_time(seconds=1)
    assert post.sent == []
    await town.db.write(lambda conn: conn.execute(row.values(state="received")) and None)
    await town.pass_time(minutes=5)
    assert len(post.sent) == 1


async def test_r04_of_what_waits_nobody_hears_that_it_was_sent(town: Town, post: FakePost) -> None:
    post.fault = SendFailed(Failure.RETRY, "smtp_451")
    talk = await takes(town)
    press = next(one for one in talk.buttons if one.label == sentence("reply.send"))
    await talk.press(sentence("reply.send"))
    await talk.choose(press.action, press.value)
    assert sentence("reply.before_waits") in talk.words
    post.fault = None
    await town.pass_time(minutes=1)
    await talk.choose(press.action, press.value)
    assert sentence("reply.before") in talk.words
    assert len(post.sent) == 1


async def test_r04_that_it_waits_is_not_told_once_it_went(town: Town, post: FakePost) -> None:
    post.fault = SendFailed(Failure.RETRY, "smtp_451")
    town.messenger.refusals[SAM] = NotDelivered("down", again=True)
    talk = await takes(town)
    await talk.press(sentence("reply.send"))
    for _ in range(4):
        await town.pass_time(minutes=6)
    post.fault = None
    await town.pass_time(minutes=6)
    assert len(post.sent) == 1
    town.messenger.refusals.clear()
    await town.pass_time(minutes=6)
    assert told(town, SAM) == [sentence("request.news_sent", reference=await number(town))]
