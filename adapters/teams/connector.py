"""The Bot Connector's REST interface: send, update, open a 1:1 chat, look up a member.

botbuilder's own client costs 70 times the CPU and retries nothing (platforms.md 1b, T7). The bot's token
goes to listed hosts only. Failures are raised as `SendFailed`, classed in `adapters.teams.failures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from adapters.teams import failures, limits
from adapters.teams.activities import text_at
from adapters.teams.hosts import is_allowed
from adapters.teams.http import Http
from adapters.teams.login import Login
from adapters.teams.places import SERVICE_URL, USER, address
from adapters.teams.settings import TeamsSettings
from bot.adapter import Failure, SendFailed
from bot.people import ReplyTarget
from foundation.clock import Clock

Json = Mapping[str, Any]


class Connector:
    """One bot's way out."""

    def __init__(self, settings: TeamsSettings, http: Http, clock: Clock) -> None:
        self._hosts = settings.service_hosts
        self._bot_id = f"28:{settings.app_id}"
        self._http = http
        self._login = Login(settings, http, clock)
        self._clock = clock
        self._refused = ""

    @property
    def refused(self) -> str:
        """The error word with which Microsoft refuses our credentials; empty where it does not."""
        return self._login.refused or self._refused

    async def token(self) -> str:
        """The bot's own token, for a listed host alone; raises SendFailed."""
        return await self._login.token()

    async def send(self, target: ReplyTarget, activity: Json) -> str:
        """Post an activity into a conversation, in its thread where it has one; returns the activity's id."""
        return text_at(await self._call("POST", target, f"{_path(target)}/activities", activity), "id")

    async def update(self, target: ReplyTarget, activity_id: str, activity: Json) -> None:
        """Put an activity in the place of an earlier one of ours."""
        await self._call("PUT", target, f"{_path(target)}/activities/{quote(activity_id, safe='')}", activity)

    async def open_chat(self, target: ReplyTarget) -> str:
        """The conversation id of the 1:1 chat with the target's user; Teams gives the existing one if any."""
        wanted = {
            "isGroup": False,
            "bot": {"id": self._bot_id},
            "members": [{"id": target.route[USER]}],
            "tenantId": target.tenant,
            "channelData": {"tenant": {"id": target.tenant}},
        }
        try:
            answer = await self._call("POST", target, "v3/conversations", wanted)
        except SendFailed as failed:
            if failed.code == failures.BAD_USER:
                raise SendFailed(Failure.NEXT_CONTACT, failed.code) from failed
            raise
        if not (found := text_at(answer, "id")):
            raise SendFailed(Failure.RETRY, "no_conversation")
        return found

    async def member(self, target: ReplyTarget, user: str) -> Json:
        """What the conversation's roster says of a user: name, email, userRole, tenantId and more."""
        return await self._call("GET", target, f"{_path(target)}/members/{quote(user, safe='')}")

    async def _call(self, method: str, target: ReplyTarget, path: str, payload: Json | None = None) -> Json:
        service_url = target.route.get(SERVICE_URL, "")
        if not is_allowed(service_url, self._hosts):
            raise SendFailed(Failure.OPERATOR, "unknown_service")
        url = f"{service_url.rstrip('/')}/{path}"
        data = None if payload is None else limits.to_json(payload).encode("utf-8", "replace")
        token = await self._login.token()
        reply = await self._http.call(method, url, headers=_headers(token), data=data)
        if reply.status == 401:  # The token may have been withdrawn before its end: once more with a new one.
            self._login.forget(token)
            reply = await self._http.call(method, url, headers=_headers(await self._login.token()), data=data)
        # A token that is new and refused all the same: the bot was taken away or given another secret.
        self._refused = "http_401" if reply.status == 401 else ""
        if reply.status >= 300 or reply.page:
            raise failures.refused(reply.status, reply.body, reply.retry_after, self._clock.now())
        return reply.body if isinstance(reply.body, Mapping) else {}


def _path(target: ReplyTarget) -> str:
    return f"v3/conversations/{quote(address(target), safe='')}"


def _headers(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
