"""The overview never says that nothing waits where something does, and counts nothing that waits for others."""

from __future__ import annotations

import pytest

from bot.words import sentence
from incidents.rules.access import Operation
from tests.flows import test_requests, test_restrictions
from tests.flows.carrying import CLOSING, does, filed, reads
from tests.flows.town import CAO, DANA, GIDEON, HECTOR, PRIYA, RUTH, SAM, WEN, Town

__all__ = ["filed"]

NOTHING = sentence("home.nothing")


async def overview(town: Town, who: str) -> str:
    talk = town.talk(who)
    await talk.say("overview")
    return talk.words


async def test_a_proposal_waits_for_the_cao_and_its_notice_for_who_keeps_it(town: Town) -> None:
    line = sentence("home.waits_restrictions", count=1)
    await test_restrictions.proposes(town)
    assert line in await overview(town, CAO)
    assert NOTHING in await overview(town, PRIYA)
    one = await test_restrictions.the_one(town)
    await test_restrictions.does(town, CAO, one.reference, Operation.APPROVE)
    assert line in await overview(town, PRIYA)
    assert line not in await overview(town, CAO)
    await test_restrictions.does(town, PRIYA, one.reference, Operation.SEND_NOTICE)
    assert line not in await overview(town, PRIYA)
    assert line not in await overview(town, WEN)


async def test_an_open_request_waits_for_who_sees_to_it_and_not_for_who_took_it_down(town: Town) -> None:
    await test_requests.takes(town)
    line = sentence("home.waits_requests", count=1)
    words = await overview(town, test_requests.INGRID)
    assert line in words
    assert NOTHING not in words
    assert line not in await overview(town, SAM)
    assert NOTHING in await overview(town, SAM)


async def test_a_question_of_staff_waits_for_its_owner_alone(town: Town) -> None:
    await town.services.questions.open("May I?", SAM, RUTH, town.clock.now(), draft="d" * 32)
    words = await overview(town, RUTH)
    assert sentence("home.waits_upkeep", count=1) in words
    assert NOTHING not in words
    assert NOTHING in await overview(town, HECTOR)


async def test_reports_that_are_due_wait_for_the_records_officer(town: Town, filed: tuple[str, str]) -> None:
    await does(town, PRIYA, filed[1], Operation.CLOSE, **CLOSING)
    await reads(town, SAM, filed[0])
    assert NOTHING in await overview(town, GIDEON)
    await town.pass_time(days=5 * 366)
    words = await overview(town, GIDEON)
    assert sentence("home.waits_retention", count=1) in words
    assert filed[1] not in words
    assert NOTHING in await overview(town, WEN)


@pytest.mark.parametrize("who", [PRIYA, CAO])
async def test_a_report_in_other_hands_does_not_wait_for_who_could_have_it(
    town: Town, filed: tuple[str, str], who: str
) -> None:
    await does(town, PRIYA, filed[1], Operation.ASSIGN, assignee=DANA)
    words = await overview(town, who)
    assert sentence("home.elsewhere") in words
    assert sentence("home.waiting") not in words
    assert filed[1] in words
    assert NOTHING in words
    assert sentence("home.waiting") in await overview(town, DANA)


async def test_what_is_only_written_by_somebody_does_not_wait_for_them(
    town: Town, filed: tuple[str, str]
) -> None:
    words = await overview(town, SAM)
    assert sentence("home.mine") in words
    assert filed[1] in words
    assert NOTHING in words
