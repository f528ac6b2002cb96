"""Files that somebody sends in Slack: fetched with the bot's token, from Slack's own hosts and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from adapters.fetching import AT_ONCE, NotFetched, fetch, fetched, in_order
from adapters.slack import limits
from adapters.slack.accounts import PLATFORM
from adapters.slack.calls import Calls
from bot.events import FileTrouble, SharedFile
from incidents.rules.file_limits import LARGEST

FILE_HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})


class SharedFiles:
    """Fetches what events announce; a few at a time, because each is in memory while it arrives."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls
        self._room = asyncio.Semaphore(AT_ONCE)

    async def of(self, event: Mapping[str, Any]) -> tuple[SharedFile, ...]:
        """The files of a message, in their order."""
        return await in_order(files_in(event), name_of, self._one)

    async def _one(self, file: Mapping[str, Any]) -> SharedFile:
        name, size = name_of(file), file.get("size")
        if isinstance(size, int) and size > LARGEST:
            return SharedFile(name, trouble=FileTrouble.TOO_LARGE)
        url = file.get("url_private_download") or file.get("url_private") or ""
        async with self._room:
            return await fetched(name, self._content(str(url)), PLATFORM)

    async def _content(self, url: str) -> bytes:
        client = self._calls.patient
        if not self._is_slack(url) or client.session is None:
            raise NotFetched("foreign_host")
        return await fetch(
            client.session,
            url,
            limits.FETCH_SECONDS,
            headers={"Authorization": f"Bearer {client.token}"},
            trusted=client.ssl or True,
            proxy=client.proxy,
        )

    def _is_slack(self, url: str) -> bool:
        """Whether this is an address of Slack's files, or of the API host that was configured (a stand-in)."""
        try:
            address, api = urlsplit(url), urlsplit(self._calls.quick.base_url)
            own = (address.scheme, address.hostname, address.port) == (api.scheme, api.hostname, api.port)
            slack = (
                address.scheme == "https" and address.hostname in FILE_HOSTS and address.port in (None, 443)
            )
        except ValueError:
            return False
        return url.isascii() and (own or slack) and not (address.username or address.password)


def files_in(event: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """What an event announces as files."""
    files = event.get("files")
    return files if isinstance(files, list) else []


def name_of(file: Mapping[str, Any]) -> str:
    """What a file is called where it comes from."""
    return str(file.get("name") or file.get("title") or "")
