"""A bell within one process: whoever listens is woken at once when it rings."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator


class Listener:
    """Hears one bell; a ring while nobody waited is not lost."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def hear(self) -> None:
        """The bell rang."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Return when the bell rings, or after `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return
        self._rung.clear()


class Bell:
    """Wakes every listener when it rings."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []

    @property
    def is_heard(self) -> bool:
        """Whether anybody listens."""
        return bool(self._listeners)

    def listener(self) -> Listener:
        """Somebody who hears every ring from now on."""
        self._listeners.append(Listener())
        return self._listeners[-1]

    @contextlib.contextmanager
    def listening(self) -> Iterator[Listener]:
        """Somebody who listens for a moment."""
        ears = self.listener()
        try:
            yield ears
        finally:
            self._listeners.remove(ears)

    def ring(self) -> None:
        """Wake all listeners."""
        for listener in self._listeners:
            listener.hear()
