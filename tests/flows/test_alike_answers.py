"""Absent and forbidden are answered alike and by the same work: as many statements, so that neither takes longer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.words import sentence
from incidents.restriction import Problem, Restriction
from incidents.rules.access import Operation
from tests.fixtures.a_file import a_file
from tests.fixtures.acts import said_of
from tests.flows.carrying import filed
from tests.flows.test_restrictions import restricted, the_one
from tests.flows.test_retention_kinds import HOLD, a_marker, a_message
from tests.flows.town import HECTOR, TESSA, Town

__all__ = ["filed", "restricted"]

NOBODY = "0" * 32
"""The id of a record that there is none of."""


@contextmanager
def statements() -> Iterator[list[str]]:
    """Everything that is asked of the database meanwhile, by its first words."""
    asked: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(" ".join(statement.split()[:3]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


async def work(look: Callable[[], Awaitable[object]]) -> tuple[object, list[str]]:
    with statements() as asked:
        answer = await look()
    return answer, asked


@pytest.mark.parametrize("seen", [False, True])
async def test_a_look_before_contact_costs_the_same_whoever_it_is_about(
    town: Town, restricted: str, seen: bool
) -> None:
    check = town.services.restrictions.check
    forbidden, first = await work(lambda: check("Roy Hollis", TESSA))
    absent, second = await work(lambda: check("Nobody Ever" if seen else "Q", TESSA))
    assert forbidden == absent
    assert first == second
    assert first, "the statements were seen"


@pytest.mark.parametrize("who", [HECTOR, TESSA])
async def test_a_restriction_one_may_not_see_costs_what_an_absent_one_costs(
    town: Town, restricted: str, who: str
) -> None:
    one = await the_one(town)
    for view in (town.services.restrictions.view, town.services.incidents.view):
        forbidden, first = await work(partial(view, one.id, who))
        absent, second = await work(partial(view, NOBODY, who))
        assert forbidden is absent is None
        assert first == second


async def test_a_report_and_its_letter_one_may_not_see_cost_what_absent_ones_cost(
    town: Town, filed: tuple[str, str]
) -> None:
    view, file = town.services.incidents.view, town.services.letters.file
    _, first = await work(lambda: view(filed[0], HECTOR))
    _, second = await work(lambda: view(NOBODY, HECTOR))
    assert first == second
    act, said = town.services.incidents.act, said_of(Operation.AGREE)
    _, first = await work(lambda: act(filed[0], HECTOR, Operation.AGREE, said, "one"))
    _, second = await work(lambda: act(NOBODY, HECTOR, Operation.AGREE, said, "two"))
    assert first == second
    _, first = await work(lambda: file(filed[0], NOBODY, "pdf", HECTOR))
    _, second = await work(lambda: file(NOBODY, NOBODY, "pdf", HECTOR))
    assert first == second


async def test_a_file_one_may_not_open_costs_what_an_absent_one_costs(
    town: Town, filed: tuple[str, str]
) -> None:
    files, limits = town.services.files, town.services.organisation.attachments
    batch = await files.hold(HECTOR, [a_file()])
    for do in (
        lambda record: files.open(record, NOBODY, HECTOR),
        lambda record: files.attach(HECTOR, batch, record, limits),
    ):
        forbidden, first = await work(partial(do, filed[0]))
        absent, second = await work(partial(do, NOBODY))
        assert forbidden == absent
        assert first == second


async def test_the_words_are_the_same_too(town: Town, restricted: str) -> None:
    one = await the_one(town)
    said = set()
    for name in (one.id, NOBODY):
        talk = town.talk(HECTOR)
        await talk.choose("restriction.show", name)
        said.add(talk.words)
    assert said == {sentence("restriction.nothing")}


async def test_a_marker_and_the_keeping_of_records_cost_the_same_whether_there_is_one(
    town: Town, restricted: str
) -> None:
    marker, keeping, markers = await a_marker(town), town.services.keeping, town.services.markers
    message, schedule = await a_message(town), town.services.organisation.retention
    looks: tuple[Callable[[str], Awaitable[object]], ...] = (
        lambda name: markers.end(name, HECTOR, "No.", "draft"),
        lambda name: markers.looks(name, HECTOR),
        lambda name: keeping.one(name, HECTOR, schedule),
        lambda name: keeping.hold(name, HECTOR, Operation.HOLD, HOLD, "draft"),
    )
    for look in looks:
        absent, first = await work(partial(look, NOBODY))
        for name in (marker.id, message, restricted):
            forbidden, second = await work(partial(look, name))
            assert forbidden == absent
            assert first == second


async def test_a_report_one_names_as_a_ground_costs_the_same_whether_there_is_one(
    town: Town, filed: tuple[str, str]
) -> None:
    propose, now = town.services.restrictions.propose, town.clock.now()
    plain = Restriction(
        proposer=HECTOR,
        department="",
        customer="Somebody Else",
        options=("C3",),
        ground="threats",
        reasons="Shouting.",
        starts=now,
        review=now + timedelta(days=30),
        ends=now + timedelta(days=60),
    )
    forbidden, first = await work(lambda: propose(replace(plain, incidents=(filed[0],)), "one"))
    absent, second = await work(lambda: propose(replace(plain, incidents=(NOBODY,)), "one"))
    assert forbidden == absent == ((Problem.INCIDENT_UNKNOWN,), None)
    assert first == second
