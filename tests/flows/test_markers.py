"""Safety markers as people meet them: decided by the CAO, told before contact, on tasks and messages, ended, read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.events import FieldValue
from bot.flows.notice import draw
from bot.forms import DateTimeField
from bot.replies import FormErrors, OpenForm
from bot.words import sentence
from foundation.calendar import Wait, WaitUnit
from incidents.audit import Act
from incidents.rules.access import Operation
from tests.fakes.conversation import Conversation
from tests.flows.test_alike_answers import NOBODY, work
from tests.flows.test_restrictions import NAME, does, proposes, the_one
from tests.flows.town import CAO, HECTOR, PRIYA, SAM, TESSA, WEN, Town

SECRET = "He struck Jolene on 3 May."
TOLD = "There was violence before. Two of you meet them, nobody alone."


async def decides(town: Town, who: str = CAO, **said: FieldValue) -> Conversation:
    talk = town.talk(who)
    await talk.command("restrictions")
    await talk.press(sentence("marker.list"))
    await talk.press(sentence("marker.new"))
    assert talk.form
    assert "There was violence before." in repr(talk.form), "all that is told stands above the form"
    ends = town.clock.now() + timedelta(days=60)
    given: dict[str, FieldValue] = {
        "customer": NAME,
        "precautions": ("two_people",),
        "reasons": SECRET,
        "ends": ends,
    }
    await talk.submit({**given, **said})
    return talk


async def looks(town: Town, who: str, name: str = NAME) -> Conversation:
    talk = town.talk(who)
    await talk.say(f"contact check {name}")
    return talk


async def test_the_cao_decides_and_whoever_looks_before_contact_is_told_one_sentence(town: Town) -> None:
    talk = await decides(town, reasons="He pushed a clerk.")
    assert "It is told from now on" in talk.words
    assert len(talk.replies) == 1, "what is long over calls for no help"
    talk = await proposes(town, reasons="He pushed a clerk.")
    assert len(talk.replies) == 1
    assert NAME not in talk.words, "a card is read over shoulders"
    seen = await looks(town, SAM)
    assert TOLD in seen.words
    whole = repr(seen.replies)
    for secret in ("pushed", "clerk.", "Marguerite"):
        assert secret not in whole
    assert sentence("restriction.maybe") in (await looks(town, SAM, "Roi Holis")).words
    assert TOLD not in (await looks(town, SAM, "Roi Holis")).words


async def test_who_may_not_hear_is_answered_by_the_same_words_and_work_as_of_nobody(town: Town) -> None:
    await decides(town)
    assert (await looks(town, TESSA)).words == (await looks(town, TESSA, "Nobody Ever")).words
    check, view = town.services.restrictions.check, town.services.markers.view
    forbidden, first = await work(lambda: check(NAME, TESSA))
    absent, second = await work(lambda: check("Nobody Ever", TESSA))
    assert (forbidden, first) == (absent, second)
    (one,) = await town.services.markers.listed(CAO)
    for who in (HECTOR, PRIYA, SAM):
        hidden, first = await work(partial(view, one.id, who))
        gone, second = await work(partial(view, NOBODY, who))
        assert hidden is gone is None
        assert first == second
        talk = town.talk(who)
        await talk.say(one.reference)
        assert TOLD not in talk.words
        await talk.choose("marker.list")
        assert sentence("marker.nothing") in talk.words


async def test_what_is_missing_keeps_the_form_open_and_what_was_typed(town: Town) -> None:
    talk = await decides(town, reasons="", precautions=(), ends=town.clock.now() + timedelta(days=900))
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert set(refused.errors) == {"precautions", "reasons", "ends"}
    assert NAME in repr(refused.form)


async def test_a_name_in_a_message_tells_its_taker_and_whoever_calls_back(town: Town) -> None:
    await decides(town)
    talk = town.talk(SAM)
    await talk.command("message")
    await talk.submit({"message_for": WEN, "message_caller": NAME, "message_number": "902-555-0188"})
    assert TOLD in talk.words
    await town.pass_time(seconds=1)
    (given,) = [draw(one, town.services) for one in town.notifier.notices if one.recipient == WEN]
    assert TOLD in repr(given)
    assert NAME not in repr(given)
    talk = town.talk(WEN)
    await talk.command("tasks")
    await talk.press(sentence("task.open", number=1))
    assert TOLD in talk.words
    (opened,) = await talk.press(sentence("message.read"))
    assert isinstance(opened, OpenForm)
    assert TOLD in repr(opened.form)


async def test_an_appointment_tells_both_who_sit_in_and_its_owner_reads_who_was_told(town: Town) -> None:
    await decides(town)
    await proposes(town, options=("C2",), nominated="", channels=())
    reference = (await the_one(town)).reference
    await does(town, CAO, reference, Operation.APPROVE)
    await does(town, PRIYA, reference, Operation.SEND_NOTICE)
    meets = town.clock.now() + timedelta(days=2)
    await does(town, PRIYA, reference, Operation.BOOK, meet_at=meets, meet_with=WEN, witness=SAM)
    await town.pass_time(seconds=1)
    assert (await town.services.markers.told((await the_one(town)).id, PRIYA)) == (), (
        "she books, and meets nobody"
    )
    drawn = {one.recipient: repr(draw(one, town.services)) for one in town.notifier.notices if one.task}
    assert TOLD in drawn[WEN]
    assert TOLD in drawn[SAM]
    (one,) = await town.services.markers.listed(CAO)
    talk = town.talk(CAO)
    await talk.say(one.reference)
    (opened,) = await talk.press(sentence("marker.who"))
    for name in ("Wen Zhao was told", "Sam Okafor was told"):
        assert name in repr(opened)


async def test_a_planned_meeting_looks_the_name_up_and_does_not_keep_it(town: Town) -> None:
    await decides(town)
    talk = town.talk(SAM)
    await talk.command("plan")
    await talk.press(sentence("plan.new"))
    assert talk.form
    at = town.clock.now() + timedelta(hours=2)
    await talk.submit({"plan_place": "12 Kelp Road", "plan_whom": NAME, "meets_at": at, "minutes": "30"})
    assert TOLD in talk.words
    (plan,) = await town.services.plans.mine(SAM)
    assert NAME not in repr(plan)


async def test_it_is_ended_with_a_reason_and_its_owner_reads_all_of_it(town: Town) -> None:
    talk = await decides(town)
    await talk.press(sentence("marker.who"))
    assert sentence("marker.nobody") in repr(talk.replies)
    (one,) = await town.services.markers.listed(CAO)
    await talk.say(f"restrictions {one.reference}")
    await talk.press(sentence("marker.end"))
    assert talk.form
    assert "letter" not in repr(talk.form), "nobody is written to of a marker"
    await talk.submit({"end_reason": "It was somebody else."})
    assert sentence("marker.ended") in talk.words
    assert TOLD not in (await looks(town, SAM)).words
    (opened,) = await talk.press(sentence("marker.read"))
    assert isinstance(opened, OpenForm)
    for part in (NAME, SECRET, "It was somebody else.", "Marguerite Oyelaran ended it"):
        assert part in repr(opened.form)
    assert Act.PRECAUTION_TOLD not in {entry.kind for entry in one.timeline}


async def test_the_day_a_form_begins_with_is_one_that_the_file_allows(town: Town) -> None:
    in_force = town.desk.escalation
    rules = in_force.restrictions
    short = replace(rules, markers=replace(rules.markers, longest=Wait(2, WaitUnit.MONTHS)))
    town.desk.use(replace(in_force, restrictions=short))
    talk = town.talk(CAO)
    await talk.choose("marker.new")
    assert talk.form
    (ends,) = [one.initial for one in talk.form.items if isinstance(one, DateTimeField)]
    await talk.submit({"customer": NAME, "precautions": ("two_people",), "reasons": SECRET, "ends": ends})
    assert "It is told from now on" in talk.words
