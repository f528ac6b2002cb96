"""What the desk for messages to colleagues offers to flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from foundation.calendar import Wait
from incidents.phone_message import MessageFile, PhoneMessage, TakenMessage
from incidents.task import TaskKind


class MessageDesk(Protocol):
    """What `incidents.phone_messages.PhoneMessages` offers to flows; who may what is decided at each look."""

    def may_have(self, by: str, to: str) -> bool:
        """Whether somebody may take a message for a colleague."""

    async def take(
        self, message: PhoneMessage, promised: Mapping[TaskKind, Wait], draft: str
    ) -> TakenMessage | None:
        """Commit it with its task and its first notices; the same draft gives the same answer."""

    async def view(self, name: str, viewer: str) -> MessageFile | None:
        """A message by id or reference, for whoever may read it; every look is logged."""
