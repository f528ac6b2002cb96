"""Going out to the web: to public addresses only, and no further than it must. The links of policies are followed here.

A policy is a file somebody wrote: a link in it must not make this program knock at doors of the network it runs in.
Every name is looked up here and only its public addresses are connected to, so that a second lookup cannot lead
elsewhere; redirects are followed by hand, each looked at like a first address. Nothing is sent but the request.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.link_checks import LinkFound, LinkState

SECONDS = 6.0  # all hops together: a job ends within its lease
MOST_HOPS = 5
MOST_BYTES = 65_536
PORTS = frozenset((80, 443))
GONE = frozenset((404, 410))
_SHY = frozenset(
    (400, 403, 405, 406, 501)
)  # answers of servers that only do not like to be asked for the head

Allowed = Callable[[str], bool]


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    try:
        found = ip_address(address.split("%")[0])
    except ValueError:
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    return found.is_global and not found.is_multicast and (inner is None or bool(inner.is_global))


class NoPublicAddress(OSError):
    """A name leads to no address that may be connected to."""


class _PublicResolver(AbstractResolver):
    """Looks names up once and passes on the addresses that are allowed."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed
        self._inner = aiohttp.ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)
        public = [one for one in found if self._allowed(one["host"])]
        if not public:
            raise NoPublicAddress("no public address")
        return public

    async def close(self) -> None:
        await self._inner.close()


def guarded_session(
    timeout: aiohttp.ClientTimeout,
    agent: str,
    *,
    allowed: Allowed = is_public,
    accept_compressed: bool = True,
) -> aiohttp.ClientSession:
    """A session that connects to allowed addresses alone, and takes neither cookies nor the proxies of the environment.

    An IP address in the place of a name is looked up by nobody: whoever follows one asks `allowed` before.
    """
    connector = aiohttp.TCPConnector(
        resolver=_PublicResolver(allowed), use_dns_cache=False, force_close=True, limit=4, limit_per_host=1
    )
    return aiohttp.ClientSession(
        connector=connector,
        timeout=timeout,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        headers={"User-Agent": agent},
        auto_decompress=accept_compressed,
        max_line_size=8_190,
        max_field_size=8_190,
    )


class GuardedWeb:
    """Implements `bot.link_checks.Web`. Use as an asynchronous context manager.

    `allowed` and `ports` are there for tests, whose stand-in server is no public one.
    """

    def __init__(
        self,
        ca_bundle: Path | None = None,
        *,
        allowed: Allowed = is_public,
        ports: frozenset[int] = PORTS,
        seconds: float = SECONDS,
    ) -> None:
        self._allowed = allowed
        self._ports = ports
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._trusted = ssl.create_default_context(cafile=ca_bundle) if ca_bundle else True
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = guarded_session(
            self._timeout, "Counterpoise link check", allowed=self._allowed, accept_compressed=False
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session:
            await self._session.close()
            await asyncio.sleep(0)

    async def look(self, address: str) -> LinkFound:
        """What becomes of a link; never raises for what an address or a server can be."""
        try:
            async with asyncio.timeout(self._timeout.total):
                return await self._follow(URL(address))
        except (NoPublicAddress, aiohttp.InvalidURL):
            return LinkFound(LinkState.REFUSED, "no public address")
        except aiohttp.ClientConnectorDNSError as error:
            refused = isinstance(error.os_error, NoPublicAddress)
            state = LinkState.REFUSED if refused else LinkState.NO_SUCH_NAME
            return LinkFound(state, "no public address" if refused else "its name is not known")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            return LinkFound(LinkState.UNKNOWN, type(error).__name__)

    async def _follow(self, url: URL) -> LinkFound:
        for _ in range(MOST_HOPS + 1):
            if not self._may_ask(url):
                return LinkFound(LinkState.REFUSED, "no public address")
            status, to = await self._ask("HEAD", url)
            if status in _SHY or status in GONE:
                status, to = await self._ask("GET", url)
            if status in GONE:
                return LinkFound(LinkState.DEAD, f"answered with {status}")
            if not to:
                return LinkFound(
                    LinkState.ALIVE if status < 400 else LinkState.UNKNOWN, f"answered with {status}"
                )
            url = url.join(URL(to))
        return LinkFound(LinkState.UNKNOWN, "leads from address to address")

    def _may_ask(self, url: URL) -> bool:
        """Whether an address is one of the web; an IP address is looked at here, a name where it is looked up."""
        host = url.host
        if url.scheme not in ("http", "https") or not host or url.user or url.port not in self._ports:
            return False
        try:
            ip_address(host)
        except ValueError:
            return True
        return self._allowed(host)

    async def _ask(self, method: str, url: URL) -> tuple[int, str]:
        """The status, and where a redirect leads."""
        assert self._session is not None  # noqa: S101 - entered before it is asked
        async with self._session.request(
            method, url, allow_redirects=False, ssl=self._trusted, read_bufsize=MOST_BYTES
        ) as answer:
            to = answer.headers.get("Location", "") if 300 <= answer.status < 400 else ""
            return answer.status, to
