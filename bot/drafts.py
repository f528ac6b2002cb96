"""Forms that were opened and not sent yet: what was typed survives failures and restarts.

One contract, two stores (memory for tests and the terminal, SQL in `bot/store_drafts.py`), one test suite.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.events import FieldValue

KEPT = timedelta(days=30)
"""A draft is forgotten this long after it was touched last."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A form somebody began. `key` is also the idempotency key of its submit; `asking` is the field an
    interview waits for, empty when the form is open as a form."""

    key: str
    form: str
    person: str
    values: Mapping[str, FieldValue]
    updated_at: datetime
    context: str = ""
    asking: str = ""
    origin: str = ""


class DraftStore(Protocol):
    """Where drafts are kept."""

    async def save(self, draft: Draft) -> None:
        """Insert or replace by key."""

    async def load(self, key: str) -> Draft | None:
        """The draft, or None when it never was or is gone."""

    async def latest(self, person: str) -> Draft | None:
        """The draft this person touched last, or None."""

    async def discard(self, key: str) -> None:
        """Forget a draft; fine when it is not there."""


class MemoryDrafts:
    """Drafts of one process."""

    def __init__(self) -> None:
        self._drafts: dict[str, Draft] = {}

    async def save(self, draft: Draft) -> None:
        """Insert or replace by key."""
        self._drafts[draft.key] = replace(draft, values=dict(draft.values))
        oldest = draft.updated_at - KEPT
        self._drafts = {key: kept for key, kept in self._drafts.items() if kept.updated_at >= oldest}

    async def load(self, key: str) -> Draft | None:
        """The draft, or None."""
        return self._drafts.get(key)

    async def latest(self, person: str) -> Draft | None:
        """The draft this person touched last, or None."""
        own = [draft for draft in self._drafts.values() if draft.person == person]
        return max(own, key=lambda draft: draft.updated_at, default=None)

    async def discard(self, key: str) -> None:
        """Forget a draft."""
        self._drafts.pop(key, None)
