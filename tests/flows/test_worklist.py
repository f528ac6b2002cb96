"""The work list as people use it: typed or narrowed in a form, page by page, and each sees what they may read."""

from __future__ import annotations

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
    ],
)
def test_what_is_typed_narrows_the_list_and_goes_on_to_the_next_page(
    town: Town, typed: str, choice: ListChoice
) -> None:
    assert typed_choice(typed, PRIYA, town.services) == choice
    carried = choice.carried(PAGE)
    assert carried_choice(carried, town.services) == (choice, PAGE)
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
    await plain.say("New")
    await plain.say("send")
    await plain.say("send")
    assert "1 report. New: 1." in plain.words
