"""Replies to whoever brought a request: sent as they were seen, by those who may, to whom is to be written to."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import FieldValue
from bot.flows.times import local_moment
from bot.replies import FormErrors
from bot.words import sentence
from foundation.ids import new_id
from incidents.records import Said
from incidents.request import ReplyKind, RequestOutcome
from incidents.rules.access import Operation
from incidents.rules.request_replies import addresses_of
from tests.fakes.post import FakePost
from tests.fixtures.databases import db
from tests.flows.replying import CASEY, again, kept, opens, opens_as, post, standing_of, town, writes
from tests.flows.test_requests import (
    INGRID,
    MIREILLE,
    complains,
    number,
    takes,
)
from tests.flows.town import SAM, WEN, Town

__all__ = ["db", "post", "town"]  # `db`: many people at once, so the one with threads.


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
