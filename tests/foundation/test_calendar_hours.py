"""Clocks that stand still outside business hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.calendar import WorkCalendar
from foundation.datafile import DataFileError
from incidents.rules.ladder import parse_ladder

HALIFAX = ZoneInfo("America/Halifax")
OFFICE = WorkCalendar(HALIFAX, frozenset(range(5)), time(8), time(17), frozenset({date(2026, 12, 25)}))


def local(*when: int) -> datetime:
    """A moment in Halifax."""
    return datetime(*when, tzinfo=HALIFAX)  # type: ignore[misc,arg-type] # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        (local(2026, 3, 2, 9, 0), 30, local(2026, 3, 2, 9, 30)),
        (local(2026, 3, 2, 7, 0), 30, local(2026, 3, 2, 8, 30)),
        (local(2026, 3, 2, 16, 50), 30, local(2026, 3, 3, 8, 20)),
        (local(2026, 3, 6, 16, 50), 30, local(2026, 3, 9, 8, 20)),  # a Friday; summer time begins on Sunday
        (local(2026, 12, 24, 16, 50), 30, local(2026, 12, 28, 8, 20)),  # over Christmas and a weekend
        (local(2026, 3, 7, 12, 0), 600, local(2026, 3, 10, 9, 0)),
    ],
)
def test_only_open_time_counts(start: datetime, minutes: int, due: datetime) -> None:
    assert OFFICE.after(start, timedelta(minutes=minutes)) == due


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is given beside
    st.integers(1, 3000),
    st.integers(1, 3000),
)
def test_more_time_is_never_due_earlier(start: datetime, first: int, second: int) -> None:
    one = OFFICE.after(start, timedelta(minutes=min(first, second)))
    two = OFFICE.after(start, timedelta(minutes=max(first, second)))
    assert start < one <= two
    assert OFFICE.start <= one.astimezone(HALIFAX).time() <= OFFICE.end


FILE = """steps:
  - role: cao
    minutes: 15
business_hours_only: true
business_hours:
  zone: America/Halifax
  days: [mon, tue]
  from: "09:00"
  until: "12:30"
  holidays: ["2026-12-25"]
"""


def test_the_calendar_is_read_from_the_ladder_file() -> None:
    expected = WorkCalendar(
        HALIFAX, frozenset({0, 1}), time(9), time(12, 30), frozenset({date(2026, 12, 25)})
    )
    assert parse_ladder(FILE).hours == expected


@pytest.mark.parametrize(
    ("good", "bad", "line"),
    [
        ("America/Halifax", "Atlantis/Deep", 6),
        ("[mon, tue]", "[lundi]", 7),
        ('"09:00"', '"nine"', 8),
        ('"12:30"', '"08:30"', 9),
        ('["2026-12-25"]', '["Christmas"]', 10),
    ],
)
def test_a_mistake_in_the_calendar_is_refused_with_its_line(good: str, bad: str, line: int) -> None:
    with pytest.raises(DataFileError) as told:
        parse_ladder(FILE.replace(good, bad))
    assert told.value.line == line
