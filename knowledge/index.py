"""The index: windows with their word statistics and vectors, one frozen value that is replaced as a whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.encoder import Encoder, Vector
from knowledge.lexicon import Lexicon
from knowledge.spelling import Speller
from knowledge.synonyms import Group, Synonyms, shipped_synonyms
from knowledge.terms import terms
from knowledge.vectors import Kept, Progress, VectorStore
from knowledge.windows import Window

HEADING = 2  # Words of the heading path count this many times in word search.


@dataclass(frozen=True, slots=True)
class Index:
    """Everything a question is searched in; rows of `sections` and ranges of `clauses` follow `windows`.

    `sections` holds one vector a window. Rows `starts[i]` up to `starts[i + 1]` of `clauses` are window i's
    clauses in order, then its attached questions. Both are empty without an encoder.
    """

    windows: tuple[Window, ...]
    lexicon: Lexicon
    speller: Speller
    synonyms: Synonyms
    encoder: Encoder | None
    sections: Vector
    clauses: Kept
    starts: tuple[int, ...]
    attached: tuple[tuple[int, str], ...] = ()

    def clause_vectors(self, window: int) -> Kept:
        """The vectors of one window's clauses and attached questions."""
        return self.clauses[self.starts[window] : self.starts[window + 1]]


def build_index(
    windows: Iterable[Window],
    encoder: Encoder | None,
    store: VectorStore | None = None,
    synonyms: Sequence[Group] = (),
    attached: Sequence[tuple[int, str]] = (),
    progress: Progress | None = None,
) -> Index:
    """Index windows; `synonyms` are the organisation's own groups, `attached` questions by window number."""
    found = tuple(windows)
    questions: dict[int, list[str]] = {}
    for window, question in attached:
        questions.setdefault(window, []).append(question)
    lexicon = Lexicon.of(_terms(window, questions.get(place, [])) for place, window in enumerate(found))
    groups = (*synonyms, *shipped_synonyms())
    speller = Speller(
        _vocabulary(found, attached), {word for group in groups for word in _words(" ".join(group))}
    )
    empty = np.empty((0, 0), dtype=np.float32)
    if encoder is None:
        return Index(
            found,
            lexicon,
            speller,
            Synonyms.of(groups),
            None,
            empty,
            empty.astype(np.float16),
            (),
            tuple(attached),
        )
    sections, clauses, starts = _vectors(
        found, questions, encoder.encode, store or VectorStore(None), progress
    )
    return Index(
        found, lexicon, speller, Synonyms.of(groups), encoder, sections, clauses, starts, tuple(attached)
    )


def _vectors(
    windows: Sequence[Window],
    questions: dict[int, list[str]],
    encode: Callable[[str], Vector],
    store: VectorStore,
    progress: Progress | None,
) -> tuple[Vector, Kept, tuple[int, ...]]:
    whole = [f"{window.context}. {window.text}" if window.context else window.text for window in windows]
    parts = [
        [*(window.clause_context(clause) for clause in window.clauses), *questions.get(place, [])]
        for place, window in enumerate(windows)
    ]
    starts = np.cumsum([0, *(len(texts) for texts in parts)])
    vectors = store.vectors([*whole, *(text for texts in parts for text in texts)], encode, progress)
    return vectors[: len(whole)].astype(np.float32), vectors[len(whole) :], tuple(int(at) for at in starts)


def _terms(window: Window, questions: list[str]) -> list[str]:
    facts = window.document.facts
    path = terms(" ".join(window.section.path)) * HEADING
    return [*terms(f"{facts.title} {facts.organisation} {window.text}"), *path, *terms(" ".join(questions))]


def _vocabulary(windows: Sequence[Window], attached: Sequence[tuple[int, str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for window in windows:
        counts.update(_words(f"{window.context} {window.document.facts.organisation} {window.text}"))
    for _, question in attached:
        counts.update(_words(question))
    return counts


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text.lower())
