"""Word search: BM25 over the stems of every window, on an absolute scale from 0 to 1.

The scale is what makes a threshold possible: a score is divided by the best one this question could get.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from knowledge.search.weights import Weights
from knowledge.text.synonyms import Alternatives

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """For each stem the windows that hold it and what it is worth there; windows are numbers from 0."""

    size: int
    postings: Mapping[str, tuple[npt.NDArray[np.int32], Scores]]
    weights: Weights = field(default_factory=Weights)

    @classmethod
    def of(cls, texts: Iterable[Sequence[str]], weights: Weights) -> Lexicon:
        """Index the stems of every window, in order."""
        places: dict[str, array[int]] = {}
        counts: dict[str, array[int]] = {}
        lengths = array("i")
        for number, text in enumerate(texts):
            lengths.append(len(text))
            for term, often in Counter(text).items():
                places.setdefault(term, array("i")).append(number)
                counts.setdefault(term, array("i")).append(often)
        long = np.frombuffer(lengths, dtype=np.int32).astype(np.float32)
        average = max(sum(lengths) / max(len(lengths), 1), 1.0)
        k1, b = weights.k1, weights.b
        norm = (k1 * (1 - b + b * long / average)).astype(np.float32)
        postings = {}
        for term in places:
            at = np.frombuffer(places[term], dtype=np.int32)
            count = np.frombuffer(counts[term], dtype=np.int32).astype(np.float32)
            postings[term] = (at, (count * (k1 + 1) / (count + norm[at])).astype(np.float32))
        return cls(len(lengths), postings, weights)

    def rarity(self, term: str) -> float:
        """BM25's idf; highest for a word that occurs nowhere."""
        found = len(self.postings[term][0]) if term in self.postings else 0
        return math.log(1 + (self.size - found + 0.5) / (found + 0.5))

    def scores(self, asked: Sequence[str], alternatives: Alternatives) -> Scores:
        """Every window's share of the best score this question could get."""
        total: Scores = np.zeros(self.size, dtype=np.float32)
        best = 0.0
        for term, others in _distinct(asked, alternatives):
            best += self.rarity(term) * (self.weights.k1 + 1)
            total += self._term(term, others)
        return total / np.float32(best) if best else total

    def _term(self, term: str, others: Mapping[str, float]) -> Scores:
        score: Scores = np.zeros(self.size, dtype=np.float32)
        for word, weight in (
            (term, 1.0),
            *((other, self.weights.synonym * share) for other, share in others.items()),
        ):
            if word in self.postings:
                at, worth = self.postings[word]
                score[at] = np.maximum(score[at], worth * np.float32(weight * self.rarity(word)))
        return score

    def coverage(self, asked: Sequence[str], alternatives: Alternatives, window: int) -> float:
        """How much of the question's rare words a window holds, from 0 to 1; synonyms count in part."""
        found = whole = 0.0
        for term, others in _distinct(asked, alternatives):
            rarity = self.rarity(term)
            whole += rarity
            if self.holds(term, window):
                found += rarity
            else:
                shares = (share for other, share in others.items() if self.holds(other, window))
                found += rarity * self.weights.synonym * max(shares, default=0.0)
        return found / whole if whole else 0.0

    def holds(self, term: str, window: int) -> bool:
        """Whether a stem stands in a window."""
        if term not in self.postings:
            return False
        at = self.postings[term][0]
        place = int(np.searchsorted(at, window))
        return place < len(at) and int(at[place]) == window


def _distinct(asked: Sequence[str], alternatives: Alternatives) -> list[tuple[str, Mapping[str, float]]]:
    """Each stem once, with the alternatives of its first place."""
    first: dict[str, int] = {}
    for place, term in enumerate(asked):
        first.setdefault(term, place)
    return [(term, alternatives.get(place, {})) for term, place in first.items()]
