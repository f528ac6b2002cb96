"""The contract of a platform adapter: three verbs. `tests/contract` runs every adapter through it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from bot.capabilities import Capabilities
from bot.events import Event
from bot.messages import Message
from bot.people import Identity, Person, ReplyTarget
from bot.replies import Reply

Handle = Callable[[Event], Awaitable[list[Reply]]]
"""The one door of the bot: `await handle(event) -> list[Reply]`; never raises."""

TurnedAway = Callable[[Identity], Awaitable[None]]
"""Told of an account that an adapter refused because it is not staff, so that its past lets nobody in."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message the bot sends on its own account.

    `key` names the delivery for ever: an adapter stores it with the message where the platform can, and
    from the second `attempt` on looks for it in the conversation before it sends again. `replaces` is the
    target a former delivery returned: that message is updated instead of a new one being sent.
    """

    message: Message
    key: str
    attempt: int = 1
    replaces: ReplyTarget | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The platform took the message. `target` names the message itself, for a later `replaces`."""

    target: ReplyTarget
    repeated: bool = False


class Failure(StrEnum):
    """What to conclude from a failed send."""

    RETRY = "retry"
    NEXT_CONTACT = "next_contact"
    OPERATOR = "operator"


class SendFailed(Exception):
    """A send did not succeed. `code` is the vendor's error word; `retry_after` is in seconds.

    RETRY: the same may work later. NEXT_CONTACT: this person cannot be reached here. OPERATOR: the
    installation is broken (token revoked, scope missing) and somebody must mend it.
    """

    def __init__(self, failure: Failure, code: str, retry_after: float = 0.0) -> None:
        super().__init__(f"{failure}: {code}")
        self.failure = failure
        self.code = code
        self.retry_after = retry_after


class Adapter(Protocol):
    """One chat platform. One that knows when its platform refuses us has `trouble() -> str` too, for health."""

    @property
    def platform(self) -> str:
        """The name used in `Identity` and `ReplyTarget`."""

    @property
    def capabilities(self) -> Capabilities:
        """What this platform can do."""

    async def start(self, handle: Handle) -> None:
        """Begin to receive; every event goes to `handle` and its replies are performed.

        A message the platform does not take while somebody waits goes back to `handle` as `ReplyLost`.
        """

    async def send(self, target: ReplyTarget, delivery: Delivery) -> Receipt:
        """Send or update a message; raises SendFailed. A direct target is never widened to a channel."""

    async def close(self) -> None:
        """Stop receiving, finish what is under way, free connections."""


@dataclass(frozen=True, slots=True)
class MemoFile:
    """A file that goes along with a memo; `media` is its type, such as application/pdf."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Memo:
    """What goes to somebody beside chat: that something waits, without a name and without a word of it.

    `id` names it for ever and is the same when it is tried again; nothing can be read out of it. `files` are such as
    name nobody; a channel that takes none leaves them out.
    """

    id: str
    subject: str
    text: str
    at: datetime
    files: tuple[MemoFile, ...] = ()


class SideChannel(Protocol):
    """A way beside chat that only tells. Another one (SMS) is a folder of its own with this one class.

    One that knows when it is refused has `trouble() -> str` too, for health.
    """

    @property
    def name(self) -> str:
        """The name that stands in a delivery."""

    async def tell(self, to: Person, memo: Memo) -> None:
        """Send it; raises SendFailed, NEXT_CONTACT where this person cannot be reached this way."""

    async def close(self) -> None:
        """Free connections."""


@dataclass(frozen=True, slots=True)
class CustomerMail:
    """An e-mail to whoever brought something: the words that somebody of the staff saw and confirmed, as they are.

    `id` names it for ever and is the same when it is tried again; `reply_to` is where an answer goes, if not to its
    sender.
    """

    id: str
    to: str
    subject: str
    text: str
    at: datetime
    reply_to: str = ""


@runtime_checkable
class CustomerPost(Protocol):
    """A way to write to people outside of the organisation."""

    @property
    def name(self) -> str:
        """The name that stands in logs and in health."""

    async def post(self, mail: CustomerMail) -> None:
        """Send it; raises SendFailed, NEXT_CONTACT where this address cannot be reached."""


@runtime_checkable
class Doorkeeper(Protocol):
    """An adapter that refuses accounts itself, and tells who is at work behind it."""

    turned_away: TurnedAway | None
