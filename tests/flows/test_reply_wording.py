"""The words of a reply: looked through, shown once more where they changed, and no date that is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapter import Failure, SendFailed
from bot.dispatch import Bot
from bot.flows.times import local_moment
from bot.replies import FormErrors
from bot.words import sentence
from foundation.datafile import parse_data
from foundation.db import Database
from incidents.request import ReplyKind, RequestClockKind
from incidents.rules.access import Operation
from incidents.rules.request_file import read_rules
from knowledge.library import Library
from tests.fakes.conversation import PLATFORMS
from tests.fakes.post import FakePost
from tests.fixtures.databases import db
from tests.flows.replying import CASEY, again, notices, opens, post, standing_of, town, writes
from tests.flows.test_requests import (
    INGRID,
    does,
    number,
    takes,
    told,
)
from tests.flows.town import MAY_END, ORGANISATION, Town, answer

__all__ = ["db", "post", "town"]  # `db`: many people at once, so the one with threads.


async def test_p09_a22_a18_changed_words_are_shown_once_more_with_what_was_found_and_then_go(
    town: Town, post: FakePost
) -> None:
    await takes(town)
    words = "Prior to your call you failed to tell us. The SR is with the the crew."
    talk = await writes(town, ReplyKind.ACKNOWLEDGEMENT, reply_text=words)
    assert set(talk.replies[0].errors) == {""}  # type: ignore[union-attr]  # a form that stays
    seen = notices(talk)
    for found in ("“Prior to” (plainer: before)", "“you failed to”", "“SR”", "“the the”", "“Casey Customer”"):
        assert found in seen
    assert "Pothole or damaged road" in seen, "A16: it does not say what it is about"
    assert CASEY in seen
    await town.pass_time(seconds=1)
    assert post.sent == [], "nothing goes before it was looked at"
    await again(talk, reply_text=words + " It is mended.")
    assert isinstance(talk.replies[0], FormErrors), "other words are looked at anew"
    await again(talk)
    assert sentence("reply.on_its_way") in talk.words, "what was found never stops anybody"
    await town.pass_time(seconds=1)
    assert [one.text for one in post.sent] == [words + " It is mended."]


async def test_p09_where_forms_are_questions_what_was_found_stands_above_the_last_look(
    town: Town, post: FakePost
) -> None:
    await takes(town)
    talk = town.talk(INGRID, platform="plain")
    standing = await standing_of(town)
    await talk.choose("request.write", f"acknowledgement:{standing.id}")
    await talk.say("skip")
    await talk.say("Dear Casey, you failed to report the pothole.")
    await talk.say("send")
    assert "“you failed to”" in talk.words
    assert CASEY in talk.words
    await town.pass_time(seconds=1)
    assert post.sent == []
    await talk.say("send")
    await town.pass_time(seconds=1)
    assert [one.text for one in post.sent] == ["Dear Casey, you failed to report the pothole."]


async def test_p09_words_to_copy_are_looked_through_as_well(town: Town, post: FakePost) -> None:
    await takes(town)
    talk = await writes(
        town, ReplyKind.ACKNOWLEDGEMENT, reply_way="copy", reply_text="Dear Casey, the curb stop is actioned."
    )
    assert "“curb stop” (plainer: water valve at the street)" in talk.words, (
        "a word of the organisation's list"
    )
    assert "“actioned”" in talk.words
    await town.pass_time(seconds=1)
    assert post.sent == []


async def test_p08_p15_an_update_by_e_mail_promises_the_date_its_words_say(
    town: Town, post: FakePost
) -> None:
    await takes(town)
    due = town.clock.now() + timedelta(days=2)
    talk = await writes(town, ReplyKind.UPDATE, next_update=due)
    moment = local_moment(due, town.services.organisation)
    assert sentence("reply.date_missing", moment=moment) not in notices(talk)
    await again(talk, next_update=due)
    await town.pass_time(seconds=1)
    (mail,) = post.sent
    assert f"by {moment} at the latest" in mail.text, "the date that was chosen, in words nobody else changed"
    standing = await standing_of(town)
    assert standing.state == "investigating"
    assert standing.clocks[0].due == due
    assert standing.confirmed_at


async def test_p08_a_date_that_the_words_do_not_say_is_pointed_out_and_one_too_far_refused(
    town: Town, post: FakePost
) -> None:
    await takes(town)
    due = town.clock.now() + timedelta(days=2)
    talk = await writes(
        town, ReplyKind.UPDATE, next_update=due, reply_text="Dear Casey, the pothole is next."
    )
    moment = local_moment(due, town.services.organisation)
    assert sentence("reply.date_missing", moment=moment) in notices(talk)
    far = town.clock.now() + timedelta(days=60)
    await again(talk, next_update=far)
    await again(talk, next_update=far)
    assert "later than updates are apart" in repr(talk.replies)
    await town.pass_time(seconds=1)
    assert post.sent == []


async def test_r12_the_closing_goes_out_with_the_outcome_right_after_it_was_solved(
    town: Town, post: FakePost
) -> None:
    await takes(town)
    talk = await does(town, INGRID, await number(town), Operation.RESOLVE, disposition="Done as asked")
    await talk.press(sentence("reply.tell_done"))
    assert "Outcome: Done as asked." in talk.words
    await talk.press(sentence("reply.send"))
    await town.pass_time(seconds=1)
    (mail,) = post.sent
    assert "Outcome: Done as asked." in mail.text
    standing = await standing_of(town)
    assert [one.kind for one in standing.clocks] == [RequestClockKind.FOLLOW_UP], "they are still asked"


async def test_a_text_that_changed_since_the_card_is_shown_before_it_goes(town: Town, post: FakePost) -> None:
    talk = await takes(town)
    press = next(one for one in talk.buttons if one.label == sentence("reply.send"))
    later = town.clock.now() + timedelta(days=1)
    await does(town, INGRID, await number(town), Operation.NOTE, next_update=later)
    await talk.choose(press.action, press.value)
    moment = local_moment(later, town.services.organisation)
    assert moment in talk.words
    await town.pass_time(seconds=1)
    assert post.sent == []
    await talk.press(sentence("reply.send"))
    await town.pass_time(seconds=1)
    assert moment in post.sent[0].text


async def test_where_no_mail_is_set_up_it_says_so_calmly_and_gives_the_words_to_copy(db: Database) -> None:
    town = Town(db)
    taken = await takes(town)
    assert sentence("reply.send") not in {one.label for one in taken.buttons}
    talk = await opens(town, ReplyKind.ACKNOWLEDGEMENT)
    assert sentence("reply.no_mail") in talk.words
    await talk.press(sentence("reply.change"))
    assert sentence("reply.no_mail") in notices(talk)
    assert talk.form
    await again(talk, reply_text="Dear Casey, the pothole at 14 Harbour Street is next.")
    assert sentence("reply.nothing_found") in talk.words


async def test_p09_beside_what_was_found_stands_the_policys_own_clause_or_nothing(
    town: Town, library: Library
) -> None:
    town.services = replace(town.services, knowledge=library)
    town.bot = Bot(town.services, PLATFORMS)
    await takes(town)
    talk = await writes(
        town, ReplyKind.ACKNOWLEDGEMENT, reply_way="copy", reply_text="Dear Sir, the SR is actioned."
    )
    assert "Staff must use plain words." in talk.words
    assert "Customer Service" in talk.words, "with its citation"
    assert "Staff should use a customer's name once they know it" in talk.words, "P06"
    talk = await writes(town, ReplyKind.ACKNOWLEDGEMENT, reply_text="Dear Casey, you failed to tell us.")
    assert "A reply should repeat the question in one sentence" in notices(talk), "A16"


async def test_a_clause_that_speaks_of_something_else_does_not_stand_beside_what_was_found(
    town: Town,
) -> None:
    town.knowledge.answer = answer("plain words", MAY_END)
    await takes(town)
    talk = await writes(
        town, ReplyKind.ACKNOWLEDGEMENT, reply_way="copy", reply_text="Dear Casey, the pothole is actioned."
    )
    assert "“actioned”" in talk.words
    assert MAY_END.text not in talk.words


def test_p09_mistakes_in_the_list_of_office_words_are_named() -> None:
    text = (ORGANISATION / "requests.yaml").read_text(encoding="utf-8")
    rules = read_rules(parse_data(text, "requests.yaml"))
    assert rules.jargon["work order"] == "job"
    assert rules.grade == 9
    for old, new, said in (
        ("{word: triage,", "{word: Work Order,", "stands here twice"),
        ("grade: 9", "grade: 99", "a whole number from"),
        ("reply_to: requests@", "reply_to: requests at ", "is not an e-mail address"),
    ):
        with pytest.raises(Exception, match=said):
            read_rules(parse_data(text.replace(old, new, 1), "requests.yaml"))


@pytest.mark.parametrize("kind", [ReplyKind.UPDATE, ReplyKind.ACKNOWLEDGEMENT])
async def test_p08_what_says_a_date_that_passed_while_it_waited_is_not_sent(
    town: Town, post: FakePost, kind: ReplyKind
) -> None:
    post.fault = SendFailed(Failure.RETRY, "smtp_451")
    talk = await takes(town)
    soon = town.clock.now() + timedelta(minutes=30)
    if kind is ReplyKind.UPDATE:
        talk = await writes(town, kind, next_update=soon)
        await again(talk, next_update=soon)
    else:
        await does(town, INGRID, await number(town), Operation.NOTE, next_update=soon)
        talk = await opens(town, kind)
        await talk.press(sentence("reply.send"))
    assert sentence("reply.on_its_way") in talk.words
    await town.pass_time(minutes=31)
    post.fault = None
    await town.pass_time(minutes=5)
    assert post.sent == [], "it would say that they hear by a moment that is over"
    assert any("could not be sent" in one for one in told(town, INGRID))


async def test_p08_no_text_promises_a_moment_that_is_over(town: Town, post: FakePost) -> None:
    await takes(town)
    soon = town.clock.now() + timedelta(minutes=30)
    await does(town, INGRID, await number(town), Operation.NOTE, next_update=soon)
    await town.pass_time(minutes=31)
    moment = local_moment(soon, town.services.organisation)
    talk = await opens(town, ReplyKind.ACKNOWLEDGEMENT)
    assert talk.words == sentence("request.text_none")
    talk = await opens(town, ReplyKind.UPDATE)
    standing = await standing_of(town)
    usual = local_moment(town.requests.latest_update(standing.priority), town.services.organisation)
    assert moment not in talk.words
    assert f"by {usual} at the latest" in talk.words
