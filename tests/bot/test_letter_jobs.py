"""Letters: at once, once, never the wrong words, and nothing that goes wrong ends the worker."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.delivery.letter_jobs import LetterJobs
from bot.flows.teaching import keep_taught
from bot.letters import answer_letter
from bot.messages import Message
from bot.question_letters import QuestionLetters
from foundation.db import Database, DatabaseUnavailable, Trouble
from foundation.outbox import store
from foundation.outbox.sending import Delivered, NotDelivered
from foundation.outbox.worker import Worker
from knowledge.curation.curated import Lessons
from knowledge.curation.questions import Outcome
from knowledge.curation.store import SqlCuration
from knowledge.curation.store_questions import SqlQuestions
from tests.bot.test_store_questions import kept
from tests.bot.test_stores import RING
from tests.fakes.clock import FakeClock
from tests.fakes.letterbox import Letterbox
from tests.fakes.messenger import FakeMessenger
from tests.fakes.patience import LOADED, until
from tests.fakes.services import ANA, OWNER, FakeKnowledge, services


class PostOffice:
    """One process with its worker over a database."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.clock = FakeClock()
        self.letters = Letterbox(db)
        self.messenger = FakeMessenger()
        self.knowledge = FakeKnowledge()
        self.services = services(
            clock=self.clock,
            knowledge=self.knowledge,
            questions=SqlQuestions(db, RING, QuestionLetters(self.letters.bell)),
            curation=SqlCuration(db, RING),
        )
        self.worker = self.another_worker()

    def another_worker(self) -> Worker:
        """A second process over the same database."""
        letters = LetterJobs(self.messenger, self.services)
        return Worker(self.db, [letters], self.clock, self.letters.bell, [letters.digests])

    async def ask(self, draft: str = "d") -> str:
        now = self.clock.now()
        return await self.services.questions.open("May I?", ANA.key, OWNER.key, now, draft=draft)

    async def held(self) -> dict[str, int]:
        return await self.db.read(store.held)


@pytest.fixture
def office(db: Database) -> PostOffice:
    return PostOffice(db)


async def test_a_letter_leaves_at_once_because_the_bell_rings(office: PostOffice) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(office.worker.run(stop))
    await asyncio.sleep(0.05)
    started = asyncio.get_running_loop().time()
    await office.ask()
    await until(lambda: len(office.messenger.to(OWNER.key)) == 1)
    assert asyncio.get_running_loop().time() - started < 2.5, "it looks by itself every 5 s only"
    stop.set()
    office.letters.bell.ring()
    await asyncio.wait_for(running, LOADED)


async def test_two_workers_send_every_letter_once(office: PostOffice) -> None:
    second = office.another_worker()
    references = [await office.ask(str(number)) for number in range(10)]
    await asyncio.gather(office.worker.run_due(), second.run_due())
    sent = [key for _, key, _ in office.messenger.brought]
    assert sorted(sent) == sorted(f"question:{reference}:{OWNER.key}" for reference in references)


async def test_a_letter_whose_worker_died_is_sent_by_another(office: PostOffice) -> None:
    await office.ask()
    await office.letters.claim(office.clock.now(), "somebody who dies now", 1)
    assert await office.worker.run_due() == 0
    office.clock.advance(timedelta(seconds=9))
    assert await office.worker.run_due() == 1
    assert office.messenger.attempts == [(OWNER.key, 2)], "so that the adapter looks before it sends again"


async def test_a_platform_that_hangs_holds_nothing_up_for_ever(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("foundation.outbox.sending.SEND_SECONDS", 0.05)

    async def hang(*_: object) -> Delivered:
        await asyncio.sleep(60)
        raise AssertionError

    monkeypatch.setattr(office.messenger, "send", hang)
    await office.ask()
    async with asyncio.timeout(LOADED):
        assert await office.worker.run_due() == 1
    assert await office.letters.claim(office.clock.now(), "w", 1) == [], "it waits for its next try"
    assert len(await office.letters.claim(office.clock.now() + timedelta(minutes=1), "w", 1)) == 1


async def test_a_broken_letter_does_not_keep_the_others_back(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(recipient: str, message: Message, key: str, attempt: int) -> Delivered:
        raise RuntimeError(key)

    first = await office.ask("a")
    send = office.messenger.send

    async def sometimes(recipient: str, message: Message, key: str, attempt: int) -> Delivered:
        return await (broken if first in key else send)(recipient, message, key, attempt)

    monkeypatch.setattr(office.messenger, "send", sometimes)
    await office.ask("b")
    assert await office.worker.run_due() == 2
    assert len(office.messenger.brought) == 1
    assert await office.worker.run_due() == 0
    monkeypatch.setattr(office.messenger, "send", send)
    office.clock.advance(timedelta(minutes=1))
    assert await office.worker.run_due() == 1


async def test_a_database_that_is_down_does_not_end_the_worker(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.ask()
    claim, calls = store.claim, [0]

    def flaky(*given: object) -> object:
        calls[0] += 1
        if calls[0] == 1:
            raise DatabaseUnavailable(Trouble.DOWN)
        return claim(*given)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(store, "claim", flaky)
    monkeypatch.setattr("foundation.outbox.worker.POLL_SECONDS", 0.01)
    stop = asyncio.Event()
    running = asyncio.create_task(office.worker.run(stop))
    await until(lambda: len(office.messenger.brought) == 1)
    stop.set()
    await asyncio.wait_for(running, LOADED)


async def test_after_a_new_start_a_letter_that_failed_is_tried_at_once(office: PostOffice) -> None:
    office.messenger.refusals[OWNER.key] = NotDelivered("timeout", again=True)
    await office.ask()
    for _ in range(6):
        office.clock.advance(timedelta(seconds=40))
        await office.worker.run_due()
    office.messenger.refusals.clear()
    assert await office.worker.run_due() == 0, "it waits"
    stop = asyncio.Event()
    running = asyncio.create_task(office.another_worker().run(stop))
    await until(lambda: len(office.messenger.brought) == 1)
    stop.set()
    await running


async def test_an_asker_who_cannot_be_reached_still_finds_the_answer(office: PostOffice) -> None:
    office.messenger.refusals[ANA.key] = NotDelivered("no_way", again=False)
    reference = await office.ask()
    now = office.clock.now()
    await office.services.questions.close(reference, OWNER.key, now, Outcome.ANSWERED, "Yes.")
    await office.worker.run_due()
    assert office.messenger.brought == []
    (mine,) = await office.services.questions.asked_by(ANA.key)
    assert mine.answer == "Yes."


async def test_what_another_process_taught_is_learnt_without_being_told(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.flows.teaching.LOOK_SECONDS", 0.01)
    learnt: list[Lessons] = []
    monkeypatch.setattr(office.knowledge, "learn", learnt.append)
    watching = asyncio.create_task(keep_taught(office.services))
    await until(lambda: len(learnt) == 1)
    await office.services.curation.keep(kept())
    await until(lambda: len(learnt) == 2)
    assert [one.answer for one in learnt[1].kept] == ["Yes, in a cage."]
    assert learnt[1].kept[0].label == "Answer kept by Olive Owner, 2 March 2026"
    await asyncio.sleep(0.1)
    assert len(learnt) == 2, "nothing changed, nothing is learnt again"
    watching.cancel()


async def test_a_fault_of_the_installation_holds_a_letter_and_passes_no_question_on(
    office: PostOffice,
) -> None:
    broken = NotDelivered("token_revoked", again=False, operator=True, platform="slack")
    office.messenger.refusals[OWNER.key] = broken
    await office.ask()
    for _ in range(40):
        await office.worker.run_due()
        office.clock.advance(timedelta(hours=1))
    assert {person for person, _ in office.messenger.attempts} == {OWNER.key}
    assert await office.held() == {"slack token_revoked": 1}
    office.messenger.refusals.clear()
    await office.worker.run_due()
    assert len(office.messenger.to(OWNER.key)) == 1
    assert await office.held() == {}


async def test_what_was_planned_long_ago_is_tried_for_a_day_from_when_it_is_due(office: PostOffice) -> None:
    """A digest is planned for the first of next month: a refusal then is its first, and not one a month late."""
    planned, now = office.clock.now(), office.clock.now() + timedelta(days=30)
    letter = answer_letter(await office.ask(), ANA.key, now)
    await office.letters.put(letter, planned)
    office.messenger.refusals[ANA.key] = NotDelivered("timeout", again=True)
    office.clock.advance(timedelta(days=30))
    await office.worker.run_due()
    office.messenger.refusals.clear()
    office.clock.advance(timedelta(minutes=5))
    await office.worker.run_due()
    assert len(office.messenger.to(ANA.key)) == 1
