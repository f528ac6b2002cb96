"""Meetings that go on after a check-in, and the duress word wherever it is typed (D38)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.replies import FormErrors
from bot.words import sentence
from incidents.safety.call import CallNotice, CallNoticeKind
from incidents.safety.plan import PlanNoticeKind, PlanState
from tests.flows.test_calls import called
from tests.flows.test_plans import JOLENE, ROOM, WORD, asked, card, plan_id, plans, state, told
from tests.flows.town import DANA, PRIYA, SAM, SILAS, Town

DESK = "Front counter, Town Hall"
SO_FAR = "Good. I ask you again at"


async def long_meeting(town: Town) -> object:
    """A meeting of two hours that began, with its check-in ten minutes after it began, asked just now."""
    begins = town.clock.now() + timedelta(minutes=10)
    talk = await plans(town, minutes="120", check_at=begins + timedelta(minutes=10))
    await town.pass_time(minutes=20)
    return talk


def summaries(town: Town, who: str) -> str:
    return " ".join(one.summary for one in town.called(who))


@pytest.mark.parametrize("typed", ["yes", "I am fine", ""])
async def test_one_check_in_does_not_end_the_watch_while_the_meeting_goes_on(town: Town, typed: str) -> None:
    await long_meeting(town)
    talk = town.talk(SAM)
    await (talk.say(typed) if typed else talk.choose("plan.fine", await plan_id(town)))
    assert f"{SO_FAR} 2 March 2026 at 07:10." in talk.words
    await town.pass_time(seconds=1)
    assert "Sam Okafor says that all is well so far" in card(town, JOLENE)
    assert "07:10" in card(town, JOLENE)
    await town.pass_time(minutes=110)
    assert told(town, PlanNoticeKind.PLAN_ASK) == [SAM, SAM]
    await town.pass_time(minutes=6)
    assert set(asked(town)) == {PRIYA, DANA, SILAS, JOLENE}


async def test_a_meeting_that_ends_early_is_said_to_be_over(town: Town) -> None:
    await long_meeting(town)
    talk = town.talk(SAM)
    await talk.choose("plan.over", await plan_id(town))
    assert sentence("plan.was_fine") in talk.words
    await town.pass_time(hours=3)
    assert asked(town) == []
    assert "I ask nothing more about the meeting" in card(town, JOLENE)


async def test_fine_before_it_is_asked_keeps_the_time_and_can_be_said_in_words(town: Town) -> None:
    talk = await plans(town, minutes="120")
    await town.pass_time(minutes=30)
    await talk.say("I am fine")
    assert f"{SO_FAR} 2 March 2026 at 07:10." in talk.words
    await talk.say("The meeting is over")
    assert sentence("plan.was_fine") in talk.words


async def test_more_time_within_the_meeting_is_not_told_as_a_longer_meeting(town: Town) -> None:
    await long_meeting(town)
    await town.talk(SAM).choose("plan.more", f"15:{await plan_id(town)}")
    await town.pass_time(seconds=1)
    assert "I ask Sam Okafor later than planned" in card(town, JOLENE)


@pytest.mark.parametrize("days", [-1, 200])
async def test_a_check_in_before_the_meeting_or_long_after_it_is_refused(town: Town, days: int) -> None:
    begins = town.clock.now() + timedelta(days=2)
    talk = await plans(town, meets_at=begins, check_at=begins + timedelta(days=days))
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert refused.errors == {"check_at": sentence("plan.check_at_missing")}


@pytest.mark.parametrize("command", ["", "policy", "contact", "phrases"])
async def test_the_duress_word_is_heard_before_any_command_and_shown_nowhere(
    town: Town, command: str
) -> None:
    await long_meeting(town)
    talk = town.talk(SAM)
    await (talk.command(command, WORD) if command else talk.say(f"{'well ' * 30}yellow folder {'so ' * 30}"))
    assert "ellow" not in talk.words
    assert SO_FAR in talk.words
    await town.pass_time(seconds=1)
    assert set(asked(town)) == {PRIYA, DANA, SILAS, JOLENE}
    assert town.knowledge.asked == []
    assert "so far" not in summaries(town, JOLENE), "nobody is told that all is well"


async def test_the_duress_word_and_the_answer_that_all_is_well_show_the_same_while_it_goes_on(
    town: Town,
) -> None:
    await long_meeting(town)
    sam = town.talk(SAM)
    await sam.say("yellow folder")
    shown = sam.words
    await sam.say("I am fine")
    assert sam.words == shown
    await town.pass_time(minutes=110)
    await sam.say("yes")
    assert sentence("plan.was_fine") in sam.words
    await town.pass_time(seconds=1)
    assert await state(town) == PlanState.DURESS
    assert "all is well" not in summaries(town, JOLENE)


async def test_after_the_duress_word_silence_calls_again_and_shows_nothing(town: Town) -> None:
    await long_meeting(town)
    await town.talk(SAM).say("yellow folder")
    await town.pass_time(minutes=110)
    before = len(asked(town))
    await town.pass_time(minutes=6)
    assert len(asked(town)) > before
    told_sam = [one for one in town.notifier.calls if isinstance(one, CallNotice) and one.recipient == SAM]
    assert told_sam == []


async def test_the_duress_word_is_heard_after_a_missed_check_in_and_looks_like_the_end_of_the_call(
    town: Town,
) -> None:
    await long_meeting(town)
    await town.pass_time(minutes=6)
    assert sentence("call.missed") in card(town, SAM)
    before = len(asked(town))
    talk = town.talk(SAM)
    await talk.say("yellow folder")
    assert sentence("call.ended") in talk.words
    assert sentence("plan.asks_again", time="2 March 2026 at 07:10") in talk.words
    await town.pass_time(seconds=1)
    assert set(asked(town)[before:]) >= {PRIYA, DANA, SILAS, JOLENE}
    assert sentence("call.duress") in card(town, PRIYA)
    assert sentence("call.was_over") in card(town, SAM)
    call = next(one.call for one in town.notifier.calls if isinstance(one, CallNotice))
    await talk.choose("call.over", call.id)
    assert sentence("call.ended") in talk.words
    await town.talk(PRIYA).choose("call.coming", call.id)
    await town.pass_time(minutes=1)
    assert sentence("call.was_over") in card(town, SAM)


async def test_the_duress_word_is_heard_after_fine_and_for_a_while_after_the_meeting(town: Town) -> None:
    talk = await plans(town)
    await town.pass_time(minutes=40)
    await talk.say("I am fine")
    await town.pass_time(hours=1)
    await talk.say("yellow folder")
    assert sentence("plan.was_fine") in talk.words
    await town.pass_time(seconds=1)
    assert set(asked(town)) == {PRIYA, DANA, SILAS, JOLENE}


async def test_days_before_the_meeting_the_duress_word_calls_to_where_they_work(town: Town) -> None:
    talk = await plans(town, meets_at=town.clock.now() + timedelta(days=3))
    await talk.say("yellow folder")
    assert SO_FAR in talk.words
    await town.pass_time(seconds=1)
    assert f"Where: {DESK}" in card(town, PRIYA)
    assert ROOM not in card(town, PRIYA)


async def test_a_duress_call_made_loud_says_nothing_false_of_the_screen(town: Town) -> None:
    await long_meeting(town)
    await town.talk(SAM).say("yellow folder")
    await town.pass_time(seconds=40)
    await called(town)
    assert sentence("call.duress_loud") in card(town, PRIYA)
    assert sentence("call.duress") not in card(town, PRIYA)


async def test_in_a_form_the_duress_word_is_heard_and_the_form_goes_on(town: Town) -> None:
    await long_meeting(town)
    talk = town.talk(SAM)
    await talk.choose("call.elsewhere")
    await talk.submit({"call_place": "the yellow folder"})
    await town.pass_time(seconds=1)
    kinds = {one.kind for one in town.notifier.calls if isinstance(one, CallNotice)}
    assert CallNoticeKind.CALL in kinds
    assert sentence("call.duress_loud") in card(town, PRIYA)


async def test_in_typed_questions_an_answer_is_an_answer_and_the_duress_word_is_heard(town: Town) -> None:
    await long_meeting(town)
    talk = town.talk(SAM, platform="plain")
    await talk.command("incident")
    await talk.say("security at the counter")
    assert asked(town) == []
    await talk.say("yes")
    await talk.say("now")
    assert await state(town) == PlanState.ASKED
    await talk.say("yellow folder")
    assert SO_FAR in talk.words
    await town.pass_time(seconds=1)
    assert set(asked(town)) == {PRIYA, DANA, SILAS, JOLENE}


@pytest.mark.parametrize("typed", ["I am fine", "false alarm", ""])
async def test_after_a_missed_check_in_fine_ends_the_call_and_the_meeting_is_looked_after_again(
    town: Town, typed: str
) -> None:
    await long_meeting(town)
    await town.pass_time(minutes=6)
    talk = town.talk(SAM)
    await (talk.say(typed) if typed else talk.choose("plan.fine", await plan_id(town)))
    assert sentence("call.ended") in talk.words
    assert sentence("plan.asks_again", time="2 March 2026 at 07:10") in talk.words
    await town.pass_time(seconds=1)
    assert "The call of Sam Okafor is over" in card(town, PRIYA)
    before = len(asked(town))
    await town.pass_time(minutes=50)
    assert len(asked(town)) == before
    await town.pass_time(minutes=60)
    assert told(town, PlanNoticeKind.PLAN_ASK) == [SAM, SAM]


async def test_what_no_database_takes_is_no_plan(town: Town) -> None:
    talk = town.talk(SAM)
    for action in ("plan.show", "plan.fine", "plan.over", "plan.need", "plan.drop", "plan.more"):
        for value in ("\ud800", "a\x00b", "15:\ud800"):
            await talk.choose(action, value)
            assert talk.words == sentence("plan.nothing"), action


async def test_a_place_is_kept_without_signs_that_are_not_seen(town: Town) -> None:
    await plans(town, plan_place="Room\x00 4\u202e north\ud800")
    assert "Room 4 north" in card(town, JOLENE)
