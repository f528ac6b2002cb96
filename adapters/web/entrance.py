"""The way into the page: an address that works once, then a cookie.

Every account of a computer reaches its loopback, and whoever is let in can speak as anybody. So the address
holds a secret that only the terminal shows, and the first browser that brings it gets in.

The cookie ends with the program. It could outlive it only at a price: a browser sends a cookie to every port
of 127.0.0.1, so whoever took our port after us would be handed one that still opened the next start.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable

KEY = "key"
BYTES = 32


class PageEntrance:
    """Holds the key of the one address that works now; `used` is called when it was taken and a new one made."""

    def __init__(self) -> None:
        self._key = secrets.token_urlsafe(BYTES)
        self.used: Callable[[], None] = lambda: None

    @property
    def address(self) -> str:
        """The address that works once, below that of the server."""
        return f"/?{KEY}={self._key}"

    def takes(self, key: str) -> bool:
        """Whether this is the key; it is spent then."""
        if not hmac.compare_digest(key.encode(errors="replace"), self._key.encode()):
            return False
        self._key = secrets.token_urlsafe(BYTES)
        self.used()
        return True
