"""The work list as people use it: typed or narrowed in a form, page by page, and each sees what they may read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.flows.worklist_words import ListChoice, carried_choice, typed_choice
from bot.words import sentence
from foundation.ids import new_id
from incidents.lists import PAGE
from incidents.records import Channel, Report
from incidents.rules.access import Operation
from tests.fixtures.acts import said_of
from tests.flows.carrying import CLOSING, does, filed
from tests.flows.town import CAO, GIDEON, HECTOR, PRIYA, SAM, WEN, Town

__all__ = ["filed"]


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
        ("anything else", ListChoice()),
        ("closed find Casey Customer", ListChoice("closed", text="Casey Customer")),
        ("named O'Neill, Pat", ListChoice(text="O'Neill, Pat")),
        ("“parking fine” this week", ListChoice(text="parking fine")),
    ],
)
def test_what_is_typed_narrows_the_list_and_goes_on_to_the_next_page(
    town: Town, typed: str, choice: ListChoice
) -> None:
    assert typed_choice(typed, PRIYA, town.services) == choice
    carried = choice.carried(PAGE)
    assert carried_choice(carried, town.services) == (replace(choice, text=""), PAGE)
    assert "@" not in carried, "a button names nobody"


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
