"""The shapes of what a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.search.encoder import Vector
from knowledge.search.windows import Window


@dataclass(frozen=True, slots=True)
class Hit:
    """One window that was found: its score and what it is made of; `clause` is the place of its best clause.

    `clause_cosine` is 0 without an encoder. `words` runs from 0 to 1. `output` is what the
    reranker says of the clause, where it read it.
    """

    place: int
    window: Window
    score: float
    words: float
    clause_cosine: float
    clause: int
    output: float | None = None


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best windows first. `asked` is the question after repair, `vector` its own (None without encoder)."""

    asked: str
    hits: tuple[Hit, ...]
    terms: tuple[str, ...]
    vector: Vector | None
