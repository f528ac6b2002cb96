"""Chat cannot bring a call for help: helpers get an e-mail that names nobody, and read behind its link where to go."""

from __future__ import annotations

import re

import pytest

from adapters.mail.call_page import page_of_call
from bot.delivery.side_ways import memo_of_call
from bot.words import sentence
from foundation.outbox.sending import Delivered, NotDelivered
from foundation.outbox.worker import Worker
from incidents.safety.call import CallNotice, CallNoticeKind
from incidents.safety.call_links import SPENT_CALL, CallLinkState
from incidents.safety.plan import PlanNotice
from tests.flows.test_calls import DESK, called, reads, told
from tests.flows.test_plans import ROOM, WORD, plans
from tests.flows.town import CAO, DANA, PRIYA, SAM, SILAS, Town

MAILED = CallNoticeKind.CALL_MAILED


@pytest.fixture
def mailing(town: Town) -> Town:
    """The town with a second way, while chat brings nothing to Priya."""
    safety = town.desk.safety.handlers(town.notifier, by_mail=True)
    town.worker = Worker(town.db, safety, town.clock, town.desk.bell)
    fails(town, PRIYA)
    return town


def fails(town: Town, *people: str, operator: bool = False) -> None:
    """From now on chat brings nothing to these people, for a fault of the installation where it is the `operator`."""

    def fault(notice: CallNotice | PlanNotice) -> NotDelivered | None:
        chat = notice.kind is not MAILED
        failure = NotDelivered("down", again=not operator, operator=operator, platform="chat")
        return failure if chat and notice.recipient in people else None

    town.notifier.fault = fault


def mails(town: Town, who: str = PRIYA) -> list[CallNotice]:
    """The e-mails somebody got."""
    sent = (one for one in town.notifier.calls if isinstance(one, CallNotice))
    return [one for one in sent if one.kind is MAILED and one.recipient == who]


async def waits(town: Town, minutes: int) -> None:
    for _ in range(minutes * 2):
        await town.pass_time(seconds=30)


async def test_d41_who_chat_cannot_reach_is_mailed_after_two_minutes_without_a_name_or_a_place(
    mailing: Town,
) -> None:
    await called(mailing)
    await mailing.pass_time(seconds=90)
    assert mails(mailing) == []
    await waits(mailing, 1)
    (mail,) = mails(mailing)
    memo = memo_of_call(mail, mailing.services, "https://bot.town.example")
    words = memo.subject + memo.text
    assert f"https://bot.town.example/h/{mail.link}" in words
    assert not re.search(f"Sam|Okafor|counter|{DESK}|{SAM}", words)
    assert {one.recipient for one in mailing.notifier.calls if one.kind is MAILED} == {PRIYA}
    assert "Priya Raman: sent an e-mail at" in reads(mailing, SAM)
    await waits(mailing, 10)
    assert len(mails(mailing)) == 1, "no e-mail for every level"
    await waits(mailing, 10)
    assert len(mails(mailing)) == 2, "asked again after a quarter of an hour"


async def test_a_fault_of_the_installation_mails_everybody_who_is_asked_at_once(mailing: Town) -> None:
    fails(mailing, SAM, PRIYA, DANA, SILAS, CAO, operator=True)
    await called(mailing)
    await mailing.pass_time(seconds=1)
    assert sorted(told(mailing, MAILED)) == sorted([PRIYA, DANA, SILAS])
    await waits(mailing, 3)
    assert CAO in told(mailing, MAILED)


async def test_no_e_mail_where_chat_is_back_in_time(mailing: Town) -> None:
    await called(mailing)
    fails(mailing)
    await waits(mailing, 4)
    assert PRIYA in told(mailing, CallNoticeKind.CALL)
    assert mails(mailing) == []


async def test_only_a_press_on_the_page_says_that_they_come_and_where_to(mailing: Town) -> None:
    await called(mailing)
    await waits(mailing, 3)
    link, links = mails(mailing)[0].link, mailing.desk.safety.links
    looked = await links.look(link)
    assert (looked.state, looked.call) == (CallLinkState.WAITS, None)
    await mailing.pass_time(seconds=1)
    assert told(mailing, CallNoticeKind.CALL_COMING) == []
    for _ in range(2):
        pressed = await links.take(link)
        assert pressed.state is CallLinkState.COMING
        assert pressed.call
        assert pressed.call.place == DESK
    await mailing.pass_time(seconds=1)
    assert "Priya Raman is on the way to you" in reads(mailing, SAM)
    await mailing.talk(SAM).say("it is over")
    await mailing.pass_time(seconds=1)
    assert (await links.take(link)).state is CallLinkState.OVER
    over = mails(mailing)[-1]
    assert not over.link
    assert sentence("call_mail.over") in memo_of_call(over, mailing.services, "https://bot.town.example").text


async def test_a_link_ends_with_its_hour_and_a_forged_one_is_none(
    mailing: Town,
) -> None:
    await called(mailing)
    await waits(mailing, 3)
    link, links = mails(mailing)[0].link, mailing.desk.safety.links
    forged = link[:-4] + ("AAAA" if not link.endswith("AAAA") else "BBBB")
    for wrong in (forged, "", "x" * 90, link.replace("-", "")):
        assert await links.take(wrong) == SPENT_CALL
    await mailing.pass_time(minutes=61)
    assert await links.look(link) == SPENT_CALL
    assert await links.take(link) == SPENT_CALL


async def test_a_press_on_the_page_of_a_quiet_call_shows_nothing_to_whoever_is_watched(mailing: Town) -> None:
    fails(mailing, PRIYA, operator=True)
    talk = await plans(mailing)
    await mailing.pass_time(minutes=20)
    await talk.say(WORD)
    await mailing.pass_time(seconds=1)
    await mailing.pass_time(seconds=1)
    before = [one for one in mailing.notifier.calls if one.recipient == SAM]
    pressed = await mailing.desk.safety.links.take(mails(mailing)[0].link)
    assert pressed.call
    assert pressed.call.quiet
    await mailing.pass_time(seconds=1)
    assert [one for one in mailing.notifier.calls if one.recipient == SAM] == before


async def test_the_page_says_that_somebody_gave_no_answer_and_what_would_give_them_away(
    mailing: Town,
) -> None:
    fails(mailing, PRIYA, operator=True)
    talk = await plans(mailing)
    await mailing.pass_time(minutes=40)
    await mailing.pass_time(minutes=5, seconds=1)
    await mailing.pass_time(seconds=1)
    links = mailing.desk.safety.links
    pressed = await links.take(mails(mailing)[0].link)
    assert sentence("call.silence") in str(page_of_call(pressed).text)
    await talk.say(WORD)
    await mailing.pass_time(seconds=1)
    page = str(page_of_call(await links.take(mails(mailing)[0].link)).text)
    assert sentence("call.duress") in page
    assert ROOM in page
    assert "Okafor" not in page


async def test_who_chat_cannot_tell_that_it_is_over_hears_so_by_mail(mailing: Town) -> None:
    mailing.notifier.fault = lambda _: None
    call = await called(mailing)
    await mailing.talk(PRIYA).choose("call.coming", call)
    fails(mailing, PRIYA)
    await mailing.talk(SAM).choose("call.over", call)
    await waits(mailing, 4)
    (mail,) = mails(mailing)
    assert not mail.link
    assert sentence("call_mail.over") in memo_of_call(mail, mailing.services, "https://bot.town.example").text
    assert PRIYA not in told(mailing, CallNoticeKind.CALL_OVER)


async def test_once_chat_said_that_it_is_over_no_mail_says_it_again(mailing: Town) -> None:
    mailing.notifier.fault = lambda _: None
    call = await called(mailing)
    fails(mailing, PRIYA)
    await mailing.talk(SAM).choose("call.over", call)
    await mailing.pass_time(seconds=1)
    mailing.notifier.fault = lambda _: None
    await waits(mailing, 5)
    assert PRIYA in told(mailing, CallNoticeKind.CALL_OVER)
    assert mails(mailing) == []


async def test_a_call_that_ends_while_its_mail_is_under_way_is_said_to_be_over_by_mail(
    mailing: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = await called(mailing)
    deliver = mailing.notifier.deliver_call

    async def ends_meanwhile(notice: CallNotice) -> Delivered:
        if notice.kind is MAILED and notice.link:
            await mailing.services.calls.end(call, SAM)
        return await deliver(notice)

    monkeypatch.setattr(mailing.notifier, "deliver_call", ends_meanwhile)
    await waits(mailing, 4)
    asks, over = mails(mailing)
    assert asks.link
    assert not over.link


async def test_who_came_by_the_page_takes_it_back_there_and_the_others_are_asked(mailing: Town) -> None:
    await called(mailing)
    await waits(mailing, 3)
    link, links = mails(mailing)[0].link, mailing.desk.safety.links
    cannot = sentence("call.not_coming")
    assert cannot not in str(page_of_call(await links.look(link)).text)
    assert cannot in str(page_of_call(await links.take(link)).text)
    looked = await links.look(link)
    assert (looked.state, looked.call) == (CallLinkState.COMING, None), "looking shows no place"
    assert cannot in str(page_of_call(looked).text)
    for _ in range(2):
        left = await links.take_back(link)
        assert left.state is CallLinkState.LEFT
        assert DESK not in str(page_of_call(left).text)
    await mailing.pass_time(seconds=1)
    assert told(mailing, CallNoticeKind.CALL_NOT_COMING) == [SAM]
    assert CAO in told(mailing, CallNoticeKind.CALL)
    assert (await links.take(link)).state is CallLinkState.COMING
    await mailing.talk(SAM).say("it is over")
    assert (await links.take_back(link)).state is CallLinkState.OVER
