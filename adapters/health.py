"""`/healthz` and `/readyz`: whether the durable work goes on, and whether the process takes requests yet."""

from __future__ import annotations

from aiohttp import web

from incidents.auditor import Auditor


class Health:
    """Two routes; `ready` is set once every adapter has started."""

    def __init__(self, auditor: Auditor) -> None:
        self._auditor = auditor
        self.ready = False

    def routes(self) -> list[web.RouteDef]:
        """The routes to mount."""
        return [web.get("/healthz", self._health), web.get("/readyz", self._readiness)]

    async def _health(self, _: web.Request) -> web.Response:
        health = await self._auditor.look()
        said = {"ok": health.ok, "reasons": health.reasons}
        return web.json_response(said, status=200 if health.ok else 503)

    async def _readiness(self, _: web.Request) -> web.Response:
        return web.json_response({"ready": self.ready}, status=200 if self.ready else 503)
