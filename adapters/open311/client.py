"""The Open311 GeoReport v2 client: one address, set by whoever runs the program, and nothing that leads away from it.

A POST is made once. Only where no connection came about, or the server says that it does not take requests now, is it
known that nothing arrived (`NotDelivered`); everything else that is no answer is `Open311Lost`.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import aiohttp
from yarl import URL

from adapters.guarded_web import NoPublicAddress, guarded_session, is_public
from adapters.open311.reading import (
    NotGeoReport,
    Open311Service,
    read_error,
    read_number,
    read_said,
    read_services,
    read_taken,
)
from adapters.settings import Settings
from foundation.outbox.sending import NotDelivered
from incidents.open311 import Open311Lost, Open311Refused, Open311Report, Open311Said, Open311Taken

T = TypeVar("T")

NAME = "Open311"
OK = 200
SECONDS = 6.0
"""For one request; a job ends within its lease (`foundation.outbox.jobs.SEND_SECONDS`)."""

CONNECT_SECONDS = 3.0
MOST_BYTES = 512 * 1024

_NOT_NOW = frozenset({408, 425, 429, 503})
_NO_RIGHT = frozenset({401, 403, 407})
_GONE = frozenset({404, 410})


class Open311Client:
    """Implements `incidents.open311.Open311System`. Every request has a connection of its own: none is left."""

    def __init__(
        self,
        url: str,
        key: str,
        jurisdiction: str = "",
        *,
        private: bool = False,
        ca_bundle: Path | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._key = key
        self._jurisdiction = {"jurisdiction_id": jurisdiction} if jurisdiction else {}
        self._allowed = (lambda _: True) if private else is_public
        self._trusted = ssl.create_default_context(cafile=ca_bundle) if ca_bundle else True

    @classmethod
    def of(cls, settings: Settings) -> Open311Client | None:
        """As it is set; None where it is not. Raises CannotStart."""
        if not settings.has_open311:
            return None
        return cls(
            settings.open311_url,
            settings.open311_key,
            settings.open311_jurisdiction,
            private=settings.open311_private,
            ca_bundle=settings.ca_bundle,
        )

    async def send(self, report: Open311Report) -> Open311Taken:
        """Send one request, once; raises Open311Refused, Open311Lost, or NotDelivered where nothing arrived."""
        said = {one.name: str(getattr(report, one.name)) for one in fields(report)}
        form = {
            "api_key": self._key,
            **self._jurisdiction,
            **{name: one for name, one in said.items() if one},
        }
        try:
            status, body = await self._ask("POST", "requests", form=form)
        except _Unknown as error:
            raise Open311Lost(str(error)) from None
        if status in (200, 201, 202):
            try:
                return read_taken(body)
            except NotGeoReport:
                raise Open311Lost("unreadable") from None
        if 400 <= status < 500:
            raise Open311Refused(f"http_{status}", read_error(body))
        raise Open311Lost(f"http_{status}")

    async def number_of(self, token: str) -> str:
        """The number a token stands for; empty while there is none. Raises NotDelivered."""
        status, body = await self._get(f"tokens/{quote(token, safe='')}")
        return "" if 400 <= status < 500 else _read(read_number, status, body)

    async def said_of(self, numbers: Sequence[str]) -> Mapping[str, Open311Said | None]:
        """What it says of each number, None where it does not know it; those it was not asked of now are left out.

        Raises NotDelivered where it answered nothing.
        """
        found: dict[str, Open311Said | None] = {}
        try:
            async with asyncio.timeout(SECONDS):
                await self._ask_all(numbers, found)
        except NotDelivered:
            if not found:
                raise
        except TimeoutError:
            if not found:
                raise NotDelivered("timeout", again=True, platform=NAME) from None
        return found

    async def services(self) -> tuple[Open311Service, ...]:
        """The services it takes requests for; raises NotDelivered."""
        return _read(read_services, *(await self._get("services")))

    async def _ask_all(self, numbers: Sequence[str], found: dict[str, Open311Said | None]) -> None:
        """All together as the specification has it, then one by one those it left out, for not every server does.

        What it calls a mistake in asking is a number it does not know, unless it says so of every one.
        """
        refused: list[str] = []
        if len(numbers) > 1:
            status, body = await self._get("requests", {"service_request_id": ",".join(numbers)})
            if status == OK:
                found |= {one: said for one, said in _read_or_none(body).items() if one in numbers}
        for one in [one for one in numbers if one not in found]:
            status, body = await self._get(f"requests/{quote(one, safe='')}")
            if status == OK or status in _GONE:
                found[one] = _read_or_none(body).get(one) if status == OK else None
            elif status < 500:
                refused.append(one)
        if found:
            found |= dict.fromkeys(refused)
        elif numbers:
            raise NotDelivered("no_answer", again=True, platform=NAME)

    async def _get(self, path: str, query: Mapping[str, str] | None = None) -> tuple[int, bytes]:
        try:
            return await self._ask("GET", path, query={**self._jurisdiction, **(query or {})})
        except _Unknown as error:
            raise NotDelivered(str(error), again=True, platform=NAME) from None

    async def _ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
    ) -> tuple[int, bytes]:
        """Status and body of one request; raises NotDelivered where it was surely not taken, else _Unknown."""
        url = URL(f"{self._url}/{path}.json", encoded=True)
        timeout = aiohttp.ClientTimeout(total=None, connect=CONNECT_SECONDS, sock_connect=CONNECT_SECONDS)
        if not self._may_ask(url):
            raise _held("no_public_address")
        try:
            async with (
                asyncio.timeout(SECONDS),
                guarded_session(timeout, "Counterpoise", allowed=self._allowed) as session,
                session.request(
                    method, url, params=query, data=form, ssl=self._trusted, allow_redirects=False
                ) as answer,
            ):
                _refuse_what_was_not_taken(answer)
                return answer.status, await _bounded(answer)
        except NotDelivered:
            raise
        except aiohttp.ConnectionTimeoutError:
            raise NotDelivered("no_connection", again=True, platform=NAME) from None
        except aiohttp.ClientConnectorCertificateError:
            raise _held("certificate") from None
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, NoPublicAddress):
                raise _held("no_public_address") from None
            raise NotDelivered("no_connection", again=True, platform=NAME) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise _Unknown(type(error).__name__) from None

    def _may_ask(self, url: URL) -> bool:
        """Whether an IP address may be connected to; a name is looked at where it is looked up."""
        try:
            ip_address(url.host or "")
        except ValueError:
            return bool(url.host)
        return self._allowed(url.host or "")


class _Unknown(Exception):
    """No answer came that tells what became of a request."""


def _held(code: str) -> NotDelivered:
    """A fault of how it is set up: it waits until somebody has mended that."""
    return NotDelivered(code, again=False, operator=True, platform=NAME)


def _refuse_what_was_not_taken(answer: aiohttp.ClientResponse) -> None:
    status = answer.status
    if status in _NOT_NOW:
        wait = answer.headers.get("Retry-After", "")
        seconds = float(wait) if wait.isdecimal() else 0.0
        raise NotDelivered(f"http_{status}", again=True, retry_after=seconds, platform=NAME)
    if status in _NO_RIGHT or 300 <= status < 400:
        raise _held(f"http_{status}")


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    body = await answer.content.read(MOST_BYTES + 1)
    while len(body) <= MOST_BYTES and (more := await answer.content.read(MOST_BYTES + 1 - len(body))):
        body += more
    if len(body) > MOST_BYTES:
        raise _Unknown("too_long")
    return body


def _read(read: Callable[[bytes], T], status: int, body: bytes) -> T:
    if status != OK:
        raise NotDelivered(f"http_{status}", again=True, platform=NAME)
    try:
        return read(body)
    except NotGeoReport:
        raise NotDelivered("unreadable", again=True, platform=NAME) from None


def _read_or_none(body: bytes) -> Mapping[str, Open311Said]:
    """What it says of requests; an answer that cannot be read says nothing."""
    try:
        return read_said(body)
    except NotGeoReport:
        return {}
