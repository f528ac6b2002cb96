"""Keeping of records in a town where nothing was ever closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from incidents.incident_log import LineOutcome, LineToWrite
from incidents.kept import ClosedRecord, HeldRecord
from incidents.records import ActOutcome, Record, Said
from incidents.rules.access import Operation
from incidents.rules.incident_log import LogEntry, LogProfile
from incidents.rules.retention import RetentionClass
from incidents.store_keeping import Certificate


class FakeKeeping:
    """Nothing is closed, nothing was destroyed."""

    async def closed(
        self, viewer: str, schedule: Sequence[RetentionClass], profile: LogProfile | None = None
    ) -> tuple[ClosedRecord, ...]:
        """None."""
        return ()

    async def due(
        self, viewer: str, schedule: Sequence[RetentionClass], profile: LogProfile | None = None
    ) -> int:
        """None."""
        return 0

    async def held(self, viewer: str) -> tuple[HeldRecord, ...]:
        """None."""
        return ()

    async def destroy(
        self,
        by: str,
        names: Sequence[str],
        authority: str,
        schedule: Sequence[RetentionClass],
        draft: str,
        profile: LogProfile | None = None,
    ) -> Certificate | None:
        """Nothing is due."""
        return None

    async def one(
        self, name: str, viewer: str, schedule: Sequence[RetentionClass]
    ) -> ClosedRecord | HeldRecord | None:
        """None."""
        return None

    async def hold(
        self, name: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> ActOutcome:
        """Nothing is held."""
        return ActOutcome.NOT_ALLOWED

    async def certificates(self, viewer: str) -> tuple[Certificate, ...]:
        """None."""
        return ()

    async def certificate(self, name: str, viewer: str) -> Certificate | None:
        """None."""
        return None


class FakeLog:
    """A log that nobody keeps."""

    async def waiting(
        self, viewer: str, profile: LogProfile, start: int, count: int
    ) -> tuple[tuple[Record, ...], int]:
        """None."""
        return (), 0

    async def opened(self, name: str, viewer: str) -> LineToWrite | None:
        """None."""
        return None

    async def write(
        self,
        name: str,
        by: str,
        said: Mapping[str, str | tuple[str, ...]],
        *,
        instead_of: datetime | None = None,
    ) -> LineOutcome:
        """Nobody may."""
        return LineOutcome.GONE

    async def lines(self, viewer: str, since: datetime, until: datetime) -> tuple[LogEntry, ...] | None:
        """Nobody may."""
        return None

    def keeps(self, person: str) -> bool:
        """Nobody does."""
        return False
