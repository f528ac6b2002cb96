"""Replies that are kept by one process and brought by nobody. Implements `bot.kept_replies.KeptReplies`."""

from __future__ import annotations

from bot.kept_replies import KeptReply
from foundation.ids import new_id


class ProcessReplies:
    """Replies that are kept by one process and brought by nobody."""

    def __init__(self) -> None:
        self.kept: dict[str, KeptReply] = {}
        self.people: dict[str, str] = {}
        self._names: set[str] = set()

    async def keep(self, name: str, person: str, reply: KeptReply) -> None:
        """Keep a reply."""
        if name not in self._names:
            self._names.add(name)
            key = new_id()
            self.kept[key], self.people[key] = reply, person

    async def get(self, key: str) -> KeptReply | None:
        """One that waits, or None."""
        return self.kept.get(key)
