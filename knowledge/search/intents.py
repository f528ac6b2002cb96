"""What staff mean: the ways people ask under stress, and how policies put the same matter.

`english/intents.yaml` is ours and knows no organisation. A question near one of its ways to ask is also searched
in the words of policies: "she threw a stapler at me" in those of violence against staff. Nothing of it is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from foundation.datafile import parse_data
from knowledge.search.encoder import WIDTH, Encoder, Vector
from knowledge.search.shipped_vectors import shipped_vectors
from knowledge.search.weights import Weights
from knowledge.text.language import shipped_text
from knowledge.text.terms import terms


@dataclass(frozen=True, slots=True)
class IntentsMeant:
    """The words of policies for what was asked; `weight` is what they count against the question's 1."""

    means: str
    stems: tuple[str, ...]
    vector: Vector
    weight: float


@dataclass(frozen=True, slots=True)
class Intents:
    """Ways to ask by vector, with the number of the intent each belongs to; nothing without an encoder."""

    asked: Vector = field(default_factory=lambda: np.empty((0, WIDTH), np.float32))
    numbers: npt.NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    meant: Vector = field(default_factory=lambda: np.empty((0, WIDTH), np.float32))
    means: tuple[str, ...] = ()
    stems: tuple[tuple[str, ...], ...] = ()

    def nearest(self, question: Vector, weights: Weights) -> IntentsMeant | None:
        """What a question most likely means; None where it is like none of the ways to ask."""
        if not len(self.asked):
            return None
        near = self.asked @ question
        best = int(np.argmax(near))
        how_near = (float(near[best]) - weights.intent_near) / (weights.intent_same - weights.intent_near)
        weight = weights.intent * min(max(how_near, 0.0), 1.0)
        number = int(self.numbers[best])
        return (
            IntentsMeant(self.means[number], self.stems[number], self.meant[number], weight)
            if weight
            else None
        )


@lru_cache(maxsize=2)
def intents(encoder: Encoder | None) -> Intents:
    """The shipped intents."""
    if encoder is None:
        return Intents()
    means = tuple(meaning for meaning, _ in shipped_intents())
    numbers = [number for number, (_, ways) in enumerate(shipped_intents()) for _ in (*ways, "means")]
    return Intents(
        asked=shipped_vectors(intent_texts(), encoder),
        numbers=np.array(numbers, np.int32),
        meant=shipped_vectors(means, encoder),
        means=means,
        stems=tuple(tuple(terms(meaning)) for meaning in means),
    )


def intent_texts() -> list[str]:
    """Every way to ask; how policies put a matter is one of them."""
    return [way for means, ways in shipped_intents() for way in (*ways, means)]


@cache
def shipped_intents() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """How policies put a matter, and the ways people ask for it."""
    name = "intents.yaml"
    data = parse_data(shipped_text(name), name)
    return tuple((one.text("means", required=True), one.texts("ask")) for one in data.entries("intents"))
