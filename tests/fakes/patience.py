"""Waiting in tests for what other tasks or processes do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch


async def until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Return as soon as the condition holds; raises TimeoutError after `seconds`."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - the condition is anybody's, not an event of ours
            await asyncio.sleep(0.005)


LOADED = 10.0
"""Seconds a busy machine is given on top of a limit: a test proves that there is a limit, not how fast we are."""


@contextmanager
def instant() -> Iterator[list[float]]:
    """Pauses between the tries of an answer take no time; gives how long each would have been."""
    waited: list[float] = []
    sleep = asyncio.sleep

    async def pause(seconds: float) -> None:
        waited.append(seconds)
        await sleep(0)

    with patch("adapters.retry.asyncio.sleep", pause):
        yield waited
