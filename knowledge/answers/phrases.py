"""Ready sentences that policies offer to be said, each with when and on which channel (D10, D61, D62)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answers.answer import Phrase
from knowledge.reading.document import Clause, Document, Section
from knowledge.reading.phrases import LABEL, QUOTED, phrase_clauses
from knowledge.search.encoder import WIDTH, Vector
from knowledge.search.index import Index
from knowledge.search.vector_store import VectorStore
from knowledge.search.windows import clause_context
from knowledge.text.language import LANGUAGE

_CHANNELS = LANGUAGE.patterns("phrases.channels")


@dataclass(frozen=True, slots=True)
class Offered:
    """A phrase with the section it stands in, the words that say when to use it, and its clause as it is encoded."""

    phrase: Phrase
    section: str
    situation: str
    encoded: str


def phrases_in(document: Document, citation: Iterable[tuple[str, str]]) -> Iterator[Offered]:
    """Every phrase a document offers, in order; `citation` pairs section ids with how they are cited."""
    cited = dict(citation)
    for section in document.sections:
        for clause in phrase_clauses(section):
            text, channel = _said(clause, section)
            situation = " ".join([*section.path[-2:], clause.lead_in])
            phrase = Phrase(text, cited.get(section.id, ""), channel)
            yield Offered(phrase, section.id, situation, clause_context(section, clause))


def phrase_vectors(offered: Sequence[Offered], index: Index, store: VectorStore) -> Vector:
    """One vector a phrase, halfway between its clause's, which the index has, and that of when to use it.

    Phrases that are used alike stand together, so hardly anything is encoded for them; nothing without an encoder.
    """
    if index.encoder is None or not offered:
        return np.empty((0, WIDTH), np.float32)
    clauses = (window.clause_context(clause) for window in index.windows for clause in window.clauses)
    rows = {text: row for row, text in enumerate(clauses)}
    said = index.clauses[[rows[one.encoded] for one in offered]].astype(np.float32)
    used = store.vectors([one.situation for one in offered], index.encoder.encode).astype(np.float32)
    both: Vector = said + used
    both /= np.linalg.norm(both, axis=1, keepdims=True)
    return both


def _said(clause: Clause, section: Section) -> tuple[str, str]:
    """The sentence without its label and quotation marks, and the channel it is meant for."""
    label = LABEL.match(clause.text)
    text = clause.text[label.end() :] if label else clause.text
    if QUOTED.match(text):
        text = text.rstrip(".,; ")[1:-1].strip()
    where = label["label"] if label else section.heading
    channel = next((name for name, pattern in _CHANNELS.items() if pattern.search(where)), "")
    return text, channel
