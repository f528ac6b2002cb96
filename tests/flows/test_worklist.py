"""The work list as people use it: typed or narrowed in a form, page by page, and each sees what they may read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.flows.worklist_typed import typed_choice
from bot.flows.worklist_words import ListChoice, carried_choice, form_values, given_choice
from bot.words import sentence
from foundation.ids import new_id
from incidents.lists import PAGE
from incidents.records import Channel, Report
from incidents.rules.access import Operation
from tests.fixtures.acts import said_of
from tests.flows.carrying import CLOSING, does, filed
from tests.flows.town import CAO, GIDEON, HECTOR, PRIYA, SAM, WEN, Town

__all__ = ["filed"]

WEDNESDAY = datetime(2026, 11, 25, 15, tzinfo=UTC)
FIRST_HALF = ListChoice("closed", first=date(2026, 11, 1), last=date(2026, 11, 15))


async def many(town: Town, count: int) -> None:
    for _ in range(count):
        now = town.clock.now()
        report = Report(SAM, "Customer Service", now, "America/Halifax", Channel.PHONE, "He shouted.")
        await town.desk.submit(report, new_id())
        town.clock.advance(timedelta(minutes=1))


@pytest.mark.parametrize(
    ("typed", "choice"),
    [
        ("", ListChoice()),
        ("overdue", ListChoice(overdue=True)),
        ("closed this week", ListChoice("closed", days=7)),
        ("open reports of Customer Service", ListChoice("open", "Customer Service")),
        ("Sam Okafor, last 90 days", ListChoice(person=SAM, days=90)),
        ("mine", ListChoice(person=PRIYA)),
        ("as a csv file please", ListChoice()),
        ("closed find Casey Customer", ListChoice("closed", text="Casey Customer")),
        ("named O'Neill, Pat", ListChoice(text="O'Neill, Pat")),
        ("“parking fine” this week", ListChoice(text="parking fine", days=7)),
        ("Casey Smyth", ListChoice(text="casey smyth")),
        ("okafor", ListChoice(person=SAM)),
        ("Planning", ListChoice(department="Planning and Permits")),
        ("of my department", ListChoice(department="Customer Service")),
        ("unacknowledged", ListChoice("submitted")),
        ("not closed", ListChoice("open")),
        ("except closed", ListChoice("open")),
        ("no closed ones", ListChoice("open")),
        ("find Casey this week", ListChoice(text="Casey", days=7)),
        ("find Casey Smyth closed", ListChoice("closed", text="Casey Smyth")),
        ("find he hit me", ListChoice(text="he hit me")),
        ("today", ListChoice(first=date(2026, 11, 25), last=date(2026, 11, 25))),
        ("yesterday", ListChoice(first=date(2026, 11, 24), last=date(2026, 11, 24))),
        ("since Monday", ListChoice(first=date(2026, 11, 23))),
        ("last week", ListChoice(first=date(2026, 11, 16), last=date(2026, 11, 22))),
        ("last month", ListChoice(first=date(2026, 10, 1), last=date(2026, 10, 31))),
        ("november", ListChoice(first=date(2026, 11, 1), last=date(2026, 11, 30))),
        ("2026-11-01", ListChoice(first=date(2026, 11, 1), last=date(2026, 11, 1))),
        ("before 2026-11-01", ListChoice(last=date(2026, 10, 31))),
        ("closed from 1 November to 15 November", FIRST_HALF),
    ],
)
def test_what_is_typed_narrows_the_list_and_goes_on_to_the_next_page(
    town: Town, typed: str, choice: ListChoice
) -> None:
    town.clock.advance(WEDNESDAY - town.clock.now())
    assert typed_choice(typed, PRIYA, town.services).choice == choice
    carried = choice.carried(PAGE)
    assert carried_choice(carried, town.services) == (replace(choice, text=""), PAGE)
    assert given_choice(form_values(choice), town.services) == choice, "the form shows it again"
    assert "@" not in carried, "a button names nobody"


async def test_words_it_does_not_know_are_searched_for_and_it_is_said(town: Town) -> None:
    await many(town, 1)
    talk = town.talk(PRIYA)
    await talk.say("work list shouted")
    assert sentence("worklist.rest_searched") in talk.words
    assert "1 report." in talk.words
    await talk.say("work list whispered")
    assert sentence("worklist.none") in talk.words, "the whole list would be another answer"


@pytest.mark.parametrize("typed", ["not mine", "without overdue", "reports that are not Sam Okafor"])
async def test_what_cannot_be_left_out_is_said_and_never_turned_round(town: Town, typed: str) -> None:
    await many(town, 1)
    talk = town.talk(PRIYA)
    await talk.say(f"work list {typed}")
    assert sentence("worklist.left_in") in talk.words
    assert "1 report." in talk.words
    assert "Chosen" not in talk.words


async def test_days_end_where_they_end(town: Town) -> None:
    await many(town, 1)
    await town.pass_time(days=1)
    talk = town.talk(PRIYA)
    for typed, found in (("today", "There is no such report"), ("yesterday", "1 report.")):
        await talk.say(f"work list {typed}")
        assert found in talk.words


async def test_narrowing_a_list_keeps_what_it_was_narrowed_by(town: Town) -> None:
    await many(town, 2)
    now = town.clock.now()
    one = Report(SAM, "Customer Service", now, "America/Halifax", Channel.PHONE, "A chair.", "Casey Customer")
    await town.desk.submit(one, new_id())
    talk = town.talk(PRIYA)
    await talk.say("work list open since 1 November find Casey Customer")
    await talk.press(sentence("worklist.narrow"))
    assert talk.form is not None
    drawn = {one.name: one.initial for one in talk.form.fields}
    assert drawn["list_text"] == "Casey Customer"
    assert drawn["list_state"] == "open"
    assert drawn["list_days"]
    await talk.submit({**drawn, "list_department": "Customer Service"})
    assert "1 report." in talk.words
    assert "since 1 November" in talk.words


@pytest.mark.parametrize("value", ["a" * 3000, "nonsense|||0||0", "|||20269999-||0", "||abc|0||0", "|||0||x"])
async def test_a_list_that_cannot_be_read_is_never_the_whole_list(town: Town, value: str) -> None:
    await many(town, 1)
    for action in ("worklist.page", "worklist.sheet"):
        talk = town.talk(PRIYA)
        await talk.choose(action, value)
        assert sentence("worklist.search_again") in talk.words, action


async def test_each_sees_what_they_may_read_with_counts_and_pages(town: Town) -> None:
    await many(town, PAGE + 2)
    for who in (SAM, PRIYA, CAO, GIDEON):
        talk = town.talk(who)
        await talk.say("work list")
        assert f"{PAGE + 2} reports. New: {PAGE + 2}." in talk.words, who
        await talk.press(sentence("worklist.older"))
        assert talk.words.count("Customer Service. ") == 2
        await talk.press(sentence("worklist.newer"))
        assert talk.words.count("Customer Service. ") == PAGE
        assert "He shouted" not in talk.words
    for who in (WEN, HECTOR):
        talk = town.talk(who)
        await talk.say("work list")
        assert sentence("worklist.none") in talk.words


async def test_it_is_narrowed_in_a_form_and_a_reference_opens_its_report(
    town: Town, filed: tuple[str, str]
) -> None:
    await many(town, 1)
    await does(town, PRIYA, filed[1], Operation.CLOSE, **CLOSING)
    talk = town.talk(PRIYA)
    await talk.say("worklist")
    await talk.press(sentence("worklist.narrow"))
    await talk.submit({"list_state": "closed", "list_department": "Customer Service", "list_days": "7"})
    assert "Chosen: Closed; Customer Service; the last 7 days." in talk.words
    assert "1 report. Closed: 1." in talk.words
    await talk.press(f"Show {filed[1]}")
    assert filed[1] in talk.words
    await talk.say(f"worklist {filed[1].casefold()}")
    assert sentence("act.state_closed") in talk.words


async def test_overdue_tasks_find_their_reports(town: Town, filed: tuple[str, str]) -> None:
    await many(town, 1)
    due = town.clock.now() + timedelta(days=1)
    given = said_of(Operation.ADD_TASK, task_person=WEN, task_due=due)
    await town.desk.act(filed[0], PRIYA, Operation.ADD_TASK, given, new_id())
    town.clock.advance(timedelta(days=2))
    talk = town.talk(PRIYA)
    await talk.say("worklist overdue")
    assert "Chosen: Only with overdue tasks." in talk.words
    assert f"Show {filed[1]}" in {one.label for one in talk.buttons}
    assert "1 report." in talk.words


async def test_on_a_platform_without_forms_it_is_narrowed_line_by_line(town: Town) -> None:
    await many(town, 1)
    plain = town.talk(PRIYA, platform="plain")
    await plain.choose("worklist.choose")
    await plain.say("skip")
    await plain.say("New")
    await plain.say("send")
    await plain.say("send")
    assert "1 report. New: 1." in plain.words


async def test_a_search_finds_a_customer_or_words_and_no_button_carries_what_was_typed(town: Town) -> None:
    await many(town, PAGE + 1)
    now = town.clock.now()
    one = Report(
        SAM, "Customer Service", now, "America/Halifax", Channel.PHONE, "A chair flew.", "Casey Customer"
    )
    filed = await town.desk.submit(one, new_id())
    talk = town.talk(PRIYA)
    await talk.say("work list find Kasey Custommer")
    assert "1 report." in talk.words
    assert filed.reference in talk.words
    assert f"Chosen: {sentence('worklist.searched')}." in talk.words
    await talk.press(sentence("worklist.narrow"))
    await talk.submit({"list_text": "shouted"})
    assert f"{PAGE + 1} reports." in talk.words
    assert all("shout" not in button.value for button in talk.buttons)
    await talk.press(sentence("worklist.older"))
    assert talk.words.count("Customer Service. ") == 1
    (older,) = [button for button in talk.buttons if button.label == sentence("worklist.newer")]
    other = town.talk(CAO)
    await other.choose("worklist.page", older.value)
    assert sentence("worklist.search_again") in other.words, "the search of somebody else"
    await town.talk(HECTOR).say("work list find Casey Customer")
    stranger = town.talk(HECTOR)
    await stranger.say("work list find Casey Customer")
    assert sentence("worklist.none") in stranger.words
