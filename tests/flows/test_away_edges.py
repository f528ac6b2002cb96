"""What people say of absences in other words: planned, taken back, asked about; and guests, who stand in for nobody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.flows.notice import draw
from bot.replies import OpenForm, Say
from bot.words import sentence
from incidents.notices import NoticeKind
from tests.fakes.conversation import in_words
from tests.flows.test_away import reports, says, town_absences
from tests.flows.town import CAO, DANA, PRIYA, RUTH, SAM, WEN, Town


async def test_what_a_deputy_was_asked_is_with_the_head_again_when_she_is_back_and_both_read_so(
    town: Town,
) -> None:
    await says(town, PRIYA, "away until Friday, Wen stands in")
    await reports(town)
    await says(town, PRIYA, "I am back")
    await town.pass_time(seconds=1)
    await town.pass_time(seconds=31)
    alerts = [one for one in town.notifier.notices if one.kind is NoticeKind.ALERT]
    assert [one.recipient for one in alerts] == [WEN, PRIYA]
    assert sentence("notice.acknowledge") in in_words(Say(draw(alerts[-1], town.services)))
    assert sentence("away.over_title", name="Priya Raman") in [one.summary for one in town.messenger.to(WEN)]
    over = in_words(Say(town.messenger.to(WEN)[-1]))
    assert alerts[0].record.reference in over


async def test_a_planned_absence_leaves_the_present_one_until_it_begins(town: Town) -> None:
    await says(town, PRIYA, "away until Friday, Wen stands in")
    planned = await says(town, PRIYA, "away from Thursday until 30 March, Dana stands in")
    assert sentence("away.later") in planned.words
    assert (await town_absences(town))[PRIYA].deputy == WEN, "still away today"
    await town.pass_time(days=4)
    assert (await town_absences(town))[PRIYA].deputy == DANA


async def test_a_planned_absence_is_shown_changed_and_taken_back(town: Town) -> None:
    sam = await says(town, SAM, "I will be away on Friday")
    assert "From Friday 6 March" in sam.words
    assert await town_absences(town) == {}, "not until Friday, but on it"
    await sam.say("I am back")
    assert sentence("away.none") in sam.words
    assert "From Friday 6 March" in sam.words
    (opened,) = await sam.press(sentence("away.change"))
    assert isinstance(opened, OpenForm)
    shown = {one.name: getattr(one, "initial", None) for one in opened.form.fields}
    assert isinstance(shown["away_since"], datetime)
    assert shown["away_until"] == datetime(2026, 3, 9, 11, 30, tzinfo=UTC)
    later = town.clock.now() + timedelta(days=10)
    await sam.submit({"away_since": later, "away_until": later + timedelta(days=1)})
    (only,) = town.desk.absences.planned(SAM)
    assert only.since == later, "changed, and not kept beside"
    await sam.press(sentence("away.take_back"))
    assert town.desk.absences.planned(SAM) == ()
    await sam.say("I will be away on Friday")
    await sam.say("cancel my absence")
    assert town.desk.absences.planned(SAM) == ()
    await sam.choose("away.drop", only.id)
    assert sentence("away.gone") in sam.words


@pytest.mark.parametrize("text", ["I am not away", "I'm not on vacation", "cancel my absence", "I'm back"])
async def test_being_there_after_all_is_said_in_many_words(town: Town, text: str) -> None:
    await says(town, SAM, "away until Friday")
    assert set(await town_absences(town)) == {SAM}
    sam = await says(town, SAM, text)
    assert sentence("away.back", name="Sam Okafor") in sam.words
    assert await town_absences(town) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("I'm out of office until Friday", "Sam Okafor is away until Friday 6 March"),
        ("I'm on vacation from Monday until Friday", "From Monday 9 March"),
        ("I won't be in tomorrow", "From Tuesday 3 March"),
        ("I’m off sick today", "Sam Okafor is out until 16:30"),
    ],
)
async def test_an_absence_is_said_as_people_say_it(town: Town, text: str, said: str) -> None:
    assert said in (await says(town, SAM, text)).words


async def test_somebody_is_said_to_be_away_in_small_letters_and_without_an_end(town: Town) -> None:
    priya = await says(town, PRIYA, "sam okafor is away until friday")
    assert "Sam Okafor is away until Friday 6 March" in priya.words
    (opened,) = await priya.say("Wen Zhao is away")
    assert not isinstance(opened, OpenForm), "of another department"
    await priya.say("Sam is away")
    (opened,) = await priya.press(sentence("core.open_form_button"))
    assert isinstance(opened, OpenForm)
    assert {one.name: getattr(one, "initial", None) for one in opened.form.fields}["away_who"] == (SAM,)


async def test_what_was_understood_is_filled_in_where_the_rest_is_asked(town: Town) -> None:
    priya = town.talk(PRIYA)
    (opened,) = await priya.command("away", "from Thursday, Dana stands in")
    assert isinstance(opened, OpenForm)
    shown = {one.name: getattr(one, "initial", None) for one in opened.form.fields}
    assert shown["away_deputy"] == (DANA,)
    assert isinstance(shown["away_since"], datetime)


async def test_anybody_may_ask_who_is_away_and_who_stands_in(town: Town) -> None:
    sam = await says(town, SAM, "who is away?")
    assert sentence("away.nobody_away") in sam.words
    await says(town, PRIYA, "away until Friday, Wen stands in")
    line = "Priya Raman is away until Friday 6 March; Wen Zhao stands in."
    for text in ("who is away?", "is Priya away?", "who stands in for Priya?", "when is Priya Raman back?"):
        await sam.say(text)
        assert line in sam.words, text
    await sam.say("is Dana away?")
    assert sentence("away.back_already", name="Dana Whitlock") in sam.words


async def test_a_guest_stands_in_for_nobody_and_that_is_said_of_the_guest(town: Town) -> None:
    priya = town.talk(PRIYA)
    replies = await priya.command("away", "until Monday, Rolf Amundsen stands in")
    assert sentence("away.cannot", name="Rolf Amundsen") in priya.words
    assert "I keep that from" not in priya.words
    (opened,) = [one for one in replies if isinstance(one, OpenForm)]
    shown = {one.name: getattr(one, "initial", None) for one in opened.form.fields}
    assert shown["away_until"] == datetime(2026, 3, 9, 11, 30, tzinfo=UTC)
    assert await town_absences(town) == {}


async def test_nobody_is_named_as_the_one_above_themselves(town: Town) -> None:
    await says(town, PRIYA, "away until Friday, Sam stands in")
    await says(town, DANA, "away until Friday, Sam stands in")
    sam = await says(town, SAM, "who is my supervisor?")
    assert "Sam Okafor stands in" not in sam.words
    above = town.services.people.get(CAO)
    assert above
    assert above.phone in sam.words, "the next one above is"
    ruth = await says(town, RUTH, "is Priya away?")
    assert "Sam Okafor stands in" in ruth.words
