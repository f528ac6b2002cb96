"""Months as an organisation counts them: short months, nights when the clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.local_days import next_first_of_month
from foundation.calendar import months_after

NINE = time(9)
HALIFAX = ZoneInfo("America/Halifax")


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 2), 0, date(2026, 3, 2)),
    ],
)
def test_a_month_that_has_no_such_day_ends_earlier(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


moments = st.floats(0, 4e9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
zones = st.sampled_from(["UTC", "America/Halifax", "Asia/Kolkata"]).map(ZoneInfo)


@given(moments, zones)
def test_the_next_first_is_ahead_at_nine_and_no_other_lies_between(now: datetime, zone: ZoneInfo) -> None:
    found = next_first_of_month(now, zone, NINE)
    local = found.astimezone(zone)
    assert found > now
    assert (local.day, local.time()) == (1, NINE)
    assert found - now <= timedelta(days=31, hours=1)


def test_the_morning_of_the_first_still_counts() -> None:
    early = datetime(2026, 4, 1, 8, 59, tzinfo=HALIFAX)
    assert next_first_of_month(early, HALIFAX, NINE) == datetime(2026, 4, 1, 9, tzinfo=HALIFAX)
    late = datetime(2026, 4, 1, 9, 0, tzinfo=HALIFAX)
    assert next_first_of_month(late, HALIFAX, NINE) == datetime(2026, 5, 1, 9, tzinfo=HALIFAX)
