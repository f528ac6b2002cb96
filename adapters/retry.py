"""One rule for every answer somebody waits for: what passes is tried again, until the turn is over.

A vendor that hangs up, stumbles (500, `internal_error`) or asks for a moment (429) is asked again after
0.3, 1 and 2 seconds, or when its Retry-After ends, as long as the turn lasts. Whether a message is there
already is looked up first, where the outcome of an attempt is unknown and the vendor can tell.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

PAUSES = (0.3, 1.0, 2.0)
"""Seconds between the tries."""


@dataclass(frozen=True, slots=True)
class Passing:
    """A failure that may be gone in a moment: not before `after` seconds. `unknown`: it may have worked."""

    after: float = 0.0
    unknown: bool = False


Judge = Callable[[Exception], Passing | None]
"""What an exception means; None for one that trying again does not mend."""


async def again(call: Callable[[], Awaitable[T]], judge: Judge, ends_at: float) -> T:
    """Call until it works; raises the last failure when no try is left before `ends_at` (the loop's time)."""
    loop = asyncio.get_running_loop()
    for pause in PAUSES:
        try:
            return await call()
        except Exception as error:
            passing = judge(error)
            wait = max(pause, passing.after) if passing else 0.0
            if passing is None or loop.time() + wait >= ends_at:
                raise
        await asyncio.sleep(wait)
    return await call()


async def again_unless(
    arrived: Callable[[], Awaitable[bool]],
    call: Callable[[], Awaitable[object]],
    judge: Judge,
    ends_at: float,
) -> None:
    """The same for what must not be done twice: after an unknown outcome `arrived` looks first.

    It may raise to say that this cannot be known; then the call is not made again.
    """
    unsure = False

    async def carefully() -> None:
        nonlocal unsure
        if unsure and await arrived():
            return
        unsure = False
        try:
            await call()
        except Exception as error:
            passing = judge(error)
            unsure = passing is not None and passing.unknown
            raise

    await again(carefully, judge, ends_at)
