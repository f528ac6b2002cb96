"""Colleagues a report names, and whom it is written for: told at once, each what concerns them (D48-D50, D55, D56)."""

from __future__ import annotations

from bot.events import FieldValue
from bot.flows.notice import draw
from bot.replies import CloseForm, FormErrors, OpenForm, Say
from bot.words import sentence
from incidents.audit import Act
from incidents.looks import looks_at
from incidents.notices import NoticeKind
from incidents.records import ActOutcome, Record, State
from incidents.rules.access import Operation
from incidents.store_audit import stories
from incidents.task import ReminderStage, TaskKind
from tests.fakes.conversation import Conversation, in_words
from tests.flows.carrying import CLOSING
from tests.flows.test_details import page, seen
from tests.flows.test_record_paper import words_on
from tests.flows.test_report import FILLED, errors, filed, opened
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, SAM, TESSA, WEN, Town

SAW = "I saw him throw the zyxq stapler."


async def names(town: Town, record: Record, **said: FieldValue) -> Record:
    talk = await page(town, record, "add_staff")
    await talk.submit(said)
    assert isinstance(talk.replies[0], CloseForm), talk.words
    await town.worker.run_due()
    return await seen(town, record, SAM)


async def witnessed(town: Town) -> Record:
    """A report that names Wen as somebody who was there."""
    return await names(town, await filed(town), witnesses=(WEN,))


async def states(town: Town, record: Record, person: str = WEN, text: str = SAW) -> Conversation:
    talk = town.talk(person)
    await talk.choose("staff.state", record.id)
    await talk.submit({"statement": text})
    return talk


async def test_d49_a_colleague_who_is_named_is_told_at_once_as_what_and_has_a_task_for_the_next_working_day(
    town: Town,
) -> None:
    record = await names(town, await filed(town), witnesses=(WEN,), helpers=(HECTOR, WEN))
    (card,) = town.pushed(WEN)
    told = in_words(Say(card))
    assert "Sam Okafor wrote a report that names you" in told
    assert sentence("staff.role_witness") in told
    assert sentence("staff.role_helped") in told
    for hidden in ("Casey", "shouted", "threat"):
        assert hidden not in told
    (task,) = await town.services.tasks.mine(WEN)
    calendar = town.services.organisation.calendar
    due = calendar.closes(calendar.open_day_after(calendar.day_of(town.clock.now())))
    assert (task.kind, task.due, task.blocks) == (TaskKind.STATEMENT, due, False)
    asked = {one.assignee for one in record.open_tasks if one.kind is TaskKind.STATEMENT}
    assert asked == {WEN, HECTOR}
    story = (await town.db.read(lambda conn: stories(conn, [record.id])))[record.id]
    assert {one.detail for one in story if one.kind == Act.STAFF_NAMED} == {WEN, HECTOR}


async def test_a_witness_sees_their_part_and_nothing_else_of_the_report(town: Town) -> None:
    record = await witnessed(town)
    talk = town.talk(WEN)
    (reply,) = await talk.choose("staff.part", record.id)
    assert isinstance(reply, OpenForm)
    assert sentence("staff.role_witness") in repr(reply)
    await talk.say(f"reports {record.reference}")
    assert record.reference in talk.words
    for hidden in ("Casey", "shouted"):
        assert hidden not in talk.words + repr(reply)
    assert await town.desk.view(record.id, WEN) is None
    await talk.choose("record.paper", record.id)
    assert not any("Upload" in type(one).__name__ for one in talk.replies)
    stranger = town.talk(HECTOR)
    await stranger.choose("staff.part", record.id)
    assert sentence("staff.not_named") in stranger.words
    assert sentence("staff.role_witness") not in stranger.words
    looks = await town.db.read(lambda conn: looks_at(conn, record.id)) or ()
    assert (WEN, False) in [(one.by, one.refused) for one in looks], "that look is in the log as any other"


async def test_a_statement_is_kept_for_those_who_handle_the_report_and_not_for_its_author(town: Town) -> None:
    record = await witnessed(town)
    talk = await states(town, record)
    assert "was added" in talk.words
    assert "zyxq" not in talk.words, "a card is read over shoulders (T19)"
    await talk.choose("staff.part", record.id)
    assert "zyxq" in repr(talk.replies)
    await town.worker.run_due()
    assert await town.services.tasks.mine(WEN) == (), "nobody is asked twice"
    head = town.talk(PRIYA)
    await head.choose("notice.view", record.id)
    assert "zyxq" in str(head.form)
    mine = town.talk(SAM)
    await mine.choose("notice.view", record.id)
    assert "Wen Zhao added a statement" in str(mine.form)
    assert "zyxq" not in str(mine.form)
    told = [
        one.recipient for one in town.notifier.notices if one.kind in (NoticeKind.ACTED, NoticeKind.HANDLED)
    ]
    assert sorted(told) == [PRIYA, SAM]
    await head.choose("record.paper", record.id)
    assert "zyxq" in words_on(head)


async def test_the_same_statement_twice_is_kept_once_and_more_can_be_said_later(town: Town) -> None:
    record = await witnessed(town)
    talk = town.talk(WEN)
    await talk.choose("staff.state", record.id)
    form = talk.form
    await talk.submit({"statement": SAW})
    talk.form = form
    await talk.submit({"statement": SAW})
    await states(town, record, text="And then he left.")
    part = await town.desk.part(record.id, WEN)
    assert part is not None
    assert [one.said["statement"] for one in part.statements] == [SAW, "And then he left."]


async def test_p36_danger_in_a_statement_is_asked_back_and_told(town: Town) -> None:
    record = await filed(town, behaviours=("rude",), happened="He shouted.", ended="no")
    await names(town, record, witnesses=(WEN,))
    talk = await states(town, record, text="He had a knife in his hand.")
    assert isinstance(talk.replies[0], FormErrors)
    await talk.submit({"statement": "He had a knife in his hand.", "danger": ("weapon",)})
    await town.worker.run_due()
    assert PRIYA in [one.recipient for one in town.notifier.notices if one.kind is NoticeKind.ALERT]
    assert "weapon" in (await seen(town, record, PRIYA)).behaviours


async def test_r20_whom_a_report_is_about_is_no_witness_of_it(town: Town) -> None:
    record = await filed(town, about=(DANA,))
    talk = await page(town, record, "add_staff")
    await talk.submit({"witnesses": (DANA,)})
    assert set(errors(talk)) == {"witnesses"}
    both = await opened(town)
    await both.submit({**FILLED, "about": (WEN,), "filed_for": WEN})
    assert "filed_for" in errors(both)


async def test_r20_a_witness_who_is_complained_of_later_sees_nothing_any_more(town: Town) -> None:
    record = await witnessed(town)
    await town.desk.amend(record.id, SAM, "It was Wen.", "later", about=frozenset({WEN}))
    assert await town.desk.part(record.id, WEN) is None
    outcome, _ = await town.desk.add_statement(record.id, WEN, {"statement": SAW}, "draft")
    assert outcome is ActOutcome.NOT_ALLOWED
    assert await town.services.tasks.mine(WEN) == ()


async def test_who_is_not_named_any_more_is_left_in_peace(town: Town) -> None:
    record = await witnessed(town)
    await names(town, record, witnesses=(HECTOR,))
    assert await town.desk.part(record.id, WEN) is None
    assert await town.services.tasks.mine(WEN) == ()
    assert await town.desk.part(record.id, HECTOR) is not None
    await names(town, record, witnesses=(WEN,))
    assert [one.kind for one in await town.services.tasks.mine(WEN)] == [TaskKind.STATEMENT], "named anew"


async def test_a_statement_is_asked_for_twice_and_climbs_to_nobody(town: Town) -> None:
    record = await witnessed(town)
    await town.desk.acknowledge(record.id, PRIYA)
    for _ in range(12):
        await town.pass_time(hours=12)
    reminders = [one for one in town.notifier.notices if one.kind is NoticeKind.TASK_REMINDER]
    theirs = [one.stage for one in reminders if one.recipient == WEN]
    assert 1 <= len(theirs) <= 3
    assert ReminderStage.AGAIN not in theirs
    late = [one for one in town.notifier.notices if one.kind is NoticeKind.TASK_LATE and one.task]
    assert not [one for one in late if one.task and one.task.kind is TaskKind.STATEMENT]
    assert await town.services.tasks.mine(WEN) == ()


async def test_d55_whom_a_report_is_written_for_is_told_at_once_and_it_goes_to_their_head(town: Town) -> None:
    record = await filed(town, filed_for=WEN)
    await town.worker.run_due()
    wen = town.services.people.by_key[WEN]
    assert record.report.department == wen.department != "Customer Service"
    assert record.report.primary_employee == WEN
    sent = [one for one in town.notifier.notices if one.kind is NoticeKind.FILED_FOR]
    assert [one.recipient for one in sent] == [WEN]
    assert "Sam Okafor wrote this report for you" in in_words(Say(draw(sent[0], town.services)))
    head = town.services.people.holders("department_head", wen.department)
    asked = {one.recipient for one in town.notifier.notices if one.kind is NoticeKind.ALERT}
    assert asked == set(head)


async def test_whoever_is_asked_reads_on_the_card_whom_to_call_unless_it_complains_of_them(
    town: Town,
) -> None:
    record = await filed(town, filed_for=DANA)
    await town.worker.run_due()
    phone = town.services.people.by_key[DANA].phone
    (card,) = town.pushed(PRIYA)
    assert f"{sentence('notice.filed_for')}: Dana Whitlock\nPhone of Dana Whitlock: {phone}" in in_words(
        Say(card)
    )
    await town.desk.amend(record.id, SAM, "It was Dana.", "a" * 32, about=frozenset({DANA}))
    await town.worker.run_due()
    talk = town.talk(CAO)
    await talk.say(f"reports {record.reference}")
    assert phone not in talk.words


async def test_whom_it_is_written_for_hears_that_somebody_acknowledged_as_its_author_does(
    town: Town,
) -> None:
    record = await filed(town, filed_for=DANA, behaviours=("rude",))
    await town.worker.run_due()
    await town.desk.acknowledge(record.id, PRIYA)
    await town.worker.run_due()
    told = [one for one in town.notifier.notices if one.kind is NoticeKind.ACKNOWLEDGED and not one.updates]
    assert sorted(one.recipient for one in told) == [DANA, SAM]
    name = town.services.people.name(PRIYA)
    assert all(f"{name} acknowledged" in in_words(Say(draw(one, town.services))) for one in told)


async def test_whom_it_is_written_for_hears_nothing_of_it_once_it_complains_of_them(town: Town) -> None:
    record = await filed(town, filed_for=DANA, behaviours=("rude",))
    await town.worker.run_due()
    assert await town.desk.amend(record.id, SAM, "It was Dana.", "draft", about=frozenset({DANA}))
    await town.desk.acknowledge(record.id, PRIYA)
    await town.worker.run_due()
    told = [one for one in town.notifier.notices if one.kind is NoticeKind.ACKNOWLEDGED and not one.updates]
    assert [one.recipient for one in told] == [SAM]
    assert not [one for one in (await seen(town, record, PRIYA)).timeline if one.kind == Act.NOT_DELIVERED]


async def test_whom_it_is_written_for_reads_adds_and_hears_what_came_of_it(town: Town) -> None:
    record = await filed(town, filed_for=DANA, behaviours=("rude",))
    await town.worker.run_due()
    talk = town.talk(DANA)
    await talk.command("reports")
    assert record.reference in talk.words
    await talk.choose("notice.view", record.id)
    assert "Casey Quill" in str(talk.form)
    await talk.choose("report.amend", record.id)
    await talk.submit({"statement": "He came back."})
    assert "added" in talk.words
    may = (await seen(town, record, DANA)).may
    assert {Operation.POLICE, Operation.ADD_DETAILS, Operation.NOT_SOLVED} & may == {
        Operation.POLICE,
        Operation.ADD_DETAILS,
    }
    # A backup of the department elsewhere: nobody handles what was written for them.
    outcome, _ = await town.desk.act(record.id, DANA, Operation.TAKE_OVER, {}, "draft")
    assert outcome is ActOutcome.NOT_ALLOWED
    outcome, _ = await town.desk.act(record.id, SAM, Operation.POLICE, {"police": "undecided"}, "police")
    assert outcome is ActOutcome.NOT_ALLOWED, "whoever was affected decides that (D16)"
    await town.desk.act(record.id, PRIYA, Operation.CLOSE, dict(CLOSING), "close")
    assert (await seen(town, record, PRIYA)).state is State.CLOSING
    await town.worker.run_due()
    reported = [one.recipient for one in town.notifier.notices if one.kind is NoticeKind.REPORTED]
    assert sorted(reported) == [DANA, SAM], "both hear, whoever was told first (D35)"
    assert (await seen(town, record, PRIYA)).state is State.CLOSED


async def test_d56_what_is_written_for_an_elected_member_goes_straight_to_the_cao(town: Town) -> None:
    await filed(town, filed_for=TESSA)
    await town.worker.run_due()
    asked = {one.recipient for one in town.notifier.notices if one.kind is NoticeKind.ALERT}
    assert asked == {CAO}


async def test_question_by_question_nobody_is_asked_for_whom_and_it_stands_at_the_last_look(
    town: Town,
) -> None:
    talk = town.talk(platform="plain")
    await talk.say("incident")
    for said in ("20 minutes ago", "phone", "Casey Quill", "none", "He shouted.", "2", "yes", "yes"):
        await talk.say(said)
    assert sentence("field.filed_for") in talk.words
    await talk.say("send")
    (record,) = await town.desk.mine(SAM)
    assert record.report.filed_for == ""


async def test_d49_who_asks_for_their_statement_finds_the_way_to_it(town: Town) -> None:
    await witnessed(town)
    wen = town.talk(WEN)
    await wen.say("add my statement")
    await wen.press(sentence("task.open", number=1))
    await wen.press(sentence("staff.add"))
    assert wen.form
    assert wen.form.name == "statement"


async def test_d55_on_behalf_of_somebody_is_typed_with_their_name(town: Town) -> None:
    sam = town.talk(SAM)
    for typed in ("report on behalf of Hector Villaseñor", "file a report on behalf of Hector"):
        await sam.say(typed)
        await sam.press(sentence("core.open_form_button"))
        assert sam.form
        first = {one.name: getattr(one, "initial", None) for one in sam.form.fields}
        assert first["filed_for"] == (HECTOR,)
        assert not first["happened"]
    unknown = {WEN: "report on behalf of Nobody Known", SAM: "report on behalf of Hector who was shouted"}
    for who, typed in unknown.items():
        talk = town.talk(who)
        await talk.say(typed)
        await talk.press(sentence("core.open_form_button"))
        assert talk.form
        first = {one.name: getattr(one, "initial", None) for one in talk.form.fields}
        assert first["filed_for"] == (who,)
        assert first["happened"] == typed, "what was typed is not lost"
