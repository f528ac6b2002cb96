"""The bot's own token for the Connector: client credentials, kept until shortly before it ends."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from adapters.teams import failures
from adapters.teams.activities import at, text_at
from adapters.teams.http import Http
from adapters.teams.settings import TeamsSettings
from bot.adapter import Failure, SendFailed
from foundation.clock import Clock

EARLIER = timedelta(minutes=5)
"""A token is renewed this long before it ends."""

LONGEST = timedelta(days=1)


class Login:
    """Gets the token once for all who wait."""

    def __init__(self, settings: TeamsSettings, http: Http, clock: Clock) -> None:
        self._settings = settings
        self._http = http
        self._clock = clock
        self._token = ""
        self.refused = ""
        """The error word with which our secret was refused the last time; empty once it is accepted."""
        self._renew_at: datetime | None = None
        self._one_at_a_time = asyncio.Lock()

    async def token(self) -> str:
        """A token in force; raises SendFailed, OPERATOR where the app's secret is not accepted."""
        async with self._one_at_a_time:
            if not self._token or self._renew_at is None or self._clock.now() >= self._renew_at:
                await self._log_in()
            return self._token

    def forget(self, token: str) -> None:
        """Drop a token that was refused, unless it has been renewed already."""
        if token == self._token:
            self._token = ""

    async def _log_in(self) -> None:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._settings.app_id,
            "client_secret": self._settings.app_secret.get_secret_value(),
            "scope": self._settings.scope,
        }
        reply = await self._http.call("POST", self._settings.token_url, data=form)
        token = text_at(reply.body, "access_token")
        if reply.status != 200 or not token:
            refused = failures.refused(reply.status, reply.body, reply.retry_after, self._clock.now())
            if refused.failure is Failure.RETRY:
                raise refused
            self.refused = refused.code
            raise SendFailed(Failure.OPERATOR, refused.code)
        self.refused = ""
        self._token = token
        self._renew_at = self._clock.now() + _lifetime(at(reply.body, "expires_in")) - EARLIER


def _lifetime(seconds: object) -> timedelta:
    digits = str(seconds)
    return min(timedelta(seconds=int(digits)), LONGEST) if digits.isdecimal() and len(digits) < 9 else EARLIER
