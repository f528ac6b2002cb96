"""What owners taught comes into force in the order in which it was taught."""

from __future__ import annotations

import asyncio
from datetime import date

from bot.flows.teaching import teach
from knowledge.curation.curated import Lessons
from knowledge.curation.curation import CuratedAnswer
from tests.fakes.clock import MORNING
from tests.fakes.services import OWNER, FakeKnowledge, services
from tests.fakes.upkeep import FakeCuration

KEPT = CuratedAnswer("a", 1, ("may dogs come in",), "Yes.", OWNER.key, OWNER.key, MORNING, date(2027, 1, 1))


class OneRetired(FakeCuration):
    """The first who looks still finds an answer, and is slow; it was retired meanwhile."""

    def __init__(self) -> None:
        self.looked = asyncio.Event()
        self.go_on = asyncio.Event()

    async def curated(self) -> tuple[CuratedAnswer, ...]:
        if self.looked.is_set():
            return ()
        self.looked.set()
        await self.go_on.wait()
        return (KEPT,)


class Learner(FakeKnowledge):
    """Knowledge that shows what it learnt last."""

    lessons = Lessons()

    def learn(self, lessons: Lessons) -> None:
        self.lessons = lessons


async def test_an_answer_that_was_retired_is_not_brought_back_by_somebody_who_looked_before() -> None:
    upkeep, learner = OneRetired(), Learner()
    bundle = services(curation=upkeep, knowledge=learner)
    slow = asyncio.create_task(teach(bundle))
    await upkeep.looked.wait()
    quick = asyncio.create_task(teach(bundle))
    for _ in range(10):
        await asyncio.sleep(0)
    upkeep.go_on.set()
    await asyncio.gather(slow, quick)
    assert learner.lessons.kept == ()
