"""What the incidents side says to the outside: notices, and the courier that carries them.

The bot implements `Courier` (it knows platforms and words); this package knows neither.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from incidents.records import Record


class NoticeKind(StrEnum):
    """What a notice is about.

    ALERT asks its recipient to acknowledge. CLIMBED tells those already asked that the next level was
    asked too. PROGRESS tells the reporter, and those asked earlier, who was told. ACKNOWLEDGED tells the
    reporter and everybody in the chain who acknowledged. UNREACHED tells the reporter that the whole
    ladder was climbed in vain, HELD that a fault of the installation keeps the alert back. TOLD lets its
    recipient know of a report and asks nothing of them. FILED confirms to the reporter that their report is
    stored, and says who is told. ADDED says to who was told that the author added something later. MOVED takes
    the place of a card whose reader has a newer one.
    """

    ALERT = "alert"
    CLIMBED = "climbed"
    PROGRESS = "progress"
    ACKNOWLEDGED = "acknowledged"
    UNREACHED = "unreached"
    HELD = "held"
    TOLD = "told"
    FILED = "filed"
    ADDED = "added"
    MOVED = "moved"


_PLAIN = re.compile(r"[A-Za-z0-9_.-]{1,60}")
"""A code that can stand in a log or on a health page; a proxy may answer anything."""

CARDS = frozenset({NoticeKind.ALERT, NoticeKind.TOLD})
"""Notices whose message is the card of a record for one of its readers."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one person. `key` is unique for ever (`notify:<record>:<level>:<recipient>`).

    `updates` is the opaque address an earlier delivery of the same card returned: the card is brought up
    to date in place and nobody is pinged again; empty sends a new message. `again` says that those whom `level`
    asks were asked before (of an ALERT: its reader), `goes_on` that somebody who was not asked yet comes next.
    """

    kind: NoticeKind
    key: str
    recipient: str
    record: Record
    level: int = 0
    attempt: int = 1
    updates: str = ""
    again: bool = False
    goes_on: bool = True


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform took it. `address` is opaque and can be passed as `Notice.updates` later."""

    platform: str
    address: str


class NotDelivered(Exception):
    """It did not arrive. `again` says whether the same may work later; `retry_after` in seconds.

    With `again` False the next contact is tried at once, unless `operator` marks a broken installation: then
    nothing was learnt about the person, and the notice is held until somebody has mended it.
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
        """The platform and the code of a fault that holds the notice back; empty where it does not."""
        if self.again or not self.operator:
            return ""
        code = self.code if _PLAIN.fullmatch(self.code) else "unknown"
        return f"{self.platform} {code}".strip()


class Courier(Protocol):
    """Carries a notice to its recipient on the platform they use."""

    async def deliver(self, notice: Notice) -> Delivered:
        """Send or update; raises NotDelivered."""
