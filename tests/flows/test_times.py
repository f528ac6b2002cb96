"""Times as people read them: in the night in which clocks go back, a time that comes twice says which it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.flows.times import local_moment, local_time
from tests.flows.town import sample


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 1, 3, 59, tzinfo=UTC), "00:59"),
        (datetime(2026, 11, 1, 4, 50, tzinfo=UTC), "01:50 ADT"),
        (datetime(2026, 11, 1, 5, 0, tzinfo=UTC), "01:00 AST"),
        (datetime(2026, 11, 1, 6, 0, tzinfo=UTC), "02:00"),
        (datetime(2026, 3, 8, 5, 59, tzinfo=UTC), "01:59"),
        (datetime(2026, 3, 8, 6, 0, tzinfo=UTC), "03:00"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "09:00"),
    ],
)
def test_a_time_that_comes_twice_in_a_night_stands_with_its_zone(at: datetime, shown: str) -> None:
    assert local_time(at, sample().organisation) == shown
    assert local_moment(at, sample().organisation).endswith(shown)
