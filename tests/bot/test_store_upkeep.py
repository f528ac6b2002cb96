"""What owners keep: every version stays, ratings name nobody, examples wait for an owner, words are sealed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from foundation.db import Database
from foundation.db_open import open_database
from foundation.schema import migrate
from knowledge.curation.curation import Decision, DecisionKind, Example, Rating
from knowledge.curation.store import SqlCuration
from tests.bot.test_store_questions import HAL, OLIVE, held_in, kept
from tests.bot.test_stores import NOW, RING

EXAMPLE = Example(
    "e1", "counter.md", "Visitors must wear a badge.", "Counter, 1", "do guests need a pass?", NOW
)
MISSED = Rating("p1", "counter.md", "Visitors must wear a badge.", "Counter, 1", 0, 1)


@pytest.fixture
def upkeep(db: Database) -> SqlCuration:
    return SqlCuration(db, RING)


async def test_the_newest_version_is_in_force_and_every_version_stays(upkeep: SqlCuration) -> None:
    first, second = kept(), kept(2, answer="No.", by=HAL)
    assert await upkeep.keep(first)
    assert await upkeep.keep(second)
    assert await upkeep.curated() == (second,)
    assert await upkeep.versions("k1") == (first, second)


async def test_two_who_change_the_same_version_do_not_overwrite_each_other(upkeep: SqlCuration) -> None:
    await upkeep.keep(kept())
    assert await upkeep.keep(kept(2, answer="No."))
    assert not await upkeep.keep(kept(2, answer="Perhaps."))
    assert [one.answer for one in await upkeep.curated()] == ["No."]


async def test_a_retired_answer_is_not_in_force_and_not_forgotten(upkeep: SqlCuration) -> None:
    await upkeep.keep(kept())
    retired = kept(2, retired=True, reason="There is a policy now.")
    await upkeep.keep(retired)
    assert await upkeep.curated() == ()
    assert (await upkeep.versions("k1"))[-1] == retired


async def test_ratings_add_up_and_the_worst_come_first(upkeep: SqlCuration) -> None:
    for _ in range(3):
        await upkeep.rate(MISSED, NOW)
    await upkeep.rate(replace(MISSED, helped=1, missed=0), NOW)
    await upkeep.rate(replace(MISSED, passage="p2"), NOW)
    await upkeep.rate(replace(MISSED, passage="p3", helped=1, missed=0), NOW)
    found = await upkeep.ratings()
    assert [(one.passage, one.helped, one.missed) for one in found] == [("p1", 1, 3), ("p2", 0, 1)]
    await upkeep.forget_rating("p1")
    assert [one.passage for one in await upkeep.ratings()] == ["p2"]


async def test_an_example_counts_once_an_owner_confirmed_it(upkeep: SqlCuration) -> None:
    await upkeep.propose(EXAMPLE)
    assert await upkeep.examples(confirmed=False) == (EXAMPLE,)
    assert await upkeep.examples(confirmed=True) == ()
    assert await upkeep.confirm("e1", OLIVE, NOW)
    assert not await upkeep.confirm("e1", OLIVE, NOW)
    assert await upkeep.examples(confirmed=True) == (replace(EXAMPLE, confirmed=True),)
    assert not await upkeep.drop("e1"), "what counts is not dropped from the waiting list"


async def test_the_same_example_waits_once(upkeep: SqlCuration) -> None:
    await upkeep.propose(EXAMPLE)
    await upkeep.propose(replace(EXAMPLE, id="e2", question="Do  guests need a pass"))
    await upkeep.propose(replace(EXAMPLE, id="e3", clause="Another clause."))
    assert [one.id for one in await upkeep.examples(confirmed=False)] == ["e1", "e3"]
    assert await upkeep.drop("e1")
    assert [one.id for one in await upkeep.examples(confirmed=False)] == ["e3"]


async def test_a_later_word_on_the_same_thing_replaces_the_earlier(upkeep: SqlCuration) -> None:
    first = Decision(DecisionKind.REVIEW, "counter.md", OLIVE, NOW, date(2027, 3, 2))
    later = replace(first, by=HAL, until=date(2028, 3, 2), reason="Read again.")
    await upkeep.settle(first)
    await upkeep.settle(later)
    await upkeep.settle(Decision(DecisionKind.FINDING, "counter.md", OLIVE, NOW))
    assert await upkeep.settled(DecisionKind.REVIEW) == (later,)


async def test_the_stamp_changes_with_what_is_taught_and_with_nothing_else(upkeep: SqlCuration) -> None:
    stamps = [await upkeep.stamp()]
    await upkeep.rate(MISSED, NOW)
    await upkeep.propose(EXAMPLE)
    assert await upkeep.stamp() == stamps[0]
    await upkeep.keep(kept())
    stamps.append(await upkeep.stamp())
    await upkeep.confirm("e1", OLIVE, NOW)
    stamps.append(await upkeep.stamp())
    for hours in (0, 1):
        at = NOW + timedelta(hours=hours)
        await upkeep.settle(Decision(DecisionKind.REVIEW, "counter.md", OLIVE, at, date(2027, 3, 2)))
        stamps.append(await upkeep.stamp())
    assert len(set(stamps)) == len(stamps)


async def test_nothing_that_was_typed_stands_readable_in_the_file(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    await migrate(url)
    db = open_database(url)
    upkeep, canary = SqlCuration(db, RING), "CANARY-7f3a"
    await upkeep.propose(replace(EXAMPLE, question=canary))
    await upkeep.settle(Decision(DecisionKind.FINDING, "counter.md", OLIVE, NOW, reason=canary))
    await db.close()
    held = held_in(tmp_path)
    assert OLIVE.encode() in held, "the control: people's keys do stand there"
    assert canary.encode() not in held
