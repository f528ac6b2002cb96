"""No files: nothing waits, nothing can be added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from incidents.attachment import AttachOutcome, NewFile, OpenedFile
from incidents.rules.file_limits import FileLimits


class FakeFiles:
    """Keeps nothing."""

    async def hold(self, person: str, files: Sequence[NewFile]) -> str:
        """No room."""
        return ""

    async def waiting(self, person: str) -> Mapping[str, int]:
        """Nothing."""
        return {}

    async def addable(self, person: str, record_ids: Sequence[str]) -> frozenset[str]:
        """None."""
        return frozenset()

    async def drop(self, person: str, batch: str) -> int:
        """Nothing was there."""
        return 0

    async def added_to(self, batch: str) -> str:
        """None."""
        return ""

    async def attach(
        self, person: str, batch: str, record_id: str, limits: FileLimits
    ) -> tuple[AttachOutcome, int]:
        """Nothing waits."""
        return AttachOutcome.GONE, 0

    async def open(self, record: str, attachment: str, viewer: str) -> OpenedFile | None:
        """Absent."""
        return None
