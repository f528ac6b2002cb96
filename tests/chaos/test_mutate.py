"""A short run of the hostile requests; the long one is `python -m tests.chaos.mutate --requests 20000`."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

from knowledge.library import Library
from tests.chaos.mutate import HEADER, Plan, run
from tests.fixtures.sample import library, no_settings, sample_index

__all__ = ["library", "no_settings", "sample_index"]

REQUESTS = 300
"""At each door."""


async def test_hostile_requests_break_nothing_reach_nothing_and_leave_nothing(
    library: Library, tmp_path: Path
) -> None:
    lines = await run(Plan(REQUESTS), library, tmp_path)
    assert all(line.held for line in lines), "\n".join((HEADER, *map(str, lines)))


async def test_a_door_without_a_lock_would_be_found_out(library: Library, tmp_path: Path) -> None:
    with patch("adapters.slack.adapter.verify", lambda *_: None):
        lines = await run(Plan(REQUESTS), library, tmp_path)
    broken = {line.kind for line in lines if not line.held}
    assert {"unsigned", "signed by another", "stale"} <= broken
