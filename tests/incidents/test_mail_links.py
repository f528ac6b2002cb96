"""The link of an e-mail: bound to its person, its record and its notice, for one use, by the rights of the moment."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.outbox.sending import NotDelivered
from foundation.outbox.worker import Worker
from incidents.link_tokens import LASTS, link_token, notice_of, record_in
from incidents.mail_links import LinkAnswer, MailLinkState
from incidents.notices import Notice, NoticeKind
from incidents.notifying import RecordJobs
from incidents.records import Acknowledgement, Behaviour, Filed
from incidents.rules.access import Operation
from tests.fakes.clock import MORNING
from tests.fakes.roster import BACKUP, COLLEAGUE, HEAD, PARKS
from tests.fixtures.acts import said_of
from tests.fixtures.office import RING, Office

SPENT = LinkAnswer(MailLinkState.SPENT)


@pytest.fixture
def mailing(office: Office) -> Office:
    """The office with a second way, while chat reaches nobody."""
    jobs = RecordJobs(office.desk, office.notifier, by_mail=True)
    office.worker = Worker(office.db, [jobs], office.clock, office.desk.bell)

    def fault(notice: Notice) -> NotDelivered | None:
        chat = notice.kind is not NoticeKind.MAILED
        return NotDelivered("timeout", again=True, platform="chat") if chat else None

    office.notifier.fault = fault
    return office


async def mailed(office: Office, **changes: object) -> tuple[Filed, str]:
    """A violent report whose head got an e-mail, and the token of its link."""
    filed = await office.desk.submit(office.report(behaviours=(Behaviour.VIOLENCE,), **changes), "draft")
    for _ in range(5):
        await office.pass_time(seconds=30)
    (mail,) = [one for one in office.notifier.notices if one.kind is NoticeKind.MAILED]
    assert (mail.recipient, mail.record.report.author) == (HEAD, "")
    return filed, mail.link


async def test_a_link_works_once_for_whom_it_was_sent_to(mailing: Office) -> None:
    filed, link = await mailed(mailing)
    assert (await mailing.desk.links.look(link)).state is MailLinkState.WAITS
    assert await mailing.desk.links.take(link) == LinkAnswer(MailLinkState.DONE, filed.reference)
    assert (await mailing.desk.links.take(link)).state is MailLinkState.ALREADY
    shown = await mailing.desk.view(filed.id, HEAD)
    assert shown
    assert shown.acknowledged_by == HEAD


async def test_a_link_says_so_where_somebody_acknowledged_meanwhile(mailing: Office) -> None:
    filed, link = await mailed(mailing)
    outcome, _ = await mailing.desk.acknowledge(filed.id, BACKUP)
    assert outcome is Acknowledgement.DONE
    assert await mailing.desk.links.take(link) == LinkAnswer(MailLinkState.ALREADY, filed.reference)


async def test_a_link_of_before_acknowledges_nothing_that_is_asked_anew(mailing: Office) -> None:
    filed, link = await mailed(mailing)
    await mailing.desk.acknowledge(filed.id, BACKUP)
    added = await mailing.desk.amend(
        filed.id,
        mailing.report().author,
        "He came back with a knife.",
        "later",
        behaviours=(Behaviour.WEAPON,),
    )
    assert added
    assert added.acknowledged_at is None, "what was added has to be acknowledged anew"
    assert await mailing.desk.links.take(link) == SPENT


async def test_a_link_ends_with_its_time_and_with_the_right_of_its_reader(mailing: Office) -> None:
    filed, link = await mailed(mailing)
    mailing.roster.people[HEAD] = (PARKS, frozenset({"department_head"}))
    assert await mailing.desk.links.take(link) == SPENT, "moved to another department since"
    mailing.roster.people[HEAD] = ("Transit", frozenset({"department_head"}))
    assert (await mailing.desk.links.look(link)).state is MailLinkState.WAITS
    mailing.clock.advance(LASTS)
    assert await mailing.desk.links.take(link) == SPENT
    shown = await mailing.desk.view(filed.id, BACKUP)
    assert shown is not None
    assert shown.acknowledged_at is None


@pytest.mark.parametrize("until", ["0", "ffffffff", "100000000", "ffffffffff"])
async def test_a_link_of_whatever_time_is_good_for_nothing_and_breaks_nothing(
    mailing: Office, until: str
) -> None:
    filed, _ = await mailed(mailing)
    token = f"{filed.id}-{until}-{'A' * 43}"
    assert await mailing.desk.links.look(token) == SPENT
    assert await mailing.desk.links.take(token) == SPENT


async def test_an_overdue_task_that_chat_cannot_remind_of_is_mailed_without_a_link(mailing: Office) -> None:
    filed = await mailing.desk.submit(mailing.report(), "draft")
    due = mailing.clock.now() + timedelta(hours=1)
    task = said_of(Operation.ADD_TASK, task_due=due, task_person=COLLEAGUE)
    await mailing.desk.act(filed.id, HEAD, Operation.ADD_TASK, task, "task")
    await mailing.pass_time(minutes=61)
    for _ in range(3):
        await mailing.pass_time(minutes=5)
    mails = [one for one in mailing.notifier.notices if one.kind is NoticeKind.MAILED]
    theirs = [one for one in mails if one.recipient == COLLEAGUE]
    assert [(one.about, one.link) for one in theirs] == [(NoticeKind.TASK_REMINDER, "")]
    assert len({one.mail_id for one in mails}) == len(mails), "no server takes one for another"


token_of = st.tuples(
    st.sampled_from(["0" * 32, "1" * 32]),
    st.sampled_from(
        [f"mailed:notify:{'0' * 32}:{level}:{who}" for level in (0, 1) for who in (HEAD, BACKUP)]
    ),
)


@settings(max_examples=60, deadline=None)
@given(token_of, token_of, st.integers(0, 120), st.booleans())
def test_a_token_is_good_for_its_own_notice_alone_and_nothing_can_be_read_out_of_it(
    made: tuple[str, str], asked: tuple[str, str], place: int, touched: bool
) -> None:
    token = link_token(RING, *made, MORNING + LASTS)
    assert "@" not in token
    assert record_in(token) == made[0]
    if touched:  # Of the record, which is looked up first, the notice itself speaks.
        at = 33 + place % (len(token) - 33)
        token = token[:at] + ("0" if token[at] != "0" else "1") + token[at + 1 :]
    genuine = asked[1] == made[1] and not touched
    assert notice_of(RING, token, [asked[1]], MORNING) == (asked[1] if genuine else "")
    assert notice_of(RING, token, [made[1]], MORNING + LASTS) == ""
