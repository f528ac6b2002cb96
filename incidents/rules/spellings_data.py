"""How names are written in each language: titles, particles and short forms, read once from `spellings/*.toml`.

A language is one further file; what all of them say counts together, because a customer's language is not known.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "spellings"


@dataclass(frozen=True, slots=True)
class Spellings:
    """Words in plain small letters. `passed_over` are titles and words that name nobody (“and his son”, “unknown”);
    `short_forms` gives the numbers of the groups a name belongs to.
    """

    passed_over: frozenset[str]
    particles: frozenset[str]
    short_forms: Mapping[str, frozenset[int]]


@cache
def spellings() -> Spellings:
    """What every language says."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))]
    groups: dict[str, set[int]] = {}
    number = 0
    for file in files:
        for line in file["short_forms"]:
            number += 1
            for name in line.split():
                groups.setdefault(name, set()).add(number)
    short_forms = {name: frozenset(numbers) for name, numbers in groups.items()}
    return Spellings(_words(files, "titles", "suffixes", "others"), _words(files, "particles"), short_forms)


def _words(files: list[dict[str, Any]], *names: str) -> frozenset[str]:
    return frozenset(word for file in files for name in names for word in file[name].split())
