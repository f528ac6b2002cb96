"""Fetches a file that a platform announced: from one of its own hosts, bounded, and with no redirect followed.

Who calls it has looked at the host; a token goes along only where the platform wants one.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeVar

import aiohttp
import structlog
from yarl import URL

from bot.events import FileTrouble, SharedFile
from incidents.rules.file_limits import LARGEST, MOST_AT_ONCE

LOG = structlog.get_logger(__name__)
Announced = TypeVar("Announced")

AT_ONCE = 2
"""Files that one adapter holds in memory while they arrive."""

FINE = 200


class NotFetched(Exception):
    """A file did not come. `code` says why; `too_large` that it is more than is taken."""

    def __init__(self, code: str, *, too_large: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.too_large = too_large


async def fetch(
    session: aiohttp.ClientSession,
    url: str,
    seconds: float,
    *,
    headers: Mapping[str, str] | None = None,
    trusted: ssl.SSLContext | bool = True,
    proxy: str | None = None,
    most: int = LARGEST,
) -> bytes:
    """The bytes behind an address; raises NotFetched, also for anything but an answer with 200."""
    if not url.isascii() or any(one <= " " or one == "\\" for one in url):
        raise NotFetched("odd_address")  # It is sent as it is written, so nothing in it may end the line.
    try:
        async with (
            asyncio.timeout(seconds),
            session.get(
                URL(url, encoded=True),
                headers=headers,
                allow_redirects=False,
                ssl=trusted,
                proxy=proxy,
                timeout=aiohttp.ClientTimeout(total=seconds),
            ) as answer,
        ):
            if answer.status != FINE:
                raise NotFetched(f"http_{answer.status}")
            if (
                answer.content_type == "text/html"
            ):  # A page to log in, or that of a proxy; no such file is taken.
                raise NotFetched("page")
            if (answer.content_length or 0) > most:
                raise NotFetched("too_large", too_large=True)
            return await _bounded(answer, most)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        raise NotFetched(type(error).__name__) from error


async def fetched(name: str, coming: Awaitable[bytes], where: str) -> SharedFile:
    """A file as it came, or why it did not; the log has the code, and no name."""
    try:
        return SharedFile(name, await coming)
    except NotFetched as failed:
        LOG.warning("file_not_fetched", platform=where, code=failed.code)
        return SharedFile(name, trouble=FileTrouble.TOO_LARGE if failed.too_large else FileTrouble.NOT_READ)


async def in_order(
    files: Sequence[Announced],
    name_of: Callable[[Announced], str],
    one: Callable[[Announced], Awaitable[SharedFile]],
) -> tuple[SharedFile, ...]:
    """The files of a message; those beyond MOST_AT_ONCE are not fetched, and say that."""
    come = [await one(file) for file in files[:MOST_AT_ONCE]]
    left = (SharedFile(name_of(file), trouble=FileTrouble.TOO_MANY) for file in files[MOST_AT_ONCE:])
    return (*come, *left)


async def _bounded(answer: aiohttp.ClientResponse, most: int) -> bytes:
    """What comes, whatever was announced; cut off once it is too much."""
    content = bytearray()
    async for piece in answer.content.iter_any():
        content += piece
        if len(content) > most:
            raise NotFetched("too_large", too_large=True)
    return bytes(content)
