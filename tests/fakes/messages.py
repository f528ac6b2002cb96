"""A desk for messages that takes none."""

from __future__ import annotations

from collections.abc import Mapping

from foundation.calendar import Wait
from incidents.phone_message import MessageFile, PhoneMessage, TakenMessage
from incidents.task import TaskKind


class FakeMessages:
    """Takes nothing and knows of nothing."""

    def may_have(self, by: str, to: str) -> bool:
        """Nobody."""
        return False

    async def take(
        self, message: PhoneMessage, promised: Mapping[TaskKind, Wait], draft: str
    ) -> TakenMessage | None:
        """Nothing."""
        return None

    async def view(self, name: str, viewer: str) -> MessageFile | None:
        """None."""
        return None
