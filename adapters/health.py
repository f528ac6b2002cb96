"""`/healthz` and `/readyz`: whether the durable work goes on, and whether the process takes requests yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from aiohttp import web

from incidents.auditor import Auditor


class Health:
    """Two routes; `ready` is set once every adapter has started. `others` gives further reasons, without names."""

    def __init__(self, auditor: Auditor, others: Callable[[], Sequence[str]] = tuple) -> None:
        self._auditor = auditor
        self._others = others
        self.ready = False

    def routes(self) -> list[web.RouteDef]:
        """The routes to mount."""
        return [web.get("/healthz", self._health), web.get("/readyz", self._readiness)]

    async def _health(self, _: web.Request) -> web.Response:
        health = await self._auditor.look()
        reasons = [*health.reasons, *self._others()]
        return web.json_response({"ok": not reasons, "reasons": reasons}, status=503 if reasons else 200)

    async def _readiness(self, _: web.Request) -> web.Response:
        return web.json_response({"ready": self.ready}, status=200 if self.ready else 503)
