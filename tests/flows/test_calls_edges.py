"""A call in words as people type them: what calls nobody, who comes, where now, that it is over; who stands in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.flows.call_answers import says_coming
from bot.flows.call_card import draw_call
from bot.flows.call_words import asks_for_help
from bot.messages import Buttons
from bot.people import Identity
from bot.replies import Say
from bot.words import sentence
from foundation.outbox.sending import NotDelivered
from incidents.escalation import Escalation
from incidents.rules.absence import Absence
from incidents.safety.call import CallNotice, CallNoticeKind
from incidents.safety.tables import call_helpers, calls
from tests.fakes.conversation import in_words
from tests.flows.test_calls import DESK, called, count, reads, told
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, SAM, SILAS, WEN, Town, sample


@pytest.mark.parametrize(
    "typed",
    [
        "help in French",
        "help in French please",
        "help in French now",
        "help at home",
        "help at home now",
        "help to find the form",
        "get help to find the form",
        "get help in writing a report",
        "someone in finance",
        "security in the building",
        "security in the building please",
        "my boss at home",
        "call the manager at public works",
        "call the manager at public works now",
        "Bring a manager to the meeting tomorrow",
        "bring a manager to the meeting",
        "call my supervisor please",
        "call security to complain",
        "send a colleague to lunch",
        "send someone to training",
        "send somebody to the bank",
        "get a supervisor to the office tomorrow",
    ],
)
def test_help_with_a_matter_or_at_another_time_calls_nobody(typed: str) -> None:
    assert asks_for_help(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "call security to the counter",
        "send someone to room 4",
        "help to reception now",
        "help at the front desk now",
        "get a supervisor at the counter now",
        "send security to the Harbour",
        "send a guard",
    ],
)
def test_who_is_sent_to_a_place_is_called(typed: str) -> None:
    assert asks_for_help(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "false alarm",
        "I'm fine",
        "he left, it's ok now",
        "it is over",
        "no help needed",
        "never mind",
    ],
)
async def test_words_that_plainly_end_a_call_end_it(town: Town, typed: str) -> None:
    await called(town)
    talk = town.talk(SAM)
    await talk.say(typed)
    assert sentence("call.ended") in talk.words
    assert await town.services.calls.open_of(SAM) is None


@pytest.mark.parametrize("typed", ["he left", "stop", "cancel", "end", "Over!", "please cancel"])
async def test_words_that_can_mean_the_end_of_a_call_show_its_button(town: Town, typed: str) -> None:
    await called(town)
    talk = town.talk(SAM)
    await talk.say(typed)
    assert sentence("call.goes_on") in talk.words
    await talk.press(sentence("call.over"))
    assert sentence("call.ended") in talk.words


async def test_ok_ends_no_call(town: Town) -> None:
    await called(town)
    await town.talk(SAM).say("ok")
    assert await town.services.calls.open_of(SAM)


async def test_a_call_that_is_open_for_more_than_an_hour_is_still_ended_by_words(town: Town) -> None:
    await called(town)
    await town.pass_time(minutes=70)
    talk = town.talk(SAM)
    await talk.say("it is over")
    assert sentence("call.ended") in talk.words
    before = len(told(town, CallNoticeKind.CALL))
    await town.pass_time(minutes=40)
    assert len(told(town, CallNoticeKind.CALL)) == before


@pytest.mark.parametrize("typed", ["On the way", "ok on my way", "I'll be there in 2 minutes", "coming"])
async def test_helpers_answer_in_their_own_words(town: Town, typed: str) -> None:
    await called(town)
    priya = town.talk(PRIYA)
    await priya.say(typed)
    assert "You are on the way." in priya.words
    await town.talk(SAM).say("it is over")
    late = town.talk(DANA)
    await late.say(typed)
    assert "The call of Sam Okafor is over" in late.words


async def test_whoever_called_says_in_words_where_they_are_now(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.say("I am at the tax counter now")
    assert await count(town, calls) == 0
    await called(town)
    await talk.say("I am at the tax counter now")
    assert "to: tax counter" in talk.words.casefold()
    await town.pass_time(seconds=1)
    assert "where: tax counter" in reads(town, PRIYA).casefold()


async def test_stand_ins_are_asked_in_the_place_of_those_who_are_away(town: Town) -> None:
    now = town.clock.now()
    for person, deputy in ((PRIYA, HECTOR), (DANA, WEN)):
        absence = Absence(person, person, now, now + timedelta(days=1), deputy, person)
        assert await town.services.absences.say(absence)
    call = await called(town)
    assert set(told(town, CallNoticeKind.CALL)) == {HECTOR, WEN, SILAS}
    talk = town.talk(HECTOR)
    await talk.choose("call.coming", call)
    assert "You are on the way." in talk.words


async def test_where_nobody_stands_in_those_who_are_away_are_asked(town: Town) -> None:
    now = town.clock.now()
    for person in (PRIYA, DANA, SILAS):
        assert await town.services.absences.say(
            Absence(person, person, now, now + timedelta(days=1), "", person)
        )
    await called(town)
    assert set(told(town, CallNoticeKind.CALL)) >= {PRIYA, DANA}


async def test_a_guest_in_danger_reads_the_numbers_and_no_button(town: Town) -> None:
    rolf = "rolf.amundsen@portmaribel.example"
    guest = town.talk(rolf)
    guest.who = Identity("chat", "T1", "U0ROLF", "Rolf", rolf)
    await guest.say("help me!!")
    assert "911" in guest.words
    assert sentence("core.guest") in guest.words
    assert not any(
        isinstance(part, Buttons)
        for say in guest.replies
        if isinstance(say, Say)
        for part in say.message.parts
    )
    for press in (guest.choose("call.start"), guest.command("assist")):
        await press
        assert "911" in guest.words
        assert sentence("core.guest") in guest.words
    assert await count(town, calls) == 0


async def test_assist_with_a_place_is_typed_without_a_sign(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.say("assist a customer who cannot read")
    assert await count(town, calls) == 0
    await talk.say("assist Library")
    assert "come at once to: Library desk" in talk.words


async def test_what_no_database_takes_is_no_call(town: Town) -> None:
    talk = town.talk(SAM)
    for action in ("call.coming", "call.over", "call.again", "call.report"):
        for value in ("\ud800", "a\x00b"):
            await talk.choose(action, value)
            assert talk.words == sentence("call.nothing"), action
    await talk.command("assist", "\x00bins\u202e\ud800 behind")
    assert "come at once to: bins behind" in talk.words
    assert DESK not in talk.words


async def test_after_an_outage_everybody_is_asked_once_and_not_once_for_every_level(town: Town) -> None:
    town.notifier.fault = lambda _: NotDelivered("timeout", again=True, platform="chat")
    await town.talk(SAM).command("assist")
    for _ in range(12):
        await town.pass_time(minutes=1)
    assert told(town, CallNoticeKind.CALL) == []
    town.notifier.fault = lambda _: None
    await town.pass_time(seconds=31)
    assert sorted(told(town, CallNoticeKind.CALL)) == sorted([PRIYA, DANA, SILAS, CAO])
    assert told(town, CallNoticeKind.CALL_NEWS) == [SAM]
    assert "told at" in reads(town, SAM)
    assert sentence("call.state_waiting") not in reads(town, SAM)


async def test_who_was_being_told_and_then_cannot_be_reached_is_said_to_be_so(town: Town) -> None:
    town.notifier.refuse(PRIYA, again=True)
    await called(town)
    await town.pass_time(minutes=2)
    assert f"Priya Raman: {sentence('call.state_waiting')}" in reads(town, SAM)
    town.notifier.refuse(PRIYA)
    for _ in range(3):
        await town.pass_time(minutes=2)
    assert f"Priya Raman: {sentence('call.state_failed')}" in reads(town, SAM)


async def test_a_helper_who_came_takes_it_back_and_the_others_are_asked_at_once(town: Town) -> None:
    call = await called(town)
    priya = town.talk(PRIYA)
    await priya.choose("call.coming", call)
    await town.pass_time(seconds=1)
    await priya.press(sentence("call.not_coming"))
    assert sentence("call.nobody_comes") in priya.words
    await town.pass_time(seconds=1)
    assert told(town, CallNoticeKind.CALL_NOT_COMING) == [SAM]
    assert any(one.summary == "Priya Raman is not coming after all" for one in town.called(SAM))
    assert set(told(town, CallNoticeKind.CALL)[3:]) == {DANA, SILAS, CAO}
    await priya.press(sentence("call.coming"))
    await town.pass_time(seconds=1)
    assert told(town, CallNoticeKind.CALL_COMING) == [SAM, SAM], "who comes anew is told of anew"


def calls_told(town: Town) -> list[CallNotice]:
    return [one for one in town.notifier.calls if isinstance(one, CallNotice)]


async def test_who_is_let_down_reads_of_it_and_of_who_is_asked_now_in_one_message(town: Town) -> None:
    call = await called(town)
    await town.talk(PRIYA).choose("call.coming", call)
    await town.pass_time(seconds=1)
    before = len(calls_told(town))
    await town.talk(PRIYA).choose("call.not_coming", call)
    for _ in range(3):
        await town.pass_time(seconds=1)
    new = [one for one in calls_told(town)[before:] if one.recipient == SAM and not one.updates]
    assert [one.kind for one in new] == [CallNoticeKind.CALL_NOT_COMING]
    drawn = in_words(Say(town.called(SAM)[-1]))
    assert "Priya Raman is not coming after all" in drawn
    assert "Dana Whitlock: told at" in drawn, "brought up to date once it is known whom it reached"
    await town.talk(PRIYA).choose("call.coming", call)
    await town.pass_time(seconds=1)
    cards = [one for one in calls_told(town) if one.card is CallNoticeKind.CALL_NOT_COMING]
    assert "not coming" not in in_words(Say(draw_call(cards[-1], town.services)))


async def test_while_somebody_else_comes_only_the_person_in_need_hears_who_does_not(town: Town) -> None:
    call = await called(town)
    for who in (PRIYA, SILAS):
        await town.talk(who).choose("call.coming", call)
    await town.pass_time(seconds=1)
    await town.talk(PRIYA).choose("call.not_coming", call)
    await town.pass_time(seconds=1)
    assert told(town, CallNoticeKind.CALL_NOT_COMING) == [SAM]
    assert any("On the way: Silas Nkemelu" in in_words(Say(one)) for one in town.called(SAM))
    assert len(told(town, CallNoticeKind.CALL)) == 3


@pytest.mark.parametrize(
    "typed",
    [
        "I can't come after all",
        "I am not coming",
        "sorry, cannot come",
        "can't make it",
        "I'm stuck, send somebody else",
        "not on my way",
    ],
)
async def test_words_take_back_that_somebody_comes(town: Town, typed: str) -> None:
    call = await called(town)
    priya = town.talk(PRIYA)
    await priya.choose("call.coming", call)
    await priya.say(typed)
    assert sentence("call.nobody_comes") in priya.words
    assert await count(town, call_helpers) == 0


@pytest.mark.parametrize("gone", ["left", "away"])
async def test_who_left_the_list_or_is_away_since_does_not_count_as_coming(town: Town, gone: str) -> None:
    call = await called(town)
    await town.talk(PRIYA).choose("call.coming", call)
    await town.pass_time(minutes=2)
    await town.pass_time(minutes=2)
    assert len(told(town, CallNoticeKind.CALL)) == 3, "she is on the way"
    if gone == "left":
        folder = sample()
        people = {one: who for one, who in folder.people.by_key.items() if one != PRIYA}
        roster, organisation = replace(folder.people, by_key=people), folder.organisation
        town.desk.use(
            Escalation(folder.ladder, roster, organisation.calendar, security=organisation.security)
        )
    else:
        now = town.clock.now()
        assert await town.services.absences.say(
            Absence(PRIYA, PRIYA, now, now + timedelta(days=1), "", PRIYA)
        )
    await town.pass_time(minutes=2)
    await town.pass_time(seconds=1)
    assert told(town, CallNoticeKind.CALL_NOT_COMING) == [SAM]
    assert {DANA, SILAS, CAO} <= set(told(town, CallNoticeKind.CALL)[3:])


@pytest.mark.parametrize("typed", ["nobody is here", "nobody came", "still nobody", "Nobody is coming!!"])
async def test_nobody_is_here_in_words_asks_everybody_again(town: Town, typed: str) -> None:
    call = await called(town)
    await town.talk(PRIYA).choose("call.coming", call)
    await town.pass_time(minutes=1)
    talk = town.talk(SAM)
    await talk.say(typed)
    assert "I am asking everybody again" in talk.words
    assert await count(town, call_helpers) == 0


@pytest.mark.parametrize(
    "typed", ["where are they", "is somebody coming?", "he is getting closer", "he is here", "help"]
)
async def test_whoever_waits_for_help_reads_how_the_call_stands(town: Town, typed: str) -> None:
    call = await called(town)
    await town.talk(PRIYA).choose("call.coming", call)
    await town.pass_time(minutes=1)
    talk = town.talk(SAM)
    await talk.say(typed)
    assert "911" in talk.words
    assert "Priya Raman is on the way to you" in talk.words
    await talk.press(sentence("call.again"))
    assert "I am asking everybody again" in talk.words


@pytest.mark.parametrize("typed", ["nobody is here", "where are they", "he is here"])
async def test_the_same_words_of_others_ask_nobody(town: Town, typed: str) -> None:
    await called(town)
    talk = town.talk(WEN)
    await talk.say(typed)
    assert "I am asking" not in talk.words
    assert await count(town, calls) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "on my way from the library",
        "I am on my way to the counter",
        "I'm coming with the police",
        "omw 2 min",
        "coming!!! hold on",
        "coming now. stay behind the door",
        "I'll be there in 5",
        "coming 👍",
        "👍",
        "En route",
        "I'm on it",
        "I'm here",
    ],
)
def test_first_answers_of_helpers_are_understood(typed: str) -> None:
    assert says_coming(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "on my way to lunch",
        "heading to the bank",
        "coming to the point",
        "hold on",
        "I am not coming",
        "who is coming?",
    ],
)
def test_who_goes_elsewhere_is_not_coming(typed: str) -> None:
    assert not says_coming(typed)


async def test_after_somebody_answered_it_is_not_said_that_nobody_did(town: Town) -> None:
    call = await called(town)
    await town.talk(PRIYA).choose("call.coming", call)
    await town.pass_time(minutes=5)
    await town.talk(SAM).choose("call.again", call)
    await town.pass_time(seconds=1)
    assert sentence("call.none_left") in reads(town, SAM)
    assert sentence("call.silent") not in reads(town, SAM)


@pytest.mark.parametrize("typed", ["which door", "does she have a key?", "got it"])
async def test_any_short_text_of_who_is_asked_shows_the_card_again(town: Town, typed: str) -> None:
    call = await called(town)
    priya = town.talk(PRIYA)
    await priya.say(typed)
    assert "Sam Okafor needs somebody now" in priya.words
    await priya.press(sentence("call.coming"))
    assert await count(town, call_helpers) == 1
    await town.talk(SAM).choose("call.over", call)
    await priya.say(typed)
    assert "Sam Okafor needs somebody now" not in priya.words


@pytest.mark.parametrize(
    "typed", ["tasks", "He has a knife", "What do I write down when a customer threatens me?"]
)
async def test_commands_danger_and_whole_questions_of_who_is_asked_are_answered(
    town: Town, typed: str
) -> None:
    await called(town)
    priya = town.talk(PRIYA)
    await priya.say(typed)
    assert "Sam Okafor needs somebody now" not in priya.words
