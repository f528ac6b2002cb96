"""What the incidents side says to the outside: notices, and the courier that carries them.

The bot implements `Courier` (it knows platforms and words); this package knows neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from incidents.records import Record


class NoticeKind(StrEnum):
    """What a notice is about.

    ALERT asks its recipient to acknowledge. CLIMBED tells those already asked that the next level was
    asked too. PROGRESS tells the reporter, and those asked earlier, who was told. ACKNOWLEDGED tells the
    reporter and everybody in the chain who acknowledged. UNREACHED tells the reporter that the whole
    ladder was climbed in vain.
    """

    ALERT = "alert"
    CLIMBED = "climbed"
    PROGRESS = "progress"
    ACKNOWLEDGED = "acknowledged"
    UNREACHED = "unreached"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to tell one person. `key` is unique for ever (`notify:<record>:<level>:<recipient>`).

    `updates` is the opaque address an earlier delivery of the same card returned: the card is brought up
    to date in place and nobody is pinged again; empty sends a new message.
    """

    kind: NoticeKind
    key: str
    recipient: str
    record: Record
    level: int = 0
    attempt: int = 1
    updates: str = ""


@dataclass(frozen=True, slots=True)
class Delivered:
    """The platform took it. `address` is opaque and can be passed as `Notice.updates` later."""

    platform: str
    address: str


class NotDelivered(Exception):
    """It did not arrive. `again` says whether the same may work later; `retry_after` in seconds.

    With `again` False the next contact is tried at once. `operator` marks a broken installation.
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


class Courier(Protocol):
    """Carries a notice to its recipient on the platform they use."""

    async def deliver(self, notice: Notice) -> Delivered:
        """Send or update; raises NotDelivered."""
