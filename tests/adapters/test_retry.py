"""The one rule for answers somebody waits for: what is tried again, how often, and never beyond the turn."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.retry import PAUSES, Passing, again, again_unless
from tests.fakes.patience import instant

BUSY, GONE, DARK = "busy", "gone", "dark"


class Trouble(Exception):
    """A failure of a kind."""


def judge(error: Exception) -> Passing | None:
    """Busy passes, gone does not, and after dark nobody knows."""
    kinds = {BUSY: Passing(), DARK: Passing(unknown=True)}
    return kinds.get(str(error))


class Vendor:
    """Fails as it is told, then works; in the dark it has worked and does not say so."""

    def __init__(self, *failures: str) -> None:
        self._failures: Iterator[str] = iter(failures)
        self.calls = 0
        self.arrived = 0

    async def call(self) -> str:
        """One try."""
        self.calls += 1
        failure = next(self._failures, "")
        self.arrived += failure in ("", DARK)
        if failure:
            raise Trouble(failure)
        return "done"

    async def look(self) -> bool:
        """Whether it has arrived."""
        return self.arrived > 0


def far() -> float:
    return asyncio.get_running_loop().time() + 60


@pytest.mark.parametrize("failures", range(len(PAUSES) + 1))
async def test_what_passes_is_tried_again_a_few_times(failures: int) -> None:
    vendor = Vendor(*[BUSY] * failures)
    with instant():
        assert await again(vendor.call, judge, far()) == "done"
    assert vendor.calls == failures + 1


async def test_nothing_is_tried_for_ever() -> None:
    vendor = Vendor(*[BUSY] * 99)
    with instant(), pytest.raises(Trouble):
        await again(vendor.call, judge, far())
    assert vendor.calls == len(PAUSES) + 1


async def test_what_trying_again_does_not_mend_is_not_tried_again() -> None:
    vendor = Vendor(GONE)
    with pytest.raises(Trouble):
        await again(vendor.call, judge, far())
    assert vendor.calls == 1


async def test_a_turn_that_is_over_is_over() -> None:
    vendor = Vendor(BUSY)
    with pytest.raises(Trouble):
        await again(vendor.call, judge, asyncio.get_running_loop().time())
    assert vendor.calls == 1


@pytest.mark.parametrize(("after", "calls"), [(1.5, 2), (61.0, 1)])
async def test_a_wait_that_is_asked_for_is_waited_within_the_turn(after: float, calls: int) -> None:
    vendor = Vendor(BUSY)
    with instant() as waited:
        if calls == 1:
            with pytest.raises(Trouble):
                await again(vendor.call, lambda _: Passing(after), far())
        else:
            await again(vendor.call, lambda _: Passing(after), far())
    assert vendor.calls == calls
    assert waited == [after] * (calls - 1)


@given(st.lists(st.sampled_from([BUSY, DARK, GONE]), max_size=6))
def test_what_must_not_be_done_twice_is_not(failures: list[str]) -> None:
    vendor = Vendor(*failures)

    async def run() -> None:
        with instant():
            try:
                await again_unless(vendor.look, vendor.call, judge, far())
            except Trouble:
                return

    asyncio.run(run())
    assert vendor.arrived <= 1


async def test_where_nobody_can_look_it_is_not_done_again() -> None:
    vendor = Vendor(DARK)

    async def blind() -> bool:
        raise Trouble(GONE)

    with instant(), pytest.raises(Trouble, match=GONE):
        await again_unless(blind, vendor.call, judge, far())
    assert vendor.calls == 1


async def test_a_look_that_fails_in_passing_is_tried_again_like_the_call() -> None:
    vendor = Vendor(DARK)
    looks = iter([Trouble(BUSY), None])

    async def look() -> bool:
        if trouble := next(looks):
            raise trouble
        return await vendor.look()

    with instant():
        await again_unless(look, vendor.call, judge, far())
    assert vendor.calls == 1
