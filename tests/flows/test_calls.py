"""A call for help as people meet it: one press, who comes by name, silence that climbs, the end (D37, D41)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import Table, func, select

from bot.flows.call_words import asks_for_help
from bot.people import Identity
from bot.replies import OpenForm, Replace, Say
from bot.words import sentence
from foundation.outbox.tables import jobs
from incidents.audit import Act
from incidents.auditor import Auditor
from incidents.escalation import Escalation
from incidents.safety.call import CallNotice, CallNoticeKind
from incidents.safety.tables import call_helpers, calls
from incidents.tables import audit
from tests.fakes.conversation import in_words
from tests.flows.town import CAO, DANA, HECTOR, PRIYA, RING, RUTH, SAM, SILAS, WEN, Town, sample

DESK = "Front counter, Town Hall"


def told(town: Town, kind: CallNoticeKind) -> list[str]:
    """Who got a kind of notice, in order."""
    return [one.recipient for one in town.notifier.calls if isinstance(one, CallNotice) and one.kind is kind]


def reads(town: Town, who: str) -> str:
    """The newest card of somebody, as words."""
    return in_words(Say(town.called(who)[-1]))


async def called(town: Town) -> str:
    """Sam presses; everything due is sent. Returns the id of the call."""
    await town.talk(SAM).command("assist")
    await town.pass_time(seconds=1)
    call = await town.services.calls.open_of(SAM)
    assert call
    return call.id


async def count(town: Town, table: Table) -> int:
    query = select(func.count()).select_from(table)
    return await town.db.read(lambda conn: int(conn.execute(query).scalar_one()))


async def test_d37_one_press_brings_head_backup_and_security_at_once_to_the_desk(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.command("assist")
    assert "911" in talk.words.splitlines()[1], "the numbers come first"
    assert f"come at once to: {DESK}" in talk.words
    await town.pass_time(seconds=1)
    assert set(told(town, CallNoticeKind.CALL)) == {PRIYA, DANA, SILAS}
    for who in (PRIYA, DANA, SILAS):
        card = reads(town, who)
        assert "Sam Okafor needs somebody now" in card
        assert f"Where: {DESK}" in card
        assert "555-0113" in card
    assert "Nobody has answered yet." in reads(town, SAM)
    assert "Priya Raman: told at 05:00" in reads(town, SAM)


async def test_on_my_way_comes_back_by_name_and_the_others_see_it(town: Town) -> None:
    call = await called(town)
    silas = town.talk(SILAS)
    (reply,) = await silas.choose("call.coming", call)
    assert isinstance(reply, Replace)
    assert "You are on the way. Sam Okafor now reads that from me." in silas.words
    await town.pass_time(seconds=1)
    assert told(town, CallNoticeKind.CALL_COMING) == [SAM]
    assert any(one.summary == "Silas Nkemelu is on the way to you" for one in town.called(SAM))
    assert "On the way: Silas Nkemelu" in reads(town, PRIYA)
    assert "On the way: Silas Nkemelu" in reads(town, DANA)
    before = len(town.notifier.calls)
    await silas.choose("call.coming", call)
    await town.pass_time(minutes=30)
    assert len(town.notifier.calls) == before, "somebody comes, so nobody is asked any more"


async def test_silence_climbs_to_the_cao_then_to_everybody_and_the_asker_is_told_each_time(
    town: Town,
) -> None:
    await called(town)
    await town.pass_time(minutes=2)
    assert told(town, CallNoticeKind.CALL)[3:] == [CAO]
    assert sentence("call.silent") in reads(town, SAM)
    assert "Marguerite Oyelaran: told at 05:02" in reads(town, SAM)
    for _ in range(2):
        await town.pass_time(minutes=2)
    assert told(town, CallNoticeKind.CALL)[4:] == [PRIYA, DANA, SILAS, CAO] * 2
    assert told(town, CallNoticeKind.CALL_NEWS).count(SAM) == 4
    assert "911" in reads(town, SAM)


async def test_two_presses_make_one_call_and_a_later_one_asks_everybody_again(town: Town) -> None:
    await called(town)
    talk = town.talk(SAM)
    await talk.command("assist")
    assert f"I asked them a moment ago to come to: {DESK}" in talk.words
    await town.pass_time(seconds=40)
    assert len(told(town, CallNoticeKind.CALL)) == 3
    await talk.command("assist")
    assert "I am asking everybody again" in talk.words
    await town.pass_time(seconds=1)
    assert await count(town, calls) == 1
    assert len(told(town, CallNoticeKind.CALL)) == 7


async def test_nobody_is_there_so_everybody_is_asked_again_also_who_said_they_come(town: Town) -> None:
    call = await called(town)
    await town.talk(PRIYA).choose("call.coming", call)
    await town.pass_time(minutes=5)
    talk = town.talk(SAM)
    await talk.choose("call.again", call)
    assert await count(town, call_helpers) == 0
    await town.pass_time(seconds=1)
    assert told(town, CallNoticeKind.CALL)[3:] == [PRIYA, DANA, SILAS, CAO]
    await town.talk(PRIYA).choose("call.coming", call)
    await town.pass_time(seconds=1)
    assert told(town, CallNoticeKind.CALL_COMING) == [SAM, SAM]


async def test_it_is_over_is_heard_by_those_who_were_told_and_leads_to_a_filled_report(town: Town) -> None:
    call = await called(town)
    await town.talk(PRIYA).choose("call.coming", call)
    talk = town.talk(SAM)
    await talk.choose("call.over", call)
    assert sentence("call.ended") in talk.words
    (opened,) = await talk.press(sentence("report.button"))
    assert isinstance(opened, OpenForm)
    initial = {one.name: getattr(one, "initial", None) for one in opened.form.fields}
    assert initial["place"] == DESK
    assert initial["occurred_at"] == datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    await town.pass_time(seconds=1)
    assert set(told(town, CallNoticeKind.CALL_OVER)) == {PRIYA, DANA, SILAS}
    assert "The call of Sam Okafor is over" in reads(town, DANA)
    before = len(town.notifier.calls)
    await town.pass_time(minutes=30)
    assert len(town.notifier.calls) == before
    late = town.talk(DANA)
    await late.choose("call.coming", call)
    assert "The call of Sam Okafor is over" in late.words


async def test_who_has_no_desk_says_in_one_press_where_they_are(town: Town) -> None:
    talk = town.talk("jolene.tremblay@portmaribel.example")
    await talk.command("assist")
    assert sentence("call.where") in talk.words
    assert await count(town, calls) == 0
    await talk.press("Library desk")
    assert "come at once to: Library desk" in talk.words
    assert await count(town, calls) == 1


async def test_a_place_on_no_button_is_typed_in_one_field(town: Town) -> None:
    talk = town.talk("jolene.tremblay@portmaribel.example")
    await talk.command("assist")
    await talk.press(sentence("call.elsewhere"))
    await talk.submit({"call_place": " "})
    assert sentence("call.place_missing") in talk.words
    await talk.submit({"call_place": "Behind the bins"})
    assert "come at once to: Behind the bins" in talk.words


async def test_another_place_asks_everybody_again(town: Town) -> None:
    await called(town)
    await town.talk(SAM).choose("call.at", "Library desk")
    await town.pass_time(seconds=1)
    assert await count(town, calls) == 1
    assert "Where: Library desk" in reads(town, SILAS)


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("I need someone here now", DESK),
        ("send security to the counter", DESK),
        ("Please send somebody to the library desk!", "Library desk"),
        ("we need a second person at the counter now", DESK),
        ("security to the loading dock please", "the loading dock"),
    ],
)
async def test_a_call_in_plain_words_is_made_with_the_numbers_first(
    town: Town, typed: str, place: str
) -> None:
    talk = town.talk(SAM)
    await talk.say(typed)
    assert "911" in talk.words.splitlines()[1]
    assert f"come at once to: {place}" in talk.words


@pytest.mark.parametrize(
    "typed",
    [
        "Who do I call when I need security at the counter?",
        "I need help with a parking permit",
        "call my supervisor",
        "I need a supervisor",
        "What do I do when someone needs help now?",
        "assist a customer who cannot read",
        "somebody at the counter wants to complain",
        "somebody at the front counter asks for a permit",
        "somebody at the library complains about noise",
        "somebody at the depot steals fuel",
        "someone in the lobby is asking for you",
        "security at the library was rude to me",
        "help at the library is great",
        "call the manager in finance",
        "get somebody at the counter to sign the form",
        "get a supervisor to call me back about the permit",
        "when do we call security to the counter",
        "He has a knife",
    ],
)
def test_other_words_call_nobody(typed: str) -> None:
    assert asks_for_help(typed) is None


async def test_the_card_for_danger_offers_it_first(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.say("He has a knife")
    assert talk.buttons[0].label == sentence("call.button")
    await talk.press(sentence("call.button"))
    assert await count(town, calls) == 1


async def test_short_answers_can_be_typed(town: Town) -> None:
    await called(town)
    priya, sam = town.talk(PRIYA), town.talk(SAM)
    await priya.say("On my way!")
    assert "You are on the way." in priya.words
    await sam.say("I'm safe now")
    assert sentence("call.ended") in sam.words
    assert await town.services.calls.open_of(SAM) is None


@pytest.mark.parametrize("who", [WEN, RUTH, HECTOR])
async def test_a_forged_press_does_nothing_and_shows_nothing(town: Town, who: str) -> None:
    call = await called(town)
    talk = town.talk(who)
    for action in ("call.coming", "call.over", "call.again", "call.report"):
        await talk.choose(action, call)
        assert talk.words == sentence("call.nothing"), action
    helper = town.talk(PRIYA)
    for action in ("call.over", "call.again", "call.report"):
        await helper.choose(action, call)
        assert helper.words == sentence("call.nothing"), "only whoever called ends it"
    assert await count(town, call_helpers) == 0
    refused = select(func.count()).where(audit.c.kind == Act.REFUSED.value, audit.c.record_id == call)
    assert await town.db.read(lambda conn: conn.execute(refused).scalar_one()) >= 3


async def test_whoever_left_or_became_a_guest_is_asked_nothing_and_whoever_came_instead_is(
    town: Town,
) -> None:
    folder = sample()
    people = {**folder.people.by_key}
    del people[DANA]
    people[SILAS] = replace(people[SILAS], roles=frozenset({"guest"}))  # type: ignore[arg-type]  # the role's value
    await town.talk(SAM).command("assist")
    organisation = folder.organisation
    roster = replace(folder.people, by_key=people)
    town.desk.use(Escalation(folder.ladder, roster, organisation.calendar, security=organisation.security))
    await town.pass_time(seconds=1)
    assert told(town, CallNoticeKind.CALL) == [PRIYA]
    assert "Dana Whitlock: could not be reached" in reads(town, SAM)
    call = await town.services.calls.open_of(SAM)
    assert call
    assert (await town.services.calls.comes(call.id, DANA))[0] == "nothing"


async def test_where_nobody_can_be_reached_the_next_are_asked_at_once_and_the_asker_reads_it(
    town: Town,
) -> None:
    town.notifier.refuse(PRIYA, DANA, SILAS)
    await town.talk(SAM).command("assist")
    await town.pass_time(seconds=1)
    assert told(town, CallNoticeKind.CALL) == [CAO]
    assert "Priya Raman: could not be reached" in reads(town, SAM)
    assert "Marguerite Oyelaran: told at" in reads(town, SAM)


async def test_a_head_who_calls_is_helped_by_the_others_and_somebody_unlisted_by_security(town: Town) -> None:
    await town.talk(PRIYA).choose("call.at", "Library desk")
    await town.pass_time(seconds=1)
    assert set(told(town, CallNoticeKind.CALL)) == {DANA, SILAS}
    town.notifier.calls.clear()
    await town.talk("nia.new@portmaribel.example").choose("call.at", "Library desk")
    await town.pass_time(seconds=1)
    assert set(told(town, CallNoticeKind.CALL)) == {SILAS, CAO}


async def test_the_call_and_its_jobs_are_written_in_one_transaction(town: Town) -> None:
    """What a kill leaves behind: the press committed, and no worker ran."""
    await town.talk(SAM).command("assist")
    rows = await town.db.read(lambda conn: conn.execute(select(jobs.c.kind, jobs.c.recipient)).all())
    assert {(row.kind, row.recipient) for row in rows} == {
        ("call", PRIYA),
        ("call", DANA),
        ("call", SILAS),
        ("call_check", ""),
    }


async def test_a_call_of_yesterday_that_nobody_ended_does_not_swallow_todays(town: Town) -> None:
    first = await called(town)
    await town.talk(PRIYA).choose("call.coming", first)
    await town.pass_time(hours=20)
    second = await called(town)
    assert second != first
    assert told(town, CallNoticeKind.CALL)[-3:] == [PRIYA, DANA, SILAS]


async def test_health_says_when_nobody_has_answered(town: Town) -> None:
    auditor = Auditor(town.db, RING, town.clock)
    call = await called(town)
    assert not any("Calls for help" in one for one in (await auditor.look()).reasons)
    await town.pass_time(minutes=2)
    assert "Calls for help that nobody has answered: 1." in (await auditor.look()).reasons
    await town.talk(CAO).choose("call.coming", call)
    assert not any("Calls for help" in one for one in (await auditor.look()).reasons)


async def test_a_guest_is_refused(town: Town) -> None:
    guest = town.talk("rolf.amundsen@portmaribel.example")
    guest.who = Identity("chat", "T1", "U0ROLF", "Rolf", "rolf.amundsen@portmaribel.example")
    await guest.command("assist")
    assert sentence("core.guest") in guest.words
    assert await count(town, calls) == 0


async def test_nobody_is_here_on_the_card_of_a_call_that_is_over_calls_again(town: Town) -> None:
    talk, call = town.talk(SAM), await called(town)
    await talk.choose("call.over", call)
    await town.pass_time(minutes=5)
    before = len(told(town, CallNoticeKind.CALL))
    await talk.choose("call.again", call)
    assert f"come at once to: {DESK}" in talk.words
    await town.pass_time(seconds=1)
    assert len(told(town, CallNoticeKind.CALL)) == before + 3


async def test_nobody_but_whoever_called_asks_again(town: Town) -> None:
    call = await called(town)
    await town.talk(SAM).choose("call.over", call)
    for who in (WEN, PRIYA):
        talk = town.talk(who)
        await talk.choose("call.again", call)
        assert talk.words.strip() == sentence("call.nothing")
        assert await town.services.calls.open_of(who) is None
