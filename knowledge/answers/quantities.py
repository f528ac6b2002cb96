"""Two documents that set different numbers for the same thing: shown side by side, never blended (section b6).

Compared are the quantities of two clauses that both answer the question: 24 hours against one business day,
the third ring against two rings. Different documents of different organisations may both be right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from knowledge.answers.amounts import MONEY, QUANTITY, amounts, quantities
from knowledge.answers.same_matter import numerals, same_matter, say_the_same, sentences
from knowledge.search.hits import Hit
from knowledge.search.index import Index


def side_by_side(index: Index, hits: Sequence[Hit]) -> tuple[list[Hit], tuple[tuple[int, int], ...]]:
    """The hits, and pairs of their places whose documents set different numbers for one kind of thing.

    The later hit of a pair shows the clause that differs, which need not be the one nearest to the question.
    """
    shown, pairs = list(hits), list[tuple[int, int]]()
    for one, first in enumerate(hits):
        for two in range(one + 1, len(hits)):
            if first.window.document.name == hits[two].window.document.name:
                continue
            clause = _differing(index, shown[one], shown[two], hits[0].score)
            settled = any(two == later for _, later in pairs)  # Another clause would undo that pair.
            if clause is not None and not (settled and clause != shown[two].clause):
                shown[two] = replace(shown[two], clause=clause)
                pairs.append((one, two))
    return shown, tuple(pairs)


def _differing(index: Index, first: Hit, second: Hit, best: float) -> int | None:
    """The clause of the second passage that sets another number than the first's best clause; None for none."""
    text = first.window.clauses[first.clause].text
    if not (quantities(text) or numerals(text)):
        return None
    if index.encoder is None:
        alike = np.zeros(len(second.window.clauses), dtype=np.float32)
    else:
        asked = index.clause_vectors(first.place)[first.clause].astype(np.float32)
        alike = index.clause_vectors(second.place).astype(np.float32) @ asked
    weights = index.weights
    near = second.score >= weights.near * best
    for place in (second.clause, *(int(place) for place in np.argsort(-alike))):
        enough = weights.alike if place == second.clause else weights.same_matter
        close = place == second.clause and second.score >= weights.close * best
        if (close or (near and alike[place] >= enough)) and _differ(text, second.window.clauses[place].text):
            return place
    return None


def _differ(one: str, two: str) -> bool:
    """Whether two clauses set other numbers for one kind of thing in sentences about the same act and subject, or say
    the same with other numbers.
    """
    if any(same_matter(_stating(one, kind), _stating(two, kind)) for kind in _apart(one, two)):
        return True
    return any(
        say_the_same(each, other) and _other_numbers(each, other)
        for each in sentences(one)
        for other in sentences(two)
    )


def _apart(one: str, two: str) -> set[str]:
    """The kinds of things of which two texts set no number that is the same, by one clock and for one act."""
    first, second = amounts(one), amounts(two)
    compared = [(each, other) for each in first for other in second if each.compares(other)]
    alike = {each.kind for each, other in compared if each.value == other.value}
    return {each.kind for each, _ in compared} - alike


def _stating(text: str, kind: str) -> list[str]:
    """The sentences with a number of this kind."""
    return [one for one in sentences(text) if kind in quantities(one)]


def _other_numbers(one: str, two: str) -> bool:
    """Whether each of two sentences sets a number that the other does not, of one kind or of none."""
    first, second = quantities(one), quantities(two)
    if any(
        first[kind] - second[kind] and second[kind] - first[kind] for kind in first.keys() & second.keys()
    ):
        return True
    bare, other = (numerals(QUANTITY.sub(" ", MONEY.sub(" ", text))) for text in (one, two))
    return bool(bare - other and other - bare)
