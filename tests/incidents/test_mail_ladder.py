"""Chat is broken for everybody while e-mail works: who was mailed and is silent is not waited for for ever."""

from __future__ import annotations

import pytest

from foundation.outbox.sending import NotDelivered
from foundation.outbox.worker import Worker
from incidents.notices import Notice, NoticeKind
from incidents.notifying import RecordJobs
from incidents.records import Behaviour, Filed
from tests.fakes.roster import AUTHOR, BACKUP, CAO, HEAD
from tests.fixtures.office import Office


@pytest.fixture
def broken(office: Office) -> Office:
    """The office with a second way, while a fault of the installation keeps chat from everybody."""
    jobs = RecordJobs(office.desk, office.notifier, by_mail=True)
    office.worker = Worker(office.db, [jobs], office.clock, office.desk.bell)

    def fault(notice: Notice) -> NotDelivered | None:
        chat = notice.kind is not NoticeKind.MAILED
        return NotDelivered("token_revoked", again=False, operator=True, platform="slack") if chat else None

    office.notifier.fault = fault
    return office


async def file(office: Office) -> Filed:
    """A violent report: its ladder goes on at any hour, and e-mail has two minutes."""
    filed = await office.desk.submit(office.report(behaviours=(Behaviour.VIOLENCE,)), "draft")
    await office.worker.run_due()
    return filed


async def passes(office: Office, minutes: int) -> None:
    for _ in range(minutes * 2):
        await office.pass_time(seconds=30)


async def test_silence_after_an_e_mail_climbs_and_its_minutes_begin_when_the_e_mail_arrives(
    broken: Office,
) -> None:
    await file(broken)
    await passes(broken, 11)
    assert broken.notifier.told(NoticeKind.MAILED) == [HEAD], "mailed after two minutes, ten to answer"
    await passes(broken, 4)
    assert broken.notifier.told(NoticeKind.MAILED) == [HEAD, BACKUP]
    await passes(broken, 25)
    assert CAO in broken.notifier.told(NoticeKind.MAILED)
    assert broken.notifier.told(NoticeKind.ALERT) == []


async def test_at_its_end_everybody_is_mailed_again_and_whoever_answers_ends_it(broken: Office) -> None:
    filed = await file(broken)
    await passes(broken, 120)
    mails = [one for one in broken.notifier.notices if one.kind is NoticeKind.MAILED]
    assert min(sum(one.recipient == who for one in mails) for who in (HEAD, BACKUP, CAO)) > 1
    assert len({one.link for one in mails}) == len(mails), "each link is bound to its own e-mail"
    await broken.desk.links.take(mails[-1].link)
    before = len(mails)
    await passes(broken, 60)
    assert len(broken.notifier.told(NoticeKind.MAILED)) == before
    shown = await broken.desk.view(filed.id, HEAD)
    assert shown
    assert shown.acknowledged_by == mails[-1].recipient


async def test_who_was_mailed_is_not_given_the_minutes_anew_once_chat_is_mended(broken: Office) -> None:
    await file(broken)
    await passes(broken, 10)
    broken.notifier.refuse()
    await passes(broken, 1)
    assert broken.notifier.told(NoticeKind.ALERT) == [HEAD]
    await passes(broken, 2)
    assert broken.notifier.told(NoticeKind.ALERT) == [HEAD, BACKUP]
    assert AUTHOR not in broken.notifier.told(NoticeKind.MAILED)


async def test_where_no_e_mail_arrives_either_nobody_else_is_asked(broken: Office) -> None:
    broken.notifier.fault = lambda _: NotDelivered(
        "token_revoked", again=False, operator=True, platform="slack"
    )
    filed = await file(broken)
    await passes(broken, 40)
    record = await broken.desk.view(filed.id, CAO)
    assert record
    assert {one.recipient for one in record.deliveries} == {HEAD}
