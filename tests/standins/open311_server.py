"""A city's own system on this machine: Open311 GeoReport v2 as the specification has it, and the ways it goes wrong.

It keeps every POST it took, also those it gave no answer to. `faults` are used up one by one, by POST and by GET.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import web

KEY = "key-of-the-city"
JURISDICTION = "city.example"
SERVICES = [
    {"service_code": "001", "service_name": "Pothole", "metadata": False, "type": "realtime"},
    {"service_code": 14, "service_name": "Snow", "metadata": "true", "type": "batch"},
]


@dataclass
class Open311Server:
    """Use as `async with Open311Server() as city`; `url` is what COUNTERPOISE_OPEN311_URL takes."""

    taken: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    requests: dict[str, dict[str, Any]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    gives: str = "number"
    """What it answers a POST with: "number", "token", or "nothing"."""
    knows_lists: bool = True
    """Whether it answers for several numbers at once."""
    posts: deque[str] = field(default_factory=deque)
    gets: deque[str] = field(default_factory=deque)
    """What becomes of the next ones: a status, "lost" (taken, and no answer), "page", "slow"."""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/v2/services.json", self._services)
        app.router.add_post("/v2/requests.json", self._post)
        app.router.add_get("/v2/requests.json", self._several)
        app.router.add_get("/v2/requests/{id}.json", self._one)
        app.router.add_get("/v2/tokens/{token}.json", self._token)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        await self.begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def begin(self, port: int = 0) -> None:
        """Come up, again on the same port after a breakdown."""
        self._site = web.TCPSite(self._runner, "127.0.0.1", port)
        await self._site.start()
        self.port = int(self._site._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]  # a started site has one

    async def break_down(self) -> None:
        """Nobody answers any more."""
        await self._site.stop()

    @property
    def url(self) -> str:
        """Its endpoint."""
        return f"http://127.0.0.1:{self.port}/v2"

    def settings(self, **changes: object) -> dict[str, object]:
        """The settings that reach it."""
        usual: dict[str, object] = {"open311_url": self.url, "open311_api_key": KEY}
        return {**usual, "open311_jurisdiction": JURISDICTION, "open311_private": True, **changes}

    def says(self, number: str, status: str, notes: str = "") -> None:
        """From now on, a request stands there like this."""
        self.requests[number] = {"service_request_id": number, "status": status, "status_notes": notes}

    async def _services(self, request: web.Request) -> web.StreamResponse:
        return await self._fault(self.gets, request) or web.json_response(SERVICES)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        if form.get("api_key") != KEY:
            return _error(403, "api_key was not provided or is invalid")
        kind = self.posts[0] if self.posts else ""
        if not kind.isdigit():
            self.taken.append(form)
        if refused := await self._fault(self.posts, request):
            return refused
        number = str(638_000 + len(self.taken))
        if self.gives == "nothing":
            return web.json_response([{"account_id": None}])
        if self.gives == "token":
            self.tokens[f"t{number}"] = ""
            return web.json_response([{"token": f"t{number}"}])
        self.says(number, "open")
        said = {
            "service_request_id": int(number),
            "service_notice": "An inspector comes.",
            "account_id": None,
        }
        return web.json_response([said], status=201)

    async def _several(self, request: web.Request) -> web.StreamResponse:
        numbers = request.query["service_request_id"].split(",")
        self.asked.append(request.query["service_request_id"])
        if refused := await self._fault(self.gets, request):
            return refused
        known = [self.requests[one] for one in numbers if one in self.requests]
        return web.json_response(known) if self.knows_lists else _error(400, "one at a time")

    async def _one(self, request: web.Request) -> web.StreamResponse:
        number = request.match_info["id"]
        self.asked.append(number)
        if refused := await self._fault(self.gets, request):
            return refused
        known = self.requests.get(number)
        return web.json_response([known]) if known else _error(404, "service_request_id not found")

    async def _token(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        if refused := await self._fault(self.gets, request):
            return refused
        if token not in self.tokens:
            return _error(404, "token not found")
        return web.json_response([{"service_request_id": self.tokens[token], "token": token}])

    async def _fault(self, faults: deque[str], request: web.Request) -> web.StreamResponse | None:
        kind = faults.popleft() if faults else ""
        if kind.isdigit():
            headers = {"Location": "http://10.0.0.8/"} if kind.startswith("3") else {}
            return _error(int(kind), "it says no\x07", headers)
        if kind == "lost" and request.transport is not None:
            request.transport.close()
        if kind == "slow":
            await asyncio.sleep(30)
        return web.Response(text="<html>Hello</html>", content_type="text/html") if kind else None


def _error(status: int, words: str, headers: dict[str, str] | None = None) -> web.Response:
    return web.json_response([{"code": status, "description": words}], status=status, headers=headers)
