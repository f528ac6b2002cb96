"""A fault of the installation is a reason to wait and to shout, never to climb: it says nothing about a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from foundation.outbox.jobs import Lane
from foundation.outbox.sending import NotDelivered
from incidents.jobs import CHECK
from incidents.notices import OF_A_TASK, Notice, NoticeKind
from incidents.records import DeliveryState, Filed
from incidents.rules.access import Operation
from tests.fakes.roster import AUTHOR, BACKUP, CAO, COLLEAGUE, HEAD, TRANSIT
from tests.fixtures.acts import said_of
from tests.fixtures.office import Office

CODES = ("token_revoked", "missing_scope", "invalid_auth", "http_404", "a_word_of_next_year")


def breaks(office: Office, *people: str, code: str = "token_revoked", kind: NoticeKind | None = None) -> None:
    """From now on the installation refuses what goes to these people, everybody without names."""

    def fault(notice: Notice) -> NotDelivered | None:
        theirs = not people or notice.recipient in people
        meant = kind in (None, notice.kind)
        return NotDelivered(code, again=False, operator=True, platform="slack") if theirs and meant else None

    office.notifier.fault = fault


async def file(office: Office) -> Filed:
    filed = await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    return filed


async def states(office: Office, filed: Filed) -> dict[str, DeliveryState]:
    record = await office.desk.view(filed.id, CAO)
    assert record is not None
    return {row.recipient: row.state for row in record.deliveries}


@pytest.mark.parametrize("code", CODES)
async def test_however_long_it_lasts_nobody_else_is_asked_and_afterwards_the_head_is(
    office: Office, code: str
) -> None:
    breaks(office, code=code)
    filed = await file(office)
    for _ in range(8):
        await office.pass_time(minutes=25)
    assert await states(office, filed) == {HEAD: DeliveryState.WAITING}
    office.notifier.refuse()
    await office.pass_time(seconds=30)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]


async def test_not_even_after_a_day_is_an_alert_given_up(office: Office) -> None:
    breaks(office)
    await file(office)
    for _ in range(10):
        await office.pass_time(hours=3)
    office.notifier.refuse()
    await office.pass_time(seconds=30)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]


async def test_it_is_tried_again_at_least_every_half_minute(office: Office) -> None:
    breaks(office)
    await file(office)
    await office.pass_time(minutes=10)
    before = len(office.notifier.attempts)
    for _ in range(20):
        await office.pass_time(seconds=30)
    assert len([one for one in office.notifier.attempts[before:] if one.kind is NoticeKind.ALERT]) == 20


async def test_the_minutes_of_a_level_begin_when_its_alert_arrives(office: Office) -> None:
    breaks(office)
    await file(office)
    for _ in range(5):
        await office.pass_time(minutes=5)
    office.notifier.refuse()
    await office.pass_time(seconds=30)
    await office.pass_time(minutes=9, seconds=59)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]
    await office.pass_time(seconds=1)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, BACKUP]


async def test_an_outage_that_follows_begins_the_minutes_too(office: Office) -> None:
    breaks(office)
    await file(office)
    for _ in range(5):
        await office.pass_time(minutes=5)
    office.notifier.refuse(HEAD, code="timeout", again=True)
    await office.pass_time(minutes=1)
    await office.pass_time(minutes=9)
    assert office.notifier.told(NoticeKind.ALERT) == []
    await office.pass_time(minutes=2)
    assert office.notifier.told(NoticeKind.ALERT) == [BACKUP]


async def test_an_alert_that_arrives_while_its_level_is_looked_at_is_not_climbed_over(office: Office) -> None:
    """The check is on lease in one worker at the moment at which another one delivers."""
    breaks(office)
    await file(office)
    await office.pass_time(minutes=10)
    office.notifier.refuse()
    office.clock.advance(timedelta(seconds=30))
    checking, sending = office.another_worker(), office.worker
    looked = [one for lane in (Lane.WATCH, Lane.URGENT) for one in await checking._claim(lane)]
    assert looked[0].claimed.job.kind == CHECK
    for one in reversed(looked):
        await checking._do(one)
    await sending.run_due()
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]


async def test_with_one_of_two_heads_reached_the_ladder_climbs_in_time(office: Office) -> None:
    second = "second@example.gov"
    office.roster.people[second] = (TRANSIT, frozenset({"department_head"}))
    breaks(office, HEAD)
    await file(office)
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [second, BACKUP]


async def test_with_one_head_who_can_never_be_reached_the_other_is_waited_for(office: Office) -> None:
    second = "second@example.gov"
    office.roster.people[second] = (TRANSIT, frozenset({"department_head"}))

    def fault(notice: Notice) -> NotDelivered | None:
        if notice.recipient == HEAD:
            return NotDelivered("user_not_found", again=False, platform="slack")
        return NotDelivered("token_revoked", again=False, operator=True, platform="slack")

    office.notifier.fault = fault
    filed = await file(office)
    for _ in range(20):
        await office.pass_time(minutes=1)
    assert await states(office, filed) == {HEAD: DeliveryState.FAILED, second: DeliveryState.WAITING}


async def test_health_says_which_platform_and_which_code_and_no_name_until_it_is_over(office: Office) -> None:
    breaks(office)
    await file(office)
    health = await office.auditor.look()
    assert not health.ok
    assert any("slack token_revoked" in reason for reason in health.reasons)
    assert "@" not in " ".join(health.reasons)
    office.notifier.refuse()
    await office.pass_time(seconds=30)
    assert (await office.auditor.look()).ok


async def test_what_a_proxy_writes_into_a_code_reaches_no_health_page(office: Office) -> None:
    breaks(office, code="<b>hal@example.gov</b>")
    await file(office)
    (reason,) = (await office.auditor.look()).reasons
    assert "slack unknown" in reason


async def test_the_reporter_hears_that_nobody_has_it_yet(office: Office) -> None:
    breaks(office, HEAD)
    await file(office)
    for _ in range(12):
        await office.pass_time(seconds=5)
    assert office.notifier.told(NoticeKind.HELD) == [AUTHOR]


async def test_where_the_fault_is_over_before_the_reporter_hears_of_it_nothing_untrue_is_said(
    office: Office,
) -> None:
    breaks(office)
    await file(office)
    for _ in range(12):
        await office.pass_time(seconds=5)
    breaks(office, AUTHOR)
    await office.pass_time(minutes=1)
    office.notifier.refuse()
    await office.pass_time(minutes=1)
    assert office.notifier.told(NoticeKind.HELD) == []


ACTS = {
    NoticeKind.ACTED: ((AUTHOR, Operation.ASK_CAO),),
    NoticeKind.HANDLED: ((HEAD, Operation.TAKE_OVER),),
    NoticeKind.REPORTED: ((HEAD, Operation.CLOSE),),
    NoticeKind.REFRESHED: ((HEAD, Operation.AGREE),),
    **dict.fromkeys(OF_A_TASK, ((BACKUP, Operation.ADD_TASK),)),
}
"""What is done so that a notice of this kind is sent."""


ELSEWHERE = frozenset(
    {NoticeKind.HELD, NoticeKind.CLIMBED, NoticeKind.MAILED, NoticeKind.RESTRICTION, NoticeKind.MESSAGE}
)
"""The first two have tests of their own here; an e-mail goes another way, and the last two are of no incident."""


@pytest.mark.parametrize("kind", [one for one in NoticeKind if one not in ELSEWHERE])
async def test_every_kind_of_notice_waits_and_comes_afterwards(office: Office, kind: NoticeKind) -> None:
    breaks(office, kind=kind)
    files = office.desk.open if kind is NoticeKind.COMPLETED else office.desk.submit
    report = office.report(filed_for=COLLEAGUE) if kind is NoticeKind.FILED_FOR else office.report()
    filed = await files(report, "ended")
    await office.desk.submit(office.report(ended=False), "told")
    for _ in range(9):
        await office.pass_time(minutes=10)
    if kind is NoticeKind.COMPLETED:
        await office.desk.complete(filed.id, office.report())
    if kind is NoticeKind.ACKNOWLEDGED:
        await office.desk.acknowledge(filed.id, CAO)
    for who, operation in ACTS.get(kind, ()):
        soon = (
            {"task_due": office.clock.now() + timedelta(hours=1)} if operation is Operation.ADD_TASK else {}
        )
        await office.desk.act(filed.id, who, operation, said_of(operation, **soon), f"{operation}")
    if kind is NoticeKind.TASK_OVER:
        (task,) = await office.desk.tasks.mine(COLLEAGUE)
        drops = said_of(Operation.DROP_TASK)
        await office.desk.tasks.act(task.id, HEAD, Operation.DROP_TASK, drops, "drop")
    if kind is NoticeKind.ADDED:
        await office.desk.amend(filed.id, AUTHOR, "They rang again.", "later")
    for _ in range(3):
        await office.pass_time(hours=9)
    assert office.notifier.told(kind) == []
    assert not (await office.auditor.look()).ok
    office.notifier.refuse()
    for _ in range(10):
        if office.notifier.told(kind):
            break
        await office.pass_time(minutes=10)
    assert office.notifier.told(kind) != []


async def test_a_card_that_waits_to_change_changes_afterwards(office: Office) -> None:
    breaks(office, kind=NoticeKind.CLIMBED)
    await file(office)
    await office.pass_time(minutes=10)
    await office.pass_time(minutes=5)
    office.notifier.refuse()
    await office.pass_time(minutes=4)
    assert office.notifier.told(NoticeKind.CLIMBED) == [HEAD]


async def test_a_report_that_is_told_waits_for_its_reader_and_goes_to_nobody_else(office: Office) -> None:
    breaks(office)
    await office.desk.submit(office.report(ended=False), "draft")
    for _ in range(10):
        await office.pass_time(hours=3)
    office.notifier.refuse()
    await office.pass_time(minutes=5)
    assert office.notifier.told(NoticeKind.TOLD) == [HEAD]
