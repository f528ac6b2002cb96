"""Tasks of a record: made in one transaction, reminded, overdue they climb, and nobody hears more than they may."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.calendar import WorkCalendar
from foundation.db import Connection
from foundation.ids import new_id
from foundation.outbox.tables import jobs
from incidents import store_audit, store_tasks
from incidents.audit import Act
from incidents.escalation import Escalation
from incidents.notices import Notice, NoticeKind
from incidents.records import ActOutcome, Filed, Said
from incidents.rules.access import Operation
from incidents.rules.reminders import CLIMBS, following, stage_of
from incidents.task import Nudges, ReminderStage, Task
from tests.fakes.roster import AUTHOR, BACKUP, CAO, COLLEAGUE, GUEST, HEAD, OTHER_HEAD
from tests.fixtures.acts import said_of
from tests.fixtures.office import Office

HALIFAX = ZoneInfo("America/Halifax")
OFFICE = WorkCalendar(HALIFAX, start=time(8, 30), end=time(16, 30), region="CA-NS")
FRIDAY = datetime(2026, 3, 6, 20, 30, tzinfo=UTC)
"""Friday, 6 March at 16:30 in Halifax; the night to Sunday has an hour less."""


async def filed_by_ada(office: Office) -> Filed:
    """A report whose head acknowledged, so that nothing else is sent about it."""
    office.desk.use(Escalation(office.escalation.ladder, office.roster, OFFICE))
    filed = await office.desk.submit(office.report(), new_id())
    await office.desk.acknowledge(filed.id, HEAD)
    await office.worker.run_due()
    return filed


async def gives(office: Office, filed: Filed, to: str = COLLEAGUE, by: str = HEAD, **said: Said) -> Task:
    """A task due on Friday."""
    words = said_of(Operation.ADD_TASK, **{"task_person": to, "task_due": FRIDAY, **said})
    outcome, record = await office.desk.act(filed.id, by, Operation.ADD_TASK, words, new_id())
    assert outcome is ActOutcome.DONE
    assert record
    await office.worker.run_due()
    return max(record.tasks, key=lambda one: one.made_at)


async def does(office: Office, task: Task, who: str, operation: Operation, **said: Said) -> ActOutcome:
    outcome, _ = await office.desk.tasks.act(task.id, who, operation, said_of(operation, **said), new_id())
    await office.worker.run_due()
    return outcome


async def days(office: Office, count: int) -> None:
    """Let days pass hour by hour, as a worker that always runs sees them."""
    for _ in range(count * 4):
        await office.pass_time(hours=6)


def told(office: Office, *kinds: NoticeKind) -> list[tuple[str, str]]:
    """What went out of tasks: who heard, and at which step."""
    return [(one.recipient, str(one.stage)) for one in office.notifier.notices if one.kind in kinds]


async def test_d23_a_task_is_brought_reminded_before_on_and_after_and_climbs_day_by_day(
    office: Office,
) -> None:
    await gives(office, await filed_by_ada(office))
    assert office.notifier.told(NoticeKind.TASK_GIVEN) == [COLLEAGUE]
    await days(office, 10)
    assert told(office, NoticeKind.TASK_REMINDER)[:6] == [
        (COLLEAGUE, "before"),
        (COLLEAGUE, "due"),
        (COLLEAGUE, "overdue"),
        *((COLLEAGUE, stage) for stage in ("head", "backup", "cao")),
    ]
    assert told(office, NoticeKind.TASK_LATE) == [(HEAD, "head"), (BACKUP, "backup"), (CAO, "cao")]
    assert (await office.auditor.look()).ok


async def test_a_task_that_is_done_sends_nothing_more_and_health_counts_it(office: Office) -> None:
    task = await gives(office, await filed_by_ada(office))
    assert await does(office, task, COLLEAGUE, Operation.FINISH_TASK) is ActOutcome.DONE
    before = len(office.notifier.notices)
    await days(office, 10)
    assert len(office.notifier.notices) == before
    assert (await office.auditor.look()).ok


async def test_health_says_where_nobody_would_be_reminded_of_a_task(office: Office) -> None:
    await gives(office, await filed_by_ada(office))
    await office.db.write(lambda conn: conn.execute(jobs.delete().where(jobs.c.kind == "remind")) and None)
    assert "nobody would be reminded of: 1" in " ".join((await office.auditor.look()).reasons)


async def test_kill_safety_the_task_and_its_first_job_are_there_together_or_not_at_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed = await filed_by_ada(office)

    def dies(*_: object, **__: object) -> None:
        raise SystemError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(store_audit, "append", dies)
        with pytest.raises(SystemError):
            await gives(office, filed)

    def rows(conn: Connection) -> tuple[int, int]:
        reminders = conn.execute(jobs.select().where(jobs.c.kind == "remind")).all()
        return len(store_tasks.of_records(conn, [filed.id])[filed.id]), len(reminders)

    assert await office.db.read(rows) == (0, 0)
    await gives(office, filed)
    assert await office.db.read(rows) == (1, 1)


async def test_closing_waits_for_what_blocks_it_and_for_nothing_else(office: Office) -> None:
    filed = await filed_by_ada(office)
    task = await gives(office, filed)
    await gives(office, filed, OTHER_HEAD, task_can_wait=True)
    close = said_of(Operation.CLOSE)
    outcome, _ = await office.desk.act(filed.id, HEAD, Operation.CLOSE, close, new_id())
    assert outcome is ActOutcome.TASKS_OPEN
    await does(office, task, HEAD, Operation.DROP_TASK)
    outcome, _ = await office.desk.act(filed.id, HEAD, Operation.CLOSE, close, new_id())
    assert outcome is ActOutcome.DONE
    assert office.notifier.told(NoticeKind.TASK_OVER) == [COLLEAGUE]


async def test_put_off_its_owner_is_left_in_peace_but_it_climbs_all_the_same(office: Office) -> None:
    task = await gives(office, await filed_by_ada(office))
    later = FRIDAY + timedelta(days=5)
    await does(office, task, COLLEAGUE, Operation.SNOOZE_TASK, snooze_until=later)
    await days(office, 10)
    reminders = told(office, NoticeKind.TASK_REMINDER)
    assert reminders[0] == (COLLEAGUE, "wake")
    assert [stage for _, stage in told(office, NoticeKind.TASK_LATE)] == ["head", "backup", "cao"]
    assert office.notifier.told(NoticeKind.ACTED)[-1] == HEAD, "who gave it hears that it was put off"


async def test_passed_on_it_is_anothers_and_reminds_them_alone(office: Office) -> None:
    task = await gives(office, await filed_by_ada(office))
    await does(office, task, COLLEAGUE, Operation.GIVE_TASK, give_to=OTHER_HEAD)
    assert await does(office, task, COLLEAGUE, Operation.FINISH_TASK) is ActOutcome.NOT_ALLOWED
    await days(office, 4)
    assert office.notifier.told(NoticeKind.TASK_GIVEN) == [COLLEAGUE, OTHER_HEAD]
    assert {who for who, _ in told(office, NoticeKind.TASK_REMINDER)} == {OTHER_HEAD}


@pytest.mark.parametrize(
    ("wants", "stages"),
    [
        (Nudges.ALL, ["before", "due", "overdue", "head"]),
        (Nudges.DUE, ["due", "overdue", "head"]),
        (Nudges.DAY, ["before", "due", "head"]),
        (Nudges.NONE, []),
    ],
)
async def test_each_person_says_what_they_are_reminded_of_and_what_climbs_climbs(
    office: Office, wants: Nudges, stages: list[str]
) -> None:
    """features.md, row 130."""
    await gives(office, await filed_by_ada(office))
    await office.desk.tasks.want(COLLEAGUE, wants)
    await days(office, 8)
    assert [stage for _, stage in told(office, NoticeKind.TASK_REMINDER)][: len(stages) or 9] == stages
    assert told(office, NoticeKind.TASK_LATE)[0] == (HEAD, "head")


async def test_who_has_a_task_sees_its_words_and_nothing_of_the_record(office: Office) -> None:
    filed = await filed_by_ada(office)
    task = await gives(office, filed, OTHER_HEAD, task_words="Ring her at noon.")
    seen = await office.desk.tasks.view(task.id, OTHER_HEAD, words=True)
    assert seen
    assert seen.words == "Ring her at noon."
    assert await office.desk.view(filed.id, OTHER_HEAD) is None
    assert await office.desk.tasks.view(task.id, COLLEAGUE, words=True) is None
    assert await office.desk.tasks.view(task.id, AUTHOR), "that there is a task, its author sees"
    assert await office.desk.tasks.view(task.id, AUTHOR, words=True) is None, "and not what was said of it"
    (notice,) = [one for one in office.notifier.notices if one.kind is NoticeKind.TASK_GIVEN]
    assert "Casey" not in repr(notice)
    assert "shouted" not in repr(notice)
    assert "Ring her" not in repr(notice)
    story = await office.db.read(lambda conn: store_audit.stories(conn, [filed.id]))
    assert Act.TASK_ADDED in {one.kind for one in story[filed.id]}
    await does(office, task, OTHER_HEAD, Operation.FINISH_TASK)
    assert await office.desk.tasks.view(task.id, OTHER_HEAD, words=True) is None, "their ground is gone"


async def test_r20_nobody_complained_of_and_no_guest_is_given_a_task(office: Office) -> None:
    excluded = frozenset({COLLEAGUE})
    filed = await office.desk.submit(office.report(), new_id(), excluded=excluded)
    for one in (COLLEAGUE, GUEST, "nobody@example.gov"):
        said = said_of(Operation.ADD_TASK, task_person=one, task_due=FRIDAY)
        outcome, _ = await office.desk.act(filed.id, HEAD, Operation.ADD_TASK, said, new_id())
        assert outcome is ActOutcome.NOBODY, one


async def test_whoever_left_is_reminded_of_nothing_and_who_answers_hears_that(office: Office) -> None:
    task = await gives(office, await filed_by_ada(office))
    del office.roster.people[COLLEAGUE]
    await days(office, 4)
    assert told(office, NoticeKind.TASK_REMINDER) == []
    (late, *_) = [one for one in office.notifier.notices if one.kind is NoticeKind.TASK_LATE]
    assert (late.recipient, late.instead_of, late.has_no_right) == (HEAD, COLLEAGUE, True)
    assert await office.desk.tasks.view(task.id, COLLEAGUE) is None


async def test_d64_a_manager_who_was_promised_gets_the_task_and_a_call_back_is_its_authors(
    office: Office,
) -> None:
    filed = await filed_by_ada(office)
    for kind in ("contact", "call_back"):
        said = said_of(Operation.PROMISE, promise_kind=kind, task_due=FRIDAY)
        outcome, _ = await office.desk.act(filed.id, AUTHOR, Operation.PROMISE, said, new_id())
        assert outcome is ActOutcome.DONE
    assert [one.kind for one in await office.desk.tasks.mine(HEAD)] == ["contact"]
    assert [one.kind for one in await office.desk.tasks.mine(AUTHOR)] == ["call_back"]
    outside = said_of(Operation.PROMISE, task_due=FRIDAY, task_person=OTHER_HEAD)
    outcome, _ = await office.desk.act(filed.id, AUTHOR, Operation.PROMISE, outside, new_id())
    assert outcome is ActOutcome.NOBODY, "who only promises gives nobody a task who may not know of it"


async def test_d23_what_is_overdue_with_others_is_shown_to_those_who_answer_for_it(office: Office) -> None:
    task = await gives(office, await filed_by_ada(office))
    assert await office.desk.tasks.overdue(CAO) == ()
    await days(office, 6)
    for who in (HEAD, BACKUP, CAO):
        assert [one.id for one in await office.desk.tasks.overdue(who)] == [task.id]
    for who in (COLLEAGUE, OTHER_HEAD, AUTHOR, GUEST):
        assert await office.desk.tasks.overdue(who) == ()


async def test_the_same_from_the_same_draft_makes_one_task_and_ends_it_once(office: Office) -> None:
    filed = await filed_by_ada(office)
    said = said_of(Operation.ADD_TASK, task_due=FRIDAY)
    for _ in range(2):
        outcome, record = await office.desk.act(filed.id, HEAD, Operation.ADD_TASK, said, "draft")
        assert outcome is ActOutcome.DONE
    assert record
    (task,) = record.tasks
    for _ in range(2):
        outcome, _ = await office.desk.tasks.act(task.id, COLLEAGUE, Operation.FINISH_TASK, {}, "done")
    story = await office.db.read(lambda conn: store_audit.stories(conn, [filed.id]))
    assert [one.kind for one in story[filed.id]].count(Act.TASK_DONE) == 1


async def test_after_an_outage_of_a_week_levels_hear_one_after_the_other(office: Office) -> None:
    await gives(office, await filed_by_ada(office))
    await office.pass_time(days=12)
    late = told(office, NoticeKind.TASK_LATE)
    assert len(late) <= 1, "nobody is woken by everything at once"
    await days(office, 5)
    assert [who for who, _ in told(office, NoticeKind.TASK_LATE)] == [HEAD, BACKUP, CAO]


async def test_an_installation_fault_holds_reminders_back_and_they_come_afterwards(office: Office) -> None:
    task = await gives(office, await filed_by_ada(office))

    def refuses(_: Notice) -> None:
        return None

    office.notifier.refuse(COLLEAGUE, again=True)
    await office.pass_time(days=3, hours=4)
    office.notifier.fault = refuses
    await office.pass_time(hours=1)
    assert task.assignee in office.notifier.told(NoticeKind.TASK_REMINDER)


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given beside


@given(MOMENTS, st.integers(0, 40 * 24 * 60))
def test_steps_come_in_their_order_each_later_than_now_and_no_level_is_left_out(
    made: datetime, minutes: int
) -> None:
    due, now, number, seen = made + timedelta(minutes=minutes), made, -1, list[ReminderStage]()
    for _ in range(9):
        step = following(due, now, OFFICE, number)
        assert step.number > number
        assert step.at > now
        if step.stage in (ReminderStage.BEFORE, ReminderStage.DUE):
            assert step.at < due
        if step.stage in CLIMBS | {ReminderStage.AGAIN}:
            assert step.at >= due
            assert OFFICE.is_open(step.at.astimezone(HALIFAX).date())
        now, number = step.at, step.number
        seen.append(stage_of(number))
    levels = [one for one in seen if one in CLIMBS]
    assert levels == [ReminderStage.HEAD, ReminderStage.BACKUP, ReminderStage.CAO]


def test_over_a_weekend_and_a_holiday_nobody_is_reminded() -> None:
    """Good Friday, 3 April 2026, and the weekend after it."""
    due = datetime(2026, 4, 6, 19, 30, tzinfo=UTC)
    step = following(due, datetime(2026, 4, 1, 12, 0, tzinfo=UTC), OFFICE)
    assert step.at.astimezone(HALIFAX).date() == date(2026, 4, 2)
