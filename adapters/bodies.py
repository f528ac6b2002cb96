"""Reading the body of a request from somebody who may be anybody: bounded in bytes, in time and in number.

A body that comes in drops holds one place for a few seconds and no longer. Where all places are held, the
one that has been read longest gives way: what a vendor sends arrives at once and is never the slowest.
"""

from __future__ import annotations

import asyncio

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

SECONDS = 5.0
"""From the first look at a body to its last byte; vendors send theirs in one piece."""
AT_ONCE = 64
"""Bodies of one door that are read at the same time."""


class UnreadableBody(Exception):
    """There is no whole body: `status` is what is answered, `reason` a fixed word to count."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Bodies:
    """The bodies of one door, of at most `most_bytes` each."""

    def __init__(self, most_bytes: int, seconds: float = SECONDS, at_once: int = AT_ONCE) -> None:
        self._most_bytes = most_bytes
        self._seconds = seconds
        self._at_once = at_once
        self._reading: dict[asyncio.Timeout, None] = {}

    async def read(self, request: web.Request) -> bytes:
        """The raw body; raises Unreadable: 413 beyond the cap without reading on, 408 late, 503 crowded out,
        400 broken off or not to be unpacked."""
        if (request.content_length or 0) > self._most_bytes:
            raise UnreadableBody(413, "too_large")
        try:
            if request.content.is_eof():  # All of it has come: nobody is waited for, and no place is held.
                return self._bounded(request.content.read_nowait())
            return await self._waited_for(request)
        except (HttpProcessingError, web.RequestPayloadError, ConnectionError):
            raise UnreadableBody(400, "broken_off") from None

    async def _waited_for(self, request: web.Request) -> bytes:
        place = asyncio.timeout(self._seconds)
        try:
            async with place:
                self._take(place)
                return await self._pieces(request)
        except TimeoutError:
            raise (
                UnreadableBody(408, "slow") if place in self._reading else UnreadableBody(503, "crowded")
            ) from None
        finally:
            self._reading.pop(place, None)

    def _take(self, place: asyncio.Timeout) -> None:
        if len(self._reading) >= self._at_once:
            slowest = next(iter(self._reading))
            del self._reading[slowest]
            slowest.reschedule(asyncio.get_running_loop().time())
        self._reading[place] = None

    async def _pieces(self, request: web.Request) -> bytes:
        body = b""
        async for piece in request.content.iter_any():
            body = self._bounded(body + piece)
        return body

    def _bounded(self, body: bytes) -> bytes:
        if len(body) > self._most_bytes:
            raise UnreadableBody(413, "too_large")
        return body
