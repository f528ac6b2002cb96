"""A month in figures that was shown stays what it was, on both databases: who looks twice learns nothing more."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.store_figures import counted_elsewhere
from foundation.calendar import WorkCalendar
from foundation.ids import new_id
from incidents import store_figures, store_keeping
from incidents.figures_desk import FigureRows, MonthFigures
from incidents.records import Behaviour
from incidents.report import Channel
from incidents.request_desk import Requests
from incidents.rules.figures import count_months, month_of, month_of_kept
from incidents.rules.figures_cells import Breakdown, FigureCell, Measure
from incidents.rules.figures_count import Counting
from incidents.rules.figures_facts import Frame, IncidentFact, MonthFacts
from incidents.rules.figures_file import parse_figures
from incidents.rules.figures_kept import KeptMonth
from incidents.rules.figures_shown import FEW, NOTHING, UNCOUNTED, round_count
from incidents.rules.request_rules import OFF
from incidents.tables import figure_months
from tests.fakes.roster import AUTHOR, CAO, TRANSIT
from tests.fixtures.office import Office

RULES = parse_figures("audiences: [{name: all, title: All, role: cao, shows: [incidents, training]}]")
ROWS = FigureRows((TRANSIT,))
THREATS = FigureCell(Measure.INCIDENTS, Breakdown.BEHAVIOUR, Behaviour.THREAT)
ALL = FigureCell(Measure.INCIDENTS)
ZONE = ZoneInfo("America/Halifax")
COUNTING = Counting(Frame((TRANSIT, "Harbour")), OFF, WorkCalendar(ZONE))
OCTOBER = date(2026, 10, 1)


def figures(office: Office) -> MonthFigures:
    return MonthFigures(office.desk, Requests(office.desk), RULES, counted_elsewhere)


async def a_month_of_reports(office: Office, many: int) -> list[str]:
    filed = [
        await office.desk.submit(office.report(behaviours=(Behaviour.THREAT,)), new_id()) for _ in range(many)
    ]
    office.clock.advance(timedelta(days=32))
    return [one.id for one in filed]


async def test_what_is_destroyed_or_added_later_changes_no_month_that_was_shown(office: Office) -> None:
    ids = await a_month_of_reports(office, 6)
    desk = figures(office)
    seen = await desk.month(CAO, desk.newest(), "", ROWS)
    assert seen
    assert seen.month.cell(ALL) == seen.month.cell(THREATS) == round_count(6)
    for one in ids[:3]:
        await office.db.write(lambda conn, one=one: store_keeping.destroy(conn, one))  # type: ignore[misc]
    office.clock.advance(timedelta(days=31))
    await desk.month(CAO, desk.newest(), "", ROWS)
    again = await desk.month(CAO, seen.first, "", ROWS)
    assert again
    assert again.month == seen.month
    following = await desk.month(CAO, desk.newest(), "", ROWS)
    assert following
    assert following.month.before == seen.month.shown


async def test_of_two_who_count_at_once_both_show_what_was_kept_first(office: Office) -> None:
    ids = await a_month_of_reports(office, 6)
    desk, other = figures(office), figures(office)
    first = desk.newest()
    one, two = await asyncio.gather(desk.month(CAO, first, "", ROWS), other.month(CAO, first, "", ROWS))
    assert one
    assert two
    assert one.month == two.month
    rows = await office.db.read(lambda conn: conn.execute(select(figure_months.c.month)).scalars().all())
    assert len(rows) == len(set(rows)) == 13
    await office.db.write(lambda conn: store_keeping.destroy(conn, ids[0]))
    changed = {first: KeptMonth(first, {ALL: FEW})}
    ring = office.desk.vault.ring
    kept = await office.db.write(lambda conn: store_figures.keep_months(conn, ring, changed))
    assert kept[first].shown[ALL] == round_count(6)


async def test_what_is_kept_of_a_month_is_sealed_and_what_does_not_open_is_counted_again(
    office: Office,
) -> None:
    await a_month_of_reports(office, 6)
    desk = figures(office)
    seen = await desk.month(CAO, desk.newest(), "", ROWS)
    rows = await office.db.read(lambda conn: conn.execute(select(figure_months.c.sealed)).scalars().all())
    assert not [one for one in rows if b"threat" in one or TRANSIT.encode() in one]
    await office.db.write(lambda conn: conn.execute(update(figure_months).values(sealed=b"broken")))
    again = await desk.month(CAO, desk.newest(), "", ROWS)
    assert seen
    assert again
    assert again.month == seen.month


def told(day: datetime, department: str = TRANSIT) -> IncidentFact:
    return IncidentFact(day, day, Channel.PHONE, department, "", frozenset({Behaviour.THREAT}))


def test_kept_months_are_read_back_as_they_were_and_need_no_facts() -> None:
    facts = MonthFacts(incidents=(told(datetime(2026, 10, 5, 14, tzinfo=UTC)),) * 6)
    months = count_months(facts, OCTOBER, COUNTING)
    assert {first: KeptMonth.of(first, one.plain()) for first, one in months.items()} == months
    assert count_months(MonthFacts(), OCTOBER, COUNTING, months) == months
    assert month_of_kept(months, COUNTING.frame) == month_of(facts, OCTOBER, COUNTING)


def test_a_month_beside_a_kept_one_is_shown_from_what_was_kept_and_not_from_what_it_is_now() -> None:
    october = (told(datetime(2026, 10, 5, 14, tzinfo=UTC)),) * 6
    november = (told(datetime(2026, 11, 5, 14, tzinfo=UTC)),) * 9
    kept = count_months(MonthFacts(incidents=october), OCTOBER, COUNTING)
    later = month_of(MonthFacts(incidents=november), date(2026, 11, 1), COUNTING, kept)
    assert later.before[ALL] == round_count(6)
    assert later.cell(ALL) == round_count(9)
    assert later.silent == ("Harbour",)
    assert later.cell(FigureCell(Measure.INCIDENTS, Breakdown.DEPARTMENT, "Harbour")) == NOTHING


def test_a_row_that_no_file_had_then_is_said_to_be_uncounted_and_not_to_be_small() -> None:
    kept = count_months(MonthFacts(), OCTOBER, COUNTING)
    grown = replace(COUNTING, frame=Frame((TRANSIT, "Harbour", "Library")))
    november = (told(datetime(2026, 11, 5, 14, tzinfo=UTC), "Library"),) * 9
    month = month_of(MonthFacts(incidents=november), date(2026, 11, 1), grown, kept)
    cell = FigureCell(Measure.INCIDENTS, Breakdown.DEPARTMENT, "Library")
    assert month.cell(cell) == round_count(9)
    assert month.before[cell] == UNCOUNTED
    assert month.in_year(cell) == 10


async def test_whoever_gets_no_figures_has_none_counted_or_kept(office: Office) -> None:
    await a_month_of_reports(office, 2)
    desk = figures(office)
    assert await desk.month(AUTHOR, desk.newest(), "", ROWS) is None
    assert not await office.db.read(lambda conn: conn.execute(select(figure_months)).all())


async def test_whoever_belongs_to_many_audiences_reaches_each_by_the_first_that_is_offered(
    office: Office,
) -> None:
    rules = [f"{{name: {name}, title: {name}, role: cao, shows: [incidents]}}" for name in "abcd"]
    desk = figures(office)
    desk.use(parse_figures(f"audiences: [{', '.join(rules)}]"))
    seen, name = [], ""
    for _ in rules:
        view = await desk.month(CAO, desk.newest(), name, ROWS)
        assert view
        seen.append(view.audience.name)
        name = view.others[0].name
    assert seen == ["a", "b", "c", "d"]
