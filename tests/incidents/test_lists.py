"""Lists: the records the access policy names one by one, one audit entry, and the writer left in peace."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update

from foundation.db import Connection, Database
from incidents import store_deliveries, store_records
from incidents.casefile import allowed
from incidents.lists import COUNTED, PAGE, SHOWN
from incidents.looks import looks_at
from incidents.records import Record, State
from incidents.rules.access import Operation
from incidents.rules.wanted import OPEN, Wanted
from incidents.tables import audit, records
from incidents.vault import Content
from tests.fakes.roster import (
    AUTHOR,
    BACKUP,
    CAO,
    COLLEAGUE,
    GUEST,
    HEAD,
    HR,
    OTHER_HEAD,
    PARKS,
    RECORDS,
    TRANSIT,
)
from tests.fixtures.acts import said_of
from tests.fixtures.office import Office

EVERYBODY = (AUTHOR, COLLEAGUE, HEAD, BACKUP, OTHER_HEAD, CAO, RECORDS, HR, GUEST, "nobody@example.gov")


def _entries(conn: Connection) -> list[tuple[str, str, str]]:
    columns = (audit.c.kind, audit.c.actor, audit.c.detail)
    return [tuple(row) for row in conn.execute(select(*columns).order_by(audit.c.seq))]


async def some_records(office: Office, many: int) -> None:
    """Records of several departments and authors, some closed, some with somebody complained of, some told."""
    chance = random.Random(5)
    for number in range(many):
        author, department = chance.choice(
            [
                (AUTHOR, TRANSIT),
                (COLLEAGUE, TRANSIT),
                (OTHER_HEAD, PARKS),
                (HEAD, TRANSIT),
                (AUTHOR, PARKS),
                (GUEST, ""),
            ]
        )
        report = office.report(author=author, department=department, ended=chance.random() < 0.6)
        excluded = (
            frozenset(chance.choices([HEAD, CAO, BACKUP], k=1)) if chance.random() < 0.3 else frozenset()
        )
        await office.desk.submit(report, f"draft {number}", excluded=excluded)
        await office.pass_time(minutes=chance.choice([0, 11]))
    closed = select(records.c.id).order_by(records.c.id).limit(many // 6)
    close = update(records).where(records.c.id.in_(closed.scalar_subquery())).values(state=State.CLOSED.value)
    await office.db.write(lambda conn: conn.execute(close) and None)


async def one_by_one(office: Office, viewer: str) -> list[str]:
    """What the access policy says of every single record there is."""
    desk = office.desk

    def look(conn: Connection) -> list[str]:
        told = store_deliveries.told_of(conn, viewer)
        query = select(records).where(records.c.state != State.CLOSED.value)
        found = []
        for row in conn.execute(query.order_by(records.c.created_at.desc(), records.c.id.desc())):
            stored = store_records.find(conn, row.id)
            assert stored
            if allowed(desk._rights(conn), desk.vault, stored, viewer, Operation.FOLLOW, told):
                found.append(str(row.id))
        return found

    return await office.db.read(look)


@pytest.mark.parametrize("much", [store_deliveries.MUCH, 0])
async def test_a_list_holds_exactly_what_the_access_policy_says_of_each_record(
    office: Office, database_kind: str, much: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also for whoever was told of more than the database is given by name."""
    monkeypatch.setattr(store_deliveries, "MUCH", much)
    await some_records(office, 40 if database_kind == "sqlite" else 12)
    sizes = set()
    for viewer in EVERYBODY:
        listed = [record.id for record in await office.desk.open_for(viewer)]
        assert listed == (await one_by_one(office, viewer))[:SHOWN], viewer
        sizes.add(len(listed))
    assert {0} < sizes, "some see nothing, some see something"


async def test_a_list_longer_than_a_page_goes_on_past_what_its_reader_may_not_see(
    office: Office, database_kind: str
) -> None:
    """R20: who is complained of in the newest records still finds the older ones."""
    if database_kind != "sqlite":
        pytest.skip("a hundred reports are enough once")
    kept = [await office.desk.submit(office.report(ended=False), f"old {number}") for number in range(3)]
    for number in range(60):
        office.clock.advance(timedelta(seconds=1))
        report = office.report(ended=False)
        await office.desk.submit(report, f"new {number}", excluded=frozenset({HEAD}))
    listed = await office.desk.open_for(HEAD)
    assert {record.id for record in listed} == {one.id for one in kept}
    assert len(await office.desk.open_for(CAO)) == SHOWN


async def test_a_look_at_a_list_is_one_entry_that_says_which_records_were_shown(office: Office) -> None:
    filed = [await office.desk.submit(office.report(ended=False), f"draft {number}") for number in range(5)]
    before = len(await office.db.read(_entries))
    await office.desk.open_for(HEAD)
    await office.desk.mine(AUTHOR)
    await office.desk.open_for(COLLEAGUE)
    added = (await office.db.read(_entries))[before:]
    assert [(kind, actor) for kind, actor, _ in added] == [("viewed", HEAD), ("viewed", AUTHOR)]
    for _, _, detail in added:
        assert set(detail.split()) == {one.reference for one in filed}
    await office.desk.view(filed[2].id, COLLEAGUE)
    await office.desk.view(filed[2].id, HEAD)
    looks = await office.db.read(lambda conn: looks_at(conn, filed[2].reference))
    assert looks is not None
    said = [(look.by, look.in_a_list, look.refused) for look in looks]
    assert said == [
        (HEAD, True, False),
        (AUTHOR, True, False),
        (COLLEAGUE, False, True),
        (HEAD, False, False),
    ]
    assert await office.db.read(lambda conn: looks_at(conn, "333-333")) is None


async def test_a_list_is_not_shown_where_the_look_cannot_be_written_down(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.desk.submit(office.report(), "draft")

    async def full(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(office.db, "write", full)
    with pytest.raises(OSError, match="no room"):
        await office.desk.mine(AUTHOR)


class Watched:
    """A database that measures how long each write holds it."""

    def __init__(self, db: Database) -> None:
        self._db, self.held = db, [0.0]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._db, name)

    async def write(self, work: Callable[[Connection], Any], **how: Any) -> Any:
        """Write and measure."""

        def measured(conn: Connection) -> Any:
            began = time.thread_time()
            try:
                return work(conn)
            finally:
                self.held.append(time.thread_time() - began)

        return await self._db.write(measured, **how)


async def test_a_list_of_50_records_holds_the_writer_for_one_entry_and_no_more(
    office: Office, database_kind: str
) -> None:
    """In time of the processor, so that other work on the machine does not count."""
    if database_kind != "sqlite":
        pytest.skip("PostgreSQL has no single writer")
    report = office.report(ended=False, happened="The caller shouted. " * 500)
    for number in range(SHOWN + 5):
        await office.desk.submit(report, f"draft {number}")
    watched = Watched(office.db)
    lists = replace(office.desk.lists, db=watched)  # type: ignore[arg-type]  # it has all that is asked of it
    for look in (lists.mine(AUTHOR), lists.open_for(CAO), lists.open_for(HEAD)):
        assert len(await look) == SHOWN
    assert len(watched.held) == 1 + 3
    assert max(watched.held) < 0.05


async def add_records(office: Office, many: int, first: int) -> None:
    """Records that open, without all that follows from filing them."""

    def work(conn: Connection) -> None:
        for number in range(first, first + many):
            department = PARKS if number % 4 == 0 else TRANSIT
            author = AUTHOR if number % 4 == 1 else f"person{number % 40}@example.gov"
            report = office.report(author=author, department=department, ended=False)
            office.clock.advance(timedelta(seconds=1))
            filing, now = office.desk._filing(), office.clock.now()
            sealed = (filing.prepare(Content(report), str(number), now).stored for _ in range(5))
            assert any(store_records.insert(conn, one) for one in sealed)  # A reference may be taken already.

    await office.db.write(work, within=60)


async def steps_of(office: Office, gather: Callable[[Connection], object]) -> int:
    """How many steps SQLite takes for a list: the same on every machine."""
    taken = [0]

    def count() -> int:
        taken[0] += 1
        return 0

    def work(conn: Connection) -> None:
        driver: Any = conn.connection.driver_connection
        driver.set_progress_handler(count, 10)
        gather(conn)
        driver.set_progress_handler(None, 0)

    await office.db.read(work, within=60)
    return taken[0]


async def test_a_list_takes_no_more_steps_the_more_records_there_are(
    office: Office, database_kind: str
) -> None:
    if database_kind != "sqlite":
        pytest.skip("PostgreSQL does not count its steps")
    lists = office.desk.lists
    looks: dict[str, Callable[[Connection], object]] = {
        **{viewer: partial(lists._open_for, viewer=viewer) for viewer in EVERYBODY},
        "what they wrote": partial(lists._mine, person=AUTHOR),
        "a work list": partial(lists._find, viewer=CAO, wanted=Wanted(), start=0),
        "a head's work list": partial(lists._find, viewer=HEAD, wanted=Wanted(), start=0),
        "a work list, narrowed": partial(lists._find, viewer=CAO, wanted=Wanted(department=PARKS), start=0),
    }
    await add_records(office, 300, 0)
    few = {name: await steps_of(office, look) for name, look in looks.items()}
    await add_records(office, 2700, 300)
    many = {name: await steps_of(office, look) for name, look in looks.items()}
    slower = {name: (few[name], many[name]) for name in looks if many[name] > 1.5 * few[name] + 50}
    assert slower == {}
    assert len(await office.desk.open_for(HEAD)) == len(await office.desk.open_for(OTHER_HEAD)) == SHOWN


def fits(record: Record, wanted: Wanted) -> bool:
    """The same, said of one record that can be read."""
    return (
        (not wanted.states or record.state in wanted.states)
        and (not wanted.department or record.report.department == wanted.department)
        and (not wanted.person or wanted.person in (record.report.author, record.handler))
        and (wanted.since is None or record.created_at >= wanted.since)
    )


async def test_a_work_list_holds_what_its_reader_may_read_and_what_fits_and_nothing_else(
    office: Office, database_kind: str
) -> None:
    await some_records(office, 30 if database_kind == "sqlite" else 12)
    since = office.clock.now() - timedelta(minutes=60)
    every = [Wanted(), Wanted(OPEN), Wanted(frozenset({State.CLOSED})), Wanted(department=PARKS)]
    every += [Wanted(person=AUTHOR), Wanted(since=since), Wanted(OPEN, TRANSIT, COLLEAGUE)]
    names = await office.db.read(
        lambda conn: [str(row.id) for row in conn.execute(select(records.c.id, records.c.created_at))]
    )
    for viewer in EVERYBODY:
        read = [one for name in names if (one := await office.desk.view(name, viewer))]
        for wanted in every:
            found = await office.desk.find(viewer, wanted)
            expected = [one for one in read if fits(one, wanted)]
            expected.sort(key=lambda one: (one.created_at, one.id), reverse=True)
            assert found.total == len(expected), (viewer, wanted)
            assert [one.id for one in found.records] == [one.id for one in expected[:PAGE]], (viewer, wanted)


async def test_pages_of_a_work_list_hold_every_record_once_and_each_look_is_one_entry(office: Office) -> None:
    for number in range(PAGE + 2):
        await office.desk.submit(office.report(ended=False), f"draft {number}")
    before = len(await office.db.read(_entries))
    pages = [await office.desk.find(HEAD, Wanted(), start) for start in (0, PAGE, 2 * PAGE)]
    assert [len(one.records) for one in pages] == [PAGE, 2, 0]
    assert len({record.id for one in pages for record in one.records}) == PAGE + 2
    assert len(await office.db.read(_entries)) == before + 2, "an empty page shows nothing"


async def test_a_work_list_goes_on_past_what_was_counted(office: Office, database_kind: str) -> None:
    if database_kind != "sqlite":
        pytest.skip("what is counted is counted alike")
    await add_records(office, COUNTED + 20, 0)
    first, later = [await office.desk.find(CAO, Wanted(), start) for start in (0, COUNTED + 10)]
    assert (first.total, first.is_more) == (COUNTED, True)
    assert (len(later.records), later.is_more) == (PAGE, True)
    last = await office.desk.find(CAO, Wanted(), COUNTED + 15)
    assert (len(last.records), last.is_more) == (PAGE, False)


async def test_a_work_list_finds_what_has_an_overdue_task(office: Office) -> None:
    filed = [await office.desk.submit(office.report(), f"draft {number}") for number in range(2)]
    due = office.clock.now() + timedelta(hours=1)
    given = said_of(Operation.ADD_TASK, task_due=due)
    await office.desk.act(filed[0].id, HEAD, Operation.ADD_TASK, given, "task")
    assert (await office.desk.find(CAO, Wanted(overdue=True))).total == 0
    office.clock.advance(timedelta(hours=2))
    assert [one.id for one in (await office.desk.find(CAO, Wanted(overdue=True))).records] == [filed[0].id]
    assert (await office.desk.find(HR, Wanted(overdue=True))).total == 0
