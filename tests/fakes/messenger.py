"""A messenger that writes down what it brought to whom, and refuses those a test names."""

from __future__ import annotations

from collections.abc import Iterable

from bot.messages import Message
from foundation.outbox.sending import Delivered, NotDelivered


class FakeMessenger:
    """Implements `bot.delivery.letter_jobs.Messenger`. `brought` are recipient, key and message in order."""

    def __init__(self) -> None:
        self.brought: list[tuple[str, str, Message]] = []
        self.attempts: list[tuple[str, int]] = []
        self.refusals: dict[str, NotDelivered] = {}

    async def send(self, recipient: str, message: Message, key: str, attempt: int) -> Delivered:
        """Take the message, or raise what stands in `refusals` for its recipient."""
        self.attempts.append((recipient, attempt))
        if refusal := self.refusals.get(recipient):
            raise refusal
        self.brought.append((recipient, key, message))
        return Delivered("fake", key)

    def to(self, recipient: str) -> list[Message]:
        """What somebody got, in order."""
        return [message for person, _, message in self.brought if person == recipient]


def besides_figures(messages: Iterable[Message]) -> list[Message]:
    """Messages without the one that a month in figures is there, which comes on the first open day of each."""
    return [one for one in messages if "in figures" not in one.summary]
