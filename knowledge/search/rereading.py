"""Put what was found into the order that reading it together with the question gives.

A pair is read only where it can change what comes first: not a window too far behind for any output to bring it
there, nor another clause where the first says all there is to say. Most questions need one to three pairs. Measured:
`docs/retrieval.md`.
"""

from __future__ import annotations

import math
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

import numpy as np

from knowledge.search.encoder import Vector
from knowledge.search.framing import leading_lines
from knowledge.search.hits import Hit
from knowledge.search.index import Index
from knowledge.search.reranker import Reranker
from knowledge.search.weights import Weights


def reread_hits(
    index: Index,
    reranker: Reranker,
    question: str,
    hits: Sequence[Hit],
    vector: Vector | None,
    *,
    fixed: Container[int] = (),
    frames: int = 0,
) -> list[Hit]:
    """The hits in their new order, the first with the clause that answers best.

    `vector` says which of its clauses are worth reading; those of the windows in `fixed` stay as they are. What is
    not read counts as the least that was. `frames` are the kinds of frame that are asked for.
    """
    if not hits:
        return []
    weights = index.weights
    line = hits[0].score - weights.reread_within
    near = [hit for hit in hits[: weights.reread] if hit.score >= line]
    read = _read(reranker, question, near, weights)
    least = min(read.values(), default=0.0)
    moved = [
        replace(
            hit,
            score=hit.score + weights.reread_order * read.get(hit.place, least),
            output=read.get(hit.place),
        )
        for hit in hits
    ]
    best, *others = sorted(moved, key=lambda hit: -hit.score)
    if best.place in fixed or best.output is None or vector is None:
        return [best, *others]
    wanted = best.output + weights.reread_ahead
    places = _other_clauses(index, best, vector, frames) if wanted < weights.reread_most else []
    for place in places:
        if (output := _output(reranker, question, best, place)) > wanted:
            return [replace(best, clause=place, output=output), *others]
    return [best, *others]


def _read(reranker: Reranker, question: str, near: Sequence[Hit], weights: Weights) -> Mapping[int, float]:
    """The outputs of hits by place, from the first on as far as one of them can still come first."""
    read: dict[int, float] = {}
    first = -math.inf
    for hit in near:
        if hit.score + weights.reread_order * weights.reread_most <= first:
            break
        read[hit.place] = _output(reranker, question, hit, hit.clause)
        first = max(first, hit.score + weights.reread_order * read[hit.place])
    return read


def _output(reranker: Reranker, question: str, hit: Hit, clause: int) -> float:
    return reranker.output(question, hit.window.clause_path(hit.window.clauses[clause]))


def _other_clauses(index: Index, hit: Hit, vector: Vector, frames: int) -> list[int]:
    """The clauses of a window about as near to the question as the one it has, without lines that only lead in."""
    leading = leading_lines(hit.window, frames)
    cosines = index.clause_vectors(hit.place).astype(np.float32) @ vector
    line = cosines[hit.clause] - index.weights.reread_close
    nearest = (int(place) for place in np.argsort(-cosines, kind="stable") if cosines[place] >= line)
    may_answer = (place for place in nearest if place not in leading)
    others = (place for place in may_answer if hit.window.clauses[place].start not in hit.window.told)
    return [place for place in others if place != hit.clause][: index.weights.reread_clauses]
