"""A bell within one process: whoever waits is woken at once when it rings."""

from __future__ import annotations

import asyncio


class Bell:
    """Rings are remembered until somebody waits, so that none is lost between looking and waiting."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake whoever waits, or the next who does."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Return when the bell rings, or after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return
        self._rung.clear()
