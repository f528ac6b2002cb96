"""What a door turned away: counted by fixed words and told once a minute, so that nobody can fill the log."""

from __future__ import annotations

import asyncio
from collections import Counter

import structlog

log = structlog.get_logger()

BETWEEN_LINES = 60.0
"""Seconds between two lines about one door; the first refusal after a quiet minute is told at once."""


class Refusals:
    """The refusals of one door; `counts` holds all of them since the start."""

    def __init__(self, door: str) -> None:
        self._door = door
        self._untold: Counter[str] = Counter()
        self._waiting: asyncio.TimerHandle | None = None
        self.counts: Counter[str] = Counter()

    def add(self, reason: str) -> None:
        """Count one; `reason` is a fixed word and never a part of the request."""
        self.counts[reason] += 1
        self._untold[reason] += 1
        if self._waiting is None:
            self._tell()

    def close(self) -> None:
        """Tell what has not been told."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        if self._untold:
            self._write()

    def _tell(self) -> None:
        """Write what has come together; after a minute without any, the next one is told at once again."""
        self._waiting = None
        if self._untold:
            self._write()
            self._waiting = asyncio.get_running_loop().call_later(BETWEEN_LINES, self._tell)

    def _write(self) -> None:
        log.warning("requests_refused", door=self._door, counts=dict(self._untold))
        self._untold.clear()
