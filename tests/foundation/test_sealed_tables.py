"""Rotation: everything is wrapped anew beside a program that serves, and then the new key alone opens it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

import bot.tables
import incidents.tables
import knowledge.curation.tables
from bot import sealed as bot_tables
from bot.drafts import Draft
from bot.kept_replies import KeptReply
from bot.messages import Message
from bot.numbers import Correction, Reach, WrongNumber
from bot.question_letters import QuestionLetters
from bot.store_drafts import SqlDrafts
from bot.store_memory import SqlMemory
from bot.store_numbers import SqlNumbers
from bot.store_replies import SqlReplies
from foundation import sealed_tables
from foundation.bell import Bell
from foundation.db import Connection, Database
from foundation.sealed_tables import keys_in_use, look_through, rotate
from foundation.sealing import KeyRing
from incidents import sealed as incident_tables
from incidents import store_figures, store_keeping, store_log
from incidents.desk import Desk
from incidents.escalation import Escalation
from incidents.rules.figures_cells import FigureCell, Measure
from incidents.rules.figures_kept import KeptMonth
from incidents.rules.figures_shown import FEW
from incidents.rules.file_limits import PLAIN_LIMITS
from incidents.rules.incident_log import LogEntry
from incidents.safety.plan import NewPlan
from incidents.store_keeping import Certificate, DestroyedRecord
from incidents.tables import records
from incidents.vault import Vault
from knowledge.curation import sealed as curation_tables
from knowledge.curation.curation import CuratedAnswer, Decision, DecisionKind, Example
from knowledge.curation.questions import Outcome
from knowledge.curation.store import SqlCuration
from knowledge.curation.store_questions import SqlQuestions
from tests.fakes.clock import MORNING, FakeClock
from tests.fakes.roster import AUTHOR, FakeRoster
from tests.fixtures.a_file import a_file
from tests.fixtures.databases import database_kind, database_url, db, postgres_server, templates
from tests.fixtures.office import Office, ladder

__all__ = ["database_kind", "database_url", "db", "postgres_server", "templates"]

TABLES = (*incident_tables.SEALED, *bot_tables.SEALED, *curation_tables.SEALED)
MONTH = date(2026, 10, 1)
OLD, NEW = os.urandom(32), os.urandom(32)


def rings() -> tuple[KeyRing, KeyRing, KeyRing]:
    """The old key, both with the new one in front, the new one alone."""
    return (
        KeyRing({"old": OLD}, "old"),
        KeyRing({"new": NEW, "old": OLD}, "new"),
        KeyRing({"new": NEW}, "new"),
    )


def desk(db: Database, ring: KeyRing) -> Desk:
    """A desk with these keys."""
    return Desk(db, Vault(ring), Escalation(ladder(), FakeRoster.town()), FakeClock())


def test_every_table_that_holds_keys_is_rotated() -> None:
    """Whoever adds a sealed table names it, or its rows would die with the old key."""
    every = [*incidents.tables.metadata.sorted_tables, *bot.tables.metadata.sorted_tables]
    every += knowledge.curation.tables.metadata.sorted_tables
    holding = {table.name for table in every if "wrapped_key" in table.columns}
    assert holding == {one.table.name for one in TABLES}


async def fill(db: Database, ring: KeyRing) -> None:
    """At least one row of every kind."""
    office = Office(db)
    where = desk(db, ring)
    filed = await where.submit(office.report(), "draft")
    await where.amend(filed.id, AUTHOR, "later", "statement")
    batch = await where.attaching.hold(AUTHOR, [a_file("a letter")])
    await where.attaching.attach(AUTHOR, batch, filed.id, PLAIN_LIMITS)
    await where.attaching.hold(AUTHOR, [a_file("a photo")])
    at = MORNING
    questions = SqlQuestions(db, ring, QuestionLetters(Bell()))
    reference = await questions.open("q?", AUTHOR, "o@example.org", at, draft="d")
    await questions.close(reference, "o@example.org", at, Outcome.ANSWERED, "an answer")
    await SqlDrafts(db, ring).save(Draft("k", "report", AUTHOR, {"happened": "typed"}, at))
    await SqlMemory(db, ring).referral_wrong("desk", AUTHOR, "it rings in vain", at)
    upkeep = SqlCuration(db, ring)
    day = at.date() + timedelta(days=300)
    for version in (1, 2):
        await upkeep.keep(CuratedAnswer("c", version, ("q?",), "an answer", "o", "o", at, day))
    await upkeep.propose(Example("e", "doc", "clause", "cite", "may I?", at))
    await upkeep.settle(Decision(DecisionKind.REVIEW, "doc", "o", at, day, "because"))
    await SqlReplies(db, ring, Bell()).keep("lost", AUTHOR, KeptReply(Message("a summary", ()), at))
    gone = DestroyedRecord("K4M-7TR", "Nothing came of it", "2024-03-01", "2026-02-01")
    certificate = Certificate("certificate", "o@example.org", at, "the Clerk", (gone,))
    await db.write(lambda conn: store_keeping.add_certificate(conn, ring, certificate))
    line = LogEntry("line", at, {"log_description": "A chair was thrown."}, "o@example.org", at)
    await db.write(lambda conn: store_log.add_line(conn, ring, filed.id, line))
    shown = {MONTH: KeptMonth(MONTH, {FigureCell(Measure.INCIDENTS): FEW})}
    await db.write(lambda conn: store_figures.keep_months(conn, ring, shown))
    await where.safety.calls.make(AUTHOR, "the counter")
    await where.safety.plans.make(AUTHOR, NewPlan("room 4", at, 30, at + timedelta(minutes=30)), "draft")
    numbers, called = SqlNumbers(db, ring, Bell()), Reach("555-0199")
    await numbers.report(WrongNumber("w", "desk", called, "it rings in vain", AUTHOR, at), "o")
    await numbers.correct(Correction("museum", 1, Reach("555-0100"), called, "o", at))


async def everything(db: Database, ring: KeyRing) -> list[object]:
    """What can be read, with this ring."""
    upkeep = SqlCuration(db, ring)
    # Reports of one moment have no order of their own: PostgreSQL gives the one written last first.
    mine = sorted(await desk(db, ring).mine(AUTHOR), key=lambda one: one.id)
    reading = desk(db, ring).attaching
    files = [(one.id, file.id) for one in mine for file in one.files if file.about]
    opened = [await reading.open(record, file, AUTHOR) for record, file in files]
    return [
        [one and one.content for one in opened],
        [(one.report, [entry.detail for entry in one.timeline if entry.kind == "amended"]) for one in mine],
        await SqlQuestions(db, ring, QuestionLetters(Bell())).asked_by(AUTHOR),
        await SqlDrafts(db, ring).load("k"),
        await upkeep.versions("c"),
        await upkeep.examples(confirmed=False),
        await upkeep.settled(DecisionKind.REVIEW),
        await SqlNumbers(db, ring, Bell()).waiting(),
        await SqlNumbers(db, ring, Bell()).history("museum"),
        await db.read(lambda conn: store_keeping.certificate(conn, ring, "certificate")),
        await db.read(lambda conn: store_log.lines(conn, ring, MORNING, MORNING + timedelta(days=1))),
        await db.read(lambda conn: store_figures.kept_months(conn, ring, [MONTH])),
        getattr(await desk(db, ring).safety.calls.open_of(AUTHOR), "place", ""),
        [one.place for one in await desk(db, ring).safety.plans.mine(AUTHOR) if one.place],
    ]


async def test_after_a_rotation_the_new_key_alone_opens_everything(db: Database) -> None:
    old, both, new = rings()
    await fill(db, old)
    before = await everything(db, old)
    assert all(before)
    rows = (await db.read(lambda conn: keys_in_use(conn, TABLES)))["old"]
    assert rows.keys() | {"audit_keys"} == {one.table.name for one in TABLES}
    wrapped, left = await rotate(db, both, TABLES)
    assert (wrapped, left) == (sum(rows.values()), 0)
    assert set(await db.read(lambda conn: keys_in_use(conn, TABLES))) == {"new"}
    assert await everything(db, new) == before
    await look_through(db, new, TABLES)
    await incident_tables.look_through(db, Vault(new))
    assert new.unopened.counts() == {}
    assert await rotate(db, both, TABLES) == (0, 0), "a second time there is nothing to do"


async def test_a_rotation_that_is_interrupted_loses_nothing_and_goes_on(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_tables, "BATCH", 2)
    old, both, new = rings()
    await fill(db, old)
    where = desk(db, old)
    for number in range(7):
        await where.submit(Office(db).report(), f"more {number}")
    before = await everything(db, old)
    put, calls = sealed_tables._put, iter(range(100))

    def breaks(conn: Connection, **how: object) -> int:
        done = put(conn, **how)  # type: ignore[arg-type]  # handed through
        if next(calls) == 2:
            raise RuntimeError("the power failed")
        return done

    monkeypatch.setattr(sealed_tables, "_put", breaks)
    with pytest.raises(RuntimeError, match="power"):
        await rotate(db, both, TABLES)
    assert set(await db.read(lambda conn: keys_in_use(conn, TABLES))) == {"old", "new"}
    assert await everything(db, both) == before
    await rotate(db, both, TABLES)
    assert await everything(db, new) == before


async def test_no_read_and_no_write_fails_while_many_rows_are_wrapped_anew(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sealed_tables, "BATCH", 5)
    old, both, new = rings()
    where, drafts = desk(db, old), SqlDrafts(db, both)
    report = Office(db).report(ended=False)
    filed = [await where.submit(report, f"draft {number}") for number in range(60)]
    serving, rotating = desk(db, both), asyncio.create_task(rotate(db, both, TABLES))
    looks = 0
    while not rotating.done():
        one = filed[looks % len(filed)]
        assert await serving.view(one.id, AUTHOR) is not None
        await serving.amend(one.id, AUTHOR, f"look {looks}", "statement")
        await drafts.save(Draft("k", "report", AUTHOR, {"happened": f"{looks}"}, MORNING))
        assert await drafts.load("k") is not None
        looks += 1
    assert looks > 3
    assert (await rotating)[1] == 0
    assert len(await desk(db, new).mine(AUTHOR)) == 50
    assert both.unopened.counts() == new.unopened.counts() == {}


async def test_a_row_written_meanwhile_is_not_put_back(db: Database) -> None:
    """The wrapped key that was read belongs to values that are gone: only an unchanged row is wrapped anew."""
    old, both, _ = rings()
    await SqlDrafts(db, old).save(Draft("k", "report", AUTHOR, {"happened": "first"}, MORNING))
    table = next(one for one in TABLES if one.table.name == "drafts")
    rows: Sequence[object] = await db.read(lambda conn: conn.execute(select(table.table)).all())
    changes = list(sealed_tables._wrapped_anew(both, table, rows))  # type: ignore[arg-type]  # rows of that table
    await SqlDrafts(db, old).save(Draft("k", "report", AUTHOR, {"happened": "second"}, MORNING))
    assert await db.write(lambda conn: sealed_tables._put(conn, table.table, changes)) == 0
    kept = await SqlDrafts(db, both).load("k")
    assert kept is not None
    assert kept.values == {"happened": "second"}


async def test_a_row_whose_key_is_gone_stays_and_holds_up_no_other(db: Database) -> None:
    old, both, _ = rings()
    where = desk(db, old)
    filed = [await where.submit(Office(db).report(), f"draft {number}") for number in range(3)]
    lost = update(records).where(records.c.id == filed[1].id).values(key_id="gone")
    await db.write(lambda conn: conn.execute(lost) and None)
    assert await rotate(db, both, TABLES) == (2, 1)
    used = await db.read(lambda conn: keys_in_use(conn, TABLES))
    assert used == {"new": {"records": 2}, "gone": {"records": 1}}


async def test_a_broken_row_is_counted_by_looking_through(db: Database) -> None:
    old, *_ = rings()
    await fill(db, old)
    await db.write(lambda conn: conn.execute(update(bot.tables.drafts).values(sealed=b"x")) and None)
    await look_through(db, old, bot_tables.SEALED)
    assert old.unopened.counts() == {"drafts": 1}
