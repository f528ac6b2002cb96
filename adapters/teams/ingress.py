"""The door for `/api/messages`: who sends is proved before a byte of the body is parsed.

Everything that is not a signed, well-formed activity of an allowed tenant gets a fixed 4xx and reaches
nothing. Nothing of a request is logged; refusals are counted by fixed words.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from adapters.bodies import Bodies, UnreadableBody
from adapters.refusals import Refusals
from adapters.teams import limits
from adapters.teams.activities import Activity, Malformed, parse_activity, tenant_of
from adapters.teams.hosts import is_allowed
from adapters.teams.keys import KeysUnavailable
from adapters.teams.tokens import Proof, Refused, TokenValidator

Answer = tuple[int, Mapping[str, Any] | None]
"""HTTP status and JSON body; only invokes have a body."""

Turn = Callable[[Activity], Awaitable[Answer]]


class Ingress:
    """Takes requests once `turn` is set; until then everybody is told to come back."""

    def __init__(self, tokens: TokenValidator, hosts: tuple[str, ...], tenants: frozenset[str]) -> None:
        self._tokens = tokens
        self._hosts = hosts
        self._tenants = tenants
        self._bodies = Bodies(limits.BODY_BYTES)
        self.refusals = Refusals("teams")
        self.turn: Turn | None = None

    async def handle(self, request: web.Request) -> web.Response:
        """One POST: 401 unproved, 413 too large, 415 no JSON, 400 no activity, 403 not ours, else the answer.

        Also 408 for a body that does not come, and 503 where nobody can be believed or all are busy.
        """
        turn = self.turn
        if turn is None:
            return _empty(503)
        try:
            activity = await self._proved(request)
        except (Refused, UnreadableBody) as refused:
            self.refusals.add(refused.reason)
            return _empty(refused.status)
        status, answer = await turn(activity)
        return (
            _empty(status)
            if answer is None
            else web.Response(status=status, text=limits.to_json(answer), content_type="application/json")
        )

    async def _proved(self, request: web.Request) -> Activity:
        """The activity of a request; raises Refused or Unreadable."""
        try:
            proof = await self._tokens.check(request.headers.get("Authorization"))
        except KeysUnavailable:
            raise Refused("no_keys", 503) from None
        if request.content_type != "application/json":
            raise Refused("media_type", 415)
        body = await self._bodies.read(request)
        try:
            activity = parse_activity(body)
        except Malformed:
            raise Refused("malformed", 400) from None
        if not self._is_ours(activity, proof):
            raise Refused("not_ours", 403)
        return activity

    def _is_ours(self, activity: Activity, proof: Proof) -> bool:
        """Whether the proof is about this activity, and it comes from an allowed tenant over an allowed host."""
        service_url = activity["serviceUrl"]
        same = service_url.rstrip("/").casefold() == proof.service_url.rstrip("/").casefold()
        return (
            same and is_allowed(service_url, self._hosts) and tenant_of(activity).casefold() in self._tenants
        )


def _empty(status: int) -> web.Response:
    return web.Response(status=status)
