"""The worker: who is told when, what becomes of a notice that does not arrive, and of a worker that dies."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

import pytest

from foundation.outbox import store
from foundation.outbox.jobs import Lane
from foundation.outbox.sending import Delivered, NotDelivered
from incidents import vault
from incidents.escalation import Escalation
from incidents.notices import Notice, NoticeKind
from incidents.records import Acknowledgement, DeliveryState, Filed, Record
from incidents.rules.ladder import parse_ladder
from tests.fakes.patience import LOADED, until
from tests.fakes.roster import AUTHOR, BACKUP, CAO, HEAD, TRANSIT
from tests.fixtures.office import Office


async def _file(office: Office) -> Filed:
    filed = await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    return filed


async def _record(office: Office, filed: Filed) -> Record:
    record = await office.desk.view(filed.id, CAO)
    assert record is not None
    return record


async def _states(office: Office, filed: Filed) -> dict[str, DeliveryState]:
    return {row.recipient: row.state for row in (await _record(office, filed)).deliveries}


async def test_d20_unacknowledged_climbs_from_head_to_backup_to_cao(office: Office) -> None:
    await _file(office)
    await office.pass_time(minutes=9, seconds=59)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]
    await office.pass_time(seconds=1)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, BACKUP]
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, BACKUP, CAO]


async def test_those_asked_before_see_on_their_card_that_the_next_was_asked(office: Office) -> None:
    await _file(office)
    await office.pass_time(minutes=10)
    await office.pass_time(minutes=10)
    climbed = [notice for notice in office.notifier.notices if notice.kind is NoticeKind.CLIMBED]
    alerts = {
        notice.recipient: notice.key for notice in office.notifier.notices if notice.kind is NoticeKind.ALERT
    }
    assert sorted((notice.level, notice.recipient) for notice in climbed) == [
        (1, HEAD),
        (2, BACKUP),
        (2, HEAD),
    ]
    assert all(notice.updates == f"message:{alerts[notice.recipient]}" for notice in climbed)


async def test_the_reporter_has_one_progress_message_that_is_kept_up_to_date(office: Office) -> None:
    await _file(office)
    await office.pass_time(minutes=10)
    notices = [notice for notice in office.notifier.notices if notice.recipient == AUTHOR]
    progress = [notice for notice in notices if notice.kind is NoticeKind.PROGRESS]
    assert [notice.level for notice in progress] == [0, 1]
    assert progress[0].updates == ""
    assert progress[1].updates == f"message:{progress[0].key}"


async def test_an_acknowledgement_updates_each_card_in_place(office: Office) -> None:
    filed = await _file(office)
    await office.pass_time(minutes=10)
    await office.desk.acknowledge(filed.id, BACKUP)
    await office.worker.run_due()
    told = [
        (one.recipient, one.updates) for one in office.notifier.notices if one.kind is NoticeKind.ACKNOWLEDGED
    ]
    assert sorted(told) == [
        (AUTHOR, ""),
        (AUTHOR, f"message:progress:{filed.id}:0:{AUTHOR}"),
        (BACKUP, f"message:notify:{filed.id}:1:{BACKUP}"),
        (HEAD, f"message:notify:{filed.id}:0:{HEAD}"),
    ]


async def test_once_the_next_was_told_those_asked_before_see_that_too(office: Office) -> None:
    await _file(office)
    await office.pass_time(minutes=10)
    newest = [notice for notice in office.notifier.notices if notice.recipient == HEAD][-1]
    assert newest.kind is NoticeKind.PROGRESS
    assert newest.updates == f"message:notify:{newest.record.id}:0:{HEAD}"
    assert [row.state for row in newest.record.deliveries] == [DeliveryState.SENT, DeliveryState.SENT]


async def test_past_the_end_everybody_is_asked_again_until_somebody_acknowledges(office: Office) -> None:
    filed = await _file(office)
    for _ in range(4):
        await office.pass_time(minutes=15)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, BACKUP, CAO, CAO, CAO]
    assert (await office.auditor.look()).ok
    for _ in range(3):
        await office.pass_time(minutes=15)
    assert sorted(office.notifier.told(NoticeKind.ALERT)[5:]) == sorted([HEAD, BACKUP, CAO] * 3)
    assert office.notifier.told(NoticeKind.UNREACHED) == [AUTHOR]
    (reason,) = (await office.auditor.look()).reasons
    assert reason == "Reports nobody has acknowledged although everybody was asked: 1."
    await office.desk.acknowledge(filed.id, BACKUP)
    assert (await office.auditor.look()).ok
    before = len(office.notifier.told(NoticeKind.ALERT))
    await office.pass_time(hours=1)
    assert len(office.notifier.told(NoticeKind.ALERT)) == before


async def test_how_often_everybody_is_asked_again_is_data(office: Office) -> None:
    ladder = parse_ladder("steps: [{role: cao, minutes: 5}]\nrepeats: 0\nask_again_minutes: 7\n")
    office.desk.use(Escalation(ladder, office.roster))
    await _file(office)
    await office.pass_time(minutes=5)
    assert len(office.notifier.told(NoticeKind.ALERT)) == 2
    await office.pass_time(minutes=6, seconds=59)
    assert len(office.notifier.told(NoticeKind.ALERT)) == 2
    await office.pass_time(seconds=1)
    assert len(office.notifier.told(NoticeKind.ALERT)) == 3


async def test_who_joins_the_ladder_after_its_end_is_asked_too(office: Office) -> None:
    people = dict(office.roster.people)
    office.roster.people.clear()
    await _file(office)
    assert not (await office.auditor.look()).ok
    office.roster.people |= people
    await office.pass_time(minutes=15)
    assert sorted(office.notifier.told(NoticeKind.ALERT)) == sorted([HEAD, BACKUP, CAO])


async def test_who_can_never_be_reached_is_tried_once_an_interval_and_no_oftener(office: Office) -> None:
    office.notifier.refuse(HEAD, BACKUP, CAO)
    await _file(office)
    before = len(office.notifier.attempts)
    await office.pass_time(minutes=14)
    assert len(office.notifier.attempts) == before
    await office.pass_time(minutes=1)
    tried = [one for one in office.notifier.attempts[before:] if one.kind is NoticeKind.ALERT]
    assert sorted(one.recipient for one in tried) == sorted([HEAD, BACKUP, CAO])


async def test_everybody_has_one_card_and_hears_each_time_that_they_are_asked_again(office: Office) -> None:
    """A card that only changes pings nobody; one that stays as it was says what is not so any more."""
    filed = await _file(office)
    for _ in range(6):
        await office.pass_time(minutes=15)
    alerts = [one for one in office.notifier.notices if one.kind is NoticeKind.ALERT]
    assert all(one.updates == "" for one in alerts)
    moved = {one.updates for one in office.notifier.notices if one.kind is NoticeKind.MOVED}
    for person in (HEAD, BACKUP, CAO):
        theirs = [f"message:{one.key}" for one in alerts if one.recipient == person]
        assert moved >= set(theirs[:-1])
        assert theirs[-1] not in moved
    await office.desk.acknowledge(filed.id, CAO)
    await office.worker.run_due()
    done = {one.updates for one in office.notifier.notices if one.kind is NoticeKind.ACKNOWLEDGED}
    newest = {one.recipient: f"message:{one.key}" for one in alerts}
    assert done >= set(newest.values())
    assert done.isdisjoint(moved)


async def test_however_often_it_is_asked_the_record_shows_everybody_once(office: Office) -> None:
    filed = await _file(office)
    for _ in range(8):
        await office.pass_time(minutes=15)
    record = await _record(office, filed)
    assert [row.recipient for row in record.deliveries] == [HEAD, BACKUP, CAO]
    kinds = [entry.kind for entry in record.timeline]
    assert kinds.count("asked_again") == 2
    assert len([entry for entry in record.timeline if entry.detail == CAO]) == 2


async def test_a_report_that_reached_nobody_is_tried_again_until_it_reached_somebody(office: Office) -> None:
    office.notifier.refuse(HEAD, BACKUP, CAO)
    await office.desk.submit(office.report(ended=False), "draft")
    await office.worker.run_due()
    (reason,) = (await office.auditor.look()).reasons
    assert reason == "Reports that reached nobody although everybody was tried: 1."
    await office.pass_time(minutes=15)
    office.notifier.refuse(HEAD, CAO)
    await office.pass_time(minutes=15)
    assert office.notifier.told(NoticeKind.TOLD) == [BACKUP]
    assert (await office.auditor.look()).ok
    await office.pass_time(hours=3)
    assert office.notifier.told(NoticeKind.TOLD) == [BACKUP]


async def test_after_the_end_an_acknowledgement_still_counts(office: Office) -> None:
    filed = await _file(office)
    for _ in range(10):
        await office.pass_time(minutes=15)
    assert (await office.desk.acknowledge(filed.id, HEAD))[0] is Acknowledgement.DONE


async def test_with_nobody_to_ask_the_reporter_hears_at_once(office: Office) -> None:
    office.roster.people.clear()
    filed = await _file(office)
    assert filed.notifying == ()
    assert office.notifier.told(NoticeKind.UNREACHED) == [AUTHOR]


async def test_who_cannot_be_reached_is_marked_and_the_next_level_is_asked_at_once(office: Office) -> None:
    office.notifier.refuse(HEAD)
    filed = await _file(office)
    assert office.notifier.told(NoticeKind.ALERT) == [BACKUP]
    assert await _states(office, filed) == {HEAD: DeliveryState.FAILED, BACKUP: DeliveryState.SENT}
    assert (await _record(office, filed)).deliveries[0].code == "user_not_found"


async def test_with_one_of_two_heads_reached_the_next_level_waits_its_time(office: Office) -> None:
    second = "second@example.gov"
    office.roster.people[second] = (TRANSIT, frozenset({"department_head"}))
    office.notifier.refuse(HEAD)
    await _file(office)
    assert office.notifier.told(NoticeKind.ALERT) == [second]
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [second, BACKUP]


async def test_with_the_whole_ladder_unreachable_the_reporter_hears_at_once(office: Office) -> None:
    office.notifier.refuse(HEAD, BACKUP, CAO)
    await _file(office)
    assert office.notifier.told(NoticeKind.UNREACHED) == [AUTHOR]


async def test_a_passing_fault_is_tried_again_and_the_repeat_says_so(office: Office) -> None:
    office.notifier.refuse(HEAD, code="fatal_error", again=True)
    filed = await _file(office)
    assert await _states(office, filed) == {HEAD: DeliveryState.WAITING}
    office.notifier.refuse()
    await office.pass_time(seconds=1)
    (alert,) = [one for one in office.notifier.notices if one.kind is NoticeKind.ALERT]
    assert alert.attempt == 2
    assert await _states(office, filed) == {HEAD: DeliveryState.SENT}


async def test_nothing_is_sent_before_retry_after_ends(office: Office) -> None:
    office.notifier.refuse(HEAD, code="ratelimited", again=True, retry_after=30)
    await _file(office)
    await office.pass_time(seconds=29)
    assert len([one for one in office.notifier.attempts if one.kind is NoticeKind.ALERT]) == 1
    await office.pass_time(seconds=1)
    assert len([one for one in office.notifier.attempts if one.kind is NoticeKind.ALERT]) == 2


async def test_an_hour_of_outage_loses_nothing_and_ends_within_half_a_minute(office: Office) -> None:
    office.notifier.fault = lambda _: NotDelivered("timeout", again=True)
    filed = await _file(office)
    for _ in range(20):
        await office.pass_time(minutes=3)
    assert office.notifier.notices == []
    assert (await _states(office, filed))[HEAD] is DeliveryState.NOT_REACHED
    office.notifier.refuse()
    await office.pass_time(seconds=30)
    assert sorted(office.notifier.told(NoticeKind.ALERT)) == sorted([HEAD, BACKUP, CAO])


async def test_while_waiting_for_a_platform_the_ladder_climbs_all_the_same(office: Office) -> None:
    office.notifier.refuse(HEAD, code="timeout", again=True)
    filed = await _file(office)
    await office.pass_time(minutes=10)
    assert BACKUP in office.notifier.told(NoticeKind.ALERT)
    assert (await _states(office, filed))[HEAD] in {DeliveryState.NOT_REACHED, DeliveryState.WAITING}


async def test_an_acknowledgement_drops_what_was_still_to_be_sent(office: Office) -> None:
    office.notifier.refuse(HEAD, code="timeout", again=True)
    filed = await _file(office)
    await office.desk.acknowledge(filed.id, CAO)
    office.notifier.refuse()
    await office.pass_time(hours=1)
    assert office.notifier.told(NoticeKind.ALERT) == []
    assert office.notifier.told(NoticeKind.ACKNOWLEDGED) == [AUTHOR]


async def test_an_alert_on_its_way_during_the_acknowledgement_has_its_card_updated(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    sending = asyncio.Event()
    going_on = asyncio.Event()

    async def slowly(notice: Notice) -> Delivered:
        if notice.kind is NoticeKind.ALERT:
            sending.set()
            await going_on.wait()
        office.notifier.notices.append(notice)
        return Delivered("fake", f"message:{notice.key}")

    office.notifier.deliver = slowly  # type: ignore[method-assign] # a notifier that waits for this test
    work = asyncio.create_task(office.worker.run_due())
    await sending.wait()
    await office.desk.acknowledge(filed.id, CAO)
    going_on.set()
    await work
    await office.worker.run_due()
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]
    assert sorted(office.notifier.told(NoticeKind.ACKNOWLEDGED)) == sorted([AUTHOR, HEAD])


async def test_a_dead_workers_job_is_taken_over_when_its_lease_ends(office: Office) -> None:
    await office.desk.submit(office.report(), "draft")
    office.notifier.pause = 3600
    dying = asyncio.create_task(office.worker.run_due())
    await until(lambda: bool(office.notifier.attempts))
    dying.cancel()
    office.notifier.pause = 0
    other = office.another_worker()
    office.clock.advance(timedelta(seconds=7))
    await other.run_due()
    assert office.notifier.notices == []
    office.clock.advance(timedelta(seconds=1))
    await other.run_due()
    first = [(one.kind, one.recipient, one.attempt) for one in office.notifier.notices[:2]]
    assert first == [(NoticeKind.ALERT, HEAD, 2), (NoticeKind.FILED, AUTHOR, 2)]


async def test_who_lost_the_lease_cannot_finish_the_job(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    late = office.another_worker()
    office.notifier.pause = 0.2
    first = asyncio.create_task(late.run_due())
    await until(lambda: bool(office.notifier.attempts))
    office.clock.advance(timedelta(seconds=9))
    office.notifier.pause = 0
    await office.worker.run_due()
    await first
    record = await _record(office, filed)
    assert [entry.kind for entry in record.timeline].count("notified") == 1


async def test_ten_workers_send_each_notice_once(office: Office) -> None:
    for number in range(20):
        await office.desk.submit(office.report(), f"draft {number}")
    office.notifier.pause = 0.01
    await asyncio.gather(*(office.another_worker().run_due() for _ in range(10)))
    await office.worker.run_due()
    keys = [notice.key for notice in office.notifier.notices]
    assert len(keys) == len(set(keys)) == 60


async def test_a_broken_notifier_costs_nobody_else_their_notice(office: Office) -> None:
    await office.desk.submit(office.report(), "first")
    await office.desk.submit(office.report(), "second")
    honest = office.notifier.deliver

    async def broken(notice: Notice) -> Delivered:
        if (
            len(office.notifier.notices) == 0
            and notice.record.report.author == AUTHOR
            and notice.attempt == 1
        ):
            office.notifier.notices.append(notice)
            raise KeyError("a fault of ours")
        return await honest(notice)

    office.notifier.deliver = broken  # type: ignore[method-assign] # a notifier that fails once
    await office.worker.run_due()
    await office.pass_time(seconds=2)
    assert office.notifier.told(NoticeKind.ALERT).count(HEAD) == 3
    assert office.notifier.told(NoticeKind.FILED).count(AUTHOR) == 2


async def test_a_record_of_a_newer_version_does_not_hold_up_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a step back to an earlier version, or while two versions serve, one record cannot be read here."""
    read = vault.from_json
    monkeypatch.setattr(
        vault, "from_json", lambda text: read(text.replace('"happened": "new', '"unknown": "'))
    )
    await office.desk.submit(office.report(happened="newer"), "newer")
    await office.desk.submit(office.report(), "plain")
    stop = asyncio.Event()
    running = asyncio.create_task(office.worker.run(stop))
    await until(lambda: HEAD in office.notifier.told(NoticeKind.ALERT), seconds=3)
    stop.set()
    await asyncio.wait_for(running, LOADED)


async def test_the_running_worker_starts_at_once_when_something_is_filed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its next look would come in a minute."""
    monkeypatch.setattr("foundation.outbox.worker.POLL_SECONDS", 60.0)
    stop = asyncio.Event()
    running = asyncio.create_task(office.worker.run(stop))
    await asyncio.sleep(0.1)
    await office.desk.submit(office.report(), "draft")
    await until(lambda: bool(office.notifier.notices), 30)
    stop.set()
    await asyncio.wait_for(running, LOADED)


async def test_a_slow_recipient_does_not_hold_up_an_urgent_alert(office: Office) -> None:
    stop = asyncio.Event()
    slow = "slow@example.gov"
    honest = office.notifier.deliver

    async def deliver(notice: Notice) -> Delivered:
        if notice.record.report.author == slow:
            await asyncio.sleep(5)
        return await honest(notice)

    office.notifier.deliver = deliver  # type: ignore[method-assign] # a notifier with one slow recipient
    running = asyncio.create_task(office.worker.run(stop))
    await office.desk.submit(office.report(author=slow), "slow")
    await asyncio.sleep(0.1)
    await office.desk.submit(office.report(), "quick")
    await until(lambda: HEAD in office.notifier.told(NoticeKind.ALERT), seconds=2)
    stop.set()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


@pytest.mark.parametrize(("retry_after", "told"), [(0.0, [HEAD]), (1800.0, [])])
async def test_after_a_new_start_what_failed_is_tried_at_once_unless_a_platform_asked_for_a_pause(
    office: Office, retry_after: float, told: list[str]
) -> None:
    office.notifier.refuse(HEAD, code="ratelimited", again=True, retry_after=retry_after)
    await _file(office)
    for _ in range(6):
        await office.pass_time(seconds=20)
    office.notifier.refuse()
    assert await office.worker.run_due() == 0, "it waits"
    stop = asyncio.Event()
    running = asyncio.create_task(office.another_worker().run(stop))
    with contextlib.suppress(TimeoutError):
        await until(lambda: bool(office.notifier.told(NoticeKind.ALERT)), seconds=1 if told else 0.2)
    stop.set()
    await running
    assert office.notifier.told(NoticeKind.ALERT) == told


async def test_however_many_confirmations_wait_an_alert_stands_behind_none_of_them(office: Office) -> None:
    """After a platform was down for hours: authors of quiet reports hear, and never before whoever is asked to act."""
    for number in range(5):
        await office.desk.submit(office.report(ended=False), f"quiet-{number}")
    filed = await office.desk.submit(office.report(), "draft")
    now, kinds = office.clock.now(), [kind.value for kind in NoticeKind]
    (first,) = await office.db.write(lambda conn: store.claim(conn, now, "w", Lane.URGENT, kinds, 1))
    assert (first.job.kind, first.job.subject) == (NoticeKind.ALERT, filed.id)
    waiting = await office.db.write(lambda conn: store.claim(conn, now, "w", Lane.RECEIPT, kinds, 10))
    assert {one.job.kind for one in waiting} == {NoticeKind.FILED.value}
    assert len(waiting) == 6
