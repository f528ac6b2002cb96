"""A promise to a customer, from the call to the closed record: kept as a task, reminded, overdue with those above."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.words import sentence
from incidents.records import State
from tests.scenarios.house import CAO, DANA, PRIYA, SAM, House
from tests.scenarios.person import OnSlack, Person, reports
from tests.scenarios.test_across_platforms import ENDED, both_ways

PROMISED = {**ENDED, "happened": "He shouted. I said that we will call him back tomorrow."}
CLOSING = {
    "outcome": "explained",
    "report_back": "I rang him.",
    "file_reference": "CS-2026-014",
    "retention_class": "Difficult contact",
}
WEN = "wen.zhao@portmaribel.example"


async def closes(person: Person, reference: str) -> None:
    """Try to close a report, as it is offered."""
    await person.writes(f"reports {reference}")
    await person.presses(sentence("act.more"))
    await person.presses(sentence("act.close"))
    await person.fills(CLOSING)
    await person.sends()


@both_ways
async def test_d65_a_promise_is_kept_with_one_press_and_the_report_closes_once_it_was_done(
    it: House, here: str, there: str
) -> None:
    sam, priya = await it.person(here, SAM), await it.person(there, PRIYA)
    await reports(sam, PROMISED)
    await priya.presses(sentence("notice.acknowledge"))
    await sam.presses(sentence("promise.keep"))
    assert "You have the task, until 3 March 2026 at 16:30." in sam.told[-1]
    reference = (await it.record()).reference
    await closes(priya, reference)
    beside = str(priya.client.errors) if isinstance(priya, OnSlack) else priya.form
    assert "1 task of this report is still open." in beside
    await it.pass_time(days=1, hours=5)
    assert sentence("task.today") in sam.told[-1]
    assert "Casey" not in "".join(sam.told)
    await sam.presses(sentence("task.finish"))
    assert sentence("task.done") in "".join(sam.told)
    assert "Sam Okafor noted that a task of this report is done." in "".join(priya.told)
    of_promise = sentence("task.today")
    count = sum(of_promise in one for one in sam.told)
    await it.pass_time(days=3)
    assert sum(of_promise in one for one in sam.told) == count, "a task done sends nothing more"
    await priya.sends()
    assert (await it.record()).state is State.CLOSED


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_d23_a_task_given_by_hand_is_read_by_whom_it_is_for_and_overdue_climbs(
    it: House, platform: str
) -> None:
    people = {one: await it.person(platform, one) for one in (SAM, PRIYA, DANA, CAO, WEN)}
    await reports(people[SAM], ENDED)
    reference = (await it.record()).reference
    await people[PRIYA].writes(f"reports {reference}")
    await people[PRIYA].presses(sentence("act.more"))
    await people[PRIYA].presses(sentence("act.add_task"))
    due = it.clock.now() + timedelta(days=1)
    given = {"task_kind": "look_into", "task_person": WEN, "task_due": due, "task_words": "Read the meter."}
    await people[PRIYA].fills(given)
    await people[PRIYA].sends()
    wen = people[WEN]
    assert "Priya Raman gave you a task." in wen.told[-1]
    await wen.presses(sentence("task.read"))
    assert "Read the meter." in wen.form
    assert "He shouted" not in wen.form
    await wen.writes(f"reports {reference}")
    assert sentence("notice.nothing_to_show") in wen.told[-1], "a task opens no report"
    for _ in range(20):
        await it.pass_time(hours=12)
    assert "A task of yours is overdue." in wen.told[-1]
    for one in (PRIYA, DANA, CAO):
        assert "A task of Wen Zhao is overdue." in "".join(people[one].told), one
        assert "Read the meter." not in "".join(people[one].told), "a card is read over shoulders"
    await wen.writes("my tasks")
    await wen.presses("Open 1")
    await wen.presses(sentence("act.more"))
    await wen.presses(sentence("act.snooze_task"))
    later = it.clock.now() + timedelta(days=2)
    await wen.fills({"snooze_until": later, "snooze_reason": "The reader is away."})
    await wen.sends()
    assert sentence("task.did_snooze_task") in wen.told[-1]
    await people[CAO].writes("waiting for me")
    assert "Wen Zhao. Overdue since" in people[CAO].told[-1]


async def test_reminders_come_where_somebody_wrote_last_and_only_as_they_want_them(it: House) -> None:
    on_slack, on_teams = await it.person("slack", SAM), await it.person("teams", SAM)
    await it.person("teams", PRIYA)
    await reports(on_slack, PROMISED)
    await on_slack.presses(sentence("promise.keep"))
    it.clock.advance(timedelta(minutes=1))
    await on_teams.writes("my tasks")
    await on_teams.presses(sentence("task.nudges"))
    await on_teams.presses(sentence("task.nudges_due"))
    before = len(on_slack.told)
    await it.pass_time(days=1, hours=5)
    assert any(sentence("task.today") in text for text in on_teams.told)
    assert not any(sentence("task.today") in text for text in on_slack.told[before:])
