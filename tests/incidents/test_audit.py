"""The audit log: every write and every look leaves an entry, and no entry can be touched unnoticed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from foundation.db import Connection
from foundation.ids import new_id
from incidents import store_audit
from incidents.audit import GENESIS, Entry, Head, chained, first_break
from tests.fakes.roster import AUTHOR, CAO, COLLEAGUE, HEAD
from tests.fixtures.office import Office


def _log(length: int) -> list[Entry]:
    log: list[Entry] = []
    for seq in range(1, length + 1):
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=seq)
        plain = Entry(seq, at, f"record {seq % 3}", AUTHOR, "viewed", str(seq))
        log.append(replace(plain, hash=chained(plain, log[-1].hash if log else GENESIS)))
    return log


def test_a_whole_log_is_whole() -> None:
    log = _log(10)
    assert first_break([]) is None
    assert first_break(log, Head(0, GENESIS), Head(4, log[3].hash), Head(10, log[9].hash)) is None


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
    )
    log[place] = data.draw(st.sampled_from(changes))
    assert first_break(log) == place + 1


@given(st.integers(2, 30), st.data())
def test_a_removed_or_reordered_entry_is_found(length: int, data: st.DataObject) -> None:
    log = _log(length)
    place = data.draw(st.integers(0, length - 2))
    without = log[:place] + log[place + 1 :]
    swapped = [*log[:place], log[place + 1], log[place], *log[place + 2 :]]
    assert first_break(without) == place + 1
    assert first_break(swapped) == place + 1


@given(st.integers(1, 30), st.data())
def test_a_cut_end_and_a_log_written_anew_are_found_by_a_head_kept_elsewhere(
    length: int, data: st.DataObject
) -> None:
    log = _log(length)
    head = Head(length, log[-1].hash)
    kept = data.draw(st.integers(0, length - 1))
    assert first_break(log[:kept]) is None
    assert first_break(log[:kept], head) == length
    rewritten = [replace(entry, actor=HEAD, hash="") for entry in log]
    previous = GENESIS
    for place, entry in enumerate(rewritten):
        previous = chained(entry, previous)
        rewritten[place] = replace(entry, hash=previous)
    assert first_break(rewritten) is None
    assert first_break(rewritten, head) == length


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
