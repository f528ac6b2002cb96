"""Replies to whoever brought a request: sent as they were seen, proved or said to have failed, or never written."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.adapter import Failure, SendFailed
from bot.dispatch import Bot
from bot.events import FieldValue
from bot.flows.times import local_moment
from bot.replies import FormErrors
from bot.words import sentence
from foundation.datafile import parse_data
from foundation.db import Database
from foundation.ids import new_id
from foundation.outbox.sending import NotDelivered
from incidents import store_audit
from incidents.audit import Act
from incidents.records import Said
from incidents.request import ReplyKind, RequestClockKind, RequestOutcome, RequestStanding
from incidents.rules.access import Operation
from incidents.rules.request_file import read_rules
from incidents.rules.request_replies import addresses_of
from incidents.tables import records
from knowledge.library import Library
from tests.fakes.conversation import PLATFORMS, Conversation
from tests.fakes.post import FakePost
from tests.fixtures.databases import db
from tests.flows.test_requests import (
    INGRID,
    MIREILLE,
    complains,
    does,
    number,
    takes,
    told,
)
from tests.flows.town import MAY_END, ORGANISATION, SAM, WEN, Town, answer

__all__ = ["db"]  # Many people at once, so the one with threads.

CASEY = "casey@customer.example"


class Died(BaseException):
    """The process ends here; nothing catches it."""


@pytest.fixture
def post() -> FakePost:
    """The mail server."""
    return FakePost()


@pytest.fixture
def town(db: Database, post: FakePost) -> Town:
    """The sample town with a mail server."""
    return Town(db, post=post)


async def standing_of(town: Town, who: str = INGRID) -> RequestStanding:
    found = await town.requests.standing(await number(town, SAM), who)
    assert found
    return found


async def opens(town: Town, kind: ReplyKind, who: str = INGRID) -> Conversation:
    """The card of a text, the way somebody comes to it."""
    talk = town.talk(who)
    await talk.say(f"requests {await number(town, SAM)}")
    await talk.press(sentence("act.more"))
    await talk.press(sentence("request.text_" + kind))
    return talk


async def writes(town: Town, kind: ReplyKind, who: str = INGRID, **said: FieldValue) -> Conversation:
    """Open the form of a reply and send it for a look: nothing has gone out yet."""
    talk = await opens(town, kind, who)
    await talk.press(sentence("reply.write" if kind is ReplyKind.UPDATE else "reply.change"))
    assert talk.form
    held = {one.name: getattr(one, "initial", None) for one in talk.form.fields}
    await talk.submit({**held, **said})
    return talk


async def again(talk: Conversation, **said: FieldValue) -> None:
    """Send the form as it stands, with what says that it was looked at."""
    assert talk.form
    held = {one.name: getattr(one, "initial", None) for one in talk.form.fields}
    await talk.submit({**held, **said})


def notices(talk: Conversation) -> str:
    """The words between the fields of the open form."""
    assert talk.form
    return "\n".join(getattr(one, "text", "") for one in talk.form.items)


async def kept(town: Town, who: str = INGRID) -> str:
    """The request with every word, as somebody reads it."""
    talk = town.talk(who)
    await talk.choose("request.read", (await standing_of(town, who)).id)
    return notices(talk)


async def test_r04_p13_the_acknowledgement_goes_out_with_one_press_just_as_it_stands(
    town: Town, post: FakePost
) -> None:
    talk = await takes(town)
    assert sentence("reply.goes_to", to=CASEY) in talk.words
    words = next(line for line in talk.words.splitlines() if line.startswith("Dear Casey"))
    await talk.press(sentence("reply.send"))
    assert sentence("reply.on_its_way") in talk.words
    assert post.sent == [], "it is in the outbox, and goes when the worker comes"
    await town.pass_time(seconds=1)
    (mail,) = post.sent
    reference = await number(town)
    assert (mail.to, mail.text) == (CASEY, words)
    assert mail.subject == f"Town of Port Maribel: your request {reference} (Pothole or damaged road)"
    assert mail.reply_to == "requests@portmaribel.example"
    for said in ("Casey Customer", "Pothole or damaged road, 14 Harbour Street", "sorry", reference):
        assert said in mail.text, "P06, A16: name and question are in it"


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


async def test_r04_what_was_sent_is_kept_with_its_digest_and_what_became_of_it(
    town: Town, post: FakePost
) -> None:
    talk = await takes(town)
    await talk.press(sentence("reply.send"))
    assert sentence("reply.under_way") in await kept(town)
    await town.pass_time(seconds=1)
    (mail,) = post.sent
    read = await kept(town)
    taken = local_moment(town.clock.now(), town.services.organisation)
    for words in (
        mail.text,
        sentence("reply.head", to=CASEY, subject=mail.subject),
        sentence("reply.digest", digest=hashlib.sha256(mail.text.encode()).hexdigest()),
        sentence("reply.taken", moment=taken),
        "Sam Okafor",
    ):
        assert words in read
    assert CASEY not in repr(town.messenger.brought)


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


@pytest.mark.parametrize("wish", [{"contact_wanted": "no"}, {"contact": "555-0199"}])
async def test_r22_r32_who_wants_to_hear_nothing_or_left_no_address_is_never_written_to(
    town: Town, post: FakePost, wish: dict[str, FieldValue]
) -> None:
    talk = await takes(town, **wish)  # type: ignore[arg-type]  # fields of a form
    assert sentence("reply.send") not in {one.label for one in talk.buttons}
    standing = await standing_of(town)
    for who in (SAM, INGRID):
        talk = town.talk(who)
        for value in (f"acknowledgement:{standing.id}", f"acknowledgement:{standing.id}:{'0' * 16}"):
            await talk.choose("request.send", value)
        said = {
            "reply_kind": "acknowledgement",
            "reply_to": CASEY,
            "reply_subject": "S",
            "reply_text": "T",
        }
        outcome, _ = await town.requests.act(standing.id, who, Operation.SEND_REPLY, said, new_id())
        assert outcome is not RequestOutcome.DONE, "not even past the cards"
    await town.pass_time(minutes=1)
    assert post.sent == []


async def test_r22_only_an_address_that_was_taken_down_is_written_to(town: Town, post: FakePost) -> None:
    await takes(town)
    talk = await writes(town, ReplyKind.ACKNOWLEDGEMENT, reply_way="else@where.example")
    assert isinstance(talk.replies[0], FormErrors)
    await again(talk)
    assert post.sent == []
    request = replace(
        (await town.requests.view((await standing_of(town)).id, INGRID)).request,  # type: ignore[union-attr]  # hers
        contact="Casey <casey@customer.example>, or ring 555-0199; casey.b@home.example.",
    )
    assert addresses_of(request) == (CASEY, "casey.b@home.example")
    assert addresses_of(replace(request, contact_wanted=False)) == ()
    assert addresses_of(replace(request, contact="caséy@customer.example\nBcc: a")) == ()


async def test_r16_r18_r25_a_confidential_lane_sends_its_own_words_alone_by_its_readers_alone(
    town: Town, post: FakePost
) -> None:
    taken = await complains(town, contact=CASEY)
    assert sentence("reply.send") not in {one.label for one in taken.buttons}, "whoever took it reads no more"
    reference = await number(town)
    standing = await town.requests.standing(reference, MIREILLE)
    assert standing
    for who in (SAM, WEN, INGRID):
        talk = town.talk(who)
        for action in ("request.send", "request.write", "request.text"):
            await talk.choose(action, f"acknowledgement:{standing.id}")
            assert CASEY not in talk.words
            assert talk.form is None
    talk = await opens_as(town, MIREILLE, reference, ReplyKind.ACKNOWLEDGEMENT)
    assert "has reached Human Resources" in talk.words
    assert sentence("reply.change") not in {one.label for one in talk.buttons}, "nobody changes the words"
    await talk.choose("request.write", f"acknowledgement:{standing.id}")
    assert talk.form is None
    talk = await opens_as(town, MIREILLE, reference, ReplyKind.ACKNOWLEDGEMENT)
    await talk.press(sentence("reply.send"))
    await town.pass_time(seconds=1)
    (mail,) = post.sent
    assert mail.text.startswith("Thank you. Your complaint has reached Human Resources.")
    assert mail.subject == f"Town of Port Maribel: your request {reference}"
    for word in ("Wen", "shouted", "zyxq"):
        assert word not in mail.subject + mail.text


async def opens_as(town: Town, who: str, reference: str, kind: ReplyKind) -> Conversation:
    talk = town.talk(who)
    await talk.say(f"requests {reference}")
    await talk.press(sentence("act.more"))
    await talk.press(sentence("request.text_" + kind))
    return talk


async def test_only_who_may_compose_may_send(town: Town, post: FakePost) -> None:
    await takes(town)
    standing = await standing_of(town)
    talk = town.talk(WEN)
    for action in ("request.send", "request.write", "request.text"):
        for kind in ReplyKind:
            await talk.choose(action, f"{kind}:{standing.id}")
            assert talk.words == sentence("request.nothing")
    said = {"reply_kind": "acknowledgement", "reply_to": CASEY, "reply_subject": "S", "reply_text": "T"}
    outcome, _ = await town.requests.act(standing.id, WEN, Operation.SEND_REPLY, said, new_id())
    assert outcome is RequestOutcome.NOT_ALLOWED
    promise: dict[str, Said] = {
        **said,
        "reply_kind": "update",
        "next_update": town.clock.now() + timedelta(days=1),
    }
    outcome, _ = await town.requests.act(standing.id, SAM, Operation.SEND_REPLY, promise, new_id())
    assert outcome is RequestOutcome.NOT_NOW, "a date is promised by those who see to it"
    await town.pass_time(minutes=1)
    assert post.sent == []


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


async def test_a_mail_that_was_written_before_mail_was_switched_off_is_said_to_wait(db: Database) -> None:
    town = Town(db, post=FakePost())
    talk = await takes(town)
    await talk.press(sentence("reply.send"))
    off = Town(db, clock=town.clock)
    for _ in range(3):
        await off.pass_time(minutes=10)
    assert any("has not gone out yet" in one for one in told(off, SAM))


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


@pytest.mark.parametrize(
    "written",
    ["Email:casey@customer.example", "Mailto:casey@customer.example!", "*casey@customer.example*…"],
)
async def test_r04_an_address_is_found_however_it_was_taken_down(town: Town, written: str) -> None:
    await takes(town, contact=written)
    case = await town.requests.view((await standing_of(town)).id, INGRID)
    assert case
    assert addresses_of(case.request) == (CASEY,)


async def test_r04_who_presses_on_what_another_sent_reads_who_hears_of_it(town: Town, post: FakePost) -> None:
    sam = await takes(town)
    ingrid = await opens(town, ReplyKind.ACKNOWLEDGEMENT)
    await ingrid.press(sentence("reply.send"))
    await sam.press(sentence("reply.send"))
    assert sentence("reply.by_other") in sam.words, "it would not be Sam who hears that it failed"
    assert sentence("reply.on_its_way") not in sam.words
    await town.pass_time(seconds=1)
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
