"""Plans of meetings: kept, asked about, prolonged; silence and the duress word call for help (D38)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.events import FieldValue
from bot.replies import FormErrors, Say
from bot.words import sentence
from foundation.outbox.tables import jobs
from incidents.audit import Act
from incidents.auditor import Auditor
from incidents.safety.call import CallNotice, CallNoticeKind
from incidents.safety.plan import PlanNotice, PlanNoticeKind, PlanState
from incidents.safety.tables import calls, safety_plans
from incidents.tables import audit
from tests.fakes.conversation import Conversation, in_words
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, RING, SAM, SILAS, WEN, Town

ROOM = "Meeting room 4 zyxqplace"
WORD = "Yellow folder"
JOLENE = "jolene.tremblay@portmaribel.example"


async def plans(town: Town, who: str = SAM, **said: FieldValue) -> Conversation:
    """Somebody plans a meeting of half an hour that begins in ten minutes, with Jolene as companion."""
    talk = town.talk(who)
    await talk.command("plan")
    await talk.press(sentence("plan.new"))
    values: dict[str, FieldValue] = {
        "plan_place": ROOM,
        "meets_at": town.clock.now() + timedelta(minutes=10),
        "minutes": "30",
        "companion": JOLENE,
        "duress": WORD,
    }
    await talk.submit({**values, **said})
    await town.pass_time(seconds=0)
    return talk


async def plan_id(town: Town) -> str:
    return str(await town.db.read(lambda conn: conn.execute(select(safety_plans.c.id)).scalar_one()))


async def state(town: Town) -> str:
    return str(await town.db.read(lambda conn: conn.execute(select(safety_plans.c.state)).scalar_one()))


def asked(town: Town) -> list[str]:
    """Who was asked to come."""
    told = (one for one in town.notifier.calls if isinstance(one, CallNotice))
    return [one.recipient for one in told if one.kind is CallNoticeKind.CALL]


def told(town: Town, kind: PlanNoticeKind) -> list[str]:
    return [one.recipient for one in town.notifier.calls if isinstance(one, PlanNotice) and one.kind is kind]


def card(town: Town, who: str) -> str:
    return in_words(Say(town.called(who)[-1]))


async def test_d38_the_companion_is_told_and_at_its_time_one_press_says_that_all_is_well(town: Town) -> None:
    talk = await plans(town)

    assert "whether you are all right" in talk.words
    assert WORD.casefold() not in talk.words.casefold()
    assert told(town, PlanNoticeKind.PLAN_NEWS) == [JOLENE]
    assert "Sam Okafor has a meeting and chose you" in card(town, JOLENE)
    assert ROOM in card(town, JOLENE)
    await town.pass_time(minutes=39)
    assert told(town, PlanNoticeKind.PLAN_ASK) == []
    await town.pass_time(minutes=1)
    assert told(town, PlanNoticeKind.PLAN_ASK) == [SAM]
    assert sentence("plan.ask") in card(town, SAM)
    await talk.choose("plan.fine", await plan_id(town))
    assert sentence("plan.was_fine") in talk.words
    await town.pass_time(minutes=30)
    assert asked(town) == []
    assert "Sam Okafor says that all is well" in card(town, JOLENE)


async def test_silence_for_five_minutes_calls_for_help_to_the_place_of_the_plan(town: Town) -> None:
    await plans(town)
    await town.pass_time(minutes=40)
    await town.pass_time(minutes=4, seconds=58)
    assert asked(town) == []
    await town.pass_time(seconds=3)
    assert set(asked(town)) == {PRIYA, DANA, SILAS, JOLENE}
    assert f"Where: {ROOM}" in card(town, SILAS)
    assert sentence("call.silence") in card(town, SILAS)
    await town.pass_time(seconds=1)
    assert sentence("call.missed") in card(town, SAM)
    await town.pass_time(minutes=2)
    assert CAO in asked(town)


async def test_more_time_asks_later_and_the_companion_hears_it(town: Town) -> None:
    talk = await plans(town)
    await town.pass_time(minutes=40)
    await talk.choose("plan.more", f"30:{await plan_id(town)}")
    assert "I ask you again at 2 March 2026 at 06:10." in talk.words
    await town.pass_time(minutes=20)
    assert asked(town) == []
    assert "The meeting of Sam Okafor takes longer" in card(town, JOLENE)
    await town.pass_time(minutes=10)
    assert told(town, PlanNoticeKind.PLAN_ASK) == [SAM, SAM]
    await town.pass_time(minutes=6)
    assert asked(town)


async def test_i_need_somebody_calls_at_once(town: Town) -> None:
    talk = await plans(town)
    await talk.choose("plan.need", await plan_id(town))
    assert f"come at once to: {ROOM}" in talk.words
    await town.pass_time(seconds=1)
    assert set(asked(town)) == {PRIYA, DANA, SILAS, JOLENE}
    assert await state(town) == PlanState.CALLED


@pytest.mark.parametrize(
    "typed", ["yellow folder", "Yellow  Folder!", "all is fine, I have the yellow folder"]
)
async def test_the_duress_word_calls_quietly_and_looks_like_the_answer_that_all_is_well(
    town: Town, typed: str
) -> None:
    talk = await plans(town)
    await town.pass_time(minutes=40)
    await talk.say(typed)
    screen = talk.replies
    assert await state(town) == PlanState.DURESS
    shown = len(town.called(SAM))
    await town.pass_time(seconds=1)
    assert set(asked(town)) == {PRIYA, DANA, SILAS, JOLENE}
    assert sentence("call.duress") in card(town, PRIYA)
    call = next(one.call for one in town.notifier.calls if isinstance(one, CallNotice))
    await town.talk(PRIYA).choose("call.coming", call.id)
    await town.pass_time(minutes=30)
    assert len(town.called(SAM)) == shown, "nothing of the call is shown on the screen"
    await talk.command("plan")
    assert ROOM not in talk.words
    await talk.choose("plan.show", call.id)
    await talk.choose("plan.fine", await plan_id(town))
    assert sentence("plan.was_fine") in talk.words
    assert "is well" not in "".join(one.summary for one in town.called(JOLENE)), (
        "no companion is told that all is well"
    )
    well = await plans_another_way(town)
    assert screen == well, "the screen shows the same"


async def plans_another_way(town: Town) -> object:
    """What the screen shows to somebody who really is fine."""
    talk = await plans(town, WEN, companion="")
    await town.pass_time(minutes=40)
    await talk.say("I am fine")
    return talk.replies


async def test_the_duress_word_is_nothing_on_other_days_and_for_others(town: Town) -> None:
    talk = await plans(town)
    await town.talk(WEN).say("yellow folder")
    await town.pass_time(minutes=40)
    await talk.choose("plan.fine", await plan_id(town))
    await town.pass_time(hours=3)
    await talk.say("yellow folder")
    await town.pass_time(seconds=1)
    assert asked(town) == []


async def test_the_duress_word_stands_nowhere_in_the_database(town: Town) -> None:
    await plans(town)
    rows = await town.db.read(lambda conn: conn.execute(select(safety_plans)).all())
    assert "ellow" not in repr(rows)
    assert "zyxqplace" not in repr(rows)


async def test_a_form_that_does_not_fit_stays_open_and_never_shows_the_word_again(town: Town) -> None:
    talk = await plans(town, plan_place="", minutes="60")
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert refused.errors == {"plan_place": sentence("plan.place_missing")}
    assert WORD not in repr(refused.form)


@pytest.mark.parametrize(
    "word",
    [
        *("ok", "I am fine", "help", "one two three four five", "help me now", "call security", "on my way"),
        *("coming", "that", "false alarm", "he left", "my plans"),
    ],
)
async def test_a_word_that_means_something_else_is_refused(town: Town, word: str) -> None:
    talk = await plans(town, duress=word)
    (refused,) = talk.replies
    assert isinstance(refused, FormErrors)
    assert "duress" in refused.errors


async def test_the_same_form_sent_twice_makes_one_plan(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.command("plan")
    await talk.press(sentence("plan.new"))
    form = talk.form
    values: dict[str, FieldValue] = {
        "plan_place": ROOM,
        "meets_at": town.clock.now() + timedelta(minutes=10),
        "minutes": "30",
    }
    await talk.submit(values)
    talk.form = form
    await talk.submit(values)
    count = select(func.count()).select_from(safety_plans)
    assert await town.db.read(lambda conn: conn.execute(count).scalar_one()) == 1


async def test_head_and_backup_see_it_others_do_not_and_every_look_is_logged(town: Town) -> None:
    await plans(town)
    found = await plan_id(town)
    for who in (PRIYA, DANA, JOLENE):
        talk = town.talk(who)
        await talk.command("plan")
        assert ROOM in talk.words, who
        await talk.choose("plan.show", found)
        assert ROOM in talk.words, who
    for who in (WEN, HECTOR, CAO, SILAS):
        talk = town.talk(who)
        await talk.command("plan")
        assert ROOM not in talk.words
        for action in ("plan.show", "plan.fine", "plan.need", "plan.drop"):
            await talk.choose(action, found)
            assert talk.words == sentence("plan.nothing"), (who, action)
        await talk.choose("plan.more", f"15:{found}")
        assert talk.words == sentence("plan.nothing")
    await town.talk(PRIYA).choose("plan.fine", found)
    assert await state(town) == PlanState.PLANNED, "only its own person answers"
    looks = select(func.count()).where(audit.c.kind == Act.VIEWED.value, audit.c.record_id == found)
    assert await town.db.read(lambda conn: conn.execute(looks).scalar_one()) == 6


async def test_it_is_brought_to_mind_the_day_before_and_the_hour_before(town: Town) -> None:
    await plans(town, meets_at=town.clock.now() + timedelta(days=2))
    await town.pass_time(days=1)
    assert sorted(told(town, PlanNoticeKind.PLAN_REMIND)) == [JOLENE, SAM]
    await town.pass_time(hours=23)
    assert sorted(told(town, PlanNoticeKind.PLAN_REMIND)) == [JOLENE, JOLENE, SAM, SAM]


async def test_a_meeting_that_does_not_take_place_is_looked_after_no_more(town: Town) -> None:
    talk = await plans(town)
    await talk.choose("plan.drop", await plan_id(town))
    await town.pass_time(hours=2)
    assert asked(town) == []
    assert told(town, PlanNoticeKind.PLAN_ASK) == []
    assert "is not taking place" in card(town, JOLENE)


async def test_after_an_outage_somebody_is_asked_first_and_has_as_long_as_everybody(town: Town) -> None:
    talk = await plans(town)
    await town.pass_time(hours=3)
    assert told(town, PlanNoticeKind.PLAN_ASK) == [SAM]
    assert asked(town) == []
    await town.pass_time(minutes=4)
    assert asked(town) == []
    await town.pass_time(minutes=2)
    assert asked(town)
    assert talk


async def test_somebody_who_cannot_even_be_asked_is_looked_for(town: Town) -> None:
    await plans(town)
    town.notifier.refuse(SAM, again=True)
    for _ in range(20):
        await town.pass_time(minutes=3)
    assert set(asked(town)) >= {PRIYA, DANA, SILAS}


async def test_health_says_when_nothing_looks_after_a_meeting(town: Town) -> None:
    auditor = Auditor(town.db, RING, town.clock)
    await plans(town)
    assert not (await auditor.look()).reasons
    await town.db.write(lambda conn: conn.execute(jobs.delete().where(jobs.c.kind == "plan_silence")).close())
    assert any("missed check-in" in one for one in (await auditor.look()).reasons)


async def test_a_plan_is_never_brought_to_whoever_left(town: Town) -> None:
    await plans(town, companion="rolf.amundsen@portmaribel.example")
    await town.pass_time(hours=1)
    assert "rolf.amundsen@portmaribel.example" not in {one.recipient for one in town.notifier.calls}


async def test_i_need_somebody_on_an_old_card_calls_all_the_same(town: Town) -> None:
    talk = await plans(town)
    await town.pass_time(minutes=30)
    await talk.choose("plan.over", await plan_id(town))
    await talk.choose("plan.need", await plan_id(town))
    assert f"come at once to: {ROOM}" in talk.words
    await town.pass_time(seconds=1)
    assert {PRIYA, DANA, SILAS} <= set(asked(town))


async def test_i_need_somebody_after_a_call_that_is_over_calls_again(town: Town) -> None:
    talk = await plans(town)
    await town.pass_time(minutes=46)
    await talk.say("I am fine, it is over")
    await town.pass_time(seconds=31)
    before = len(asked(town))
    await talk.choose("plan.need", await plan_id(town))
    assert f"come at once to: {ROOM}" in talk.words
    await town.pass_time(seconds=1)
    assert len(asked(town)) >= before + 3


async def test_i_need_somebody_on_a_card_of_another_day_calls_to_where_they_are_as_a_rule(town: Town) -> None:
    talk = await plans(town)
    await town.pass_time(minutes=30)
    await talk.choose("plan.over", await plan_id(town))
    await town.pass_time(days=2)
    await talk.choose("plan.need", await plan_id(town))
    assert ROOM not in talk.words
    await town.pass_time(seconds=1)
    assert {PRIYA, DANA, SILAS} <= set(asked(town))


async def test_a_list_of_meetings_says_the_day_of_each(town: Town) -> None:
    talk = await plans(town, meets_at=town.clock.now() + timedelta(days=9))
    for who in (SAM, PRIYA):
        talk = town.talk(who)
        await talk.command("plan")
        assert "11 March 2026 at 06:00" in talk.words


async def test_the_companion_of_a_meeting_is_asked_although_a_call_was_open_before(town: Town) -> None:
    await town.talk(SAM).command("assist")
    await town.pass_time(seconds=1)
    assert JOLENE not in asked(town)
    talk = await plans(town)
    await talk.choose("plan.need", await plan_id(town))
    await town.pass_time(seconds=1)
    assert JOLENE in asked(town)
    call = str(await town.db.read(lambda conn: conn.execute(select(calls.c.id)).scalar_one()))
    await town.talk(JOLENE).choose("call.coming", call)
    await town.pass_time(seconds=1)
    assert ROOM in card(town, PRIYA)
    assert "On the way: Jolene Tremblay" in card(town, PRIYA)


async def test_silence_at_a_check_in_is_told_although_a_call_climbed_a_moment_before(town: Town) -> None:
    await plans(town, plan_place="Front counter, Town Hall", companion="")
    await town.pass_time(minutes=40)
    await town.talk(SAM).command("assist")
    await town.pass_time(minutes=4, seconds=50)
    assert sentence("call.silence") not in card(town, SILAS)
    await town.pass_time(seconds=12)
    await town.pass_time(seconds=1)
    assert sentence("call.silence") in card(town, SILAS)


async def test_a_call_in_the_middle_of_a_meeting_asks_its_companion_and_one_before_it_does_not(
    town: Town,
) -> None:
    await plans(town, meets_at=town.clock.now() + timedelta(hours=3), minutes="30")
    await town.talk(SAM).command("assist")
    await town.pass_time(seconds=1)
    assert JOLENE not in asked(town)
    await town.talk(SAM).say("it is over")
    await town.pass_time(hours=3, minutes=5)
    await town.talk(SAM).command("assist")
    await town.pass_time(seconds=1)
    assert JOLENE in asked(town)
