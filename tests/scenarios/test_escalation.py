"""An ended contact nobody acknowledges climbs until somebody does, whatever the platforms do meanwhile (D20)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.words import sentence
from incidents.records import DeliveryState
from tests.scenarios.house import CAO, DANA, PRIYA, SAM, House, Start
from tests.scenarios.person import OnTeams, Person, opens_report, reports
from tests.scenarios.test_across_platforms import ENDED
from tests.standins.slack_api import Fault

both_databases = pytest.mark.parametrize("database_kind", ["sqlite", "postgres"])


@both_databases
async def test_ten_minutes_then_the_backup_then_the_cao_and_everybody_sees_it(it: House) -> None:
    sam, _, _, cao = await chain(it)
    await reports(sam, ENDED)
    assert counts(it) == (1, 0, 0)
    await it.pass_time(minutes=9, seconds=59)
    assert counts(it) == (1, 0, 0)
    await it.pass_time(seconds=1)
    assert counts(it) == (1, 1, 0)
    assert "Dana Whitlock: told (05:10)" in it.alerts(PRIYA)[0], "the first card says that the next was asked"
    assert sentence("notice.climbed_lead") in it.alerts(PRIYA)[0]
    assert "Priya Raman: told (05:00)" in it.alerts(DANA)[0]
    await it.pass_time(minutes=10)
    assert counts(it) == (1, 1, 1)
    for earlier in (PRIYA, DANA):
        assert "Marguerite Oyelaran: told (05:20)" in it.alerts(earlier)[0]
    assert "Marguerite Oyelaran: told (05:20)" in sam.told[-1]
    await cao.presses(sentence("notice.acknowledge"))
    done = sentence("notice.acknowledged_by", name="Marguerite Oyelaran", time="05:20")
    for told in (*it.alerts(PRIYA), *it.alerts(DANA), *it.alerts(CAO), sam.told[-1]):
        assert done in told
    asked = [person for person in it.people.values() if person is not sam]
    before = sum(len(besides_figures(person)) for person in asked)
    await it.pass_time(hours=8)
    assert sum(len(besides_figures(person)) for person in asked) == before, "nothing more is sent"


def besides_figures(person: Person) -> list[str]:
    """What somebody was told, without that a month in figures is there: it comes on the first open day of each."""
    return [one for one in person.told if "in figures" not in one]


async def test_after_the_last_step_everybody_is_asked_again_until_somebody_acknowledges(it: House) -> None:
    """One card each, which is at the bottom of the chat whenever they are asked; health is red meanwhile."""
    sam, priya, dana, cao = await chain(it)
    await reports(sam, ENDED)
    for _ in range(5):
        await it.pass_time(minutes=15)
    assert await it.get("/healthz") == (200, {"ok": True, "reasons": []})
    before = [len(person.told) for person in (priya, dana, cao)]
    for _ in range(3):
        await it.pass_time(minutes=15)
    assert [len(person.told) for person in (priya, dana, cao)] == [count + 3 for count in before]
    assert counts(it) == (1, 1, 1)
    status, health = await it.get("/healthz")
    assert status == 503
    assert "although everybody was asked: 1" in f"{health}"
    for person, email in ((priya, PRIYA), (dana, DANA), (cao, CAO)):
        assert it.alerts(email) == [person.told[-1]]
        assert sentence("notice.alert_lead_again") in person.told[-1]
    await dana.presses(sentence("notice.acknowledge"))
    done = sentence("notice.acknowledged_by", name="Dana Whitlock", time="07:00")
    for person in (priya, dana, cao, sam):
        assert done in person.told[-1]
    assert not [text for text in sam.told if sentence("notice.unreached") in text], "nothing untrue stands"
    assert await it.get("/healthz") == (200, {"ok": True, "reasons": []})
    await it.pass_time(hours=1)
    assert [len(person.told) for person in (priya, dana, cao)] == [count + 3 for count in before]


async def test_nobody_reads_of_a_next_person_where_there_is_none(it: House) -> None:
    sam, _, _, cao = await chain(it)
    await reports(sam, ENDED)
    for _ in range(8):
        await it.pass_time(minutes=15)
        for text in it.alerts(CAO):
            assert "next person is asked" not in text
            assert "next person was asked as well" not in text
    assert sentence("notice.moved", reference=(await it.record()).reference) in cao.told


async def test_after_the_last_step_the_reporter_gets_phone_numbers(it: House) -> None:
    sam, *_ = await chain(it)
    await reports(sam, ENDED)
    for _ in range(4):
        await it.pass_time(minutes=15)
    (unreached,) = [text for text in sam.told if sentence("notice.unreached") in text]
    assert "555-0110" in unreached
    assert "911" in unreached


async def test_d55_the_head_is_told_of_a_report_that_can_wait_and_asked_for_nothing(it: House) -> None:
    sam, priya, dana, cao = await chain(it)
    await reports(sam, {**ENDED, "ended": "no"})
    await it.pass_time(hours=2)
    assert counts(it) == (0, 0, 0)
    (told,) = [text for text in priya.told if (await it.record()).reference in text]
    assert sentence("notice.for_you_lead") in told
    assert sentence("notice.acknowledge") not in told.splitlines()
    assert not [text for text in (*dana.told, *cao.told) if "Sam Okafor" in text]


async def test_violence_that_did_not_end_the_contact_asks_the_head_at_once_and_the_cao_within_the_hour(
    it: House,
) -> None:
    """The sample's workplace violence policy, 4.1 and 4.4."""
    sam, priya, _, cao = await chain(it)
    await reports(sam, {**ENDED, "ended": "no", "behaviours": ("violence_person",)})
    assert counts(it) == (1, 0, 0)
    await priya.presses(sentence("notice.acknowledge"))
    await it.pass_time(minutes=29)
    reference = (await it.record()).reference
    assert not [text for text in cao.told if reference in text]
    await it.pass_time(minutes=1)
    (told,) = [text for text in cao.told if reference in text]
    assert sentence("notice.acknowledged_by", name="Priya Raman", time="05:00") in told


async def test_blocked_on_teams_the_supervisor_is_told_on_slack_at_once(it: House) -> None:
    """403 MessageWritesBlocked."""
    on_slack = await it.person("slack", PRIYA)
    await on_slack.writes("hello")
    it.clock.advance(timedelta(minutes=1))
    await block_on_teams(it)
    await reports(await it.person("slack", SAM), ENDED)
    assert it.alerts(PRIYA) == [on_slack.told[-1]]


async def test_blocked_everywhere_the_next_contact_is_told_at_once(it: House) -> None:
    sam = await it.person("slack", SAM)
    await it.person("teams", DANA)
    await block_on_teams(it)
    await reports(sam, ENDED)
    assert counts(it) == (0, 1, 0)
    assert sentence("notice.delivery_failed", name="Priya Raman") in it.alerts(DANA)[0]
    record = await it.record()
    assert record.deliveries[0].state is DeliveryState.FAILED
    assert record.deliveries[0].code == "MessageWritesBlocked"


async def test_slacks_retry_after_is_waited_for_and_the_alert_comes_once(it: House) -> None:
    """T7: 429 with Retry-After."""
    sam, priya = await it.person("teams", SAM), await it.person("slack", PRIYA)
    it.vendors.slack.fail("chat.postMessage", Fault("ratelimited", 429, retry_after=40))
    await reports(sam, ENDED)
    tries = len(it.vendors.slack.called("chat.postMessage"))
    await it.pass_time(seconds=39)
    assert len(it.vendors.slack.called("chat.postMessage")) == tries
    assert priya.told == []
    await it.pass_time(seconds=2)
    assert counts(it) == (1, 0, 0)
    await it.pass_time(minutes=5)
    assert counts(it) == (1, 0, 0)


async def test_while_both_platforms_are_down_nothing_is_lost_and_afterwards_everybody_is_told_once(
    it: House,
) -> None:
    sam, *_ = await chain(it)
    await opens_report(sam)
    await sam.fills(ENDED)
    slack = it.vendors.slack
    slack.fail("chat.postMessage", Fault(status=503), times=1000)
    down = it.vendors.teams.fail("/activities", status=503, times=1000)
    await sam.sends()
    for _ in range(14):
        await it.pass_time(minutes=1)
    assert counts(it) == (0, 0, 0)
    status, health = await it.get("/healthz")
    assert status == 503, f"a notice that waits so long is somebody's business: {health}"
    down.times = 0
    slack._faults.clear()
    await it.pass_time(minutes=1)
    assert counts(it) == (1, 1, 0)
    assert await it.get("/healthz") == (200, {"ok": True, "reasons": []})
    await it.pass_time(minutes=30)
    assert counts(it)[:2] == (1, 1)


@both_databases
async def test_a_restart_between_two_steps_loses_nothing_and_repeats_nothing(start: Start) -> None:
    async with start() as before:
        sam, *_ = await chain(before)
        await reports(sam, ENDED)
        reference = (await before.record()).reference
    async with start() as after:
        after.people |= before.people
        await after.pass_time(minutes=10)
        assert counts(after) == (1, 1, 0)
        assert reference in after.alerts(DANA)[0]
        assert "Dana Whitlock: told (05:10)" in after.alerts(PRIYA)[0], "the card of before the restart"


async def chain(it: House) -> tuple[Person, Person, Person, Person]:
    """The reporter and three steps of the ladder, on both platforms in turn."""
    return (
        await it.person("slack", SAM),
        await it.person("teams", PRIYA),
        await it.person("slack", DANA),
        await it.person("teams", CAO),
    )


def counts(it: House) -> tuple[int, int, int]:
    """How many alerts the head, the backup and the CAO have."""
    return len(it.alerts(PRIYA)), len(it.alerts(DANA)), len(it.alerts(CAO))


async def block_on_teams(it: House) -> None:
    """The head has met the bot on Teams and then blocked it."""
    priya = await it.person("teams", PRIYA)
    assert isinstance(priya, OnTeams)
    it.vendors.teams.blocked.add(priya.client.user.id)
