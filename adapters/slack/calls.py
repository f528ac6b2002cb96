"""Calls to Slack: one connection pool, two patiences, one kind of error."""

from __future__ import annotations

import json
import logging
import ssl
from collections.abc import Awaitable, Mapping
from typing import Any, Self
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack import limits
from adapters.slack.settings import SlackSettings
from adapters.slack.standing import SlackStanding, WatchedClient

HOOK_HOSTS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
LOST = "connection_lost"
"""Our own code for a call whose outcome is unknown: it may have worked."""


class CallFailed(Exception):
    """Slack did not do what we asked; `code` is its error word, `retry_after` in seconds."""

    def __init__(self, code: str, retry_after: float = 0.0) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class Calls:
    """The Web API and the reply addresses. `quick` is for calls somebody waits for, `patient` for the rest.

    The SDK's own retries are off: they send a message twice after a dropped connection (platforms.md T7).
    """

    def __init__(
        self,
        pool: aiohttp.BaseConnector,
        quick: AsyncWebClient,
        patient: AsyncWebClient,
        standing: SlackStanding | None = None,
    ) -> None:
        self._pool = pool
        self.standing = standing or SlackStanding()
        self.quick = quick
        self.patient = patient

    @classmethod
    def open(cls, settings: SlackSettings, logger: logging.Logger) -> Self:
        """Build both clients over one pool; must run inside the event loop."""
        context = ssl.create_default_context(cafile=settings.ca_bundle) if settings.ca_bundle else None
        pool = aiohttp.TCPConnector(limit=100)
        standing = SlackStanding()

        def client(seconds: float) -> AsyncWebClient:
            # With a session of ours the SDK's own `timeout` has no effect: the session's counts.
            session = aiohttp.ClientSession(
                connector=pool, connector_owner=False, timeout=aiohttp.ClientTimeout(total=seconds)
            )
            return WatchedClient(
                standing,
                token=settings.bot_token.get_secret_value(),
                base_url=settings.api_url,
                session=session,
                ssl=context,
                logger=logger,
                retry_handlers=[],
            )

        return cls(pool, client(limits.QUICK_CALL_SECONDS), client(limits.PATIENT_CALL_SECONDS), standing)

    async def close(self) -> None:
        """Free the connections."""
        for client in (self.quick, self.patient):
            if client.session is not None:
                await client.session.close()
        await self._pool.close()

    async def hook(self, url: str, payload: Mapping[str, Any]) -> None:
        """Post to a reply address; raises CallFailed, also for an address that is not Slack's."""
        if not self.is_hook(url):
            raise CallFailed("foreign_response_url")
        client = self.quick
        assert client.session is not None  # noqa: S101 - `open` always gives one
        try:
            async with client.session.post(
                url, json=payload, ssl=client.ssl or True, proxy=client.proxy, allow_redirects=False
            ) as response:
                answer = await response.text()
                if response.status != 200:
                    raise CallFailed(f"http_{response.status}", _seconds(response.headers))
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise CallFailed(LOST) from error
        if answer != "ok" and not _is_ok(answer):
            raise CallFailed("response_url_refused")

    def is_hook(self, url: str) -> bool:
        """Whether this is a reply address of Slack, or of the API host that was configured (a stand-in)."""
        try:
            address, api = urlsplit(url), urlsplit(self.quick.base_url)
            own = (address.scheme, address.hostname, address.port) == (api.scheme, api.hostname, api.port)
            slack = (
                address.scheme == "https" and address.hostname in HOOK_HOSTS and address.port in (None, 443)
            )
        except ValueError:
            return False
        return (own or slack) and not (address.username or address.password)


async def called(call: Awaitable[AsyncSlackResponse]) -> Mapping[str, Any]:
    """Await a Web API call; its answer as a mapping, any trouble as CallFailed."""
    try:
        response = await call
    except SlackApiError as error:
        raise _refused(error) from error
    except aiohttp.ClientConnectorCertificateError as error:
        raise CallFailed("certificate_refused") from error
    except (aiohttp.ClientError, TimeoutError, OSError, SlackClientError, ValueError) as error:
        raise CallFailed(LOST) from error
    return response.data if isinstance(response.data, dict) else {}


def _refused(error: SlackApiError) -> CallFailed:
    # `response` is the SDK's own object, or aiohttp's when the body was no JSON (a proxy's error page).
    response: Any = error.response
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    status = getattr(response, "status_code", None) or getattr(response, "status", 0)
    return CallFailed(str(code or f"http_{status}"), _seconds(getattr(response, "headers", {})))


def _seconds(headers: Mapping[str, str]) -> float:
    try:
        return max(0.0, float(headers.get("Retry-After", "0")))
    except ValueError:
        return 0.0


def _is_ok(answer: str) -> bool:
    try:
        data = json.loads(answer)
    except ValueError:
        return False
    return isinstance(data, dict) and data.get("ok") is True
