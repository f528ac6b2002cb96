"""Keeping of records in a town where nothing was ever closed."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.keeping import ClosedRecord
from incidents.rules.retention import RetentionClass
from incidents.store_keeping import Certificate


class FakeKeeping:
    """Nothing is closed, nothing was destroyed."""

    async def closed(self, viewer: str, schedule: Sequence[RetentionClass]) -> tuple[ClosedRecord, ...]:
        """None."""
        return ()

    async def destroy(
        self, by: str, names: Sequence[str], authority: str, schedule: Sequence[RetentionClass], draft: str
    ) -> Certificate | None:
        """Nothing is due."""
        return None

    async def certificates(self, viewer: str) -> tuple[Certificate, ...]:
        """None."""
        return ()

    async def certificate(self, name: str, viewer: str) -> Certificate | None:
        """None."""
        return None
