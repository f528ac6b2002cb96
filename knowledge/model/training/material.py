"""The corpus as training reads it: documents with clauses, questions and near misses (form: `README.md`)."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path

FEWEST_CLAUSES = 20


@dataclass(frozen=True, slots=True)
class TrainingQuestion:
    """A question with the places of the clauses that answer it; none for a near miss."""

    text: str
    answers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingDocument:
    """One document: `clauses` are pairs of heading path and text."""

    name: str
    clauses: list[tuple[str, str]] = field(default_factory=list)
    questions: list[TrainingQuestion] = field(default_factory=list)
    near_misses: list[TrainingQuestion] = field(default_factory=list)


def documents(corpus: Path, pattern: str) -> list[TrainingDocument]:
    """The documents whose file names fit a pattern such as `w*.jsonl`, in order; tiny ones are left out."""
    read = (_document(path) for path in sorted(corpus.glob(pattern)))
    return [document for document in read if len(document.clauses) >= FEWEST_CLAUSES]


def _document(path: Path) -> TrainingDocument:
    document, places = TrainingDocument(path.stem), dict[str, int]()
    for line in filter(str.strip, path.read_text("utf-8").splitlines()):
        entry = json.loads(line)
        match entry["t"]:
            case "c":
                places[entry["id"]] = len(document.clauses)
                document.clauses.append((entry.get("h", ""), entry["x"]))
            case "q":
                answers = tuple(places[one] for one in entry["g"] if one in places)
                if answers:
                    document.questions.append(TrainingQuestion(entry["q"], answers))
            case "n":
                document.near_misses.append(TrainingQuestion(entry["q"]))
            case _:
                pass
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
