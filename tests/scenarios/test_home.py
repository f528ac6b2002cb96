"""The tab Home of Slack: everybody's own overview, as it is at the moment they look; elsewhere the same as a card."""

from __future__ import annotations

from bot.words import sentence
from tests.flows.town import PRIYA, SAM, WEN
from tests.scenarios.house import House
from tests.scenarios.person import OnSlack, opens_report
from tests.scenarios.test_across_platforms import ENDED
from tests.standins.slack_api import Fault
from tests.standins.slack_client import words


async def at_home(it: House, who: str) -> OnSlack:
    person = await it.person("slack", who)
    assert isinstance(person, OnSlack)
    await person.client.open_home("home")
    await it.pass_time(seconds=1)
    return person


async def test_the_tab_shows_what_waits_for_its_person_and_nobody_elses(it: House) -> None:
    sam = await it.person("slack", SAM)
    await opens_report(sam)
    await sam.fills(ENDED)
    await sam.sends()
    record = await it.record()
    for who, title in ((SAM, "home.mine"), (PRIYA, "home.waiting")):
        person = await at_home(it, who)
        shown = words(person.client.home)
        assert record.reference in shown
        assert sentence(title) in shown
        assert str(ENDED["customer"]) not in shown
        assert str(ENDED["happened"]) not in shown
        assert "911" in shown
    wen = await at_home(it, WEN)
    assert record.reference not in words(wen.client.home)
    assert sentence("home.nothing") in words(wen.client.home)


async def test_what_is_pressed_there_is_answered_to_its_person_alone_and_a_form_opens_at_once(
    it: House,
) -> None:
    wen = await at_home(it, WEN)
    await wen.client.press_at_home(sentence("report.button"))
    await it.pass_time(seconds=1)
    assert sentence("report.title") in wen.form or wen.client.has_form
    before = wen.heard
    await wen.client.press_at_home(sentence("help.phrases_button"))
    await it.pass_time(seconds=1)
    assert wen.heard == before + 1


async def test_every_visit_draws_it_anew_and_says_nothing_in_the_chat(it: House) -> None:
    wen = await at_home(it, WEN)
    heard, first = wen.heard, words(wen.client.home)
    await it.pass_time(minutes=3)
    await at_home(it, WEN)
    assert words(wen.client.home) != first, "it says as of when"
    assert wen.heard == heard


async def test_where_slack_does_not_take_it_nothing_is_lost_and_the_next_visit_has_it(it: House) -> None:
    it.vendors.slack.fail("views.publish", Fault(error="internal_error"), times=30)
    wen = await it.person("slack", WEN)
    assert isinstance(wen, OnSlack)
    await wen.client.open_home("home")
    it.vendors.slack._faults.clear()
    await at_home(it, WEN)
    assert sentence("home.nothing") in words(wen.client.home)


async def test_the_same_overview_is_a_card_on_teams(it: House) -> None:
    wen = await it.person("teams", WEN)
    await wen.writes("overview")
    assert sentence("home.nothing") in wen.told[-1]
