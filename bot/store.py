"""What the bot itself remembers: events seen, accounts and where to reach them, referrals.

Reading and writing go through `foundation.db.Database`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.people import Identity, ReplyTarget


@dataclass(frozen=True, slots=True)
class Reachable:
    """An account of a person and where to write to it directly; `seen_at` is aware UTC."""

    identity: Identity
    direct: ReplyTarget
    seen_at: datetime


def is_to_open(direct: ReplyTarget | None) -> bool:
    """Whether a direct target names a person and no conversation yet."""
    return direct is not None and not direct.conversation


@dataclass(frozen=True, slots=True)
class Given:
    """The direct number of an entry was given before a transfer (P32)."""

    contact: str
    person: str
    at: datetime


class Memory(Protocol):
    """The bot's own memory; implemented in memory for tests and in SQL for real."""

    async def first_time(self, event_id: str, at: datetime, *, lasting: bool = False) -> bool:
        """True once per event id, false for a week afterwards, for ever if `lasting`; safe across replicas (T3)."""

    async def forget(self, event_id: str) -> None:
        """Let an event be the first again: what was to be done once could not be done."""

    async def meet(self, identity: Identity, direct: ReplyTarget | None, at: datetime) -> Identity:
        """Remember an account, and where it can be reached when that is known; returns all that is known of it.

        A conversation still to be opened never takes the place of one that is open.
        """

    async def staff(self, identity: Identity) -> Identity | None:
        """What is known of an account from before; None unless its platform called it staff when last asked."""

    async def turned_away(self, identity: Identity) -> None:
        """An account that was staff is none any more: it is neither reached nor let in on its past."""

    async def reach(self, person: str) -> tuple[Reachable, ...]:
        """Where a person can be reached, the platform they used last first."""

    async def referral_given(self, contact: str, person: str, at: datetime) -> None:
        """Log that the direct contact was given before the transfer (P32)."""

    async def referrals_given(self, contact: str) -> tuple[Given, ...]:
        """When the number of an entry was given before a transfer, and by whom, newest first, at most 50."""

    async def referral_wrong(self, contact: str, person: str, note: str, at: datetime) -> None:
        """Log that a directory entry was reported wrong."""
