"""What holds for every test: property tests look at fifty examples and have no stopwatch; `--hypothesis-profile
thorough` looks at a thousand. Files of tests lie in memory where the machine has room for them.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

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
