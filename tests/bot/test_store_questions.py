"""Tracked questions and their letters: committed together, sent once, never readable in the file."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.letters import digest_letter, question_letter
from bot.question_letters import QuestionLetters
from foundation.db import Database
from foundation.db_open import open_database
from foundation.outbox.jobs import LEASE, Job
from foundation.schema import migrate
from knowledge.curation.curation import CuratedAnswer
from knowledge.curation.questions import Outcome
from knowledge.curation.store import SqlCuration
from knowledge.curation.store_questions import MINE, SqlQuestions
from tests.bot.test_stores import NOW, RING
from tests.fakes.letterbox import Letterbox

ANA, OLIVE, HAL = "ana@example.org", "olive@example.org", "hal@example.org"


class Desk:
    """The stores over one database."""

    def __init__(self, db: Database) -> None:
        self.letters = Letterbox(db)
        self.questions = SqlQuestions(db, RING, QuestionLetters(self.letters.bell))
        self.upkeep = SqlCuration(db, RING)

    async def ask(self, text: str = "May I bring my parrot?", draft: str = "d1", minutes: int = 0) -> str:
        at = NOW + timedelta(minutes=minutes)
        return await self.questions.open(text, ANA, OLIVE, at, draft=draft, named=True)

    async def due(self) -> list[Job]:
        return [one.job for one in await self.letters.claim(NOW + timedelta(days=1), "w", 100)]


@pytest.fixture
def desk(db: Database) -> Desk:
    return Desk(db)


def kept(version: int = 1, **changes: object) -> CuratedAnswer:
    plain: dict[str, object] = {
        "id": "k1",
        "version": version,
        "questions": ("May I bring my parrot?", "are birds allowed"),
        "answer": "Yes, in a cage.",
        "owner": OLIVE,
        "by": OLIVE,
        "at": NOW,
        "review_on": date(2027, 3, 2),
    }
    return CuratedAnswer(**(plain | changes))  # type: ignore[arg-type]  # any field, by name


async def test_a_question_comes_back_as_it_was_asked_and_waits_for_its_owner(desk: Desk) -> None:
    reference = await desk.ask()
    (question,) = await desk.questions.waiting()
    assert (question.reference, question.text, question.asker, question.owner) == (
        reference,
        "May I bring my parrot?",
        ANA,
        OLIVE,
    )
    assert (question.at, question.named, question.outcome) == (NOW, True, None)
    (letter,) = await desk.due()
    assert letter.key == f"question:{reference}:{OLIVE}"
    assert [letter] == [
        replace(question_letter(reference, OLIVE, NOW), run_at=NOW + timedelta(days=1) + LEASE)
    ]


async def test_the_same_draft_is_the_same_question_with_one_letter(desk: Desk) -> None:
    references = await asyncio.gather(*(desk.ask() for _ in range(5)))
    assert len(set(references)) == 1
    assert len(await desk.questions.waiting()) == 1
    assert len(await desk.due()) == 1


async def test_equal_questions_get_references_of_their_own(desk: Desk) -> None:
    references = [await desk.ask(draft=str(number)) for number in range(3)]
    assert len(set(references)) == 3
    assert all(len(reference) == 7 for reference in references)


async def test_the_asker_sees_the_newest_first_and_the_owner_the_oldest(desk: Desk) -> None:
    first = await desk.ask("one", "a")
    second = await desk.ask("two", "b", minutes=5)
    assert [one.reference for one in await desk.questions.asked_by(ANA)] == [second, first]
    assert [one.reference for one in await desk.questions.waiting()] == [first, second]
    assert await desk.questions.asked_by(OLIVE) == ()


async def test_my_questions_are_a_short_list(desk: Desk) -> None:
    for number in range(MINE + 2):
        await desk.ask(draft=str(number), minutes=number)
    assert len(await desk.questions.asked_by(ANA)) == MINE


async def test_an_answer_is_committed_with_the_letter_to_the_asker(desk: Desk) -> None:
    reference = await desk.ask()
    later = NOW + timedelta(hours=1)
    assert await desk.questions.close(reference, OLIVE, later, Outcome.ANSWERED, "Yes, in a cage.")
    question = await desk.questions.get(reference)
    assert question is not None
    assert (question.outcome, question.answer) == (Outcome.ANSWERED, "Yes, in a cage.")
    assert (question.closed_by, question.closed_at) == (OLIVE, later)
    assert await desk.questions.waiting() == ()
    assert [letter.key for letter in await desk.due()][1:] == [f"answer:{reference}"]


async def test_of_two_owners_who_answer_at_once_one_is_heard(desk: Desk) -> None:
    reference = await desk.ask()
    answers = [
        desk.questions.close(reference, who, NOW, Outcome.ANSWERED, f"{who} says", kept(id=who))
        for who in (OLIVE, HAL)
    ]
    assert sorted(await asyncio.gather(*answers)) == [False, True]
    question = await desk.questions.get(reference)
    assert question is not None
    assert question.answer == f"{question.closed_by} says"
    assert [one.id for one in await desk.upkeep.curated()] == [question.closed_by]


async def test_an_answer_that_is_kept_is_kept_with_it_or_not_at_all(desk: Desk) -> None:
    reference = await desk.ask()
    assert await desk.questions.close(reference, OLIVE, NOW, Outcome.ANSWERED, "Yes.", kept())
    assert await desk.upkeep.curated() == (kept(),)
    assert not await desk.questions.close("NOT-HER", OLIVE, NOW, Outcome.ANSWERED, "Yes.", kept(id="k2"))
    assert await desk.upkeep.curated() == (kept(),)


async def test_a_question_is_passed_on_once_by_whoever_has_it(desk: Desk) -> None:
    reference = await desk.ask()
    assert not await desk.questions.pass_on(reference, HAL, OLIVE, NOW)
    assert await desk.questions.pass_on(reference, OLIVE, HAL, NOW)
    assert not await desk.questions.pass_on(reference, OLIVE, HAL, NOW)
    question = await desk.questions.get(reference)
    assert question is not None
    assert question.owner == HAL
    assert [letter.recipient for letter in await desk.due()] == [OLIVE, HAL]


async def test_an_answered_question_is_not_passed_on(desk: Desk) -> None:
    reference = await desk.ask()
    await desk.questions.close(reference, OLIVE, NOW, Outcome.DECLINED, "Ask the vet.")
    assert not await desk.questions.pass_on(reference, OLIVE, HAL, NOW)


async def test_a_letter_is_leased_to_one_sender_and_comes_back_when_its_lease_ends(desk: Desk) -> None:
    await desk.ask()
    claims = await asyncio.gather(*(desk.letters.claim(NOW, f"w{number}", 10) for number in range(5)))
    (first,) = [one for claim in claims for one in claim]
    assert await desk.letters.claim(NOW, "other", 10) == []
    (again,) = await desk.letters.claim(NOW + LEASE, "other", 10)
    assert again.attempts == 2
    assert not await desk.letters.finish(first, NOW), "its lease ended"
    assert await desk.letters.finish(again, NOW)
    assert await desk.letters.claim(NOW + timedelta(days=9), "other", 10) == []


async def test_a_postponed_letter_is_due_later(desk: Desk) -> None:
    await desk.ask()
    (leased,) = await desk.letters.claim(NOW, "w", 10)
    assert await desk.letters.postpone(leased, NOW + timedelta(minutes=1), "ratelimited")
    assert await desk.letters.claim(NOW + timedelta(seconds=59), "w", 10) == []
    assert len(await desk.letters.claim(NOW + timedelta(minutes=1), "w", 10)) == 1


async def test_a_key_is_used_once_for_ever(desk: Desk) -> None:
    for _ in range(2):
        await desk.letters.put(digest_letter("2026-04", OLIVE, NOW), NOW)
        for leased in await desk.letters.claim(NOW, "w", 10):
            assert await desk.letters.finish(leased, NOW)
    assert await desk.due() == []


async def test_questions_and_answers_stand_nowhere_readable(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.db'}"
    await migrate(url)
    db = open_database(url)
    desk, canary = Desk(db), "CANARY-7f3a"
    reference = await desk.ask(canary)
    keep = kept(questions=(canary,), answer=canary, reason=canary)
    await desk.questions.close(reference, OLIVE, NOW, Outcome.ANSWERED, canary, keep)
    await db.close()
    held = held_in(tmp_path)
    assert ANA.encode() in held, "the control: people's keys do stand there"
    assert canary.encode() not in held


def held_in(folder: Path) -> bytes:
    """Every byte of the files in a folder."""
    return b"".join(file.read_bytes() for file in folder.iterdir())
