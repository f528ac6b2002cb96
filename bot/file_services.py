"""What the incidents side offers to flows about files: who may what is decided there, at each look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from incidents.attachment import AttachOutcome, NewFile, OpenedFile
from incidents.rules.file_limits import FileLimits


class FileKeeping(Protocol):
    """What `incidents.attaching.Attaching` offers to flows."""

    async def hold(self, person: str, files: Sequence[NewFile]) -> str:
        """Keep what somebody sent until they say where it belongs, for an hour; the batch, or "" for too much."""

    async def waiting(self, person: str) -> Mapping[str, int]:
        """What of theirs waits: how many files, by batch, the oldest first."""

    async def addable(self, person: str, record_ids: Sequence[str]) -> frozenset[str]:
        """Those of these records that somebody may add files to now."""

    async def drop(self, person: str, batch: str) -> int:
        """Throw away what somebody sent and that still waits; how many files that were."""

    async def added_to(self, batch: str) -> str:
        """The id of the record that what was sent together was added to, or ""."""

    async def attach(
        self, person: str, batch: str, record_id: str, limits: FileLimits
    ) -> tuple[AttachOutcome, int]:
        """Add what somebody sent to a record, all of it or nothing; also how many files are new there."""

    async def open(self, record: str, attachment: str, viewer: str) -> OpenedFile | None:
        """A file for whoever may read its record now; raises what is in `incidents.vault.UNREADABLE`."""
