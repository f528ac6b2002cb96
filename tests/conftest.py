"""What holds for every test: property tests look at fifty examples and have no stopwatch; `--hypothesis-profile
thorough` looks at a thousand. Files of tests lie in memory where the machine has room for them.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("suite", max_examples=50, deadline=None)
settings.register_profile("thorough", max_examples=1000, deadline=None)
settings.load_profile("suite")

IN_MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3
"""More than a run and the one before it leave behind. A container often has 64 MB, which is no room."""

# Every commit of ours waits for the disk, as it must, and the suite makes very many. What survives a crash is proved by
# killing processes, which memory survives as well.
if os.access(IN_MEMORY, os.W_OK | os.X_OK) and shutil.disk_usage(IN_MEMORY).free > ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))

LONG = (
    "scenarios/test_rights.py",
    "flows/test_walk.py",
    "flows/test_rights.py",
    "incidents/test_calls.py",
    "incidents/test_access.py",
    "chaos/test_kill.py",
    "incidents/test_ladder_machine.py",
)
"""Files that take a minute or so: they are begun first, so that no process waits for another in the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long; everything else stays in the order of its files."""
    place = {Path(__file__).parent / name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path, len(LONG)))
