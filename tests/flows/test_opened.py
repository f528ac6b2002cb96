"""A contact that was ended is told in that press; its author sends the rest later that day (D18-D20, D55, D66)."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.events import FieldValue
from bot.replies import CloseForm, FormErrors
from incidents.notices import NoticeKind
from incidents.records import Channel, Record, Warned
from incidents.task import TaskKind, TaskState
from tests.fakes.conversation import Conversation
from tests.flows.town import CAO, DANA, PRIYA, SAM, WEN, Town

REST: Mapping[str, FieldValue] = {
    "channel": "phone",
    "customer": "Casey Quill",
    "happened": "He shouted at me for ten minutes.",
    "behaviours": ("verbal_abuse",),
}


async def to_the_end(town: Town, person: str = SAM, *, warned: bool = True) -> Conversation:
    """On the way through a contact, up to the card that ends it."""
    talk = town.talk(person)
    await talk.choose("report.ended")
    await talk.press("I have warned them" if warned else "A warning is not possible")
    if warned:
        await talk.press("Still going on")
    return talk


async def ended(town: Town, person: str = SAM) -> tuple[Conversation, Record]:
    talk = await to_the_end(town, person)
    await talk.press("I have ended it")
    (record,) = await town.desk.mine(person)
    return talk, record


def values(talk: Conversation, **more: FieldValue) -> dict[str, FieldValue]:
    """The form as it is open, with what the author adds."""
    assert talk.form is not None
    known = {one.name: getattr(one, "initial", None) for one in talk.form.fields}
    return {**{name: value for name, value in known.items() if value}, **more}


async def completed(town: Town, talk: Conversation, **more: FieldValue) -> Record:
    await talk.press("Complete the report")
    await talk.submit(values(talk, **{**REST, **more}))
    assert talk.replies == [CloseForm()], talk.words
    (record,) = await town.desk.mine(SAM)
    return record


def told(town: Town, kind: NoticeKind) -> list[str]:
    return [one.recipient for one in town.notifier.notices if one.kind is kind]


async def test_d20_the_head_is_told_in_the_press_that_ends_it_before_anything_is_written(town: Town) -> None:
    talk, record = await ended(town)
    assert record.reference in talk.words
    assert "Priya Raman" in talk.words
    await town.worker.run_due()
    assert told(town, NoticeKind.ALERT) == [PRIYA]
    (card,) = (str(one) for one in town.pushed(PRIYA))
    assert "The rest of the report is still to come" in card
    report = record.report
    assert (report.warned, report.ended, report.channel) == (Warned.YES, True, Channel.UNKNOWN)
    assert report.warning_note == "Warned at 05:00. Ended at 05:00."
    assert not record.is_whole


async def test_d20_who_is_told_is_said_before_the_press_and_is_true(town: Town) -> None:
    talk = await to_the_end(town)
    assert "I tell Priya Raman that you ended the contact" in talk.words
    assert await town.desk.mine(SAM) == ()
    heads = await to_the_end(town, PRIYA)
    assert "I tell Dana Whitlock" in heads.words, "nobody is told of their own report"


async def test_pressed_twice_it_is_one_record_and_another_contact_is_another(town: Town) -> None:
    talk = await to_the_end(town)
    (button,) = (one for one in talk.buttons if one.label == "I have ended it")
    for _ in range(2):
        await talk.choose(button.action, button.value)
        assert "Complete the report" in [one.label for one in talk.buttons]
    assert len(await town.desk.mine(SAM)) == 1
    again = await to_the_end(town)
    await again.press("I have ended it")
    assert len(await town.desk.mine(SAM)) == 2


async def test_r20_about_a_colleague_nobody_is_told_before_the_form_says_whom(town: Town) -> None:
    talk = await to_the_end(town)
    await talk.press("It is about a colleague")
    assert "Nobody was told yet" in talk.words
    await town.worker.run_due()
    assert await town.desk.mine(SAM) == ()
    assert town.notifier.notices == []
    await talk.press("Report an incident")
    await talk.submit(values(talk, **{**REST, "customer": "", "about": (PRIYA,)}))
    await town.worker.run_due()
    assert PRIYA not in {one.recipient for one in town.notifier.notices}


async def test_who_is_not_on_the_list_is_asked_for_their_department_first(town: Town) -> None:
    talk = await to_the_end(town, "nia.new@portmaribel.example")
    assert "I tell" not in talk.words
    await talk.press("I have ended it")
    assert "Report an incident" in [one.label for one in talk.buttons]
    assert await town.desk.mine("nia.new@portmaribel.example") == ()


async def test_d55_what_is_sent_then_completes_the_same_record(town: Town) -> None:
    talk, opened = await ended(town)
    await town.worker.run_due()
    record = await completed(town, talk)
    assert (record.id, record.reference) == (opened.id, opened.reference)
    assert record.is_whole
    assert record.report.happened == "He shouted at me for ten minutes."
    assert record.report.customer == "Casey Quill"
    assert (record.report.warned, record.report.ended) == (Warned.YES, True)
    assert record.opened == opened.report
    assert opened.reference in await town.confirmation()
    assert told(town, NoticeKind.COMPLETED) == [PRIYA]
    (news,) = [one for one in town.pushed(PRIYA) if "sent the rest" in one.summary]
    assert "Casey" not in str(news)
    assert "He shouted" not in str(news)
    assert record.acknowledged_at is None
    assert told(town, NoticeKind.ALERT) == [PRIYA], "nobody is asked twice for the same"


async def test_d55_the_rest_is_asked_for_that_day_and_the_next_until_it_comes(town: Town) -> None:
    _, record = await ended(town)
    (task,) = await town.services.tasks.mine(SAM)
    assert (task.kind, task.record, task.blocks) == (TaskKind.COMPLETE, record.id, False)
    assert task.due.astimezone(town.services.organisation.timezone).strftime("%d %H:%M") == "02 15:30"
    await town.desk.acknowledge(record.id, PRIYA)
    await town.pass_time(hours=4)  # 09:00
    await town.pass_time(hours=7)
    asked = [one for one in town.notifier.notices if one.kind is NoticeKind.TASK_REMINDER]
    assert {one.recipient for one in asked} == {SAM}
    before = len(asked)
    await town.pass_time(hours=18)
    asked = [one for one in town.notifier.notices if one.kind is NoticeKind.TASK_REMINDER]
    assert len(asked) == before + 1, "and on the next day"
    card = town.pushed(SAM)[-1]
    assert "Please write what happened" in card.summary
    assert "Complete the report" in str(card)
    talk = town.talk()
    await talk.choose("report.complete", record.id)
    await talk.submit(values(talk, **REST))
    assert [one.kind for one in await town.services.tasks.mine(SAM)] == [TaskKind.REST]
    (whole,) = await town.desk.mine(SAM)
    assert [one.state for one in whole.tasks if one.kind is TaskKind.COMPLETE] == [TaskState.DONE]
    await talk.choose("record.details", f"add_details:{record.id}")
    await talk.submit(values(talk, topic="A tax bill", tried="I offered the form."))
    assert await town.services.tasks.mine(SAM) == ()
    sent = len(town.notifier.notices)
    await town.pass_time(days=7)
    later = [one for one in town.notifier.notices[sent:] if one.kind is NoticeKind.TASK_REMINDER]
    assert later == []


async def test_late_in_the_day_the_rest_is_asked_for_on_the_next_working_day(town: Town) -> None:
    town.clock.advance(timedelta(days=4, hours=11))  # Friday, 16:00
    await ended(town)
    (task,) = await town.services.tasks.mine(SAM)
    assert task.due.astimezone(town.services.organisation.timezone).strftime("%a %H:%M") == "Mon 15:30"


async def test_if_the_form_never_comes_the_record_stands_and_climbs(town: Town) -> None:
    _, record = await ended(town)
    await town.worker.run_due()
    for _ in range(3):
        await town.pass_time(hours=3)
    assert {PRIYA, DANA, CAO} <= set(told(town, NoticeKind.ALERT))
    seen = await town.desk.view(record.id, PRIYA)
    assert seen is not None
    assert not seen.is_whole


async def test_danger_in_the_rest_asks_those_anew_who_had_acknowledged_its_beginning(town: Town) -> None:
    talk, record = await ended(town)
    await town.worker.run_due()
    await town.desk.acknowledge(record.id, PRIYA)
    await completed(town, talk, behaviours=("weapon",))
    await town.worker.run_due()
    (now,) = await town.desk.mine(SAM)
    assert now.acknowledged_at is None
    assert told(town, NoticeKind.ALERT).count(PRIYA) == 2


async def test_r20_whoever_the_rest_complains_of_is_told_and_reads_no_more(town: Town) -> None:
    talk, record = await ended(town)
    await town.worker.run_due()
    await completed(town, talk, about=(PRIYA,))
    await town.worker.run_due()
    assert await town.desk.view(record.id, PRIYA) is None
    assert told(town, NoticeKind.COMPLETED) == []


async def test_nobody_completes_the_report_of_somebody_else(town: Town) -> None:
    _, record = await ended(town)
    for person in (PRIYA, WEN):
        talk = town.talk(person)
        await talk.choose("report.complete", record.id)
        assert talk.form is None
        report = replace(record.report, author=person, happened="Not theirs.")
        assert await town.desk.complete(record.id, report) is None
    (task,) = await town.services.tasks.mine(SAM)
    assert "give_task" not in task.may
    (same,) = await town.desk.mine(SAM)
    assert same.report == record.report


async def test_a_form_that_is_sent_twice_adds_what_is_new_and_loses_nothing(town: Town) -> None:
    talk, _ = await ended(town)
    await talk.press("Complete the report")
    form = talk.form
    await talk.submit(values(talk, **REST))
    talk.form = form
    await talk.submit(values(talk, **{**REST, "topic": "A tax bill"}))
    (record,) = await town.desk.mine(SAM)
    assert record.report.topic == ""
    assert "A tax bill" in [one.text for one in record.added][-1]
    await talk.choose("report.complete", record.id)
    assert talk.form is not None
    assert talk.form.name == "details", "a whole report is only added to"


async def test_what_does_not_fit_stays_in_the_form_and_the_record_is_as_it_was(town: Town) -> None:
    talk, record = await ended(town)
    await talk.press("Complete the report")
    await talk.submit(values(talk, happened=""))
    assert isinstance(talk.replies[0], FormErrors)
    assert (await town.desk.mine(SAM))[0].report == record.report


async def test_d66_what_was_confirmed_has_a_digest_and_what_was_only_opened_has_none(town: Town) -> None:
    talk, opened = await ended(town)
    assert opened.attested is None
    await completed(town, talk)
    seen = await town.desk.view(opened.id, SAM)
    assert seen is not None
    assert seen.attested is not None
    assert seen.attested.holds
    assert len(seen.attested.digest) == 32
    await town.desk.amend(seen.id, SAM, "He called again.", "later")
    after = await town.desk.view(opened.id, SAM)
    assert after is not None
    assert after.attested == seen.attested, "what is added changes nothing of what was confirmed"


@pytest.mark.parametrize("seed", range(3))
async def test_any_order_of_presses_makes_at_most_one_record_and_tells_once(town: Town, seed: int) -> None:
    """The model: a way through a contact is open or not; only the press that ends it opens a record."""
    rng, talk = random.Random(seed), town.talk()
    await talk.choose("report.ended")
    seen = {one.label: one for one in talk.buttons if one.action == "report.ended"}
    opened = False
    for _ in range(14):
        label = rng.choice(sorted(seen))
        await talk.choose(seen[label].action, seen[label].value)
        opened = opened or label == "I have ended it"
        records = await town.desk.mine(SAM)
        assert len(records) == opened
        seen |= {one.label: one for one in talk.buttons if one.action == "report.ended"}
        if opened and rng.random() < 0.3:
            await talk.choose("report.complete", records[0].id)
            if talk.form is not None and talk.form.name == "report":
                await talk.submit(values(talk, **REST))
                assert (await town.desk.mine(SAM))[0].is_whole
    await town.worker.run_due()
    assert told(town, NoticeKind.ALERT) == ([PRIYA] if opened else [])
