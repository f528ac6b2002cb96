"""Ready sentences that policies offer to be said, each with when and on which channel (D10, D61, D62)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.answers.answer import Phrase
from knowledge.reading.document import Clause, Document, Section
from knowledge.reading.phrases import LABEL, QUOTED, phrase_clauses
from knowledge.text.language import LANGUAGE

_CHANNELS = LANGUAGE.patterns("phrases.channels")


@dataclass(frozen=True, slots=True)
class Offered:
    """A phrase with the section it stands in and the words that say when to use it."""

    phrase: Phrase
    section: str
    situation: str


def phrases_in(document: Document, citation: Iterable[tuple[str, str]]) -> Iterator[Offered]:
    """Every phrase a document offers, in order; `citation` pairs section ids with how they are cited."""
    cited = dict(citation)
    for section in document.sections:
        for clause in phrase_clauses(section):
            text, channel = _said(clause, section)
            situation = " ".join([*section.path[-2:], clause.lead_in])
            yield Offered(Phrase(text, cited.get(section.id, ""), channel), section.id, situation)


def _said(clause: Clause, section: Section) -> tuple[str, str]:
    """The sentence without its label and quotation marks, and the channel it is meant for."""
    label = LABEL.match(clause.text)
    text = clause.text[label.end() :] if label else clause.text
    if QUOTED.match(text):
        text = text.rstrip(".,; ")[1:-1].strip()
    where = label["label"] if label else section.heading
    channel = next((name for name, pattern in _CHANNELS.items() if pattern.search(where)), "")
    return text, channel
