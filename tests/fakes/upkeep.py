"""Stores of questions and of the upkeep that keep nothing, for tests of other things."""

from __future__ import annotations

from datetime import datetime

from knowledge.curation.curation import CuratedAnswer, Decision, DecisionKind, Example, Rating
from knowledge.curation.questions import Outcome, Question


class FakeQuestions:
    """Implements `knowledge.curation.questions.Questions`; every question has the same reference and is forgotten."""

    async def open(
        self, text: str, asker: str, owner: str, at: datetime, *, draft: str, named: bool = False
    ) -> str:
        return "K4M-7TR"

    async def get(self, reference: str) -> Question | None:
        return None

    async def asked_by(self, person: str) -> tuple[Question, ...]:
        return ()

    async def waiting(self) -> tuple[Question, ...]:
        return ()

    async def pass_on(self, reference: str, owner: str, to: str, at: datetime) -> bool:
        return False

    async def close(
        self,
        reference: str,
        by: str,
        at: datetime,
        outcome: Outcome,
        answer: str,
        keep: CuratedAnswer | None = None,
    ) -> bool:
        return False


class FakeCuration:
    """Implements `knowledge.curation.curation.Curation`; nothing is kept."""

    async def keep(self, answer: CuratedAnswer) -> bool:
        return True

    async def curated(self) -> tuple[CuratedAnswer, ...]:
        return ()

    async def versions(self, answer: str) -> tuple[CuratedAnswer, ...]:
        return ()

    async def rate(self, rating: Rating, at: datetime) -> None:
        pass

    async def ratings(self) -> tuple[Rating, ...]:
        return ()

    async def forget_rating(self, passage: str) -> None:
        pass

    async def propose(self, example: Example) -> None:
        pass

    async def examples(self, *, confirmed: bool) -> tuple[Example, ...]:
        return ()

    async def confirm(self, example: str, by: str, at: datetime) -> bool:
        return False

    async def drop(self, example: str) -> bool:
        return False

    async def settle(self, settled: Decision) -> None:
        pass

    async def settled(self, kind: DecisionKind) -> tuple[Decision, ...]:
        return ()

    async def stamp(self) -> str:
        return ""
