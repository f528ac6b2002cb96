"""What comes with the program in English: the data files of `knowledge/english`, read in this place alone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path

FOLDER = Path(str(resources.files("knowledge"))) / "english"


def shipped_text(name: str) -> str:
    """The content of a file."""
    return (FOLDER / name).read_text("utf-8")


@cache
def shipped(name: str) -> str:
    """The content of a file, hashed."""
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()


@cache
def english() -> Mapping[str, int]:
    """English words with their rank by frequency, 0 the most frequent."""
    return {word: rank for rank, word in enumerate(shipped_text("words.txt").split())}
