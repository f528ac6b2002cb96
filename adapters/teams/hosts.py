"""Where the bot's own token may be sent: only to hosts on a list, encrypted (trust.md threat 7)."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from adapters.web_addresses import LOOPBACK


@lru_cache(maxsize=256)  # The same few addresses come with every activity and go out with every answer.
def is_allowed(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether a service URL leads to a listed host; the whole authority must match, port included.

    Unencrypted addresses are for a stand-in on this machine and must be listed too.
    """
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme != "https" and not (parts.scheme == "http" and name in LOOPBACK):
        return False
    return url.isascii() and not set(url) & set("\\ \t\r\n") and parts.netloc.casefold() in hosts
