"""The index: windows with their word statistics and vectors, one frozen value that is replaced as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from foundation.fingerprint import code, constants_of, fingerprint, packages
from knowledge.reading.document import Section
from knowledge.reading.examples import example_clauses
from knowledge.reading.phrases import phrase_clauses
from knowledge.search.encoder import WIDTH, Encoder, Vector
from knowledge.search.framing import framing
from knowledge.search.index_cache import Counted, IndexCache
from knowledge.search.intents import Intents
from knowledge.search.lexicon import Lexicon
from knowledge.search.reranker import Reranker
from knowledge.search.vector_store import Kept, Progress, VectorStore
from knowledge.search.weights import Weights
from knowledge.search.window_vectors import window_texts, window_vectors
from knowledge.search.windows import Window
from knowledge.text.abbreviations import abbreviation_groups
from knowledge.text.language import LANGUAGE
from knowledge.text.spelling import Speller
from knowledge.text.synonyms import Group, Synonyms, shipped_synonyms
from knowledge.text.terms import terms

MADE_BY = (
    "knowledge.search.index",
    "knowledge.search.lexicon",
    "knowledge.search.index_cache",
    "knowledge.text.terms",
    "knowledge.text.stems",
    "knowledge.text.abbreviations",
    "knowledge.search.windows",
    "knowledge.search.window_vectors",
    "knowledge.reading.phrases",
    "knowledge.reading.examples",
)
"""The code that makes an index of windows."""


class PlacedQuestion(NamedTuple):
    """An attached question with the clause of the window it asks for; -1 where its words run over several."""

    window: int
    clause: int
    question: str


@dataclass(frozen=True, slots=True)
class Index:
    """Everything a question is searched in; rows of `sections` and ranges of `clauses` follow `windows`.

    `sections` holds one vector a window. Rows `starts[i]` up to `starts[i + 1]` of `clauses` are window i's
    clauses in order. `examples` are the vectors of the attached questions. All are empty without an encoder.
    `said` is the share of each window's clauses that are sentences to be said to customers, `samples` that of clauses
    told as examples, `frames` are the kinds of frame each is (see `framing`). `key` tells one index's contents and
    weights from another's.
    """

    windows: tuple[Window, ...]
    lexicon: Lexicon
    speller: Speller
    synonyms: Synonyms
    encoder: Encoder | None
    sections: Vector
    clauses: Kept
    starts: tuple[int, ...]
    examples: Vector
    said: Vector
    frames: npt.NDArray[np.int32]
    samples: Vector
    intents: Intents = field(default_factory=Intents)
    attached: tuple[PlacedQuestion, ...] = ()
    key: str = ""
    weights: Weights = field(default_factory=Weights)
    reranker: Reranker | None = None

    def clause_vectors(self, window: int) -> Kept:
        """The vectors of one window's clauses."""
        return self.clauses[self.starts[window] : self.starts[window + 1]]


def build_index(
    windows: Iterable[Window],
    encoder: Encoder | None,
    store: VectorStore | None = None,
    synonyms: Sequence[Group] = (),
    attached: Sequence[PlacedQuestion] = (),
    progress: Progress | None = None,
    index_cache: IndexCache | None = None,
    intents: Intents | None = None,
    weights: Weights | None = None,
    reranker: Reranker | None = None,
) -> Index:
    """Index windows; `synonyms` are the organisation's own groups, `attached` questions that people asked.

    `store` and `index_cache` keep vectors and word statistics between runs. Without `weights`, the shipped ones count.
    """
    found = tuple(windows)
    weights = weights or Weights()
    key = fingerprint(_made_from(found, attached, weights))
    counted = _counted(found, attached, key, index_cache or IndexCache(None), weights)
    groups = (*synonyms, *counted.abbreviations, *shipped_synonyms())
    known = {word for group in groups for word in _words(" ".join(group))}
    vectors = _vectors(found, attached, encoder, store or VectorStore(None), weights, progress)
    return Index(
        windows=found,
        lexicon=counted.lexicon,
        speller=Speller(counted.vocabulary, known, most=weights.repair),
        synonyms=Synonyms.of(groups),
        encoder=encoder,
        sections=vectors[0],
        clauses=vectors[1],
        starts=vectors[2],
        examples=vectors[3],
        said=_shares(found, lambda section: {clause.start for clause in phrase_clauses(section)}),
        frames=np.fromiter(map(framing, found), dtype=np.int32, count=len(found)),
        samples=_shares(found, example_clauses),
        intents=intents or Intents(),
        attached=tuple(attached),
        key=key,
        weights=weights,
        reranker=reranker,
    )


def _made_from(
    windows: Sequence[Window], attached: Sequence[PlacedQuestion], weights: Weights
) -> Iterator[str]:
    yield weights.hash
    yield from (*code(*MADE_BY), *constants_of(*MADE_BY), *packages("PyStemmer"), LANGUAGE.stamp)
    for window in windows:
        facts = window.document.facts
        yield from (facts.organisation, facts.title, "\0".join(window.section.path), window.text)
        for clause in window.clauses:
            yield from (clause.text, clause.lead_in)
    for place, number, question in attached:
        yield f"{place}\0{number}\0{question}"


def _counted(
    windows: Sequence[Window],
    attached: Sequence[PlacedQuestion],
    key: str,
    index_cache: IndexCache,
    weights: Weights,
) -> Counted:
    if kept := index_cache.counted(key, weights):
        return kept
    questions: dict[int, list[str]] = {}
    for place, _, question in attached:
        questions.setdefault(place, []).append(question)
    texts = (
        _terms(window, questions.get(place, []), weights.heading) for place, window in enumerate(windows)
    )
    lexicon = Lexicon.of(texts, weights)
    short = abbreviation_groups(f"{window.document.facts.title} {window.text}" for window in windows)
    counted = Counted(lexicon, _vocabulary(windows, attached), short)
    index_cache.keep_counted(key, counted)
    return counted


def _vectors(
    windows: Sequence[Window],
    attached: Sequence[PlacedQuestion],
    encoder: Encoder | None,
    store: VectorStore,
    weights: Weights,
    progress: Progress | None,
) -> tuple[Vector, Kept, tuple[int, ...], Vector]:
    if encoder is None:
        nothing = np.empty((0, WIDTH), dtype=np.float32)
        return nothing, nothing.astype(np.float16), (), nothing
    clauses = [window.clause_context(clause) for window in windows for clause in window.clauses]
    texts, questions = window_texts(windows, weights), [one.question for one in attached]
    vectors = store.vectors([*clauses, *texts, *questions], encoder.encode, progress)
    starts = np.cumsum([0, *(len(window.clauses) for window in windows)])
    clause_rows, text_rows, example_rows = np.split(vectors, [len(clauses), len(clauses) + len(texts)])
    sections = window_vectors(windows, clause_rows, text_rows, weights)
    return sections, clause_rows, tuple(int(at) for at in starts), example_rows.astype(np.float32)


def _shares(windows: Sequence[Window], chosen: Callable[[Section], Collection[int]]) -> Vector:
    """The share of each window's clauses whose starts are chosen of its section."""
    shares = np.zeros(len(windows), dtype=np.float32)
    section: Section | None = None
    starts: Collection[int] = ()
    for place, window in enumerate(windows):
        if window.section is not section:  # Windows of one section follow each other.
            section, starts = window.section, chosen(window.section)
        shares[place] = sum(clause.start in starts for clause in window.clauses) / len(window.clauses)
    return shares


def _terms(window: Window, questions: list[str], heading: int) -> list[str]:
    facts = window.document.facts
    path = terms(" ".join(window.section.path)) * heading
    return [*terms(f"{facts.title} {facts.organisation} {window.text}"), *path, *terms(" ".join(questions))]


def _vocabulary(windows: Sequence[Window], attached: Sequence[PlacedQuestion]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for window in windows:
        counts.update(_words(f"{window.context} {window.document.facts.organisation} {window.text}"))
    for one in attached:
        counts.update(_words(one.question))
    return counts


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
