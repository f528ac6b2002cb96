"""The corpus as training reads it: documents with clauses, questions and near misses (form: `README.md`)."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

FEWEST_CLAUSES = 20
LIBRARY = "l"
"""What the names of libraries begin with."""
KEPT = ("wa-06", "wb-03", "wc-06")
"""Single documents no training sees."""
SEEN = ("w*", "la-*", "lb-*", "lc-*", *(f"!{name}" for name in KEPT))
"""What is trained on. Libraries ld set the weights of the search, le and lf are for reporting."""
ASIDE = {"single documents": KEPT, "libraries": ("ld-*",)}
"""What is measured after each epoch."""


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A question with the places of the clauses that answer it; none for a near miss."""

    text: str
    answers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingDocument:
    """What is searched together, a document or a whole library: `clauses` are pairs of heading path and text."""

    name: str
    clauses: list[tuple[str, str]] = field(default_factory=list)
    questions: list[TrainingQuestion] = field(default_factory=list)
    near_misses: list[TrainingQuestion] = field(default_factory=list)

    @property
    def is_library(self) -> bool:
        """Whether several documents of one organisation are searched together here."""
        return self.name.startswith(LIBRARY)


def documents(corpus: Path, patterns: Sequence[str]) -> list[TrainingDocument]:
    """What the file names fit, in order: l* by library, the rest one by one; tiny documents are left out.

    `patterns` are such as `w*`; one that begins with "!" takes away what fits it.
    """
    taken: set[Path] = set()
    for pattern in patterns:
        found = set(corpus.glob(f"{pattern.removeprefix('!')}.jsonl"))
        taken = taken - found if pattern.startswith("!") else taken | found
    read = (_read(list(paths)) for _, paths in groupby(sorted(taken), key=_together))
    return [document for document in read if len(document.clauses) >= FEWEST_CLAUSES]


def _together(path: Path) -> str:
    return path.stem.rpartition("-")[0] if path.stem.startswith(LIBRARY) else path.stem


def _read(paths: list[Path]) -> TrainingDocument:
    document, places = TrainingDocument(_together(paths[0])), dict[str, int]()
    entries = [
        (path.stem, json.loads(line))
        for path in paths
        for line in filter(str.strip, path.read_text("utf-8").splitlines())
    ]
    for name, entry in entries:
        if entry["t"] == "c":
            places[f"{name}#{entry['id']}"] = len(document.clauses)
            document.clauses.append((entry.get("h", ""), entry["x"]))
    for name, entry in entries:
        if entry["t"] == "q":
            named = [one if "#" in one else f"{name}#{one}" for one in entry["g"]]
            answers = tuple(places[one] for one in named if one in places)
            if answers:
                document.questions.append(TrainingQuestion(entry["q"], answers))
        elif entry["t"] == "n":
            document.near_misses.append(TrainingQuestion(entry["q"]))
    return document


def asking(question: str) -> str:
    """A question as the search encodes it: with one question mark at its end."""
    return re.sub(r"[ ?!.,;]+$", "", question) + "?"


def hurried(question: str, chance: random.Random) -> str:
    """A question as it may be typed: 8 in 100 with a mistake, 30 in 100 in small letters."""
    if chance.random() < 0.08:
        question = _mistyped(question, chance)
    if chance.random() < 0.3:
        question = question.lower()
    return asking(question)


def clause_text(clause: tuple[str, str], *, path: bool) -> str:
    """A clause under its last heading, as the encoder reads it, or under its whole path, as the reranker does."""
    heading, text = clause
    above = heading if path else heading.rpartition(" > ")[2]
    return f"{above}: {text}" if above else text


def _mistyped(question: str, chance: random.Random) -> str:
    words = question.split()
    place = chance.randrange(len(words))
    word = words[place]
    if len(word) >= 4:
        at, kind = chance.randrange(1, len(word) - 1), chance.random()
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        lost = word[:at] + word[at + 1 :]
        doubled = word[:at] + word[at] + word[at:]
        words[place] = swapped if kind < 0.4 else lost if kind < 0.7 else doubled
    return " ".join(words)
