"""Tasks as people meet them: made from a report, read, done, put off, given on, listed, and what reminds them."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.flows.notice import draw
from bot.flows.promise_cues import asks_for_writing, promises_in
from bot.flows.report_questions import ABOUT
from bot.flows.report_receipt import receipt_card
from bot.replies import FormErrors, OpenForm, Say
from bot.words import sentence
from incidents.notices import NoticeKind
from incidents.records import State
from incidents.rules.access import Operation
from incidents.task import TaskKind
from knowledge.answers.answer import Phrase
from tests.fakes.conversation import Conversation, in_words
from tests.flows.carrying import CLOSING, REPORT, does, filed, newest, reads, shows, state
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, SAM, WEN, Town

__all__ = ["filed"]

WORDS = "Send the reading of the meter."


def friday(town: Town) -> datetime:
    """Four days on, at the end of the working day in Halifax."""
    return town.clock.now().replace(hour=20, minute=30, second=0) + timedelta(days=4)


async def gives(town: Town, reference: str, to: str = WEN, **said: object) -> Conversation:
    fields = {"task_person": to, "task_due": friday(town), "task_words": WORDS, **said}
    return await does(town, PRIYA, reference, Operation.ADD_TASK, **fields)


def cards(town: Town, who: str) -> list[str]:
    """What somebody was told of tasks, as they saw it."""
    notices = [one for one in town.notifier.notices if one.recipient == who and one.task]
    return [draw(one, town.services).summary for one in notices]


async def writes(town: Town, happened: str) -> Conversation:
    """Sam files a report; the conversation shows its receipt."""
    talk = town.talk(SAM)
    await talk.command("incident")
    report = {**REPORT, "occurred_at": town.clock.now(), "happened": happened}
    await talk.submit(report)
    if talk.form:  # "My manager" may be whom it complains of (R20), which only its author can say.
        asked = {one.name: "no" for one in talk.form.fields if one.name.startswith(ABOUT)}
        await talk.submit({**report, **asked})
    await town.pass_time(seconds=1)
    return talk


async def test_whoever_passes_a_task_on_reads_who_has_it_now_be_it_themselves(
    town: Town, filed: tuple[str, str]
) -> None:
    await gives(town, filed[1])
    (task,) = await town.services.tasks.mine(WEN)
    for to in (WEN, HECTOR):
        talk = town.talk(WEN)
        await talk.choose("task.act", f"give_task:{task.id}")
        await talk.submit({"give_to": to})
        name = town.services.people.name(to)
        assert sentence("task.given_on", name=name) in talk.words
        assert [one.id for one in await town.services.tasks.mine(to)] == [task.id]


async def test_d23_a_task_is_given_read_and_done_and_who_gave_it_hears(
    town: Town, filed: tuple[str, str]
) -> None:
    given = await gives(town, filed[1])
    assert "Wen Zhao has the task, until 6 March 2026 at 16:30." in given.words
    assert cards(town, WEN) == ["Priya Raman gave you a task."]
    wen = town.talk(WEN)
    await wen.say("my tasks")
    assert f"6 March 2026 at 16:30. Report {filed[1]}" in wen.words
    assert WORDS not in wen.words, "a list is read over shoulders"
    await wen.press("Open 1")
    (opened,) = await wen.press(sentence("task.read"))
    assert isinstance(opened, OpenForm)
    assert WORDS in repr(opened.form)
    await wen.say("tasks")
    await wen.press("Open 1")
    await wen.press(sentence("task.finish"))
    assert sentence("task.done") in wen.words
    await town.pass_time(seconds=1)
    assert newest(town, PRIYA) == "Wen Zhao noted that a task of this report is done."
    await wen.say("my tasks")
    assert sentence("task.none") in wen.words


async def test_the_record_says_what_is_still_to_be_done_and_closing_waits_for_it(
    town: Town, filed: tuple[str, str]
) -> None:
    await gives(town, filed[1])
    await gives(town, filed[1], HECTOR, task_can_wait=True)
    talk = await does(town, PRIYA, filed[1], Operation.CLOSE, **CLOSING)
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert "1 task of this report is still open." in refused.errors["outcome"]
    assert CLOSING["report_back"] in repr(refused.form), "what was typed stays"
    assert "Something else" not in (await shows(town, DANA, filed[1])).words
    assert "Call the customer back: Wen Zhao. Due 6 March 2026" in (await shows(town, DANA, filed[1])).words
    (task,) = await town.desk.tasks.mine(WEN)
    await town.talk(WEN).choose("task.done", task.id)
    (other,) = await town.desk.tasks.mine(HECTOR)
    assert not other.blocks
    assert talk.form
    await talk.submit(CLOSING)
    await town.pass_time(seconds=1)
    assert await state(town, filed[0]) is State.CLOSED


async def test_d23_an_agreed_action_with_a_person_and_a_day_is_a_task(
    town: Town, filed: tuple[str, str]
) -> None:
    agreed = "Billing looks at the meter."
    await does(
        town,
        PRIYA,
        filed[1],
        Operation.AGREE,
        agreed=agreed,
        task_person=WEN,
        task_due=friday(town),
    )
    (task,) = await town.desk.tasks.mine(WEN)
    seen = await town.desk.tasks.view(task.id, WEN, words=True)
    assert seen
    assert (seen.kind, seen.words) == (TaskKind.ACTION, agreed)


async def test_a_person_without_a_day_is_asked_for_the_day(town: Town, filed: tuple[str, str]) -> None:
    talk = await does(town, PRIYA, filed[1], Operation.AGREE, agreed="Look at it.", task_person=WEN)
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert refused.errors == {"task_due": sentence("field.task_due_missing")}
    await talk.submit({"agreed": "Look at it.", "task_due": town.clock.now() - timedelta(days=1)})
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert refused.errors == {"task_due": sentence("field.due_past")}


async def test_put_off_with_a_reason_those_who_handle_the_record_read(
    town: Town, filed: tuple[str, str]
) -> None:
    await gives(town, filed[1])
    (task,) = await town.desk.tasks.mine(WEN)
    talk = town.talk(WEN)
    await talk.choose("task.more", task.id)
    await talk.press(sentence("act.snooze_task"))
    assert talk.form
    await talk.submit({"snooze_until": friday(town), "snooze_reason": "The meter reader is away."})
    assert sentence("task.did_snooze_task") in talk.words
    assert sentence("task.quiet") + ": 6 March 2026 at 16:30" in talk.words
    await town.pass_time(seconds=1)
    assert "put off the reminders of a task" in newest(town, PRIYA)
    assert "The meter reader is away." in await reads(town, PRIYA, filed[0])
    assert "The meter reader is away." not in await reads(town, SAM, filed[0])


async def test_given_on_whoever_has_it_now_hears_and_the_other_is_asked_no_more(
    town: Town, filed: tuple[str, str]
) -> None:
    await gives(town, filed[1])
    (task,) = await town.desk.tasks.mine(WEN)
    await town.talk(DANA).choose("task.act", f"{Operation.GIVE_TASK}:{task.id}")
    dana = town.talk(DANA)
    await dana.choose("task.act", f"{Operation.GIVE_TASK}:{task.id}")
    await dana.submit({"give_to": HECTOR})
    await town.pass_time(seconds=1)
    assert cards(town, HECTOR) == ["Priya Raman gave you a task."]
    assert cards(town, WEN)[-1].endswith("Hector Villaseñor has this task now.")
    wen = town.talk(WEN)
    await wen.choose("task.done", task.id)
    assert sentence("task.nothing") in wen.words


async def test_overdue_it_climbs_and_stands_with_those_who_answer_for_it(
    town: Town, filed: tuple[str, str]
) -> None:
    """D23: overdue is shown to the CAO."""
    await gives(town, filed[1])
    for _ in range(40):
        await town.pass_time(hours=6)
    assert "A task of yours is overdue. If it is done, press “Done”." in cards(town, WEN)
    for who in (PRIYA, DANA, CAO):
        assert "A task of Wen Zhao is overdue." in cards(town, who)
        talk = town.talk(who)
        await talk.say("waiting for me")
        assert "Wen Zhao. Overdue since 6 March 2026 at 16:30." in talk.words
    assert "a task was overdue" in (await shows(town, PRIYA, filed[1])).words.casefold()


async def test_t19_no_card_of_a_task_says_what_is_to_be_done_or_names_the_customer(
    town: Town, filed: tuple[str, str]
) -> None:
    await gives(town, filed[1], task_words="Ring Casey Customer, who shouted.")
    for _ in range(40):
        await town.pass_time(hours=6)
    drawn = repr([draw(one, town.services) for one in town.notifier.notices if one.task])
    raw = repr([one for one in town.notifier.notices if one.task])
    assert len(raw) > 1000
    for secret in ("Casey", "shouted", "bill"):
        assert secret not in drawn + raw


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("I told her that my manager will contact her.", TaskKind.CONTACT),
        ("I said “I can have my manager contact you”.", TaskKind.CONTACT),
        ("Told him the supervisor would call him today.", TaskKind.CONTACT),
        ("I said somebody will call you back tomorrow.", TaskKind.CALL_BACK),
        ("Someone will call you back tomorrow", TaskKind.CALL_BACK),
        ("I'll call him back in the morning.", TaskKind.CALL_BACK),
        ("We would ring Mrs Doyle back.", TaskKind.CALL_BACK),
        ("I promised a call back.", TaskKind.CALL_BACK),
        ("I promised to return her call.", TaskKind.CALL_BACK),
        ("A colleague is going to phone them back on Monday.", TaskKind.CALL_BACK),
        ("He will call back tomorrow.", None),
        ("Nobody will call you back.", None),
        ("I did not promise that my manager will contact him.", None),
        ("My manager will not contact you, I said.", None),
        ("She wants to speak with my manager.", None),
        ("He called back three times.", None),
        ("The head of the department was in the room.", None),
    ],
)
def test_d64_d65_a_promise_is_heard_and_what_is_none_is_not(said: str, kind: TaskKind | None) -> None:
    assert [one.kind for one in promises_in([said])] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("Please put what troubles you in writing.", True),
        ("Please let us have it in writing.", True),
        ("Here’s the form for that.", True),
        ("We will send you our decision in writing.", False),
        ("I’ll put that in writing for you.", False),
        ("You get an answer in writing.", False),
        ("Use the form of words below.", False),
    ],
)
def test_d63_the_form_is_offered_where_the_customer_is_asked_to_write_and_not_where_we_write(
    said: str, offered: bool
) -> None:
    assert asks_for_writing([said]) is offered


async def test_d65_tomorrow_is_offered_as_a_task_and_one_press_keeps_it(town: Town) -> None:
    await writes(town, "He shouted. I said that I will call him back tomorrow.")
    receipt = await town.confirmation()
    assert sentence("promise.call_back") in receipt
    (record,) = await town.desk.mine(SAM)
    sam = town.talk(SAM)
    for _ in range(2):
        await sam.choose("task.promise", f"call_back:tomorrow:{record.id}")
        assert "You have the task, until 3 March 2026 at 16:30." in sam.words
    (task,) = await town.desk.tasks.mine(SAM)
    assert (task.kind, task.assignee, task.blocks) == (TaskKind.CALL_BACK, SAM, True)
    seen = await town.desk.view(record.id, SAM)
    assert seen
    offered = in_words(Say(receipt_card(seen, town.services)))
    assert sentence("promise.call_back") not in offered, "it is kept already"


async def test_d64_my_manager_will_contact_you_is_a_task_for_the_manager(town: Town) -> None:
    await writes(town, "I told her that my manager will contact her.")
    (record,) = await town.desk.mine(SAM)
    assert sentence("promise.contact") in await town.confirmation()
    assert await town.desk.tasks.mine(PRIYA) == (), "nothing is made by itself"
    sam = town.talk(SAM)
    await sam.choose("task.promise", f"contact::{record.id}")
    assert "Priya Raman has the task" in sam.words
    await town.pass_time(seconds=1)
    assert cards(town, PRIYA) == ["Sam Okafor gave you a task."]
    (task,) = await town.desk.tasks.mine(PRIYA)
    await town.talk(PRIYA).choose("task.done", task.id)
    await town.pass_time(seconds=1)
    assert newest(town, SAM) == "Priya Raman noted that what was promised in your report is done."


async def test_a13_what_a_later_statement_or_a_noted_contact_promises_is_offered_too(
    town: Town, filed: tuple[str, str]
) -> None:
    sam = town.talk(SAM)
    await sam.choose("report.amend", filed[0])
    await sam.submit({"statement": "He rang again. I will call him back."})
    assert sentence("promise.call_back") in sam.words
    talk = await does(town, PRIYA, filed[1], Operation.CONTACT, contact_said="I said we will call him back.")
    assert sentence("promise.call_back") in talk.words
    await talk.press(sentence("promise.keep"))
    assert "You have the task" in talk.words


async def test_phrases_that_promise_say_how_the_promise_is_kept(town: Town) -> None:
    talk = town.talk()
    await talk.command("phrases")
    assert sentence("promise.hint") not in talk.words
    town.knowledge.offered = (
        Phrase("I can have my manager contact you.", "Difficult Customers, Schedule A"),
    )
    await talk.command("phrases")
    assert sentence("promise.hint") in talk.words


async def test_everything_can_be_done_line_by_line_with_times_to_come(
    town: Town, filed: tuple[str, str]
) -> None:
    plain = town.talk(PRIYA, platform="plain")
    await plain.say(f"reports {filed[1]}")
    await plain.choose("record.act", f"{Operation.ADD_TASK}:{filed[0]}")
    for typed in ("1", "Wen Zhao", "friday", WORDS, "no", "send"):
        await plain.say(typed)
    (task,) = await town.desk.tasks.mine(WEN)
    assert task.due == friday(town)


async def test_reminders_are_chosen_by_each_person(town: Town) -> None:
    talk = town.talk(WEN)
    await talk.say("stop sending me reminders")
    await talk.press(sentence("task.nudges"))
    await talk.press(sentence("task.nudges_none"))
    assert sentence("task.nudged_none") in talk.words
    assert sentence("task.nudged_always") in talk.words
    await talk.choose("task.nudges")
    assert sentence("task.nudged_none") in talk.words


@pytest.mark.parametrize("typed", ["my reminders", "My reminders!", "/tasks", "reminder settings"])
async def test_my_reminders_shows_what_somebody_chose_and_the_other_choices(town: Town, typed: str) -> None:
    talk = town.talk(WEN)
    if typed.startswith("/"):
        await talk.command("tasks")
        await talk.press(sentence("task.nudges"))
    else:
        await talk.say(typed)
    assert sentence("task.nudged_all") in talk.words
    assert sentence("task.nudged_always") in talk.words
    await talk.press(sentence("task.nudges_day"))
    assert sentence("task.nudged_day") in talk.words
    await talk.say("my reminders")
    assert sentence("task.nudged_day") in talk.words
    assert sentence("task.nudges_none") in talk.words


async def test_many_tasks_come_in_pages_the_most_urgent_first(town: Town, filed: tuple[str, str]) -> None:
    for number in range(6):
        await gives(town, filed[1], task_due=friday(town) + timedelta(hours=number))
    talk = town.talk(WEN)
    await talk.say("show me my tasks")
    assert "1. Call the customer back: Due 6 March 2026 at 16:30." in talk.words
    await talk.press("2 more")
    assert "6. Call the customer back: Due 6 March 2026 at 21:30." in talk.words
    assert "Open 6" in {one.label for one in talk.buttons}


async def test_reports_say_that_tasks_wait_as_well(town: Town, filed: tuple[str, str]) -> None:
    await gives(town, filed[1])
    talk = town.talk(WEN)
    await talk.say("what is waiting for me")
    assert "You also have 1 task." in talk.words
    await talk.press("My tasks")
    assert filed[1] in talk.words


async def test_a_notice_of_a_task_is_drawn_for_every_kind(town: Town, filed: tuple[str, str]) -> None:
    await gives(town, filed[1])
    for _ in range(30):
        await town.pass_time(hours=6)
    kinds = {one.kind for one in town.notifier.notices if one.task}
    assert kinds == {NoticeKind.TASK_GIVEN, NoticeKind.TASK_REMINDER, NoticeKind.TASK_LATE}
    for one in town.notifier.notices:
        assert draw(one, town.services).summary


async def test_why_a_task_is_put_off_stays_in_the_form_where_it_was_ended_meanwhile(
    town: Town, filed: tuple[str, str]
) -> None:
    await gives(town, filed[1])
    (task,) = await town.desk.tasks.mine(WEN)
    talk = town.talk(WEN)
    await talk.choose("task.more", task.id)
    await talk.press(sentence("act.snooze_task"))
    form = talk.form
    await talk.choose("task.done", task.id)
    talk.form = form
    await talk.submit({"snooze_until": friday(town), "snooze_reason": "A reason zyxq"})
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert sentence("act.kept", reason=sentence("task.nothing")) in refused.errors.values()
    assert "A reason zyxq" in repr(refused.form)
