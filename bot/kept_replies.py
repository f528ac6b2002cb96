"""Answers that a platform did not take when they were due: kept, and brought when it is back.

The words are sealed, and go with the letter that brings them: when it has arrived or is given up.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.messages import Message


@dataclass(frozen=True, slots=True)
class KeptReply:
    """A message for one person, and when it was due."""

    message: Message
    at: datetime


class KeptReplies(Protocol):
    """Where they wait; `bot.store_replies.SqlReplies` writes the letter that brings them, too."""

    async def keep(self, name: str, person: str, reply: KeptReply) -> None:
        """Keep a reply until it has been brought to the person; the same `name` twice is one."""

    async def get(self, key: str) -> KeptReply | None:
        """One that waits, or None."""
