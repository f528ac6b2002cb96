"""Tasks where somebody tries what is not theirs, where everybody is complained of, and where lists are long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.replies import FormErrors, Upload
from bot.words import sentence
from incidents.notices import NoticeKind
from incidents.records import Said
from incidents.rules.access import Operation
from tests.flows.carrying import REPORT, does
from tests.flows.town import CAO, DANA, PRIYA, SAM, WEN, Town

SECRET = "Look into how this was handled."


async def files(town: Town, who: str, **said: object) -> tuple[str, str]:
    """A report of somebody's; its id and its reference."""
    talk = town.talk(who)
    await talk.command("incident")
    await talk.submit({**REPORT, "occurred_at": town.clock.now(), **said})  # type: ignore[dict-item]
    await town.pass_time(seconds=1)
    record = (await town.desk.mine(who))[0]
    return record.id, record.reference


async def gives(town: Town, by: str, reference: str, to: str, words: str = SECRET) -> str:
    """A task of somebody's; its id."""
    await does(
        town,
        by,
        reference,
        Operation.ADD_TASK,
        task_kind="other",
        task_person=to,
        task_words=words,
        task_due=town.clock.now() + timedelta(days=1),
    )
    return (await town.desk.tasks.mine(to))[-1].id


async def test_a_head_who_wrote_a_report_neither_finds_nor_takes_the_tasks_of_others_about_it(
    town: Town,
) -> None:
    _, reference = await files(town, PRIYA)
    task = await gives(town, CAO, reference, WEN)
    await town.pass_time(days=6)
    assert task not in {one.id for one in await town.desk.tasks.overdue(PRIYA)}
    talk = town.talk(PRIYA)
    await talk.choose("task.act", f"{Operation.GIVE_TASK}:{task}")
    assert talk.form is None or talk.form.name != "task_act"
    await talk.choose("task.done", task)
    await talk.choose("task.read", task)
    assert SECRET not in str(talk.replies)
    assert [one.id for one in await town.desk.tasks.mine(WEN)] == [task]


async def test_an_author_sees_to_a_task_of_their_own(town: Town) -> None:
    _, reference = await files(town, PRIYA)
    task = await gives(town, CAO, reference, PRIYA)
    talk = town.talk(PRIYA)
    await talk.choose("task.read", task)
    assert SECRET in str(talk.replies)
    await talk.choose("task.done", task)
    assert await town.desk.tasks.mine(PRIYA) == ()


async def test_d23_where_all_who_answer_are_complained_of_whoever_is_asked_in_their_place_hears_what_is_overdue(
    town: Town,
) -> None:
    record, reference = await files(town, SAM)
    await gives(town, PRIYA, reference, WEN)
    await town.desk.amend(record, SAM, "It was all of them.", "d1", about=frozenset({PRIYA, DANA, CAO}))
    await town.pass_time(seconds=1)
    for _ in range(9):
        await town.pass_time(days=1)
    late = [one.recipient for one in town.notifier.notices if one.kind is NoticeKind.TASK_LATE]
    assert late
    assert not {PRIYA, DANA, CAO} & set(late)


async def test_whoever_heard_of_an_overdue_task_and_is_complained_of_since_is_not_the_last_who_hears(
    town: Town,
) -> None:
    record, reference = await files(town, SAM)
    await gives(town, PRIYA, reference, WEN)
    for _ in range(4):
        await town.pass_time(days=1)
    before = {one.recipient for one in town.notifier.notices if one.kind is NoticeKind.TASK_LATE}
    assert before
    await town.desk.amend(record, SAM, "It was all of them.", "d1", about=frozenset({PRIYA, DANA, CAO}))
    for _ in range(9):
        await town.pass_time(days=1)
    late = {one.recipient for one in town.notifier.notices if one.kind is NoticeKind.TASK_LATE}
    assert late - before
    assert not (late - before) & {PRIYA, DANA, CAO}


async def test_all_of_ones_own_tasks_are_on_the_list(town: Town) -> None:
    record, _ = await files(town, SAM)
    for number in range(55):
        said: dict[str, Said] = {
            "task_kind": "other",
            "task_person": WEN,
            "task_words": f"Number {number}",
            "task_due": town.clock.now() + timedelta(days=2),
            "task_can_wait": True,
        }
        await town.desk.act(record, PRIYA, Operation.ADD_TASK, said, f"draft-{number}")
    talk = town.talk(WEN)
    await talk.command("tasks")
    assert sentence("task.further", count=51) in {one.label for one in talk.buttons}


async def test_d65_a_promise_counts_from_when_it_was_made_and_pressed_again_it_is_the_same(
    town: Town,
) -> None:
    record, _ = await files(town, SAM, happened="He shouted. I said we will call you back tomorrow.")
    await town.pass_time(days=9)
    talk = town.talk(SAM)
    await talk.choose("task.promise", f"call_back:tomorrow:{record}")
    (task,) = (await town.desk.view(record, SAM)).tasks  # type: ignore[union-attr]
    assert task.due < town.clock.now()
    await town.desk.tasks.act(task.id, task.assignee, Operation.FINISH_TASK, {}, "done")
    await talk.choose("task.promise", f"call_back:tomorrow:{record}")
    assert len((await town.desk.view(record, SAM)).tasks) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(1926, 3, 1, 12, tzinfo=UTC)])
async def test_a_slip_in_the_year_stays_in_the_form(town: Town, moment: datetime) -> None:
    talk = town.talk(SAM)
    await talk.command("incident")
    await talk.submit({**REPORT, "occurred_at": moment})
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors)
    assert reply.errors["occurred_at"] == sentence("field.long_ago")


async def test_a_report_from_before_all_clocks_harms_no_list(town: Town) -> None:
    await files(town, SAM)
    report = (await town.desk.mine(SAM))[0].report
    early = replace(report, occurred_at=datetime(1, 1, 1, tzinfo=UTC))
    await town.desk.submit(early, "early")
    await town.pass_time(seconds=1)
    for who in (SAM, PRIYA):
        for typed in ("my reports", "worklist"):
            talk = town.talk(who)
            await talk.say(typed)
            assert "went wrong" not in talk.words
        await talk.say("worklist excel")
        assert isinstance(talk.replies[0], Upload)
