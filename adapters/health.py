"""`/healthz` and `/readyz`: whether the durable work goes on, and whether the process takes requests yet.

What is wrong is asked of many sources (`adapters/troubles.py`). All of them are asked together, none is waited for
longer than a moment, and the answer is kept for a few seconds, so that asking often costs little.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

import structlog
from aiohttp import web

log = structlog.get_logger()

Source = Callable[[], Awaitable[Sequence[str]]]
"""Gives the reasons why something is not well: none, where all is. No names in them."""

PATIENCE_SECONDS = 1.5
KEPT_SECONDS = 2.0


async def reasons_of(sources: Mapping[str, Source]) -> tuple[str, ...]:
    """What is wrong, by everybody who knows; a source that hangs or fails is a reason itself. Never raises."""
    asked = await asyncio.gather(*(_ask(name, source) for name, source in sources.items()))
    return tuple(dict.fromkeys(reason for reasons in asked for reason in reasons))


async def _ask(name: str, source: Source) -> Sequence[str]:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await source()
    except TimeoutError:
        return (f"{name} did not answer within {PATIENCE_SECONDS} seconds.",)
    except Exception as error:  # noqa: BLE001 - health that raises tells nobody anything
        log.error("health_not_asked", source=name, cause=type(error).__name__)  # noqa: TRY400 - no trace
        return (f"{name} could not be asked ({type(error).__name__}).",)


class Health:
    """Two routes; `ready` is set once every adapter has started. `others` gives further reasons, without names."""

    def __init__(self, sources: Mapping[str, Source], *, kept: float = KEPT_SECONDS) -> None:
        self._sources = sources
        self._kept = kept
        self._reasons: tuple[str, ...] = ()
        self._asked_at: float | None = None
        self._one_at_a_time = asyncio.Lock()
        self.ready = False

    def routes(self) -> list[web.RouteDef]:
        """The routes to mount."""
        return [web.get("/healthz", self._health), web.get("/readyz", self._readiness)]

    async def look(self) -> tuple[str, ...]:
        """What is wrong, asked now or a moment ago."""
        async with self._one_at_a_time:
            if self._asked_at is None or time.monotonic() - self._asked_at >= self._kept:
                self._reasons = await reasons_of(self._sources)
                self._asked_at = time.monotonic()
            return self._reasons

    async def _health(self, _: web.Request) -> web.Response:
        reasons = await self.look()
        said = {"ok": not reasons, "reasons": reasons}
        return web.json_response(said, status=503 if reasons else 200)

    async def _readiness(self, _: web.Request) -> web.Response:
        return web.json_response({"ready": self.ready}, status=200 if self.ready else 503)
