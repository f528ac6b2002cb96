"""What two people do at the same moment with one customer's restrictions; SQLite has one writer, so on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from foundation.ids import new_id
from incidents.records import State
from incidents.restriction import Problem, RestrictionFile
from incidents.rules.access import Operation
from tests.fakes.roster import CAO, HEAD, RECORDS
from tests.fixtures.held_log import held_log
from tests.fixtures.office import Office
from tests.fixtures.restrictions import does, proposal, register
from tests.incidents.test_retention import SCHEDULE, closed


@pytest.fixture
def database_kind() -> str:
    """The one with several writers."""
    return "postgres"


async def test_of_two_that_do_not_go_together_and_are_sent_at_once_one_comes_into_force(
    office: Office, database_url: str
) -> None:
    restrictions, now = register(office), office.clock.now()
    two: list[RestrictionFile] = []
    for option in ("A", "C2"):
        _, one = await restrictions.propose(proposal(now, options=(option,)), new_id())
        assert one
        assert (await does(restrictions, one, CAO, Operation.APPROVE, now))[0] == "done"
        two.append(one)
    async with held_log(database_url) as waits:
        sent = [asyncio.create_task(does(restrictions, one, HEAD, Operation.SEND_NOTICE, now)) for one in two]
        await waits(2)
    outcomes = [outcome for outcome, _ in await asyncio.gather(*sent)]
    assert sorted(outcomes) == [Problem.BESIDE_ANOTHER, "done"]
    seen = [await restrictions.view(one.id, CAO) for one in two]
    assert sorted(one.state for one in seen if one) == sorted((State.APPROVED, State.IN_FORCE))


@pytest.mark.parametrize("first", ["proposed", "destroyed"])
async def test_a_report_is_not_destroyed_while_a_restriction_is_proposed_that_rests_on_it(
    office: Office, database_url: str, first: str
) -> None:
    restrictions, record = register(office), await closed(office, "rested on")
    office.clock.advance(timedelta(days=600))
    wanted = proposal(office.clock.now(), incidents=(record,))
    works: dict[str, Callable[[], Coroutine[Any, Any, Any]]] = {
        "proposed": lambda: restrictions.propose(wanted, "draft"),
        "destroyed": lambda: office.desk.keeping.destroy(RECORDS, [record], "x", SCHEDULE, "draft"),
    }
    done: dict[str, asyncio.Task[Any]] = {}
    async with held_log(database_url) as waits:
        for number, name in enumerate(sorted(works, key=lambda one: one != first), 1):
            done[name] = asyncio.create_task(works[name]())
            await waits(number)
    problems, made = await done["proposed"]
    certificate = await done["destroyed"]
    if first == "proposed":
        assert made
        assert certificate is None
    else:
        assert certificate
        assert problems == (Problem.INCIDENT_UNKNOWN,)
