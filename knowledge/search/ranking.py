"""Rank the windows of an index for a question.

Score of a window: the mean of its own cosine and its best clause's, plus 0.7 times its share of the best
BM25 this question could get. The question's vector is the mean of two: as it was asked, and with the policies'
own words for it added; where the question is near a known intent, the intent's words count besides. Sentences
to be said to customers stand back unless words are asked for: every upset question is near to them. Measured
against the larger cosine, rank fusion, token-level matching and feedback from the first results:
`docs/retrieval.md`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from knowledge.search.encoder import Vector, unit
from knowledge.search.framing import ANY, asked_frames, framing_line, leading_lines, wanted_frames
from knowledge.search.hits import Hit, Ranking
from knowledge.search.index import Index
from knowledge.search.intents import IntentsMeant
from knowledge.search.lexicon import Scores
from knowledge.search.rereading import reread_hits
from knowledge.text.language import LANGUAGE
from knowledge.text.terms import terms

LONGEST_QUESTION = 2_000  # characters
ASKS_FOR_WORDS = LANGUAGE.pattern("phrases.asked_for")
ASKS_FOR_EXAMPLE = LANGUAGE.pattern("strength.asks_for_example")


def search(
    index: Index,
    question: str,
    limit: int = 0,
    earlier: Sequence[str] = (),
    vector: Vector | None = None,
    *,
    reread: bool = True,
    other_words: bool = True,
) -> Ranking:
    """Find the best windows; `earlier` are this conversation's questions before, oldest first.

    `vector` is the question's where it is known already. Without a limit as many are found as confidence looks at.
    With `reread`, the first of them are read together with the question by the reranker, where there is one; with
    `other_words` the question is encoded with the policies' own words besides.
    """
    weights = index.weights
    asked = index.speller.repair(question[:LONGEST_QUESTION].strip())
    stems = terms(asked)
    if not index.windows or not asked:
        return Ranking(asked, (), tuple(stems), None)
    if vector is None and index.encoder:
        vector = index.encoder.encode(asking(asked))
    meant = _with_other_words(index, asked, stems, vector) if other_words else vector
    intent = index.intents.nearest(vector, weights) if vector is not None else None
    parts = _scores(index, stems, meant, intent)
    total = parts.total
    subject, about = stems, meant
    if earlier:
        together = " ".join([*earlier, asked])[-LONGEST_QUESTION:]
        context = index.encoder.encode(asking(together)) if index.encoder else None
        total = total + np.float32(weights.earlier) * _scores(index, terms(together), context).total
        subject = terms(together)
        about = unit(meant + context) if meant is not None and context is not None else None
    if not ASKS_FOR_WORDS.search(asked):
        total = total - np.float32(weights.phrases) * index.said
    if not ASKS_FOR_EXAMPLE.search(asked):
        total = total - np.float32(weights.phrases) * index.samples
    frames = asked_frames(asked)
    total = total - np.float32(weights.frames) * ((index.frames != 0) & (index.frames & frames == 0))
    wanted = wanted_frames(asked)
    total = total + np.float32(weights.frame_wanted) * ((index.frames > 0) & (index.frames & wanted != 0))
    best = _highest(total, limit or weights.examined)
    best = best[np.argsort(-total[best], kind="stable")]
    hits = [_hit(index, parts, total, int(place), subject, about) for place in best]
    if reread and index.reranker:
        together = asking(" ".join([*earlier, asked])[-LONGEST_QUESTION:])
        hits = reread_hits(index, index.reranker, together, hits, about, fixed=parts.asked_for, frames=frames)
    hits = [
        hit if hit.place in parts.asked_for else _ruling(index, hit, subject, about, frames) for hit in hits
    ]
    return Ranking(asked, tuple(hits), tuple(stems), vector)


def asking(text: str) -> str:
    """The text with one question mark at its end: with or without one, the encoder places it differently."""
    return f"{text.rstrip(' ?!.,;')}?"


def _with_other_words(index: Index, asked: str, stems: Sequence[str], vector: Vector | None) -> Vector | None:
    words = index.synonyms.other_words(stems, index.lexicon.postings.__contains__)
    words = words[: index.weights.other_words]
    if vector is None or index.encoder is None or not words:
        return vector
    return unit(vector + index.encoder.encode(f"{asking(asked)} {', '.join(words)}"))


@dataclass(frozen=True, slots=True)
class _Parts:
    """Scores of every window; a window that was not looked into has its own cosine for its best clause's.

    `asked_for` has the clause people attached this very question to, by window.
    """

    words: Scores
    clauses: Scores
    total: Scores
    asked_for: Mapping[int, int] = field(default_factory=dict)


def _scores(
    index: Index, stems: Sequence[str], vector: Vector | None, intent: IntentsMeant | None = None
) -> _Parts:
    weights = index.weights
    words = index.lexicon.scores(stems, index.synonyms.alternatives(stems))
    if vector is not None and intent:
        words = _blend(words, index.lexicon.scores(intent.stems, {}), intent.weight)
        vector = _blend(vector, intent.vector, intent.weight)
    if vector is None:
        nothing = np.zeros(len(index.windows), dtype=np.float32)
        return _Parts(words, nothing, words)
    sections: Scores = index.sections @ vector
    clauses = sections.copy()
    places = np.sort(_highest(sections + np.float32(weights.words) * words, weights.looked_into))
    rows = [index.clause_vectors(int(place)) for place in places]
    cosines = np.concatenate(rows).astype(np.float32) @ vector
    firsts = np.cumsum([0, *(len(row) for row in rows[:-1])])
    clauses[places] = np.maximum.reduceat(cosines, firsts)
    whole = sections.copy()
    asked_for: dict[int, int] = {}
    examples = zip(index.attached, index.examples @ vector, strict=False)
    for (place, clause, _), cosine in sorted(examples, key=itemgetter(1)):
        clauses[place] = max(clauses[place], cosine)
        if cosine >= weights.same_question:
            whole[place] = max(whole[place], cosine)
            asked_for[place] = clause
    total = (whole + clauses) / 2 + np.float32(weights.words) * words
    return _Parts(words, clauses, total, asked_for)


def _blend(asked: Vector, meant: Vector, weight: float) -> Vector:
    """Both on the scale of one, so that the threshold goes on fitting."""
    both: Vector = asked + np.float32(weight) * meant
    return np.divide(both, np.float32(1 + weight), dtype=np.float32)


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(terms(text))


def _highest(scores: Scores, number: int) -> npt.NDArray[np.intp]:
    """The places of the highest scores, in the order of the index."""
    if len(scores) <= number:
        return np.arange(len(scores))
    return np.sort(np.argpartition(-scores, number)[:number])


def _hit(
    index: Index, parts: _Parts, total: Scores, place: int, stems: Sequence[str], vector: Vector | None
) -> Hit:
    window = index.windows[place]
    clause = parts.asked_for.get(place, -1)
    return Hit(
        place=place,
        window=window,
        score=float(total[place]),
        words=float(parts.words[place]),
        clause_cosine=float(parts.clauses[place]),
        clause=clause if clause >= 0 else _best_clause(index, place, stems, vector),
    )


def _ruling(index: Index, hit: Hit, stems: Sequence[str], vector: Vector | None, frames: int) -> Hit:
    """The hit with a clause that rules something: what a part is for helps to find it and is no answer itself."""
    if not framing_line(hit.window.clauses[hit.clause]) & ~frames:
        return hit
    return replace(hit, clause=_best_clause(index, hit.place, stems, vector, frames))


def _best_clause(
    index: Index, place: int, stems: Sequence[str], vector: Vector | None, frames: int = ANY
) -> int:
    """By meaning and rare words together, as windows are ranked; a list item is read with its lead-in.

    What only leads to others is no answer while they are there, nor is an example beside its rule.
    """
    clauses, told = index.windows[place].clauses, index.windows[place].told
    leading = leading_lines(index.windows[place], frames)
    rarity = {stem: index.lexicon.rarity(stem) for stem in stems}
    whole = sum(rarity.values()) or 1.0
    scores = np.zeros(len(clauses), dtype=np.float32)
    for number, clause in enumerate(clauses):
        held = _stems(f"{clause.lead_in} {clause.text}") & rarity.keys()
        scores[number] = sum(rarity[stem] for stem in held) / whole - (number in leading)
    if vector is not None:
        scores = (
            index.clause_vectors(place).astype(np.float32) @ vector
            + np.float32(index.weights.words / 2) * scores
        )
    if len(told) < len(clauses):
        scores[[clause.start in told for clause in clauses]] = -np.inf
    return int(np.argmax(scores))
