"""How names are written in each language: titles, particles and short forms, read once from `spellings/*.toml`.

Beside them stand the commonest words of the language, by which no report is searched.

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
    """Words in plain small letters. `titles` stand before a name and `suffixes` after it; `others` name nobody
    (“and his”, “unknown”), and `nouns` do not where they are written small (“her son”);
    `common` are words that say nothing about a report; `short_forms` gives the numbers of the groups a name belongs to.
    """

    titles: frozenset[str]
    suffixes: frozenset[str]
    others: frozenset[str]
    nouns: frozenset[str]
    particles: frozenset[str]
    common: frozenset[str]
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
    return Spellings(
        _words(files, "titles"),
        _words(files, "suffixes"),
        _words(files, "others"),
        _words(files, "nouns"),
        _words(files, "particles"),
        _words(files, "common"),
        short_forms,
    )


def _words(files: list[dict[str, Any]], *names: str) -> frozenset[str]:
    return frozenset(word for file in files for name in names for word in file[name].split())
