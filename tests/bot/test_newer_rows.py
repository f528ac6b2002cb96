"""A row that a newer version wrote, or whose key is gone, hides no other row, and nobody is shut out by it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Table, select, update

from bot.drafts import Draft
from bot.flows.letters import draw
from bot.letters import question_letter
from bot.people import Identity, ReplyTarget
from bot.question_letters import QuestionLetters
from bot.store_drafts import SqlDrafts
from bot.store_memory import SqlMemory
from bot.tables import accounts, drafts
from foundation.bell import Bell
from foundation.db import Connection, Database
from foundation.db_open import open_database
from foundation.outbox import auditor
from foundation.outbox.tables import jobs
from foundation.sealing import KeyMissing, KeyRing, WrappedKey
from knowledge.curation.curation import CuratedAnswer, Decision, DecisionKind, Example
from knowledge.curation.store import SqlCuration
from knowledge.curation.store_questions import SqlQuestions
from knowledge.curation.tables import curated, examples, questions, settled
from tests.fakes.clock import MORNING as NOW
from tests.fakes.letterbox import Letterbox
from tests.fakes.services import services
from tests.fixtures.databases import database_url, postgres_server, templates

__all__ = ["database_url", "postgres_server", "templates"]

ANA = "ana@example.org"


@pytest.fixture
def database_kind() -> str:
    """Both databases give the same rows."""
    return "sqlite"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """An open database."""
    database = open_database(database_url)
    yield database
    await database.close()


@pytest.fixture
def ring() -> KeyRing:
    """One key."""
    return KeyRing({"k": b"k" * 32}, "k")


async def spoil(db: Database, table: Table, **values: object) -> None:
    """Change the first row of a table."""
    key = next(iter(table.primary_key.columns))
    first = select(key).order_by(key).limit(1).scalar_subquery()
    await db.write(lambda conn: conn.execute(update(table).where(key == first).values(**values)) and None)


async def write_newer(db: Database, ring: KeyRing, table: Table, owner: str, text: bytes) -> None:
    """Seal something else in the first row, with its own key, as another version would have."""

    def work(conn: Connection) -> None:
        key = next(iter(table.primary_key.columns))
        row = conn.execute(select(table).order_by(key).limit(1)).one()
        data_key = ring.unwrap(owner, WrappedKey(row.key_id, row.wrapped_key))
        change = update(table).where(key == getattr(row, key.name))
        conn.execute(change.values(sealed=data_key.seal("sealed", text)))

    await db.write(work)


async def test_a_letter_about_a_question_that_cannot_be_opened_is_not_called_done(
    db: Database, ring: KeyRing
) -> None:
    """It is tried again, and health says so; with the key back, it is sent."""
    stored = SqlQuestions(db, ring, QuestionLetters(Bell()))
    reference = await stored.open("q?", ANA, "olive@example.org", NOW, draft="d")
    await spoil(db, questions, key_id="gone")
    with pytest.raises(KeyMissing):
        await draw(question_letter(reference, "olive@example.org", NOW), services(questions=stored))


async def test_a_question_hides_no_other(db: Database, ring: KeyRing) -> None:
    stored = SqlQuestions(db, ring, QuestionLetters(Bell()))
    for name in ("one", "two"):
        await stored.open(name, ANA, "olive@example.org", NOW, draft=name)
    await spoil(db, questions, key_id="gone")
    assert len(await stored.waiting()) == len(await stored.asked_by(ANA)) == 1
    assert ring.unopened.counts() == {"questions": 1}
    await spoil(db, questions, key_id="k", outcome="answered_by_a_machine")
    assert len(await stored.asked_by(ANA)) == 1
    await spoil(db, questions, outcome=None)
    assert len(await stored.asked_by(ANA)) == 2
    assert ring.unopened.counts() == {}


async def test_a_kept_answer_an_example_and_an_owners_word_hide_no_other(db: Database, ring: KeyRing) -> None:
    """What is taught is read at the start: one such row must not keep the program from starting."""
    upkeep = SqlCuration(db, ring)
    day = NOW.date() + timedelta(days=300)
    for name in ("a", "b"):
        await upkeep.keep(CuratedAnswer(name, 1, ("q?",), "an answer", "o", "o", NOW, day))
        await upkeep.propose(Example(name, "doc", "clause", "cite", f"may I {name}?", NOW))
        await upkeep.settle(Decision(DecisionKind.REVIEW, name, "o", NOW, day, "because"))
    await write_newer(db, ring, curated, "a:1", b'{"questions": 5, "answer": "x", "reason": ""}')
    await write_newer(db, ring, examples, "a", b"no json")
    broken = update(settled).where(settled.c.subject == "a").values(sealed=b"broken")
    await db.write(lambda conn: conn.execute(broken) and None)
    assert [one.id for one in await upkeep.curated()] == ["b"]
    assert [one.id for one in await upkeep.examples(confirmed=False)] == ["b"]
    assert [one.subject for one in await upkeep.settled(DecisionKind.REVIEW)] == ["b"]
    assert ring.unopened.counts() == {"curated": 1, "examples": 1, "settled": 1}
    await upkeep.propose(Example("c", "doc", "clause", "cite", "may I c?", NOW))
    assert [one.id for one in await upkeep.examples(confirmed=False)] == ["b", "c"]


@pytest.mark.parametrize(
    "text", [b"no json", b"[]", b'{"happened": {"newer": 1}}', b'{"happened": {"at": "x"}}']
)
async def test_a_draft_that_cannot_be_opened_lets_its_person_begin_another(
    db: Database, ring: KeyRing, text: bytes
) -> None:
    stored = SqlDrafts(db, ring)
    await stored.save(Draft("k", "report", ANA, {"happened": "typed"}, NOW))
    await write_newer(db, ring, drafts, "k", text)
    assert await stored.load("k") is None
    assert ring.unopened.counts() == {"drafts": 1}
    await stored.save(Draft("k", "report", ANA, {"happened": "again"}, NOW))
    kept = await stored.load("k")
    assert kept is not None
    assert ring.unopened.counts() == {}


@pytest.mark.parametrize("direct", ["no json", "[]", '{"platform": "slack"}', '{"place": "hologram"}'])
async def test_an_account_whose_address_is_of_a_newer_version_leaves_the_others(
    db: Database, ring: KeyRing, direct: str
) -> None:
    """An alert must reach its person on the platform that is understood."""
    memory = SqlMemory(db, ring)
    for platform in ("slack", "teams"):
        who = Identity(platform, "T", "U", "Ana", ANA)
        await memory.meet(who, ReplyTarget(platform, "T", "D1"), NOW)
    await spoil(db, accounts, direct=direct)
    assert [one.identity.platform for one in await memory.reach(ANA)] == ["teams"]


async def test_a_letter_of_a_kind_that_only_a_newer_version_knows_holds_up_no_other(
    db: Database, ring: KeyRing
) -> None:
    stored = Letterbox(db)
    for key in ("a", "b"):
        await stored.put(question_letter(key, ANA, NOW), NOW)
    await spoil(db, jobs, kind="telegram")
    assert [one.job.subject for one in await stored.claim(NOW, "me", 9)] == ["b"]
    said = await db.read(lambda conn: auditor.reasons(conn, NOW + timedelta(minutes=16)))
    assert said == ("Messages that wait too long: 2.",), "it is said all the same"
