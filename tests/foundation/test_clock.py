"""The clock of the machine."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import clock as module
from foundation.clock import BELIEVED, SystemClock
from tests.fakes.clock import MORNING, FakeClock


def test_it_tells_the_time_in_utc() -> None:
    now = SystemClock().now()
    assert now.tzinfo is UTC
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=1)


@pytest.mark.parametrize(("step", "expected"), [(-3600, 0), (3600, 3600)])
def test_a_clock_set_back_stretches_no_deadline_and_one_set_ahead_is_followed(
    monkeypatch: pytest.MonkeyPatch, step: int, expected: int
) -> None:
    clock = SystemClock()
    before = clock.now()

    class Stepped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Stepped:
            return cls.fromtimestamp(time.time() + step, UTC)

    monkeypatch.setattr(module, "datetime", Stepped)
    moved = (clock.now() - before).total_seconds()
    assert expected <= moved < expected + 1


@given(st.lists(st.tuples(st.integers(0, 900), st.sampled_from([-3600, -60, 0, 60, 3600]))))
def test_whatever_is_done_to_the_wall_clock_four_hours_take_no_minute_more(
    moves: list[tuple[int, int]],
) -> None:
    clock = FakeClock()
    for passed, step in moves:
        before = clock.now()
        late = timedelta(seconds=passed) - (clock.advance(timedelta(seconds=passed)) - before)
        assert late <= timedelta(seconds=passed * 60 / (4 * 3600), microseconds=1)
        before = clock.now()
        assert clock.step(timedelta(seconds=step)) >= before


def test_a_clock_that_was_fast_and_is_set_right_agrees_with_the_time_again() -> None:
    clock = FakeClock(MORNING + timedelta(hours=1))
    clock.step(timedelta(hours=-1))
    assert clock.wall() == MORNING
    for _ in range(24 * 11):
        clock.advance(timedelta(hours=1))
    assert clock.now() == clock.wall() == MORNING + timedelta(days=11)


def test_a_clock_set_back_while_the_program_stood_still_goes_on_from_what_was_written_down() -> None:
    seen = MORNING + timedelta(hours=1)
    clock = FakeClock()
    clock.resume(seen)
    assert clock.now() == seen
    later = clock.advance(timedelta(minutes=10))
    assert timedelta(minutes=9, seconds=55) < later - seen <= timedelta(minutes=10)
    clock.resume(MORNING)
    clock.resume(None)
    assert clock.now() == later, "an earlier moment changes nothing"


def test_a_moment_far_ahead_was_written_by_a_wrong_clock() -> None:
    clock = FakeClock()
    clock.resume(MORNING + BELIEVED + timedelta(seconds=1))
    assert clock.now() == MORNING
