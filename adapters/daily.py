"""Once a day, beside everything else: the audit log is verified, its head written outside, all that is sealed opened.

Each process does it for itself, first when it starts. What is found goes to health.
"""

from __future__ import annotations

import asyncio

import structlog

from adapters.audit_heads import Outside
from bot import sealed as bot_tables
from foundation.clock import Clock
from foundation.conditions import Conditions
from foundation.db import Database, DatabaseUnavailable
from foundation.sealed_tables import look_through
from foundation.sealing import KeyRing
from incidents import sealed as incident_tables
from incidents.audit import Cause, Head
from incidents.auditor import Auditor
from incidents.vault import Vault
from incidents.verifying import Verdict
from knowledge.curation import sealed as curation_tables

log = structlog.get_logger()

DAY_SECONDS = 24 * 60 * 60.0
AGAIN_SECONDS = 10 * 60.0
"""How soon what did not work is tried again; a log that was verified is not verified again for that."""

HOLDS = "audit_log"
OUTSIDE = "audit_head"

CAUSES = {
    Cause.CHANGED: "it or one before it was changed",
    Cause.CUT: "the log ends there, and once went on",
    Cause.UNKEYED: "no key vouches for it",
    Cause.KEY_MISSING: "its key is not here",
}


class Daily:
    """The daily round of one process; it remembers the end it verified, so that a cut shows the next day."""

    def __init__(
        self, db: Database, ring: KeyRing, clock: Clock, conditions: Conditions, outside: Outside
    ) -> None:
        self._db = db
        self._ring = ring
        self._clock = clock
        self._conditions = conditions
        self._outside = outside
        self._auditor = Auditor(db, ring, clock)
        self._seen: tuple[Head, ...] = ()
        self._unkept: Head | None = None

    async def run(self) -> None:
        """Go round every day; runs until cancelled."""
        while True:
            pause = await self.once()
            await asyncio.sleep(pause)

    async def once(self) -> float:
        """One round, or what was left undone of it; returns in how many seconds the next is due. Never raises."""
        try:
            head = self._unkept or await self.look()
            self._unkept = None if await self.keep(head) else head
        except DatabaseUnavailable as error:
            log.warning("daily_round_interrupted", trouble=error.trouble)
            return AGAIN_SECONDS
        except Exception as error:  # noqa: BLE001 - a round that ended would never find anything again
            log.error("daily_round_failed", cause=type(error).__name__)  # noqa: TRY400 - no trace
            self._conditions.set(HOLDS, f"The audit log could not be verified ({type(error).__name__}).")
            return AGAIN_SECONDS
        return AGAIN_SECONDS if self._unkept else DAY_SECONDS

    async def look(self) -> Head | None:
        """Verify the log and open everything once; the head that holds, None for a log that does not."""
        kept, unreadable = await self._kept()
        verdict = await self._auditor.verify(*kept, *self._seen)
        reason = broken_words(verdict) or unreadable
        self._conditions.set(HOLDS, reason)
        if verdict.broken:
            log.error("audit_log_broken", entry=verdict.broken.seq, cause=str(verdict.broken.cause))
        else:
            self._seen = (verdict.head,)
        await incident_tables.look_through(self._db, Vault(self._ring))
        await look_through(self._db, self._ring, (*bot_tables.SEALED, *curation_tables.SEALED))
        return None if verdict.broken else verdict.head

    async def keep(self, head: Head | None) -> bool:
        """Write the head outside; whether that worked everywhere. A log that does not hold has none to keep."""
        reason = await self._outside.write(head, self._clock.now()) if head else ""
        self._conditions.set(OUTSIDE, reason)
        if reason:
            log.error("audit_head_not_kept")
        return not reason

    async def _kept(self) -> tuple[tuple[Head, ...], str]:
        try:
            return await self._outside.kept(), ""
        except (OSError, ValueError) as error:
            return (), f"The kept heads of the audit log cannot be read ({type(error).__name__})."


def broken_words(verdict: Verdict) -> str:
    """The first entry that does not hold and why, in one sentence; empty for a log that holds."""
    broken = verdict.broken
    return (
        f"The audit log does not hold from entry {broken.seq} on: {CAUSES[broken.cause]}." if broken else ""
    )
