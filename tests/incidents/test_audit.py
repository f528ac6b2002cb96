"""The audit log: every write and every look leaves an entry, and without a key no entry can be touched unnoticed."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from foundation.db import Connection, Database
from foundation.ids import new_id
from foundation.sealing import KeyRing
from incidents import audit_keys, store_audit
from incidents.audit import GENESIS, Act, Break, Cause, Entry, Head, chained, first_break
from incidents.auditor import Auditor
from tests.fakes.roster import AUTHOR, CAO, COLLEAGUE, HEAD
from tests.fixtures.office import RING, Office

KEYS = {"k1": b"1" * 32, "k2": b"2" * 32}


def _log(length: int, *, old: int = 0) -> list[Entry]:
    """A log whose first `old` entries are from before it was keyed."""
    log: list[Entry] = []
    for seq in range(1, length + 1):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=seq)
        key_id = "" if seq <= old else "k1" if seq % 7 else "k2"
        kind = "keyed" if seq == old + 1 and old else "viewed"
        plain = Entry(seq, at, f"record {seq % 3}", AUTHOR, kind, str(seq), key_id=key_id)
        log.append(_sealed(plain, log[-1].hash if log else GENESIS))
    return log


def _sealed(entry: Entry, previous: str) -> Entry:
    return replace(entry, hash=chained(entry, previous, KEYS.get(entry.key_id, b"")))


def broken(log: list[Entry], *heads: Head) -> int | None:
    """Where a log breaks."""
    found = first_break(log, *heads, key_of=KEYS.get)
    return found.seq if found else None


def test_a_whole_log_is_whole() -> None:
    log = _log(10)
    assert broken([]) is None
    assert broken(log, Head(0, GENESIS), Head(4, log[3].hash), Head(10, log[9].hash)) is None
    assert broken(_log(10, old=6)) is None


@given(st.integers(1, 30), st.data())
def test_an_altered_entry_is_found(length: int, data: st.DataObject) -> None:
    log = _log(length)
    place = data.draw(st.integers(0, length - 1))
    entry = log[place]
    changes = (
        replace(entry, at=entry.at + timedelta(microseconds=1)),
        replace(entry, record_id=entry.record_id + " "),
        replace(entry, actor=HEAD),
        replace(entry, kind="amended"),
        replace(entry, detail=""),
        replace(entry, hash=GENESIS),
        replace(entry, key_id="k1" if entry.key_id == "k2" else "k2"),
        replace(entry, key_id="k3"),
        replace(entry, key_id=""),
    )
    log[place] = data.draw(st.sampled_from(changes))
    assert broken(log) == place + 1


@given(st.integers(2, 30), st.data())
def test_a_removed_or_reordered_entry_is_found(length: int, data: st.DataObject) -> None:
    log = _log(length)
    place = data.draw(st.integers(0, length - 2))
    without = log[:place] + log[place + 1 :]
    swapped = [*log[:place], log[place + 1], log[place], *log[place + 2 :]]
    assert broken(without) == place + 1
    assert broken(swapped) == place + 1


@given(st.integers(2, 30), st.data())
def test_a_cut_end_is_found_by_a_head_kept_elsewhere(length: int, data: st.DataObject) -> None:
    log = _log(length)
    head = Head(length, log[-1].hash)
    kept = data.draw(st.integers(0, length - 1))
    assert broken(log[:kept]) is None
    assert first_break(log[:kept], head, key_of=KEYS.get) == Break(kept + 1, Cause.CUT)


@given(st.integers(2, 30), st.integers(0, 29), st.booleans())
def test_a_log_made_anew_without_a_key_is_found(length: int, old: int, hides_the_keys: bool) -> None:
    """As whoever can write the database, and knows the program, would."""
    log = _log(length, old=min(old, length - 1))
    previous = GENESIS
    for place, entry in enumerate(log):
        made = replace(entry, actor=HEAD, key_id="" if hides_the_keys else entry.key_id)
        previous = chained(made, previous)
        log[place] = replace(made, hash=previous)
    assert broken(log) is not None


@given(st.integers(2, 30), st.integers(1, 29), st.data())
def test_what_was_there_before_the_log_was_keyed_is_sealed_by_the_entry_that_says_so(
    length: int, old: int, data: st.DataObject
) -> None:
    old = min(old, length - 1)
    log = _log(length, old=old)
    place = data.draw(st.integers(0, old - 1))
    previous = log[place - 1].hash if place else GENESIS
    for at in range(place, old):  # all that can be made without a key
        log[at] = _sealed(replace(log[at], actor=HEAD), previous)
        previous = log[at].hash
    assert broken(log) == old + 1
    assert broken(_log(length, old=old)[: old or None]) == 1, "a log that nothing seals is not vouched for"


@given(st.text())
def test_a_head_is_read_as_it_is_written_and_nothing_else_is(text: str) -> None:
    head = Head(12, "0af" + GENESIS[3:])
    assert Head.parse(f" {head}\n") == head
    if ":" not in text:
        with pytest.raises(ValueError, match="NUMBER:HASH"):
            Head.parse(text)


def _kinds(conn: Connection) -> list[tuple[str, str]]:
    return [(entry.kind, entry.actor) for entry in store_audit.entries(conn)]


async def test_every_write_and_every_look_leaves_one_entry(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    await office.desk.view(filed.id, HEAD)
    await office.desk.view(filed.id, COLLEAGUE)
    await office.desk.mine(AUTHOR)
    await office.desk.open_for(CAO)
    await office.desk.acknowledge(filed.id, HEAD)
    await office.desk.amend(filed.id, AUTHOR, "later", new_id())
    assert await office.db.read(_kinds) == [
        ("submitted", AUTHOR),
        ("notified", ""),
        ("viewed", HEAD),
        ("refused", COLLEAGUE),
        ("viewed", AUTHOR),
        ("viewed", CAO),
        ("acknowledged", HEAD),
        ("viewed", HEAD),
        ("amended", AUTHOR),
        ("viewed", AUTHOR),
    ]


async def test_the_chain_holds_under_many_writers(office: Office) -> None:
    await asyncio.gather(*(office.desk.submit(office.report(), f"draft {number}") for number in range(30)))
    await asyncio.gather(*(office.another_worker().run_due() for _ in range(3)), office.desk.open_for(CAO))
    head = await office.db.read(store_audit.head)
    assert head.seq >= 60
    assert await office.auditor.broken_at(head) is None
    assert await office.auditor.broken_at(Head(head.seq + 1, head.hash)) == head.seq + 1


async def unguarded(db: Database) -> None:
    """Take away what the database itself does against changes, as its owner can."""

    def work(conn: Connection) -> None:
        if conn.dialect.name == "postgresql":
            for name in ("audit_no_change", "audit_is_keyed"):
                conn.execute(text(f"DROP TRIGGER {name} ON audit"))
            return
        for name in ("audit_no_update", "audit_no_delete", "audit_is_keyed"):
            conn.execute(text(f"DROP TRIGGER {name}"))

    await db.write(work)


async def run(db: Database, *statements: str) -> None:
    """Change the database behind the program's back."""
    await db.write(lambda conn: [conn.execute(text(one)) for one in statements] and None)


async def test_the_database_refuses_an_entry_without_a_key(office: Office) -> None:
    """As a process of an older version would write it: it must not fork the log."""
    entry = "INSERT INTO audit VALUES (1, '2026-01-01 00:00:00', '', '', 'viewed', '', 'x', '')"
    with pytest.raises(Exception, match="keyed"):
        await run(office.db, entry)


Tamper = Callable[[random.Random, int], list[str]]


def _edit(chance: random.Random, length: int) -> list[str]:
    column = chance.choice(["at", "record_id", "actor", "kind", "detail", "hash", "key_id"])
    value = "'2020-01-01 00:00:00'" if column == "at" else f"'{chance.choice(['x', '', '0' * 64])}'"
    return [f"UPDATE audit SET {column} = {value} WHERE seq = {chance.randint(1, length)}"]


def _delete(chance: random.Random, length: int) -> list[str]:
    return [f"DELETE FROM audit WHERE seq = {chance.randint(1, length - 1)}"]


def _reorder(chance: random.Random, length: int) -> list[str]:
    one, other = sorted(chance.sample(range(1, length + 1), 2))
    moves = ((one, -1), (other, one), (-1, other))
    return [f"UPDATE audit SET seq = {to} WHERE seq = {what}" for what, to in moves]


def _cut(chance: random.Random, length: int) -> list[str]:
    left = chance.randint(0, length - 1)
    end = f"coalesce((SELECT hash FROM audit WHERE seq = {left}), '{GENESIS}')"
    moved = f"UPDATE audit_head SET seq = {left}, hash = {end}"
    return [f"DELETE FROM audit WHERE seq > {left}", moved]


def _insert(chance: random.Random, length: int) -> list[str]:
    seq = chance.choice([-1, 0, length + 1, length + 5])
    columns = "at, record_id, actor, kind, detail, hash, key_id"
    return [f"INSERT INTO audit SELECT {seq}, {columns} FROM audit WHERE seq = {length}"]


async def test_each_of_a_thousand_random_changes_is_found(office: Office) -> None:
    """Edits, deletes, reorders, insertions; cuts by the head that is kept elsewhere."""
    for number in range(8):
        await office.desk.submit(office.report(), f"draft {number}")
    head = await office.db.read(store_audit.head)
    await unguarded(office.db)
    await run(office.db, "CREATE TABLE before AS SELECT * FROM audit")
    restore = ("DELETE FROM audit", "INSERT INTO audit SELECT * FROM before",
               f"UPDATE audit_head SET seq = {head.seq}, hash = '{head.hash}'")  # fmt: skip
    chance, missed = random.Random(17), []
    kinds: list[Tamper] = [_edit, _edit, _delete, _reorder, _cut, _insert]
    times = 1000 if office.db.__class__.__name__ == "SqliteDatabase" else 100
    for _ in range(times):
        statements = chance.choice(kinds)(chance, head.seq)
        await run(office.db, *restore, *statements)
        changed = await office.db.read(
            lambda conn: conn.execute(
                text(
                    "SELECT (SELECT count(*) FROM audit) - (SELECT count(*) FROM before),"
                    " (SELECT count(*) FROM (SELECT * FROM audit EXCEPT SELECT * FROM before) AS x)"
                )
            ).one()
        )
        if tuple(changed) != (0, 0) and await office.auditor.broken_at(head) is None:
            missed.append(statements)
    await run(office.db, *restore)
    assert missed == []
    assert await office.auditor.broken_at(head) is None, "the control: nothing was changed"


async def test_a_row_that_cannot_even_be_read_is_the_broken_one(office: Office) -> None:
    if office.db.__class__.__name__ != "SqliteDatabase":
        pytest.skip("PostgreSQL keeps the types of its columns")
    for number in range(4):
        await office.desk.submit(office.report(), f"draft {number}")
    await unguarded(office.db)
    for column, value in (("at", "'yesterday'"), ("actor", "x'ff00'"), ("hash", "x'ff'")):
        await run(office.db, f"UPDATE audit SET {column} = {value} WHERE seq = 3")
        assert await office.auditor.broken_at() == 3
    await run(office.db, "DELETE FROM audit_head")
    assert await office.auditor.broken_at() == 3


async def test_an_end_cut_off_in_the_log_alone_is_found_without_a_head_kept_elsewhere(office: Office) -> None:
    for number in range(4):
        await office.desk.submit(office.report(), f"draft {number}")
    await unguarded(office.db)
    await run(office.db, "DELETE FROM audit WHERE seq > 2")
    assert await office.auditor.broken_at() == 3


async def as_if_never_keyed(office: Office, *, keeping: str) -> None:
    """Make the log anew without a key, as an old version would have written it."""

    def work(conn: Connection) -> None:
        entries, previous = list(store_audit.entries(conn)), GENESIS
        conn.execute(text("DELETE FROM audit"))
        for entry in entries:
            plain = replace(entry, actor=keeping or entry.actor, key_id="")
            previous = chained(plain, previous)
            row = {"s": entry.seq, "a": entry.at.replace(tzinfo=None), "r": entry.record_id}
            row |= {"w": plain.actor, "k": entry.kind, "d": entry.detail, "h": previous}
            conn.execute(text("INSERT INTO audit VALUES (:s, :a, :r, :w, :k, :d, :h, '')"), row)
        conn.execute(text("UPDATE audit_head SET hash = :h"), {"h": previous})

    await unguarded(office.db)
    await office.db.write(work)


async def seal_as_a_start_does(office: Office) -> bool:
    """What a start does with a log that is not keyed."""
    return await office.db.write(lambda conn: store_audit.go_on_keyed(conn, office.clock.now()))


async def test_who_makes_the_log_anew_as_if_it_never_had_keys_is_found_out_also_after_the_next_start(
    office: Office,
) -> None:
    if office.db.__class__.__name__ != "SqliteDatabase":
        pytest.skip("the same statements on both")
    await office.desk.submit(office.report(), "draft")
    await as_if_never_keyed(office, keeping=HEAD)
    assert await office.auditor.broken_at() == 1
    assert await seal_as_a_start_does(office)
    verdict = await office.auditor.verify()
    assert verdict.broken == Break(1, Cause.UNKEYED), "its record is of a time when every entry had a key"


async def test_a_log_of_an_old_version_holds_from_the_first_start_on(office: Office) -> None:
    if office.db.__class__.__name__ != "SqliteDatabase":
        pytest.skip("the same statements on both")
    await office.desk.view("0" * 32, CAO)
    await as_if_never_keyed(office, keeping="")
    assert await seal_as_a_start_does(office)
    assert not await seal_as_a_start_does(office), "once"
    await office.desk.submit(office.report(), "draft")
    assert await office.auditor.broken_at() is None
    await run(office.db, "UPDATE audit SET actor = 'x' WHERE seq = 1")
    assert await office.auditor.broken_at() == 1


async def test_a_retired_key_leaves_a_log_that_still_holds_and_that_nobody_can_make_anew_with_it(
    office: Office, db: Database
) -> None:
    old = RING
    both = KeyRing({"new": b"n" * 32, **old.keys}, "new")
    new = KeyRing({"new": b"n" * 32}, "new")
    await office.desk.submit(office.report(), "first")

    def rotate(conn: Connection) -> int:
        store_audit.go_on_keyed(conn, office.clock.now())
        return audit_keys.keep_old(conn, both, store_audit.head(conn))

    db.equip(audit_keys.SIGNER, audit_keys.Signer(both))
    assert await db.write(rotate) == 1
    assert await db.write(rotate) == 0
    kinds = [kind for kind, _ in await db.read(_kinds)]
    assert kinds == ["submitted", "keyed"]
    assert await Auditor(db, new, office.clock).broken_at() is None
    assert await Auditor(db, both, office.clock).broken_at() is None
    await unguarded(db)

    def forge(conn: Connection) -> None:
        """With the retired key, and everything made with the new one taken away."""
        conn.execute(text("DELETE FROM audit WHERE seq > 1"))
        entry = next(iter(store_audit.entries(conn)))
        forged = replace(entry, actor=HEAD)
        digest = chained(forged, GENESIS, old.derived(audit_keys.PURPOSE, "test"))
        conn.execute(text("UPDATE audit SET actor = :a, hash = :h"), {"a": HEAD, "h": digest})
        conn.execute(text("UPDATE audit_head SET seq = 1, hash = :h"), {"h": digest})

    await db.write(forge)
    assert await Auditor(db, new, office.clock).broken_at() == 2
    await run(db, "DELETE FROM audit_keys")
    verdict = await Auditor(db, new, office.clock).verify()
    assert verdict.broken == Break(1, Cause.KEY_MISSING)


def test_the_story_of_a_record_does_not_tell_who_read_it() -> None:
    from incidents.audit import TIMELINE

    assert not TIMELINE & {Act.VIEWED, Act.REFUSED, Act.KEYED}
