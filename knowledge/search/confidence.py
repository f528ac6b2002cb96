"""How sure an answer is: the courage to say "your policies don't say".

Three signals of the ranking make a margin: the best passage's clause cosine, how near the question is to a way to ask
of what policies do settle (`intents`), and how near it is to something staff ask elsewhere that the passage is not near
to. The last is by far the strongest: near misses ("how do I claim overtime?") look like policy questions, but look even
more like their own kind. What the reranker says of the best clause is added. The threshold is fitted to each index.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

from foundation.fingerprint import code, constants_of, fingerprint
from knowledge.search.encoder import WIDTH, Encoder, Vector
from knowledge.search.hits import Ranking
from knowledge.search.index import MADE_BY, Index
from knowledge.search.index_cache import IndexCache, KeptFit
from knowledge.search.intents import shipped_intents
from knowledge.search.ranking import search
from knowledge.search.shipped_vectors import shipped_vectors
from knowledge.search.vector_store import encoded_by
from knowledge.search.weights import Weights
from knowledge.text.language import LANGUAGE, shipped, shipped_text
from knowledge.text.terms import terms, words

FITTED_BY = (
    *MADE_BY,
    "knowledge.search.confidence",
    "knowledge.search.framing",
    "knowledge.search.ranking",
    "knowledge.search.rereading",
    "knowledge.search.reranker",
    "knowledge.search.hits",
    "knowledge.search.intents",
    "knowledge.text.synonyms",
    "knowledge.text.language",
    "knowledge.text.spelling",
    "knowledge.search.encoder",
    "knowledge.text.tokenizer",
    "knowledge.search.vector_store",
    "knowledge.search.shipped_vectors",
)
"""The code that makes the margins the threshold is fitted to; its weights are in the key of the index."""


_SMALL_TALK = frozenset(LANGUAGE.words("asking.small_talk"))
FEWEST_STRANGE = 2
"""Words nobody knows from which they can make a question nonsense; a single one is a name."""


@dataclass(frozen=True, slots=True)
class ExpectedErrors:
    """How often the line is expected to be wrong, as shares from 0 to 1; None where too few questions tell.

    `wrongly_answered` are outside questions above it, each judged as unseen; `wrongly_refused` the owner's own example
    questions below it, without their help. Both are told without the reranker, which makes them fewer.
    """

    wrongly_answered: float | None = None
    wrongly_refused: float | None = None


@dataclass(frozen=True, slots=True)
class Judge:
    """Turns a ranking into a confidence from 0 to 1; from `0.5` on a question counts as answered.

    `elsewhere` are vectors of questions on other matters, `shares` how much each counts for this index.
    """

    threshold: float
    elsewhere: Vector
    shares: Vector
    expected: ExpectedErrors = ExpectedErrors()

    def confidence(self, index: Index, ranking: Ranking, shortfall: float = 0.0) -> float:
        """How sure the best hit answers the question; `shortfall` is taken off the margin."""
        if not _says_something(index, ranking.asked):
            return 0.0
        weights = index.weights
        above = weights.steepness * (self.margin(index, ranking) - shortfall - self.threshold)
        if ranking.hits and (output := ranking.hits[0].output) is not None:
            outright = max(output - weights.reread_certain, 0.0)
            above += weights.reread_sure * output + weights.reread_outright * outright
        return 1 / (1 + math.exp(-above))

    def margin(self, index: Index, ranking: Ranking, besides: int = -1) -> float:
        """The signals added up; `besides` leaves one of the elsewhere questions out."""
        if not ranking.hits:
            return -1.0
        weights = index.weights
        best = ranking.hits[0]
        if ranking.vector is None or not len(self.elsewhere):
            alternatives = index.synonyms.alternatives(ranking.terms)
            covered = index.lexicon.coverage(ranking.terms, alternatives, best.place)
            return best.words + weights.coverage_by_words * covered
        clause = index.clause_vectors(best.place)[best.clause].astype(np.float32)
        shared = weights.shared * np.maximum(self.elsewhere @ clause, 0)
        alike = self.elsewhere @ ranking.vector
        near = (alike - shared) * self.shares
        if besides >= 0:
            near[besides] = 0.0
        unlike = max(weights.unknown - max(best.clause_cosine, float(alike.max())), 0.0)
        outside = float(near.max(initial=0.0)) + unlike
        inside = float((index.intents.asked @ ranking.vector).max(initial=0.0))
        return best.clause_cosine + weights.inside * inside - weights.outside * outside


def _says_something(index: Index, asked: str) -> bool:
    """Whether the question has words, and one that stands in a policy or is known where they carry meaning.

    The vector of letters that are no word is near to anything: "asdf" was 0.9 sure. Where they are most of the words,
    one known word among them asks nothing either; nor does a greeting alone.
    """
    found = words(asked)
    told = [(word, term) for word in found for term in terms(word)]
    if not told or set(found) <= _SMALL_TALK:
        return bool(found) and not set(found) <= _SMALL_TALK
    strange = sum(term not in index.lexicon.postings and not index.speller.knows(word) for word, term in told)
    return strange < len(told) and (strange < FEWEST_STRANGE or strange * 2 <= len(found))


def judge_until_fitted(index: Index, cache: Path | None = None) -> tuple[Judge, bool]:
    """The judge kept for an index, or one with the standard line; and whether it is still to be fitted.

    Fitting moves the line by `Weights.room` at most, and takes longer than the rest of a start.
    """
    vectors = _encoded(index.encoder)
    if kept := IndexCache(cache).fitted(fingerprint(_fitted_from(index))):
        return _kept(kept, vectors), False
    if not index.windows or index.encoder is None:
        return judge_for(index, cache), False
    return _unfitted(index, vectors), True


def judge_for(index: Index, cache: Path | None = None) -> Judge:
    """Fit the judge to an index: which outside matters it covers after all, and where to draw the line.

    `cache` is a folder that keeps the fit between runs.
    """
    index_cache = IndexCache(cache)
    key = fingerprint(_fitted_from(index))
    vectors = _encoded(index.encoder)
    if kept := index_cache.fitted(key):
        return _kept(kept, vectors)
    judge = _fitted(index, vectors)
    index_cache.keep_fitted(key, KeptFit(judge.threshold, judge.shares.tolist(), *astuple(judge.expected)))
    return judge


def _kept(kept: KeptFit, vectors: Vector) -> Judge:
    shares = np.array(kept.shares, dtype=np.float32)
    return Judge(kept.threshold, vectors, shares, ExpectedErrors(kept.wrongly_answered, kept.wrongly_refused))


def _fitted_from(index: Index) -> Iterator[str]:
    yield index.key
    yield encoded_by() if index.encoder else "words alone"
    yield from (*code(*FITTED_BY), *constants_of(*FITTED_BY), shipped("words.txt"))
    yield repr(index.synonyms.groups)
    yield repr(shipped_intents() if len(index.intents.asked) else ())
    yield from elsewhere()


def _fitted(index: Index, vectors: Vector) -> Judge:
    questions, weights = elsewhere(), index.weights
    if not index.windows or index.encoder is None:
        judge = Judge(_standard(index), vectors[:0], np.empty(0, np.float32))
        tried = _spread(range(len(questions)), weights.fitted_on)
        outside = [judge.margin(index, search(index, questions[place], reread=False)) for place in tried]
    else:
        judge = _unfitted(index, vectors)
        counted = [place for place, share in enumerate(judge.shares) if share >= 1]
        outside = [_outside(index, judge, place) for place in _spread(counted, weights.fitted_on)]
    bare = replace(index, examples=index.examples[:0])
    inside = [judge.margin(bare, search(bare, one.question, reread=False)) for one in index.attached]
    line = _threshold(judge, weights, outside, inside)
    expected = ExpectedErrors(
        _share([margin >= line for margin in outside], weights),
        _share([margin < line for margin in inside], weights),
    )
    return replace(judge, threshold=line, expected=expected)


def _outside(index: Index, judge: Judge, place: int) -> float:
    """The margin of an outside question, judged as if it were unknown."""

    def margin(*, other_words: bool) -> float:
        vector, asked = judge.elsewhere[place], elsewhere()[place]
        ranking = search(index, asked, vector=vector, reread=False, other_words=other_words)
        return judge.margin(index, ranking, besides=place)

    found = margin(other_words=False)
    is_near = abs(found - judge.threshold) <= index.weights.room + index.weights.fitted_near
    return margin(other_words=True) if is_near else found


def _share(wrong: Sequence[bool], weights: Weights) -> float | None:
    return round(sum(wrong) / len(wrong), 3) if len(wrong) >= weights.fewest else None


def _unfitted(index: Index, vectors: Vector) -> Judge:
    """What the index covers of the outside matters, with the standard line."""
    weights = index.weights
    nearest = _nearest_clause(index, vectors)
    shares = (weights.covered - nearest) / (weights.covered - weights.uncovered)
    return Judge(_standard(index), vectors, np.clip(shares, 0, 1).astype(np.float32))


def _spread(places: Sequence[int], most: int) -> Sequence[int]:
    """At most so many of them, from the whole length."""
    return places[:: math.ceil(len(places) / most)] if places else places


def _standard(index: Index) -> float:
    return index.weights.standard if index.encoder else index.weights.standard_by_words


def _threshold(judge: Judge, weights: Weights, outside: Sequence[float], inside: Sequence[float]) -> float:
    """Refuse five of six outside questions, each unseen, but let nine of ten of the owner's examples through."""
    if len(outside) < weights.fewest:
        return judge.threshold
    line = float(np.quantile(outside, weights.refused))
    if len(inside) >= weights.fewest:
        line = min(line, float(np.quantile(inside, 1 - weights.let_through)))
    return min(max(line, judge.threshold - weights.room), judge.threshold + weights.room)


def _nearest_clause(index: Index, vectors: Vector) -> Vector:
    clauses = index.clauses
    blocks = (clauses[at : at + 4096].astype(np.float32) for at in range(0, len(clauses), 4096))
    best = np.full(len(vectors), -1.0, dtype=np.float32)
    for block in blocks:
        best = np.maximum(best, (vectors @ block.T).max(axis=1))
    return best


@lru_cache(maxsize=2)
def _encoded(encoder: Encoder | None) -> Vector:
    if encoder is None:
        return np.empty((0, WIDTH), dtype=np.float32)
    return shipped_vectors(elsewhere(), encoder)


@cache
def elsewhere() -> tuple[str, ...]:
    """Questions that policies on serving the public seldom answer, and those near to what they do answer."""
    lines = f"{shipped_text('elsewhere.txt')}\n{shipped_text('near_misses.txt')}".splitlines()
    found = (line.strip() for line in lines if line.strip() and not line.startswith("#"))
    return tuple(dict.fromkeys(found))
