"""Drafts of one process. Implements `bot.drafts.DraftStore`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from bot.drafts import KEPT, Draft, Kept


class MemoryDrafts:
    """Drafts of one process."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}

    async def save(self, draft: Draft) -> None:
        """Insert or replace by key."""
        self._drafts[draft.key] = replace(draft, values=dict(draft.values))
        await self.expire(draft.updated_at - KEPT)

    async def load(self, key: str) -> Draft | None:
        """The draft, or None."""
        return self._drafts.get(key)

    async def kept(self, person: str, since: datetime) -> tuple[Kept, ...]:
        """The drafts of this person touched since then, the one touched last first."""
        own = [one for one in self._drafts.values() if one.person == person and one.updated_at >= since]
        return tuple(
            Kept(one.key, one.form, one.context, one.asking, one.updated_at, one.typed, one.told_at)
            for one in sorted(own, key=lambda draft: draft.updated_at, reverse=True)
        )

    async def told(self, keys: Collection[str], at: datetime) -> None:
        """Note that their person was told that these are kept."""
        for key in self._drafts.keys() & set(keys):
            self._drafts[key] = replace(self._drafts[key], told_at=at)

    async def discard(self, key: str) -> None:
        """Delete a draft."""
        self._drafts.pop(key, None)

    async def expire(self, before: datetime) -> None:
        """Delete every draft that was touched last before this."""
        self._drafts = {key: kept for key, kept in self._drafts.items() if kept.updated_at >= before}
