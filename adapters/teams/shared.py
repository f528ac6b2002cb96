"""Files that somebody sends in a 1:1 chat of Teams: from OneDrive without a token, pictures from the Connector with it.

learn.microsoft.com, "Send and receive files through the bot": a file comes as an address that is itself the right, a
picture that was pasted as one that wants the bot's token. Neither leads anywhere but to hosts that are known.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from typing import Any

from adapters.fetching import AT_ONCE, NotFetched, fetched, in_order
from adapters.teams.activities import Activity, at, text_at
from adapters.teams.connector import Connector
from adapters.teams.files import is_store
from adapters.teams.hosts import is_allowed
from adapters.teams.http import Http
from adapters.teams.places import PLATFORM
from bot.adapter import SendFailed
from bot.events import FileTrouble, SharedFile

FILE = "application/vnd.microsoft.teams.file.download.info"
PICTURE = "image/"
SECONDS = 10.0
"""All files of a message together: the turn has 15."""


class SharedFiles:
    """Fetches what activities announce. `hosts` are those the bot may speak to, a stand-in on this machine too."""

    def __init__(self, http: Http, connector: Connector, hosts: tuple[str, ...]) -> None:
        self._http = http
        self._connector = connector
        self._hosts = hosts
        self._room = asyncio.Semaphore(AT_ONCE)

    async def of(self, activity: Activity) -> tuple[SharedFile, ...]:
        """The files of a message, in their order."""
        ends_at = asyncio.get_running_loop().time() + SECONDS
        return await in_order(files_in(activity), name_of, partial(self._one, ends_at=ends_at))

    async def _one(self, file: Any, *, ends_at: float) -> SharedFile:
        try:
            async with asyncio.timeout_at(ends_at), self._room:
                return await fetched(name_of(file), self._content(file), PLATFORM)
        except TimeoutError:
            return SharedFile(name_of(file), trouble=FileTrouble.NOT_READ)

    async def _content(self, file: Any) -> bytes:
        if text_at(file, "contentType") == FILE:
            url = text_at(file, "content", "downloadUrl")
            if not (is_store(url) or is_allowed(url, self._hosts)):
                raise NotFetched("unknown_store")
            return await self._http.file(url, SECONDS)
        url = text_at(file, "contentUrl")
        if not is_allowed(url, self._hosts):
            raise NotFetched("unknown_service")
        try:
            token = await self._connector.token()
        except SendFailed as failed:
            raise NotFetched(failed.code) from failed
        return await self._http.file(url, SECONDS, {"Authorization": f"Bearer {token}"})


def files_in(activity: Activity) -> Sequence[Any]:
    """What an activity announces as files and pictures."""
    attachments = at(activity, "attachments")
    every = attachments if isinstance(attachments, list) else []
    return [one for one in every if _is_file(one)]


def name_of(file: Any) -> str:
    """What a file is called where it comes from; a pasted picture has no name."""
    return text_at(file, "name")


def _is_file(attachment: Any) -> bool:
    kind = text_at(attachment, "contentType")
    return kind == FILE or (kind.startswith(PICTURE) and bool(text_at(attachment, "contentUrl")))
