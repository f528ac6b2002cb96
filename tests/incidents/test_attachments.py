"""Files of records in the database: sealed, added whole or not at all, opened by rights of the moment, gone with it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import Table, delete, func, select, update

from foundation.db import Connection
from foundation.ids import new_id
from foundation.outbox.worker import Worker
from foundation.sealed_tables import rotate
from foundation.sealing import SealBroken
from incidents import store_audit, store_files
from incidents.attachment import AttachOutcome, NewFile
from incidents.audit import Act
from incidents.file_jobs import FileJobs
from incidents.file_tables import attachments, file_parts, waiting_files
from incidents.notices import NoticeKind
from incidents.records import Record
from incidents.rules.access import Operation
from incidents.rules.file_limits import PLAIN_LIMITS, FileLimits
from incidents.sealed import SEALED
from incidents.store_files import PART
from incidents.tables import metadata
from tests.fakes.roster import AUTHOR, CAO, COLLEAGUE, HEAD, HR, OTHER_HEAD, RECORDS
from tests.fixtures.a_file import a_file
from tests.fixtures.acts import said_of
from tests.fixtures.office import RING, Office
from tests.incidents.test_retention import SCHEDULE

CANARY = "Casey Quill said so"


async def filed(office: Office, *, excluded: frozenset[str] = frozenset()) -> str:
    """A report whose notices went out."""
    report = await office.desk.submit(office.report(), new_id(), excluded=excluded)
    await office.worker.run_due()
    return report.id


async def added(office: Office, record: str, *files: NewFile, by: str = AUTHOR) -> AttachOutcome:
    """Send files and add them to a record."""
    batch = await office.desk.attaching.hold(by, files or (a_file(),))
    outcome, _ = await office.desk.attaching.attach(by, batch, record, PLAIN_LIMITS)
    return outcome


async def seen(office: Office, record: str, viewer: str = AUTHOR) -> Record:
    """The record as somebody sees it."""
    shown = await office.desk.view(record, viewer)
    assert shown
    return shown


async def count_of(office: Office, table: Table) -> int:
    """How many rows there are."""
    return await office.db.read(
        lambda conn: conn.execute(select(func.count()).select_from(table)).scalar_one()
    )


async def test_d66_a_file_is_kept_as_it_was_sent_and_the_log_names_a_digest_and_no_name(
    office: Office,
) -> None:
    record, content = await filed(office), bytes(range(256)) * (PART // 256) + b"the last part"
    file = NewFile(f"{CANARY}.txt", a_file().kind, content)
    assert await added(office, record, file) is AttachOutcome.DONE
    (shown,) = (await seen(office, record)).files
    assert shown.about
    assert (shown.about.name, shown.about.size, shown.by) == (f"{CANARY}.txt", len(content), AUTHOR)
    opened = await office.desk.attaching.open(record, shown.id, AUTHOR)
    assert opened
    assert (opened.content, opened.number) == (content, 1)
    log = await office.db.read(lambda conn: list(store_audit.entries(conn)))
    kept = [(one.kind, one.detail) for one in log if one.detail == shown.id]
    assert kept == [(Act.ATTACHED, shown.id), (Act.FILE_TAKEN, shown.id)]
    assert all(CANARY not in one.detail and shown.about.digest not in one.detail for one in log)
    assert (await office.auditor.verify()).broken is None
    for table in metadata.sorted_tables:
        rows = await office.db.read(partial(lambda conn, one: conn.execute(select(one)).all(), one=table))
        assert CANARY not in repr(rows), table.name
        assert b"the last part" not in b"".join(
            cell for row in rows for cell in row if isinstance(cell, bytes)
        )


async def test_who_was_told_hears_that_the_author_added_something(office: Office) -> None:
    record = await filed(office)
    await added(office, record, a_file("one"), a_file("two"))
    await added(office, record, a_file("three"))
    await added(office, record, a_file("of the head"), by=HEAD)
    await office.worker.run_due()
    told = [one for one in office.notifier.notices if one.kind is NoticeKind.ADDED]
    assert [one.recipient for one in told] == [HEAD, HEAD]


@pytest.mark.parametrize("person", [COLLEAGUE, OTHER_HEAD, HR, "nobody@example.gov"])
async def test_whoever_may_not_read_a_record_neither_adds_to_it_nor_opens_a_file(
    office: Office, person: str
) -> None:
    record = await filed(office)
    await added(office, record)
    (shown,) = (await seen(office, record)).files
    assert await office.desk.attaching.open(record, shown.id, person) is None
    assert await office.desk.attaching.open(new_id(), shown.id, person) is None
    assert await added(office, record, a_file("mine"), by=person) is AttachOutcome.NOT_ALLOWED
    assert await office.desk.attaching.addable(person, [record]) == frozenset()
    assert len((await seen(office, record)).files) == 1
    log = await office.db.read(lambda conn: list(store_audit.entries(conn)))
    assert [one.kind for one in log if one.actor == person] == [Act.REFUSED] * 3


async def test_whoever_is_complained_of_opens_nothing_whatever_office_they_hold(office: Office) -> None:
    record = await filed(office, excluded=frozenset({HEAD}))
    await added(office, record)
    (shown,) = (await seen(office, record)).files
    assert await office.desk.attaching.open(record, shown.id, HEAD) is None
    assert await added(office, record, by=HEAD) is AttachOutcome.NOT_ALLOWED
    assert await office.desk.attaching.open(record, shown.id, CAO)


async def test_a_right_that_ended_opens_nothing_more(office: Office) -> None:
    record = await filed(office)
    await added(office, record)
    (shown,) = (await seen(office, record)).files
    assert await office.desk.attaching.open(record, shown.id, HEAD)
    office.roster.people[HEAD] = ("Parks", frozenset({"department_head"}))
    assert await office.desk.attaching.open(record, shown.id, HEAD) is None
    assert await added(office, record, by=HEAD) is AttachOutcome.NOT_ALLOWED


async def test_the_records_officer_opens_and_adds_nothing(office: Office) -> None:
    record = await filed(office)
    await added(office, record)
    (shown,) = (await seen(office, record)).files
    assert await office.desk.attaching.open(record, shown.id, RECORDS)
    assert await added(office, record, a_file("x"), by=RECORDS) is AttachOutcome.NOT_ALLOWED


async def test_a_file_of_one_record_is_not_opened_through_another(office: Office) -> None:
    mine, other = await filed(office), await filed(office)
    await added(office, mine)
    (shown,) = (await seen(office, mine)).files
    assert await office.desk.attaching.open(other, shown.id, AUTHOR) is None


async def test_what_waits_is_its_senders_alone_and_a_forged_batch_is_nothing(office: Office) -> None:
    record = await filed(office)
    batch = await office.desk.attaching.hold(AUTHOR, [a_file()])
    attaching = office.desk.attaching
    assert await attaching.attach(HEAD, batch, record, PLAIN_LIMITS) == (AttachOutcome.GONE, 0)
    assert await attaching.drop(HEAD, batch) == 0
    assert await attaching.waiting(HEAD) == {}
    assert await attaching.attach(AUTHOR, new_id(), record, PLAIN_LIMITS) == (AttachOutcome.GONE, 0)
    assert await attaching.waiting(AUTHOR) == {batch: 1}
    assert await attaching.attach(AUTHOR, batch, record, PLAIN_LIMITS) == (AttachOutcome.DONE, 1)


async def test_the_same_file_is_there_once_also_from_two_presses_at_once(office: Office) -> None:
    record, attaching = await filed(office), office.desk.attaching
    assert await added(office, record, a_file("same"), a_file("same", "again.txt")) is AttachOutcome.DONE
    assert await added(office, record, a_file("same")) is AttachOutcome.ALREADY
    batch = await attaching.hold(AUTHOR, [a_file("other")])
    outcomes = await asyncio.gather(
        *(attaching.attach(AUTHOR, batch, record, PLAIN_LIMITS) for _ in range(3))
    )
    assert sorted(one for one, _ in outcomes) == [AttachOutcome.DONE, AttachOutcome.GONE, AttachOutcome.GONE]
    assert len((await seen(office, record)).files) == 2
    assert await count_of(office, file_parts) == 2, "no bytes are left of what was there already"
    assert await count_of(office, waiting_files) == 0


@pytest.mark.parametrize("limits", [FileLimits(most=1), FileLimits(together=10)])
async def test_a_record_that_is_full_takes_none_of_them(office: Office, limits: FileLimits) -> None:
    record = await filed(office)
    assert await added(office, record, a_file("first")) is AttachOutcome.DONE
    batch = await office.desk.attaching.hold(AUTHOR, [a_file("one of two"), a_file("two of two")])
    assert await office.desk.attaching.attach(AUTHOR, batch, record, limits) == (AttachOutcome.FULL, 0)
    assert len((await seen(office, record)).files) == 1
    assert await office.desk.attaching.waiting(AUTHOR) == {batch: 2}, "they can still go elsewhere"


async def test_what_nobody_added_is_thrown_away_within_the_hour(office: Office) -> None:
    worker = Worker(office.db, [FileJobs()], office.clock, office.desk.bell)
    record, attaching = await filed(office), office.desk.attaching
    kept = await attaching.hold(AUTHOR, [a_file("kept")])
    await attaching.attach(AUTHOR, kept, record, PLAIN_LIMITS)
    batch = await attaching.hold(AUTHOR, [a_file("left"), a_file("lying")])
    office.clock.advance(timedelta(minutes=50))
    await worker.run_due()
    assert await attaching.waiting(AUTHOR) == {batch: 2}
    office.clock.advance(timedelta(minutes=6))
    await worker.run_due()
    assert await attaching.waiting(AUTHOR) == {}
    assert await count_of(office, file_parts) == 1
    assert await attaching.attach(AUTHOR, batch, record, PLAIN_LIMITS) == (AttachOutcome.GONE, 0)


async def test_nobody_fills_the_disk_with_what_belongs_to_no_record(office: Office) -> None:
    attaching = office.desk.attaching
    assert await attaching.hold(AUTHOR, [a_file(str(number)) for number in range(20)])
    assert await attaching.hold(AUTHOR, [a_file("one more")]) == ""
    assert await attaching.hold(HEAD, [a_file("of somebody else")])
    assert await count_of(office, waiting_files) == 21


async def test_a_file_that_was_cut_off_by_a_crash_is_never_added(office: Office) -> None:
    record = await filed(office)
    batch = await office.desk.attaching.hold(AUTHOR, [NewFile("long.txt", a_file().kind, b"x" * (PART + 1))])
    await office.db.write(
        lambda conn: conn.execute(delete(file_parts).where(file_parts.c.number == 1)).close()
    )
    outcome = await office.desk.attaching.attach(AUTHOR, batch, record, PLAIN_LIMITS)
    assert outcome == (AttachOutcome.GONE, 0)
    assert (await seen(office, record)).files == ()


async def test_a_part_that_comes_after_its_file_was_thrown_away_is_not_kept(office: Office) -> None:
    batch = await office.desk.attaching.hold(AUTHOR, [a_file()])
    assert await office.desk.attaching.drop(AUTHOR, batch) == 1
    name = store_files.file_id(batch, 0)
    await office.db.write(partial(store_files.put_part, file=name, number=0, sealed=b"late"))
    assert await count_of(office, file_parts) == 0


def swapped(conn: Connection) -> None:
    """Two parts change their places."""
    parts = {row.number: row.sealed for row in conn.execute(select(file_parts))}
    for number, sealed in ((0, parts[1]), (1, parts[0])):
        conn.execute(update(file_parts).where(file_parts.c.number == number).values(sealed=sealed))


def flipped(conn: Connection) -> None:
    """One bit of a part is another."""
    sealed = bytearray(conn.execute(select(file_parts.c.sealed).where(file_parts.c.number == 0)).scalar_one())
    sealed[40] ^= 1
    conn.execute(update(file_parts).where(file_parts.c.number == 0).values(sealed=bytes(sealed)))


def cut_short(conn: Connection) -> None:
    """The last part is gone."""
    conn.execute(delete(file_parts).where(file_parts.c.number == 1))


@pytest.mark.parametrize("harm", [swapped, flipped, cut_short])
async def test_bytes_that_were_changed_by_hand_are_never_handed_out(office: Office, harm: object) -> None:
    record = await filed(office)
    await added(office, record, NewFile("long.txt", a_file().kind, b"x" * PART + b"y" * PART))
    (shown,) = (await seen(office, record)).files
    await office.db.write(harm)  # type: ignore[arg-type]  # each is a function of a connection
    with pytest.raises(SealBroken):
        await office.desk.attaching.open(record, shown.id, AUTHOR)


async def test_d66_what_the_author_confirmed_covers_the_files_that_were_there(office: Office) -> None:
    opened = await office.desk.open(office.report(), new_id())
    await added(office, opened.id, a_file("there before"))
    await office.desk.complete(opened.id, office.report(happened="All of it."))
    await added(office, opened.id, a_file("added later"))
    attested = (await seen(office, opened.id)).attested
    assert attested
    assert attested.holds
    first, later = (one.id for one in (await seen(office, opened.id)).files)
    await office.db.write(
        lambda conn: conn.execute(delete(attachments).where(attachments.c.id == later)).close()
    )
    shown = await seen(office, opened.id)
    assert shown.attested
    assert shown.attested.holds, "what came later is an entry of its own"
    assert [one.about is None for one in shown.files] == [False, True], "its loss is seen all the same"
    await office.db.write(
        lambda conn: conn.execute(delete(attachments).where(attachments.c.id == first)).close()
    )
    shown = await seen(office, opened.id)
    assert shown.attested
    assert not shown.attested.holds


async def test_a_destroyed_record_takes_its_files_along(office: Office) -> None:
    gone, stays = await filed(office), await filed(office)
    await added(office, gone, a_file("gone"))
    await added(office, stays, a_file("stays"))
    said = said_of(Operation.CLOSE, retention_class=SCHEDULE[0].name)
    await office.desk.act(gone, HEAD, Operation.CLOSE, said, new_id())
    await office.desk.view(gone, AUTHOR, whole=True)
    office.clock.advance(timedelta(days=600))
    assert await office.desk.keeping.destroy(RECORDS, [gone], "Clerk", SCHEDULE, "draft")
    assert await count_of(office, attachments) == await count_of(office, file_parts) == 1
    assert (await seen(office, stays)).files


async def test_a_waiting_file_survives_a_rotation_of_the_keys(office: Office) -> None:
    record = await filed(office)
    batch = await office.desk.attaching.hold(AUTHOR, [a_file()])
    ring = type(RING)({**RING.keys, "new": bytes(32)}, "new")
    wrapped, left = await rotate(office.db, ring, SEALED)
    assert (wrapped > 1, left) == (True, 0)
    office.desk.vault.ring._keys = ring._keys
    assert await office.desk.attaching.attach(AUTHOR, batch, record, PLAIN_LIMITS) == (AttachOutcome.DONE, 1)
    (shown,) = (await seen(office, record)).files
    assert await office.desk.attaching.open(record, shown.id, AUTHOR)


def test_a_file_is_cut_into_parts_without_a_rest() -> None:
    for size in (0, 1, PART, PART + 1, 3 * PART):
        content = bytes(size)
        parts = list(store_files.cut(content))
        assert b"".join(parts) == content
        assert all(0 < len(one) <= PART for one in parts)
