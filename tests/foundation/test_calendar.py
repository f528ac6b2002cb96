"""The working calendar: what is due when, over weekends, holidays, nights of summer time and leap days."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Barrier
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.folder import check_folder
from bot.organisation import load_organisation
from foundation.calendar import Wait, WaitUnit, WorkCalendar, months_after
from foundation.datafile import DataFileError
from incidents.task import TaskKind
from tests.flows.town import ORGANISATION

HALIFAX = ZoneInfo("America/Halifax")
OFFICE = WorkCalendar(
    HALIFAX,
    start=time(8, 30),
    end=time(16, 30),
    holidays=frozenset({date(2026, 12, 24)}),
    region="CA-NS",
    open_days=frozenset({date(2026, 7, 1)}),
)
MOMENTS = st.datetimes(datetime(2023, 1, 1), datetime(2033, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given beside
WAITS = st.builds(Wait, st.integers(1, 40), st.sampled_from(WaitUnit))


def local(*when: int) -> datetime:
    """A moment in Halifax."""
    return datetime(*when, tzinfo=HALIFAX)  # type: ignore[misc,arg-type] # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("start", "count", "unit", "due"),
    [
        # A13: within 24 hours, at any hour; over the night in which summer time begins it is 24 hours all the same.
        (local(2026, 3, 7, 12, 0), 24 * 60, WaitUnit.MINUTES, local(2026, 3, 8, 13, 0)),
        # D65: tomorrow is the next business day.
        (local(2026, 3, 5, 10, 0), 1, WaitUnit.BUSINESS_DAYS, local(2026, 3, 6, 16, 30)),
        (local(2026, 3, 6, 10, 0), 1, WaitUnit.BUSINESS_DAYS, local(2026, 3, 9, 16, 30)),
        # Heritage Day is a holiday of Nova Scotia; Christmas Eve one of the organisation.
        (local(2026, 2, 13, 10, 0), 1, WaitUnit.BUSINESS_DAYS, local(2026, 2, 17, 16, 30)),
        (local(2026, 12, 23, 10, 0), 1, WaitUnit.BUSINESS_DAYS, local(2026, 12, 28, 16, 30)),
        # Canada Day, on which the file says that somebody is there.
        (local(2026, 6, 30, 10, 0), 1, WaitUnit.BUSINESS_DAYS, local(2026, 7, 1, 16, 30)),
        (local(2026, 3, 6, 15, 30), 2, WaitUnit.BUSINESS_HOURS, local(2026, 3, 9, 9, 30)),
        # The last day of a month that has no such day; a leap day; one that is closed moves on.
        (local(2026, 10, 31, 9, 0), 1, WaitUnit.MONTHS, local(2026, 11, 30, 16, 30)),
        (local(2024, 1, 31, 9, 0), 1, WaitUnit.MONTHS, local(2024, 2, 29, 16, 30)),
        (local(2024, 2, 29, 9, 0), 12, WaitUnit.MONTHS, local(2025, 2, 28, 16, 30)),
        (local(2026, 1, 7, 9, 0), 1, WaitUnit.MONTHS, local(2026, 2, 9, 16, 30)),
    ],
)
def test_what_is_due_when(start: datetime, count: int, unit: WaitUnit, due: datetime) -> None:
    assert OFFICE.due(start, Wait(count, unit)) == due


@given(MOMENTS, WAITS)
def test_nothing_is_due_before_it_begins_or_on_a_day_that_is_closed(start: datetime, wait: Wait) -> None:
    due = OFFICE.due(start, wait)
    assert due > start
    assert due.tzinfo is UTC
    if wait.unit is not WaitUnit.MINUTES:
        assert OFFICE.is_open(OFFICE.day_of(due))
        assert OFFICE.start <= due.astimezone(HALIFAX).time() <= OFFICE.end


@given(MOMENTS, st.integers(1, 30), st.sampled_from(WaitUnit), st.integers(0, 300))
def test_a_longer_wait_and_a_later_start_are_never_due_earlier(
    start: datetime, count: int, unit: WaitUnit, hours: int
) -> None:
    due = OFFICE.due(start, Wait(count, unit))
    assert OFFICE.due(start, Wait(count + 1, unit)) >= due
    assert OFFICE.due(start + timedelta(hours=hours), Wait(count, unit)) >= due


@given(st.dates(date(2023, 1, 1), date(2033, 1, 1)), st.integers(1, 30))
def test_open_days_are_counted_one_by_one_and_back_again(day: date, count: int) -> None:
    later = OFFICE.open_day_after(day, count)
    between = (day + timedelta(days=number) for number in range(1, (later - day).days + 1))
    assert sum(map(OFFICE.is_open, between)) == count
    if OFFICE.is_open(day):
        assert OFFICE.open_day_before(later, count) == day


@given(st.dates(date(2023, 1, 1), date(2033, 1, 1)))
def test_a_day_of_work_is_as_long_on_the_nights_the_clock_changes(day: date) -> None:
    assert OFFICE.closes(day) - OFFICE.opens(day) == timedelta(hours=8)


@given(st.dates(date(2023, 1, 1), date(2033, 1, 1)), st.integers(0, 60))
def test_months_later_is_that_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert later.year * 12 + later.month == day.year * 12 + day.month + months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_where_nobody_ever_works_something_is_due_all_the_same() -> None:
    closed = WorkCalendar(HALIFAX, days=frozenset())
    due = closed.due(local(2026, 3, 5, 10, 0), Wait(2, WaitUnit.BUSINESS_DAYS))
    assert due == local(2026, 3, 7, 17, 0)


PLAIN = (ORGANISATION / "organisation.yaml").read_text(encoding="utf-8")


def load(folder: Path, text: str) -> object:
    """The organisation of a file that holds this text."""
    file = folder / "organisation.yaml"
    file.write_text(text, encoding="utf-8")
    return load_organisation(file)


def test_the_sample_says_when_somebody_is_there_and_how_soon_promises_are_due() -> None:
    organisation = check_folder(ORGANISATION).organisation
    assert organisation.calendar.region == "CA-NS"
    assert not organisation.calendar.is_open(date(2026, 12, 24))
    assert organisation.promises[TaskKind.CALL_BACK] == Wait(1, WaitUnit.BUSINESS_DAYS)


def test_without_a_calendar_it_is_monday_to_friday_where_the_organisation_is(tmp_path: Path) -> None:
    head, _, _ = PLAIN.partition("# When somebody is there.")
    organisation = load(tmp_path, head)
    assert organisation.calendar == WorkCalendar(HALIFAX)  # type: ignore[attr-defined]  # an Organisation


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("region: CA-NS", "region: XX-YY"),
        ("region: CA-NS", "region: CA-XX"),
        ("region: CA-NS", "region: CA-"),
        ("region: CA-NS", "region: NYSE"),
        ("[mon, tue, wed, thu, fri]", "[mon, lundi]"),
        ('from: "08:30"', 'from: "eight"'),
        ('from: "08:30"', 'from: "08:30+02:00"'),
        ('from: "08:30"', 'from: "08:30Z"'),
        ('until: "16:30"', 'until: "07:30"'),
        ('"2026-12-24"', '"Christmas"'),
        ("  region: CA", "  regoin: CA"),
        ("call_back: 1 business day", "call_back: soon"),
        ("call_back: 1 business day", "call_back: 5000 months"),
        ("  contact:", "  director:"),
    ],
)
def test_a_mistake_in_the_calendar_is_refused_with_its_line(tmp_path: Path, good: str, bad: str) -> None:
    with pytest.raises(DataFileError) as told:
        load(tmp_path, PLAIN.replace(good, bad, 1))
    line = next(number for number, text in enumerate(PLAIN.splitlines(), 1) if good in text)
    assert (told.value.file, told.value.line) == ("organisation.yaml", line)


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hasty")
def test_a_holiday_is_one_for_every_thread_that_asks_first() -> None:
    """Threads that meet in a year nobody asked about before find the same days closed."""
    calendar = WorkCalendar(HALIFAX, region="CA-NS")
    for year in range(2040, 2070):
        at_once = Barrier(4)

        def asks(day: date = date(year, 12, 25), at_once: Barrier = at_once) -> bool:
            at_once.wait()
            return calendar.is_open(day)

        with ThreadPoolExecutor(4) as threads:
            assert not any(one.result() for one in [threads.submit(asks) for _ in range(4)])
