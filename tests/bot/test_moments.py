"""Dates and times as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.moments import local_moment, read_moment

HALIFAX = ZoneInfo("America/Halifax")
SUNDAY_AFTERNOON = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
"""14:30 in Halifax."""

WALLS = st.datetimes(
    datetime(2000, 1, 1),  # noqa: DTZ001 - what a wall clock shows has no zone
    datetime(2037, 1, 1),  # noqa: DTZ001
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("now", "2026-11-22 14:30"),
        ("Just now", "2026-11-22 14:30"),
        ("today 14:05", "2026-11-22 14:05"),
        ("today at 2pm", "2026-11-22 14:00"),
        ("2:05 p.m.", "2026-11-22 14:05"),
        ("14:05", "2026-11-22 14:05"),
        ("14:40", "2026-11-22 14:40"),
        ("23:30", "2026-11-21 23:30"),
        ("midnight", "2026-11-22 00:00"),
        ("12 am", "2026-11-22 00:00"),
        ("12:15 pm", "2026-11-22 12:15"),
        ("yesterday 9am", "2026-11-21 09:00"),
        ("9am yesterday", "2026-11-21 09:00"),
        ("monday noon", "2026-11-16 12:00"),
        ("sunday 10:00", "2026-11-22 10:00"),
        ("last sunday 10:00", "2026-11-15 10:00"),
        ("2026-11-22 09:15", "2026-11-22 09:15"),
        ("2026-11-22T09:15", "2026-11-22 09:15"),
        ("22 Nov 9.15", "2026-11-22 09:15"),
        ("November 3rd, 2026 at 4 pm", "2026-11-03 16:00"),
        ("on 3 december at 16:20", "2025-12-03 16:20"),
        ("20 minutes ago", "2026-11-22 14:10"),
        ("an hour ago", "2026-11-22 13:30"),
        ("half an hour ago", "2026-11-22 14:00"),
    ],
)
def test_plain_words_are_understood(typed: str, meant: str) -> None:
    moment = read_moment(typed, HALIFAX, SUNDAY_AFTERNOON)
    assert moment is not None
    assert moment.strftime("%Y-%m-%d %H:%M") == meant
    assert moment.tzinfo is HALIFAX


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "today",
        "9",
        "25:00",
        "12:60",
        "13 pm",
        "0 am",
        "11/12/2026 9:00",
        "30 february 2026 9:00",
        "soon",
        "x" * 99,
    ],
)
def test_what_is_not_plain_is_refused(typed: str) -> None:
    assert read_moment(typed, HALIFAX, SUNDAY_AFTERNOON) is None


def test_a_time_that_came_twice_is_the_first_and_one_that_was_skipped_moves_on() -> None:
    twice = read_moment("2026-11-01 01:30", HALIFAX, SUNDAY_AFTERNOON)
    assert twice is not None
    assert twice.utcoffset() == timedelta(hours=-3)
    skipped = read_moment("2026-03-08 02:30", HALIFAX, SUNDAY_AFTERNOON)
    assert skipped is not None
    assert (skipped.hour, skipped.minute) == (3, 30)


@given(WALLS, st.sampled_from(["America/Halifax", "UTC"]))
def test_a_wall_clock_time_is_kept_wherever_it_exists(wall: datetime, zone: str) -> None:
    moment = local_moment(wall, ZoneInfo(zone))
    ahead = moment.replace(tzinfo=None) - wall
    assert ahead in (timedelta(0), timedelta(hours=1))
    assert moment.astimezone(UTC).astimezone(ZoneInfo(zone)) == moment


@given(st.text(max_size=80))
@example("9" * 60)
@example("0000-00-00 00:00")
@example("²:30")
def test_no_text_breaks_the_reader(typed: str) -> None:
    read_moment(typed, HALIFAX, SUNDAY_AFTERNOON)


@given(WALLS.map(lambda wall: wall.replace(second=0, microsecond=0)))
def test_a_moment_shown_in_the_long_form_is_read_back_as_itself(wall: datetime) -> None:
    moment = local_moment(wall, HALIFAX)
    again = read_moment(moment.strftime("%Y-%m-%d %H:%M"), HALIFAX, SUNDAY_AFTERNOON)
    assert again is not None
    # In the hour that comes twice the first one is meant.
    assert moment - again in (timedelta(0), timedelta(hours=1))
