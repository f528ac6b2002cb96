"""What comes of sending something to somebody: it was delivered, or why it was not and what that means."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

from foundation.db import DatabaseUnavailable
from foundation.outbox.jobs import SEND_SECONDS

T = TypeVar("T")

_PLAIN = re.compile(r"[A-Za-z0-9_.-]{1,60}")
"""A code that can stand in a log or on a health page; a proxy may answer anything."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform took it. `address` is opaque and leads to the message later."""

    platform: str
    address: str


class NotDelivered(Exception):
    """It did not arrive. `again` says whether the same may work later; `retry_after` in seconds.

    With `again` False somebody else is tried at once, unless `operator` marks a broken installation: then
    nothing was learnt about the person, and the job is held until somebody has mended it.
    """

    def __init__(
        self, code: str, *, again: bool, retry_after: float = 0.0, operator: bool = False, platform: str = ""
    ) -> None:
        super().__init__(code)
        self.code = code
        self.again = again
        self.retry_after = retry_after
        self.operator = operator
        self.platform = platform

    @property
    def held(self) -> str:
        """The platform and the code of a fault that holds the job back; empty where it does not."""
        if self.again or not self.operator:
            return ""
        code = self.code if _PLAIN.fullmatch(self.code) else "unknown"
        return f"{self.platform} {code}".strip()


UNREADABLE = NotDelivered("unreadable", again=True)
"""What a job is about cannot be read here now: a key is missing, or a newer version wrote it."""


async def within_lease(sending: Awaitable[T]) -> T:
    """Send before the lease ends; raises NotDelivered whatever goes wrong, for one job must not hold up others."""
    try:
        async with asyncio.timeout(SEND_SECONDS):
            return await sending
    except TimeoutError:
        raise NotDelivered("timeout", again=True) from None
    except (NotDelivered, DatabaseUnavailable):
        raise
    except Exception as error:
        raise NotDelivered(type(error).__name__, again=True) from error
