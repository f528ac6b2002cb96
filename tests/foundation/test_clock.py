"""The clock of the machine."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from foundation import clock as module
from foundation.clock import SystemClock


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
