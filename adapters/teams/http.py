"""One HTTP session for every call the Teams adapter makes."""

from __future__ import annotations

import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from yarl import URL

from adapters.fetching import NotFetched, fetch
from adapters.teams.failures import no_answer
from bot.adapter import Failure, SendFailed

CALL_SECONDS = 5.0
ANSWER_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer; `body` is its JSON, None for any other body. `page`: something came that is no JSON, such as
    the page of a proxy.
    """

    status: int
    body: Any
    retry_after: str | None
    page: bool = False


class NoAnswer(SendFailed):
    """The connection broke or took too long after the request was sent: it may have worked."""

    def __init__(self, failed: SendFailed) -> None:
        super().__init__(failed.failure, failed.code, failed.retry_after)


class Http:
    """A session that follows no redirects, keeps no cookies and gives up after five seconds unless told otherwise."""

    def __init__(self, ca_bundle: Path | None = None) -> None:
        self._ca_bundle = ca_bundle
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the session; needs a running event loop."""
        trusted: ssl.SSLContext | bool = True
        if self._ca_bundle:
            trusted = ssl.create_default_context()
            trusted.load_verify_locations(self._ca_bundle)
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(ssl=trusted),
            timeout=aiohttp.ClientTimeout(total=CALL_SECONDS),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        """Close the session; fine when it never was opened."""
        session, self._session = self._session, None
        if session:
            await session.close()

    async def call(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        data: bytes | Mapping[str, str] | None = None,
        seconds: float = CALL_SECONDS,
    ) -> Reply:
        """One request; raises SendFailed(RETRY) when no answer came, NoAnswer where it may have arrived."""
        if self._session is None:
            raise SendFailed(Failure.RETRY, "not_started")
        try:
            async with self._session.request(
                method,
                URL(url, encoded=True),
                headers=headers,
                data=data,
                allow_redirects=False,
                timeout=aiohttp.ClientTimeout(total=seconds),
            ) as answer:
                raw = await _bytes(answer)
                body = _json(raw)
                retry_after = answer.headers.get("Retry-After")
                return Reply(
                    answer.status, body, retry_after, page=body is None and raw not in (b"", b"null")
                )
        except aiohttp.ClientConnectorCertificateError:
            raise SendFailed(Failure.OPERATOR, "certificate_refused") from None
        except (aiohttp.ClientConnectorError, ValueError) as error:
            raise no_answer(error) from None  # Nothing was sent.
        except (aiohttp.ClientError, TimeoutError) as error:
            raise NoAnswer(no_answer(error)) from None

    async def file(self, url: str, seconds: float, headers: Mapping[str, str] | None = None) -> bytes:
        """The bytes behind an address that was looked at; raises NotFetched."""
        if self._session is None:
            raise NotFetched("not_started")
        return await fetch(self._session, url, seconds, headers=headers)

    async def fetch(self, url: str) -> Mapping[str, Any]:
        """A public JSON document, such as a list of signing keys; raises SendFailed or ValueError."""
        reply = await self.call("GET", url)
        if reply.status != 200 or not isinstance(reply.body, Mapping):
            raise ValueError(f"http_{reply.status}")
        return reply.body


async def _bytes(answer: aiohttp.ClientResponse) -> bytes | None:
    """The body; None where it is longer than anything Microsoft says."""
    raw = bytearray()
    async for piece in answer.content.iter_any():
        raw += piece
        if len(raw) > ANSWER_BYTES:
            return None
    return bytes(raw)


def _json(raw: bytes | None) -> Any:
    try:
        return json.loads(raw or b"")
    except (ValueError, RecursionError):
        return None
