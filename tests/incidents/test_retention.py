"""How long records are kept: the rule against another calculation, and destroying through the desk (trust check 21)."""

from __future__ import annotations

import asyncio
import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import MetaData, Text, cast, select

from foundation.datafile import DataFileError, parse_data
from foundation.db import Connection
from foundation.ids import new_id
from incidents import store_audit
from incidents.audit import Act
from incidents.incident_log import LineOutcome
from incidents.records import ActOutcome, Behaviour, State
from incidents.rules.access import Operation
from incidents.rules.incident_log import LogProfile
from incidents.rules.retention import (
    CORRESPONDENCE,
    Disposal,
    HoldKind,
    RetentionClass,
    class_named,
    disposal,
    proposed,
    read_schedule,
)
from incidents.tables import metadata
from tests.fakes.roster import AUTHOR, CAO, COLLEAGUE, HEAD, RECORDS
from tests.fixtures.acts import said_of
from tests.fixtures.office import Office

SHORT = RetentionClass("Difficult contact", 18, authority="Schedule 12")
LONG = RetentionClass("Violence", 84, from_year_end=True)
FOREVER = RetentionClass("Historic", None)
SCHEDULE = (SHORT, LONG, FOREVER)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


def plainly(closed: date, months: int, *, from_year_end: bool) -> date:
    """The last day of keeping, counted month by month as a person would with a calendar on the wall."""
    year, month, day = (closed.year, 12, 31) if from_year_end else (closed.year, closed.month, closed.day)
    for _ in range(months):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return date(year, month, min(day, calendar.monthrange(year, month)[1]))


@given(DAYS, st.integers(1, 600), st.booleans(), st.integers(-3, 3))
def test_a_record_is_due_the_day_after_its_last_day_and_not_before(
    closed: date, months: int, from_year_end: bool, days: int
) -> None:
    kept = RetentionClass("a class", months, from_year_end)
    last = plainly(closed, months, from_year_end=from_year_end)
    assert kept.last_day(closed) == last
    found = disposal(kept, closed, last + timedelta(days=days), (), tasks_open=False)
    assert found is (Disposal.DUE if days > 0 else Disposal.KEPT)


@given(DAYS, DAYS, st.sampled_from([*SCHEDULE, None]), st.sets(st.sampled_from(HoldKind)), st.booleans())
def test_whatever_is_held_has_an_open_task_or_no_class_is_never_due(
    closed: date, today: date, kept: RetentionClass | None, holds: set[HoldKind], busy: bool
) -> None:
    found = disposal(kept, closed, today, holds, tasks_open=busy)
    if found is Disposal.DUE:
        assert not holds
        assert not busy
        assert kept is not None
        assert kept.months is not None
    if holds:
        assert found is Disposal.HELD


def test_a_leap_day_ends_on_the_last_of_february() -> None:
    assert RetentionClass("year", 12).last_day(date(2028, 2, 29)) == date(2029, 2, 28)
    assert RetentionClass("four", 48).last_day(date(2028, 2, 29)) == date(2032, 2, 29)


def test_a_class_is_found_however_it_is_spaced_and_capitalised() -> None:
    assert class_named(SCHEDULE, "  difficult   CONTACT ") is SHORT
    assert class_named(SCHEDULE, "Difficult") is None


SAYS = """
retention:
  - name: Difficult contact
    keep: 5 years
  - name: Threat
    keep: 18 months
    counted_from: year end
    authority: Schedule 12
  - name: Historic
    keep: always
"""


def test_a_schedule_is_read() -> None:
    assert read_schedule(parse_data(SAYS, "organisation.yaml")) == (
        RetentionClass("Difficult contact", 60),
        RetentionClass("Threat", 18, from_year_end=True, authority="Schedule 12"),
        RetentionClass("Historic", None),
    )


@pytest.mark.parametrize(
    ("was", "becomes", "line"),
    [
        ("5 years", "five years", 4),
        ("5 years", "0 years", 4),
        ("5 years", "5", 4),
        ("5 years", "2000 years", 4),
        ("18 months", "-18 months", 6),
        ("year end", "the end", 7),
        ("name: Threat", "name: difficult  contact", 5),
        ("authority", "autority", 8),
    ],
)
def test_a_mistake_in_a_schedule_is_told_with_its_line(was: str, becomes: str, line: int) -> None:
    with pytest.raises(DataFileError) as refused:
        read_schedule(parse_data(SAYS.replace(was, becomes, 1), "organisation.yaml"))
    assert refused.value.line == line


def test_one_class_alone_is_proposed_for_letters_and_nothing_else_can_be_said_there() -> None:
    """D21: the class of a letter's report follows from the schedule, and whoever closes it can choose another."""
    with_letters = SAYS.replace("keep: always", "keep: always\n    for: [correspondence]")
    found = proposed(read_schedule(parse_data(with_letters, "organisation.yaml")), CORRESPONDENCE)
    assert found
    assert found.name == "Historic"
    assert proposed(SCHEDULE, CORRESPONDENCE) is None
    twice = with_letters.replace("18 months", "18 months\n    for: [correspondence]")
    unknown = SAYS.replace("keep: always", "keep: always\n    for: [poems]")
    for text, line in ((twice, 12), (unknown, 11)):
        with pytest.raises(DataFileError) as refused:
            read_schedule(parse_data(text, "organisation.yaml"))
        assert refused.value.line == line


async def closed(
    office: Office, draft: str, kept: str = SHORT.name, behaviours: tuple[Behaviour, ...] = ()
) -> str:
    """The id of a record that was filed, worked on and closed."""
    filed = await office.desk.submit(office.report(behaviours=behaviours), draft)
    await office.worker.run_due()
    said = said_of(Operation.CLOSE, retention_class=kept)
    outcome, _ = await office.desk.act(filed.id, HEAD, Operation.CLOSE, said, new_id())
    assert outcome is ActOutcome.DONE
    await office.worker.run_due()
    record = await office.desk.view(filed.id, AUTHOR, whole=True)
    assert record
    assert record.state is State.CLOSED
    return filed.id


async def standing(office: Office) -> dict[str, Disposal]:
    """How each closed record stands, by id."""
    return {one.id: one.disposal for one in await office.desk.keeping.closed(RECORDS, SCHEDULE)}


async def test_what_is_due_is_destroyed_with_everything_beside_it_and_certified(office: Office) -> None:
    gone, stays = await closed(office, "gone"), await closed(office, "stays", LONG.name)
    reference = (await office.desk.view(gone, AUTHOR, whole=True)).reference  # type: ignore[union-attr]
    assert await standing(office) == {gone: Disposal.KEPT, stays: Disposal.KEPT}
    office.clock.advance(timedelta(days=560))
    assert await standing(office) == {gone: Disposal.DUE, stays: Disposal.KEPT}
    made = await office.desk.keeping.destroy(RECORDS, [gone, stays], "Clerk, 12", SCHEDULE, "draft")
    assert made
    assert [one.reference for one in made.destroyed] == [reference]
    assert await rows_about(office, gone) == {"audit"}
    assert len(await rows_about(office, stays)) > 1
    assert await office.desk.view(gone, CAO) is None
    assert await office.desk.mine(AUTHOR)
    assert await office.desk.unopened(AUTHOR) == ()
    again = await office.desk.keeping.destroy(RECORDS, [gone, stays], "Clerk, 12", SCHEDULE, "draft")
    assert again == made
    assert await office.desk.keeping.certificates(RECORDS) == (made,)
    await office.worker.run_due()
    assert (await office.auditor.look()).ok
    assert (await office.auditor.verify()).broken is None
    last = await office.db.read(lambda conn: list(store_audit.entries(conn)))
    assert [one.actor for one in last if one.kind == Act.DESTROYED] == [RECORDS]


async def rows_about(office: Office, record_id: str) -> set[str]:
    """The tables of the database in which any column holds this id."""

    def look(conn: Connection) -> set[str]:
        every = MetaData()
        every.reflect(conn)
        return {
            table.name
            for table in every.sorted_tables
            for column in table.columns
            if conn.execute(select(column).where(cast(column, Text) == record_id)).first()
        }

    return await office.db.read(look, within=60)  # Every table is read from the schema first.


@pytest.mark.parametrize("person", [AUTHOR, HEAD, CAO, COLLEAGUE])
async def test_nobody_but_the_records_officer_sees_or_decides(office: Office, person: str) -> None:
    record = await closed(office, "mine")
    office.clock.advance(timedelta(days=600))
    keeping = office.desk.keeping
    assert await keeping.closed(person, SCHEDULE) == ()
    assert await keeping.destroy(person, [record], "me", SCHEDULE, "d") is None
    made = await keeping.destroy(RECORDS, [record], "Clerk", SCHEDULE, "d")
    assert made
    assert await keeping.certificates(person) == ()
    assert await keeping.certificate(made.id, person) is None


async def test_a_hold_of_either_kind_wins_until_both_are_lifted(office: Office) -> None:
    record = await closed(office, "held")
    office.clock.advance(timedelta(days=600))
    for kind in HoldKind:
        outcome, _ = await office.desk.act(
            record, RECORDS, Operation.HOLD, said_of(Operation.HOLD, hold_kind=kind.value), new_id()
        )
        assert outcome is ActOutcome.DONE
    for kind in HoldKind:
        assert await standing(office) == {record: Disposal.HELD}
        assert await office.desk.keeping.destroy(RECORDS, [record], "x", SCHEDULE, new_id()) is None
        lift = said_of(Operation.LIFT_HOLD, hold_kind=kind.value)
        outcome, seen = await office.desk.act(record, RECORDS, Operation.LIFT_HOLD, lift, new_id())
        assert outcome is ActOutcome.DONE
    assert seen
    assert seen.holds == ()
    assert await standing(office) == {record: Disposal.DUE}
    outcome, _ = await office.desk.act(record, RECORDS, Operation.LIFT_HOLD, lift, new_id())
    assert outcome is ActOutcome.NOT_HELD


async def test_an_open_task_or_a_reopened_record_is_not_destroyed(office: Office) -> None:
    record = await closed(office, "open")
    office.clock.advance(timedelta(days=600))
    outcome, _ = await office.desk.act(record, HEAD, Operation.REOPEN, said_of(Operation.REOPEN), new_id())
    assert outcome is ActOutcome.DONE
    assert await office.desk.keeping.destroy(RECORDS, [record], "x", SCHEDULE, new_id()) is None
    said = said_of(Operation.ADD_TASK, task_can_wait=True)
    await office.desk.act(record, HEAD, Operation.ADD_TASK, said, new_id())
    said = said_of(Operation.CLOSE, retention_class=SHORT.name)
    await office.desk.act(record, HEAD, Operation.CLOSE, said, new_id())
    await office.desk.view(record, AUTHOR, whole=True)
    assert await standing(office) == {record: Disposal.KEPT}, "it was closed today"
    office.clock.advance(timedelta(days=600))
    assert await standing(office) == {record: Disposal.TASKS_OPEN}
    assert await office.desk.keeping.destroy(RECORDS, [record], "x", SCHEDULE, new_id()) is None


async def test_the_class_that_was_given_last_counts(office: Office) -> None:
    record = await closed(office, "class", "as in the old schedule")
    office.clock.advance(timedelta(days=600))
    assert await standing(office) == {record: Disposal.UNCLASSED}
    for kept, expected in ((FOREVER, Disposal.ALWAYS), (LONG, Disposal.KEPT), (SHORT, Disposal.DUE)):
        said = said_of(Operation.CLASSIFY, retention_class=kept.name)
        outcome, _ = await office.desk.act(record, RECORDS, Operation.CLASSIFY, said, new_id())
        assert outcome is ActOutcome.DONE
        assert await standing(office) == {record: expected}


async def test_two_decisions_at_once_destroy_a_record_once(office: Office) -> None:
    record = await closed(office, "twice")
    office.clock.advance(timedelta(days=600))
    made = await asyncio.gather(
        *(office.desk.keeping.destroy(RECORDS, [record], "x", SCHEDULE, f"d{number}") for number in range(2))
    )
    assert sorted(one is not None for one in made) == [False, True]


async def test_the_cao_decides_where_no_records_officer_may(office: Office) -> None:
    filed = await office.desk.submit(office.report(author=RECORDS), "own")
    await office.worker.run_due()
    said = said_of(Operation.CLOSE, retention_class=SHORT.name)
    await office.desk.act(filed.id, HEAD, Operation.CLOSE, said, new_id())
    await office.desk.view(filed.id, RECORDS, whole=True)
    office.clock.advance(timedelta(days=600))
    assert await standing(office) == {}
    keeping = office.desk.keeping
    assert await keeping.destroy(RECORDS, [filed.id], "x", SCHEDULE, new_id()) is None
    assert [(one.id, one.undecided) for one in await keeping.overview(SCHEDULE)] == [(filed.id, False)]
    assert [one.id for one in await keeping.closed(CAO, SCHEDULE)] == [filed.id]
    made = await keeping.destroy(CAO, [filed.id], "x", SCHEDULE, new_id())
    assert made
    assert await keeping.certificates(CAO) == (made,)


async def test_where_neither_may_decide_the_overview_says_so(office: Office) -> None:
    filed = await office.desk.submit(office.report(author=CAO), "both", excluded=frozenset({RECORDS}))
    await office.worker.run_due()
    said = said_of(Operation.CLOSE, retention_class=SHORT.name)
    await office.desk.act(filed.id, HEAD, Operation.CLOSE, said, new_id())
    await office.desk.view(filed.id, CAO, whole=True)
    office.clock.advance(timedelta(days=600))
    assert await office.desk.keeping.closed(CAO, SCHEDULE) == ()
    assert [one.undecided for one in await office.desk.keeping.overview(SCHEDULE)] == [True]


async def test_a_violent_report_without_a_line_is_not_due(office: Office) -> None:
    record = await closed(office, "violent", behaviours=(Behaviour.THREAT,))
    office.clock.advance(timedelta(days=600))
    profile = LogProfile("Log", frozenset(Behaviour))
    keeping = office.desk.keeping
    assert [one.disposal for one in await keeping.closed(RECORDS, SCHEDULE, profile)] == [Disposal.NO_LINE]
    assert await keeping.destroy(RECORDS, [record], "x", SCHEDULE, "d", profile) is None
    assert (
        await office.desk.incident_log.write(record, RECORDS, {"log_where": "workplace"}) is LineOutcome.KEPT
    )
    assert [one.disposal for one in await keeping.closed(RECORDS, SCHEDULE, profile)] == [Disposal.DUE]


def test_every_table_that_names_a_record_is_emptied_of_it() -> None:
    """A table added later must say so by a foreign key, or `store_keeping.destroy` leaves it."""
    naming = [table for table in metadata.sorted_tables if "record_id" in table.columns]
    free = {table.name for table in naming if not table.columns["record_id"].foreign_keys}
    assert free == {"audit"}
