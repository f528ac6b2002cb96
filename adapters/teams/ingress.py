"""The door for `/api/messages`: who sends is proved before a byte of the body is parsed.

Everything that is not a signed, well-formed activity of an allowed tenant gets a fixed 4xx and reaches
nothing. Nothing of a request is logged but a fixed word.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from aiohttp import web
from aiohttp.http_exceptions import PayloadEncodingError

from adapters.teams import limits
from adapters.teams.activities import Activity, Malformed, parse_activity, tenant_of
from adapters.teams.hosts import is_allowed
from adapters.teams.keys import KeysUnavailable
from adapters.teams.tokens import Proof, Refused, TokenValidator

log = structlog.get_logger()

Answer = tuple[int, Mapping[str, Any] | None]
"""HTTP status and JSON body; only invokes have a body."""

Turn = Callable[[Activity], Awaitable[Answer]]


class Ingress:
    """Takes requests once `turn` is set; until then everybody is told to come back."""

    def __init__(self, tokens: TokenValidator, hosts: tuple[str, ...], tenants: frozenset[str]) -> None:
        self._tokens = tokens
        self._hosts = hosts
        self._tenants = tenants
        self.turn: Turn | None = None

    async def handle(self, request: web.Request) -> web.Response:
        """One POST: 401 unproved, 413 too large, 415 no JSON, 400 no activity, 403 not ours, else the answer."""
        turn = self.turn
        if turn is None:
            return _empty(503)
        try:
            proof = await self._tokens.check(request.headers.get("Authorization"))
        except Refused as refused:
            log.warning("teams_request_refused", reason=refused.reason)
            return _empty(401)
        except KeysUnavailable:
            log.warning("teams_keys_unavailable")
            return _empty(503)
        if request.content_type != "application/json":
            return _empty(415)
        try:
            body = await _body(request)
            if body is None:
                return _empty(413)
            activity = parse_activity(body)
        except (Malformed, PayloadEncodingError, web.RequestPayloadError):
            return _empty(400)
        if not self._is_ours(activity, proof):
            log.warning("teams_request_refused", reason="not_ours")
            return _empty(403)
        status, answer = await turn(activity)
        return (
            _empty(status)
            if answer is None
            else web.Response(status=status, text=limits.to_json(answer), content_type="application/json")
        )

    def _is_ours(self, activity: Activity, proof: Proof) -> bool:
        """Whether the proof is about this activity, and it comes from an allowed tenant over an allowed host."""
        service_url = activity["serviceUrl"]
        same = service_url.rstrip("/").casefold() == proof.service_url.rstrip("/").casefold()
        return (
            same and is_allowed(service_url, self._hosts) and tenant_of(activity).casefold() in self._tenants
        )


async def _body(request: web.Request) -> bytes | None:
    """The body, or None once it is larger than allowed; never holds more than that."""
    if (request.content_length or 0) > limits.BODY_BYTES:
        return None
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > limits.BODY_BYTES:
            return None
    return bytes(body)


def _empty(status: int) -> web.Response:
    return web.Response(status=status)
