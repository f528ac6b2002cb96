"""A database of the version before, with work in flight: nothing is lost, nothing is done twice, leases hold."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import text

from foundation import schema
from foundation.db import Connection, Database
from foundation.db_open import open_database
from foundation.outbox import store
from foundation.outbox.jobs import Claimed, Job, Lane

BEFORE = "0009"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KINDS = ("alert", "check", "also", "acknowledged", "question", "reply", "digest")

RECORD = (
    "INSERT INTO records (id, reference, author, draft, department, ended, state, created_at, acknowledged_by,"
    " key_id, wrapped_key, sealed) VALUES ('r', 'AAA-AAA', 'a', 'd', 't', :yes, 's', :at, '', 'k', :raw, :raw)"
)
JOB = (
    "INSERT INTO jobs (key, kind, record_id, level, recipient, card, urgent, run_at, owner, attempts, held,"
    " created_at, done_at) VALUES (:key, :kind, 'r', :level, :to, :card, :urgent, :at, :owner, :attempts, :held,"
    " :at, :done)"
)
LETTER = (
    "INSERT INTO letters (key, kind, recipient, subject, run_at, owner, attempts, created_at, done_at, code, held)"
    " VALUES (:key, :kind, 'o@x', :subject, :at, :owner, :attempts, :made, :done, :code, :held)"
)


async def old_database(url: str, monkeypatch: pytest.MonkeyPatch) -> Database:
    """As the version before left it."""
    newest = command.upgrade
    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", lambda config, _: newest(config, BEFORE))
        patched.setattr(schema, "newest", lambda: BEFORE)
        await schema.migrate(url)
    return open_database(url)


def in_flight(conn: Connection) -> None:
    """One job of each sort: on lease, held back, waiting, done."""
    conn.execute(text(RECORD), {"yes": True, "at": _at(conn, 0), "raw": b"x"})
    rows: tuple[dict[str, Any], ...] = (
        {"key": 'notify:r:0:o"hara@x', "kind": "alert", "to": 'o"hara@x', "owner": "w1", "attempts": 3},
        {"key": "check:r:2", "kind": "check", "level": 2, "at": _at(conn, 10)},
        {"key": "also:r:cao", "kind": "also", "to": "cao", "level": 1_000_000},
        {"key": "u", "kind": "acknowledged", "card": "notify:r:0:b", "urgent": False, "held": "slack token"},
        {"key": "done", "kind": "alert", "done": _at(conn, 0)},
    )
    plain = {"level": 0, "to": "", "card": "", "urgent": True, "at": _at(conn, 0), "owner": "", "attempts": 0}
    for row in rows:
        conn.execute(text(JOB), {**plain, "held": "", "done": None, **row})
    letters: tuple[dict[str, Any], ...] = (
        {"key": "question:q:o@x", "kind": "question", "subject": "q", "owner": "p1", "attempts": 2},
        {"key": "reply:lost", "kind": "reply", "subject": "k", "code": "timeout", "held": "teams login"},
        {"key": "cron:digest:2026-04:o@x", "kind": "digest", "subject": "2026-04", "at": _at(conn, 60)},
        {
            "key": "question:given-up:o@x",
            "kind": "question",
            "subject": "g",
            "code": "gone",
            "done": _at(conn, 0),
        },
    )
    bare = {"at": _at(conn, 0), "made": _at(conn, 0), "owner": "", "attempts": 0, "code": "", "held": ""}
    for letter in letters:
        conn.execute(text(LETTER), {**bare, "done": None, **letter})


def _at(conn: Connection, minutes: int) -> object:
    at = NOW + timedelta(minutes=minutes)
    return at if conn.dialect.name == "postgresql" else f"{at:%Y-%m-%d %H:%M:%S.%f}"


async def claimed(db: Database, lane: Lane, minutes: int = 30) -> list[Claimed]:
    """What a worker finds due that much later."""
    at = NOW + timedelta(minutes=minutes)
    return await db.write(lambda conn: store.claim(conn, at, "new", lane, KINDS, 99))


async def test_jobs_in_flight_are_carried_over_with_their_keys_leases_and_lanes(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = await old_database(empty_database_url, monkeypatch)
    await db.write(in_flight)
    assert await schema.prepare(db)
    assert await db.read(store.held) == {"slack token": 1, "teams login": 1}
    (alert,) = await claimed(db, Lane.URGENT)
    check, also = await claimed(db, Lane.WATCH)
    update, question, reply = await claimed(db, Lane.ROUTINE)
    assert (alert.job.key, alert.job.recipient, alert.job.subject) == ('notify:r:0:o"hara@x', 'o"hara@x', "r")
    assert (alert.attempts, alert.first_due) == (4, NOW)
    assert (check.job.key, check.job.payload["level"]) == ("check:r:2", 2)
    assert (also.job.key, also.job.recipient) == ("also:r:cao", "cao")
    assert (update.job.payload, update.held) == ({"level": 0, "card": "notify:r:0:b"}, True)
    assert (question.job.key, question.job.subject, question.attempts) == ("question:q:o@x", "q", 3)
    assert (reply.job.recipient, reply.job.subject, reply.held) == ("o@x", "k", True)
    assert [one.job.subject for one in await claimed(db, Lane.ROUTINE, minutes=60)][-1] == "2026-04"
    await db.close()


async def test_whoever_holds_a_lease_during_the_upgrade_still_holds_it(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = await old_database(empty_database_url, monkeypatch)
    await db.write(in_flight)
    number = await db.read(lambda conn: conn.execute(text("SELECT id FROM jobs WHERE owner = 'w1'")).scalar())
    await schema.prepare(db)
    mine = Claimed(int(number or 0), "w1", 3, NOW, Job("", "alert", "r", NOW))
    assert await db.write(lambda conn: store.complete(conn, mine, NOW))
    await db.close()


async def test_keys_of_the_version_before_are_used_up_and_new_jobs_find_room(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = await old_database(empty_database_url, monkeypatch)
    await db.write(in_flight)
    await schema.prepare(db)
    again = [
        Job(key, "alert", "r", NOW, lane=Lane.URGENT)
        for key in ("done", "check:r:2", "question:given-up:o@x", "new")
    ]
    await db.write(lambda conn: store.enqueue(conn, again, NOW))
    assert [one.job.key for one in await claimed(db, Lane.URGENT)] == ['notify:r:0:o"hara@x', "new"]
    await db.close()


async def test_an_empty_database_of_the_version_before_takes_jobs_too(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = await old_database(empty_database_url, monkeypatch)
    await schema.prepare(db)
    await db.write(lambda conn: store.enqueue(conn, [Job("k", "check", "s", NOW, lane=Lane.WATCH)], NOW))
    assert [one.job.key for one in await claimed(db, Lane.WATCH)] == ["k"]
    await db.close()
