"""A record carried on: who takes it up, corrects, decides, reports back and reopens, as each of them sees it."""

from __future__ import annotations

from dataclasses import replace

from bot.people import People, Role
from bot.replies import FormErrors
from bot.words import sentence
from incidents.escalation import Escalation
from incidents.notices import NoticeKind
from incidents.records import State
from incidents.rules.access import Operation
from tests.flows.carrying import CLOSING, REPORT, does, filed, newest, reads, shows, state
from tests.flows.town import CAO, DANA, GIDEON, HECTOR, PRIYA, SAM, WEN, Town

__all__ = ["filed"]

JOLENE = "jolene.tremblay@portmaribel.example"


async def test_from_the_call_to_the_closed_record_and_the_reopened_one(
    town: Town, filed: tuple[str, str]
) -> None:
    """D13, D14, D23, D34, D35, P12."""
    record, reference = filed
    await does(town, PRIYA, reference, Operation.TAKE_OVER)
    assert newest(town, SAM) == "Priya Raman has your report in hand now."
    await does(town, PRIYA, reference, Operation.RETURN, return_reason="Which bill was it?")
    assert "asks you to correct" in newest(town, SAM)
    assert "Which bill was it?" in await reads(town, SAM, record)
    await does(town, SAM, reference, Operation.CORRECT, correction="The water bill of May.")
    assert newest(town, PRIYA) == "Sam Okafor corrected the report. Please read it."
    await does(town, PRIYA, reference, Operation.CONTACT, contact_said="I explained the tariff.")
    await does(town, PRIYA, reference, Operation.AGREE, agreed="Billing looks at the meter by Friday.")
    assert await state(town, record) is State.ACTION_AGREED
    await does(town, PRIYA, reference, Operation.CLOSE, **CLOSING)
    assert "tells you what came of your report" in newest(town, SAM)
    assert await state(town, record) is State.CLOSED
    whole = await reads(town, SAM, record)
    for words in ("The water bill of May.", "Billing looks at the meter by Friday.", *CLOSING.values()):
        assert words == "explained" or words in whole
    await does(town, SAM, reference, Operation.NOT_SOLVED, still_open="He rang again today.")
    assert await state(town, record) is State.UNDER_REVIEW
    assert newest(town, PRIYA) == "Sam Okafor says that it is not solved. The report is open again."
    await does(town, PRIYA, reference, Operation.CLOSE, **CLOSING)
    assert await state(town, record) is State.CLOSED


async def test_who_takes_a_report_over_has_acknowledged_it_and_nobody_else_is_asked(
    town: Town, filed: tuple[str, str]
) -> None:
    await does(town, PRIYA, filed[1], Operation.TAKE_OVER)
    await town.pass_time(hours=3)
    assert town.notifier.told(NoticeKind.ALERT) == [PRIYA]
    assert sentence("act.handler") + ": Priya Raman" in (await shows(town, DANA, filed[1])).words


async def test_d35_a_record_closes_only_once_what_is_reported_back_has_reached_its_author(
    town: Town, filed: tuple[str, str]
) -> None:
    record, reference = filed
    town.notifier.refuse(SAM, again=True)
    await does(town, PRIYA, reference, Operation.CLOSE, **CLOSING)
    assert await state(town, record) is State.CLOSING
    town.notifier.refuse()
    await town.pass_time(minutes=30)
    assert await state(town, record) is State.CLOSED


async def test_d35_reading_it_is_being_told(town: Town, filed: tuple[str, str]) -> None:
    record, reference = filed
    town.notifier.refuse(SAM, again=True)
    await does(town, PRIYA, reference, Operation.CLOSE, **CLOSING)
    assert CLOSING["report_back"] in await reads(town, SAM, record)
    assert await state(town, record) is State.CLOSED


async def test_where_an_author_cannot_be_told_whoever_closed_it_hears_and_tells_them_in_person(
    town: Town, filed: tuple[str, str]
) -> None:
    record, reference = filed
    town.notifier.refuse(SAM, again=False)
    await does(town, PRIYA, reference, Operation.CLOSE, **CLOSING)
    await town.pass_time(hours=1)
    assert "Sam Okafor could not be told" in newest(town, PRIYA)
    assert await state(town, record) is State.CLOSING
    await does(town, PRIYA, reference, Operation.TELL_IN_PERSON, told_how="At the desk, today.")
    assert await state(town, record) is State.CLOSED


async def test_what_is_typed_into_a_form_that_comes_too_late_stays_there(
    town: Town, filed: tuple[str, str]
) -> None:
    talk = await shows(town, DANA, filed[1])
    await talk.press(sentence("act.more"))
    await talk.press(sentence("act.return"))
    await does(town, PRIYA, filed[1], Operation.CLOSE, **CLOSING)
    await talk.submit({"return_reason": "Which bill?"})
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors)
    assert "Closed" in reply.errors["return_reason"]
    assert "Which bill?" in repr(reply.form)


async def test_what_those_who_handle_a_record_say_to_one_another_is_not_for_its_author(
    town: Town, filed: tuple[str, str]
) -> None:
    await does(town, PRIYA, filed[1], Operation.ASK_CAO, cao_request="Sam needs a rest, I think.")
    assert newest(town, CAO) == "Priya Raman asks for your support. Please read the report."
    assert "Sam needs a rest" in await reads(town, CAO, filed[0])
    own = await reads(town, SAM, filed[0])
    assert "asked for support" in own
    assert "Sam needs a rest" not in own


async def test_d36_a_head_it_was_shared_with_reads_it_as_long_as_they_are_one(
    town: Town, filed: tuple[str, str]
) -> None:
    record, reference = filed
    assert await town.desk.view(record, HECTOR) is None
    await does(town, PRIYA, reference, Operation.SHARE, share_with=(HECTOR,))
    assert newest(town, HECTOR) == "Priya Raman shares this report with you, so that you can read it."
    assert "He shouted" in await reads(town, HECTOR, record)
    assert sentence("act.more") not in (await shows(town, HECTOR, reference)).words
    listed = town.services.people.by_key
    roles = frozenset({Role.EMPLOYEE})
    people = People.of(replace(one, roles=roles) if one.key == HECTOR else one for one in listed.values())
    town.desk.use(Escalation(town.desk.escalation.ladder, people))
    assert await town.desk.view(record, HECTOR) is None


async def test_whoever_it_was_passed_to_has_it_in_hand_until_somebody_else_has(
    town: Town, filed: tuple[str, str]
) -> None:
    record, reference = filed
    await does(town, PRIYA, reference, Operation.ASSIGN, assignee=WEN)
    assert newest(town, WEN) == "Priya Raman passed this report to you. You have it in hand now."
    assert newest(town, SAM) == "Your report was passed on. Wen Zhao has it in hand now."
    await does(town, WEN, reference, Operation.CONTACT, contact_said="I rang.")
    await does(town, DANA, reference, Operation.TAKE_OVER)
    assert await town.desk.view(record, WEN) is None


async def test_r20_nobody_complained_of_can_be_given_a_record_or_asked_about_it(town: Town) -> None:
    sam = town.talk(SAM)
    await sam.command("incident")
    await sam.submit({**REPORT, "occurred_at": town.clock.now(), "about": (WEN,)})
    await town.pass_time(seconds=1)
    (record,) = await town.desk.mine(SAM)
    talk = await does(town, PRIYA, record.reference, Operation.ASSIGN, assignee=WEN)
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors)
    assert "can be told" in reply.errors["assignee"]
    assert await town.desk.view(record.id, WEN) is None


async def test_whose_report_it_is_is_never_given_it_to_handle(town: Town) -> None:
    sam = town.talk(SAM)
    await sam.command("incident")
    await sam.submit({**REPORT, "occurred_at": town.clock.now(), "filed_for": JOLENE})
    await town.pass_time(seconds=1)
    (record,) = await town.desk.mine(SAM)
    talk = await does(town, PRIYA, record.reference, Operation.ASSIGN, assignee=JOLENE)
    for _ in range(2):
        (reply,) = talk.replies
        assert isinstance(reply, FormErrors)
        assert sentence("act.nobody_assign") in reply.errors["assignee"]
        await talk.submit({"assignee": SAM})
    assert not (await town.desk.view(record.id, PRIYA)).handler  # type: ignore[union-attr]  # she reads it


async def test_an_act_pressed_twice_is_done_once(town: Town, filed: tuple[str, str]) -> None:
    talk = await shows(town, PRIYA, filed[1])
    for _ in range(2):
        await talk.choose("record.act", f"{Operation.TAKE_OVER}:{filed[0]}")
        await town.pass_time(seconds=1)
    seen = await town.desk.view(filed[0], PRIYA)
    assert seen
    assert len(seen.entries) == 1
    assert town.notifier.told(NoticeKind.HANDLED) == [SAM]
    told = [one for one in town.notifier.notices if one.recipient == SAM and not one.updates]
    assert NoticeKind.ACKNOWLEDGED not in {one.kind for one in told}, "one act, one message"


async def test_no_card_about_an_act_holds_what_was_said_or_the_customer(
    town: Town, filed: tuple[str, str]
) -> None:
    """T19: a card is read over shoulders."""
    for operation in (Operation.RETURN, Operation.CONTACT, Operation.ASK_CAO, Operation.AGREE):
        await does(town, PRIYA, filed[1], operation)
        if operation is Operation.RETURN:
            await does(town, SAM, filed[1], Operation.CORRECT)
    await does(town, PRIYA, filed[1], Operation.SHARE, share_with=(HECTOR,))
    await does(town, PRIYA, filed[1], Operation.CLOSE, **CLOSING)
    pushed = repr([town.pushed(who) for who in (SAM, PRIYA, DANA, CAO, HECTOR)])
    for secret in ("Words about", "Casey", "shouted", *(one for one in CLOSING.values() if " " in one)):
        assert secret not in pushed, secret


async def test_everything_can_be_done_line_by_line_where_there_are_no_forms(
    town: Town, filed: tuple[str, str]
) -> None:
    plain = town.talk(PRIYA, platform="plain")
    await plain.say(f"reports {filed[1]}")
    await plain.choose("record.act", f"{Operation.RETURN}:{filed[0]}")
    await plain.say("Which bill was it?")
    await plain.say("send")
    assert await state(town, filed[0]) is State.RETURNED


async def test_the_list_says_where_a_report_stands(town: Town, filed: tuple[str, str]) -> None:
    await does(town, PRIYA, filed[1], Operation.RETURN)
    talk = town.talk(SAM)
    await talk.say("my reports")
    assert "Waiting for a correction" in talk.words


async def test_whoever_wrote_a_report_and_the_records_officer_see_who_looked(
    town: Town, filed: tuple[str, str]
) -> None:
    await reads(town, PRIYA, filed[0])
    await town.desk.view(filed[0], WEN)
    for who in (SAM, GIDEON):
        talk = await shows(town, who, filed[1])
        await talk.press(sentence("act.more"))
        await talk.press(sentence("looks.button"))
        seen = repr(talk.form)
        assert "Priya Raman opened the report" in seen
        assert "Wen Zhao was not shown what they asked for" in seen
    talk = town.talk(PRIYA)
    await talk.choose("record.looks", filed[0])
    assert talk.form is None
    assert sentence("notice.nothing_to_show") in talk.words, "who looked is not for those who look"
