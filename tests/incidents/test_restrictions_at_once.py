"""What two people do at the same moment with one customer's restrictions; SQLite has one writer, so on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest

from incidents.restriction import Problem
from tests.fakes.roster import RECORDS
from tests.fixtures.held_log import held_log
from tests.fixtures.office import Office
from tests.fixtures.restrictions import proposal, register
from tests.incidents.test_retention import SCHEDULE, closed


@pytest.fixture
def database_kind() -> str:
    """The one with several writers."""
    return "postgres"


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
