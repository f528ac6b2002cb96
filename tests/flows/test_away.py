"""“I am away”: typed or in the form, by the person or for them; what the cards say, and who hears instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.away_text import read_away
from bot.dispatch import Bot
from bot.events import FieldValue
from bot.flows.notice import draw
from bot.people import People, Role
from bot.replies import FormErrors, OpenForm, Say
from bot.words import sentence
from foundation.calendar import WorkCalendar
from incidents.notices import NoticeKind
from incidents.rules.absence import Absence
from tests.fakes.conversation import PLATFORMS, Conversation, in_words
from tests.flows.carrying import REPORT
from tests.flows.test_questions import DOWN, PARROT, ask
from tests.flows.town import DANA, GIDEON, PRIYA, RUTH, SAM, TESSA, WEN, Town

HALIFAX = ZoneInfo("America/Halifax")
OFFICE = WorkCalendar(HALIFAX)


async def says(town: Town, person: str, text: str) -> Conversation:
    talk = town.talk(person)
    await talk.say(text)
    return talk


async def reports(town: Town, **said: FieldValue) -> Conversation:
    talk = town.talk(SAM)
    await talk.command("incident")
    await talk.submit({**REPORT, "occurred_at": town.clock.now(), **said})
    await town.pass_time(seconds=1)
    return talk


@pytest.mark.parametrize(
    ("typed", "until", "deputy"),
    [
        ("until Monday", "2026-03-09 08:00", ""),
        ("until 14:00", "2026-03-02 14:00", ""),
        ("till friday 10:00, Dana stands in", "2026-03-06 10:00", "Dana"),
        ("until next monday and Dana Whitlock covers for me.", "2026-03-09 08:00", "Dana Whitlock"),
        ("from 14 December until 4 January; deputy: Dana", "2027-01-04 08:00", "Dana"),
        ("today", "2026-03-02 17:00", ""),
        ("tomorrow", "2026-03-04 08:00", ""),
        ("because I am ill", None, ""),
        ("until Monday Dana stands in", "2026-03-09 08:00", "Dana"),
        ("until Monday, Dana", "2026-03-09 08:00", "Dana"),
        ("until Mon, Dana Whitlock is covering", "2026-03-09 08:00", "Dana Whitlock"),
        ("Dana covers until Monday", "2026-03-09 08:00", "Dana"),
        ("for 2 hours", "2026-03-02 13:00", ""),
        ("for three days", "2026-03-05 08:00", ""),
        ("until noon", "2026-03-02 12:00", ""),
        ("until end of day", "2026-03-02 17:00", ""),
        ("until 3:30", "2026-03-02 15:30", ""),
        ("until 03:30", "2026-03-03 03:30", ""),
        ("until next week", "2026-03-09 08:00", ""),
        ("until 5 pm tomorrow", "2026-03-03 17:00", ""),
        ("soon, Dana stands in", None, "Dana"),
    ],
)
def test_what_people_type_is_read_in_the_zone_of_the_organisation(
    typed: str, until: str | None, deputy: str
) -> None:
    now = datetime(2026, 3, 2, 11, 0, tzinfo=HALIFAX).astimezone(UTC)
    read = read_away(typed, OFFICE, now)
    wanted = datetime.fromisoformat(until).replace(tzinfo=HALIFAX) if until else None
    assert (read.until, read.deputy) == (wanted, deputy)


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("on Friday", "2026-03-06 00:00", "2026-03-09 08:00"),
        ("Monday", "2026-03-09 00:00", "2026-03-10 08:00"),
        ("next week", "2026-03-09 00:00", "2026-03-16 08:00"),
        ("from Monday through Friday", "2026-03-09 00:00", "2026-03-16 08:00"),
        ("from Monday to Friday", "2026-03-09 00:00", "2026-03-16 08:00"),
        ("from Monday until Friday", "2026-03-09 00:00", "2026-03-13 08:00"),
        ("on Friday from 10:00 until 2:00", "2026-03-06 10:00", "2026-03-06 14:00"),
        ("tomorrow morning", "2026-03-03 00:00", "2026-03-03 12:00"),
        ("from Thursday", "2026-03-05 00:00", None),
    ],
)
def test_a_day_alone_is_that_day_and_not_the_time_until_it(typed: str, since: str, until: str | None) -> None:
    now = datetime(2026, 3, 2, 11, 0, tzinfo=HALIFAX).astimezone(UTC)
    read = read_away(typed, OFFICE, now)
    wanted = [datetime.fromisoformat(one).replace(tzinfo=HALIFAX) if one else None for one in (since, until)]
    assert [read.since, read.until] == wanted


async def test_away_until_a_day_after_the_night_the_clocks_change_ends_when_work_begins_there(
    town: Town,
) -> None:
    priya = await says(town, PRIYA, "away until Monday, Dana stands in")
    assert "Priya Raman is away until Monday 9 March; Dana Whitlock stands in." in priya.words
    (absence,) = (await town_absences(town)).values()
    assert absence.until == datetime(2026, 3, 9, 11, 30, tzinfo=UTC), "08:30 of summer time, begun on the 8th"


async def town_absences(town: Town) -> dict[str, Absence]:
    await town.desk.absences.look()
    return dict(town.desk.absences.now().absences)


async def test_d20_the_cards_say_who_is_away_and_who_stands_in(town: Town) -> None:
    await says(town, PRIYA, "I am away until Monday, Tessa stands in")
    await town.pass_time(seconds=1)
    line = "Priya Raman is away until Monday 9 March; Tessa Boudreau stands in."
    (heard,) = town.messenger.to(TESSA)
    assert heard.summary == sentence("away.you_stand_in", name="Priya Raman")
    assert line in in_words(Say(heard))
    sam = await reports(town)
    assert line in await town.confirmation()
    (alert,) = [one for one in town.notifier.notices if one.kind is NoticeKind.ALERT]
    assert alert.recipient == TESSA
    assert line in in_words(Say(draw(alert, town.services)))
    await sam.say("who is my supervisor?")
    assert line in sam.words
    tessa = town.services.people.get(TESSA)
    assert tessa
    assert tessa.phone in sam.words, "whoever stands in can be called"
    await sam.say("who is Priya Raman?")
    assert line in sam.words
    await town.pass_time(days=7)
    await sam.say("who is my supervisor?")
    assert "is away" not in sam.words, "an absence ends by itself"


async def test_j29_out_for_an_hour_is_said_with_the_time_and_ended_with_i_am_back(town: Town) -> None:
    dana = await says(town, DANA, "out until 14:00")
    assert "Dana Whitlock is out until 14:00; Priya Raman stands in." in dana.words
    (opened,) = await dana.press(sentence("away.change"))
    assert isinstance(opened, OpenForm)
    await dana.submit({"away_who": DANA, "away_until": town.clock.now() + timedelta(hours=12)})
    assert "Dana Whitlock is out until 17:00" in dana.words
    await dana.press(sentence("away.back_button"))
    assert sentence("away.back", name="Dana Whitlock") in dana.words
    await dana.say("I'm back")
    assert sentence("away.none") in dana.words


async def test_a_head_says_it_for_an_employee_who_hears_so_and_nobody_else_may(town: Town) -> None:
    wen = await says(town, WEN, "Sam Okafor is away until Friday")
    assert sentence("away.not_yours", name="Sam Okafor") in wen.words
    await wen.choose("away.back", SAM)
    assert sentence("away.not_yours", name="Sam Okafor") in wen.words
    assert await town_absences(town) == {}
    priya = await says(town, PRIYA, "Sam Okafor is away until Friday")
    assert "Sam Okafor is away until Friday 6 March; Priya Raman stands in." in priya.words
    await town.pass_time(seconds=1)
    (heard,) = town.messenger.to(SAM)
    assert heard.summary.startswith("Priya Raman noted: Sam Okafor is away until Friday 6 March")
    await says(town, PRIYA, "Sam Okafor is back")
    assert await town_absences(town) == {}


async def test_the_form_asks_for_what_is_missing_and_refuses_what_does_not_fit(town: Town) -> None:
    sam, now = town.talk(SAM), town.clock.now()
    await sam.command("away")
    assert sam.form
    assert "away_who" not in {one.name for one in sam.form.fields}, "nobody else is Sam's to speak for"
    (refused,) = await sam.submit({"away_until": now - timedelta(hours=1), "away_deputy": SAM})
    assert isinstance(refused, FormErrors)
    assert set(refused.errors) == {"away_until", "away_deputy"}
    later = {"away_since": now + timedelta(days=2), "away_until": now + timedelta(days=3)}
    await sam.submit({**later, "away_deputy": WEN})
    assert sentence("away.later") in sam.words
    assert "Wen Zhao stands in" in sam.words
    assert await town_absences(town) == {}, "not yet"
    town.clock.advance(timedelta(days=2, hours=1))
    assert set(await town_absences(town)) == {SAM}
    priya = town.talk(PRIYA)
    (opened,) = await priya.command("away", "until Monday, Nobody Known stands in")
    assert isinstance(opened, OpenForm), "a name that is not found is asked for"
    await priya.submit({"away_who": WEN, "away_until": now + timedelta(days=4)})
    assert sentence("away.not_yours", name="Wen Zhao") in priya.words, "of another department"


def with_another_keeper(town: Town) -> None:
    """Gideon keeps all policies as well."""
    gideon = town.services.people.get(GIDEON)
    assert gideon
    listed = {
        **town.services.people.by_key,
        GIDEON: replace(gideon, roles=gideon.roles | {Role.POLICY_OWNER}),
    }
    town.services = replace(town.services, people=People(listed))
    town.bot = Bot(town.services, PLATFORMS)
    town.letters.use(town.services)


async def test_a_question_goes_to_somebody_who_keeps_policies_while_its_owner_is_away(town: Town) -> None:
    with_another_keeper(town)
    await says(town, RUTH, "away until Monday, Sam stands in")
    await ask(town)
    asked = [who for who, key, _ in town.messenger.brought if key.startswith("question:")]
    assert asked == [GIDEON], "standing in gives no right to answer for the policies"


async def test_a_question_that_waits_for_an_owner_who_left_is_passed_on(town: Town) -> None:
    with_another_keeper(town)
    town.messenger.refusals[RUTH] = DOWN
    await ask(town)
    await says(town, RUTH, "away until Monday")
    town.messenger.refusals.clear()
    await town.pass_time(minutes=5)
    (question,) = await town.services.questions.asked_by(SAM)
    assert question.owner == GIDEON
    assert [one for one in town.messenger.to(GIDEON) if PARROT in in_words(Say(one))]


async def test_where_every_owner_is_away_the_question_goes_to_its_owner_all_the_same(town: Town) -> None:
    await says(town, RUTH, "away until Monday")
    await ask(town)
    assert [one for one in town.messenger.to(RUTH) if PARROT in in_words(Say(one))]


@pytest.mark.parametrize(
    "text",
    [
        "My supervisor is away until Monday. Who do I tell?",
        "The customer is out until Monday",
        "Is Priya Raman away until Monday?",
        "I am out of ideas with this caller",
        "can I walk away from a customer who shouts?",
        "he said he will be back until I give in",
    ],
)
async def test_what_only_sounds_like_an_absence_keeps_nothing(town: Town, text: str) -> None:
    await says(town, SAM, text)
    assert await town_absences(town) == {}


async def test_somebody_who_is_not_listed_is_told_so(town: Town) -> None:
    stranger = await says(town, "nia.new@portmaribel.example", "away until Monday")
    assert sentence("away.unlisted") in stranger.words
