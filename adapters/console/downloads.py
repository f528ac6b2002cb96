"""A file the bot gives, put where the terminal stands: never over another, and readable by its owner alone."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

from bot.replies import Upload

OWNER_ALONE = 0o600


def save(upload: Upload, folder: Path) -> Path:
    """Write it under its own name, or that with a number where it is taken; raises OSError."""
    name = Path(Path(upload.name).name or "file")
    for number in count(1):
        path = folder / (name if number == 1 else name.with_stem(f"{name.stem}-{number}"))
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE)
        except FileExistsError:
            continue
        with os.fdopen(handle, "wb") as file:
            file.write(upload.content)
        return path
    raise AssertionError("count() does not end")
