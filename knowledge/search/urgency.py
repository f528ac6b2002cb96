"""Moments that plain cues miss: danger, a contact just ended, distress, told by likeness to example sentences.

`english/moments.yaml` is ours. A sentence is of a moment where it is near one of its examples and clearly nearer
than any that only looks alike ("he hung up on me"). For danger it is enough to be as near to two examples: a miss
costs more than a card too many.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

from foundation.datafile import parse_data
from knowledge.search.encoder import Encoder, Vector
from knowledge.search.shipped_vectors import shipped_vectors
from knowledge.search.weights import Weights
from knowledge.text.language import shipped_text

OTHER = "other"
DANGER = "danger"
BEST = 2
LONGEST = 300  # characters: who tells more than a few sentences is not in the middle of it


@dataclass(frozen=True, slots=True)
class Moments:
    """Example sentences by vector, with the moment of each."""

    said: Vector
    names: tuple[str, ...]

    def of(self, text: Vector, weights: Weights) -> str:
        """ "danger", "ended", "distress", or empty."""
        near = self.said @ text
        names = np.array(self.names)
        likeness = {name: float(np.sort(near[names == name])[-BEST:].mean()) for name in set(self.names)}
        if likeness[DANGER] >= max(weights.danger_near, *likeness.values()):
            return DANGER
        other = names == OTHER
        best = int(np.argmax(np.where(other, -1.0, near)))
        sure = near[best] >= max(weights.moment_near, float(near[other].max()) + weights.moment_ahead)
        return self.names[best] if sure else ""


def moment(text: str, encoder: Encoder | None, weights: Weights | None = None) -> str:
    """The moment a text is written from: "danger", "ended", "distress", or empty; empty without an encoder."""
    plain = text.strip().rstrip(".!")
    if encoder is None or not 0 < len(plain) <= LONGEST:
        return ""
    return _moments(encoder).of(encoder.encode(plain), weights or Weights())


@lru_cache(maxsize=2)
def _moments(encoder: Encoder) -> Moments:
    pairs = [(name, one) for name, said in shipped_moments() for one in said]
    return Moments(shipped_vectors([one for _, one in pairs], encoder), tuple(name for name, _ in pairs))


def moment_texts() -> list[str]:
    """Every example sentence."""
    return [one for _, said in shipped_moments() for one in said]


@cache
def shipped_moments() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each moment with its example sentences."""
    name = "moments.yaml"
    data = parse_data(shipped_text(name), name)
    return tuple((one.text("moment", required=True), one.texts("said")) for one in data.entries("moments"))
