"""Waiting in tests for what other tasks or processes do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


async def until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    """Return as soon as the condition holds; raises TimeoutError after `seconds`."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - the condition is anybody's, not an event of ours
            await asyncio.sleep(0.005)
