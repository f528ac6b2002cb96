"""Put what was found into the order that reading it together with the question gives.

Ten to sixteen pairs buy what reading everything does; most questions need four, because a window that is far behind
comes first no more. Measured: `docs/retrieval.md`.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

import numpy as np

from knowledge.search.encoder import Vector
from knowledge.search.hits import Hit
from knowledge.search.index import Index
from knowledge.search.reranker import Reranker


def reread_hits(
    index: Index,
    reranker: Reranker,
    question: str,
    hits: Sequence[Hit],
    vector: Vector | None,
    *,
    fixed: Container[int] = (),
) -> list[Hit]:
    """The hits in their new order, the first with the clause that answers best.

    `vector` says which of its clauses are worth reading; those of the windows in `fixed` stay as they are. What is
    not read counts as the least that was.
    """
    if not hits:
        return []
    weights = index.weights
    line = hits[0].score - weights.reread_within
    near = [hit for hit in hits[: weights.reread] if hit.score >= line]
    read = {hit.place: _output(reranker, question, hit, hit.clause) for hit in near}
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
    outputs = {
        place: _output(reranker, question, best, place) for place in _other_clauses(index, best, vector)
    }
    clause = max(outputs, key=outputs.__getitem__, default=best.clause)
    if outputs.get(clause, best.output) > best.output + weights.reread_ahead:
        best = replace(best, clause=clause, output=outputs[clause])
    return [best, *others]


def _output(reranker: Reranker, question: str, hit: Hit, clause: int) -> float:
    return reranker.output(question, hit.window.clause_path(hit.window.clauses[clause]))


def _other_clauses(index: Index, hit: Hit, vector: Vector) -> list[int]:
    """The clauses of a window nearest to the question, without the one it has and lines that only lead in."""
    clauses = hit.window.clauses
    lead_ins = {clause.lead_in for clause in clauses}
    nearest = np.argsort(-(index.clause_vectors(hit.place).astype(np.float32) @ vector), kind="stable")
    others = (int(place) for place in nearest if clauses[place].text not in lead_ins)
    return [place for place in others if place != hit.clause][: index.weights.reread_clauses]
