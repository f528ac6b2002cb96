"""Ready sentences that policies offer to be said, each with when and on which channel (D10, D61, D62)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.answers.answer import Phrase
from knowledge.reading.document import Clause, Document, Section, Strength
from knowledge.reading.phrases import LABEL, QUOTED, phrase_clauses
from knowledge.search.encoder import WIDTH, Vector
from knowledge.search.index import Index
from knowledge.search.ranking import ASKS_FOR_WORDS
from knowledge.search.vector_store import VectorStore
from knowledge.search.windows import clause_context
from knowledge.text.language import LANGUAGE

_CHANNELS = LANGUAGE.patterns("phrases.channels")
_ASKED_AT, _SAID_AT = LANGUAGE.patterns("phrases.asked_at"), LANGUAGE.patterns("phrases.said_at")
_OFFERED, _WITHHELD = LANGUAGE.pattern("phrases.offered"), LANGUAGE.pattern("phrases.withheld")
_WITHIN, _NOT_OURS = LANGUAGE.exact("phrases.within"), LANGUAGE.pattern("phrases.not_ours")
_LETS_SAY, _ASIDE = LANGUAGE.pattern("phrases.lets_say"), LANGUAGE.pattern("phrases.aside")

_WANTS_A_RULE = LANGUAGE.pattern("phrases.wants_a_rule")
ENDING, GREETING = "ending", "greeting"


@dataclass(frozen=True, slots=True)
class Offered:
    """A phrase with the section it stands in, the words that say when to use it, and its clause as it is encoded.

    `within` tells that it stands within a clause that says more; `moment` is a name of `phrases.said_at`, or empty.
    """

    phrase: Phrase
    section: str
    situation: str
    encoded: str
    within: bool = False

    @property
    def moment(self) -> str:
        """When it is said, by the words above it, else by its own."""
        return _first(_SAID_AT, self.situation) or _first(_SAID_AT, self.phrase.text)


def for_the_moment(offered: Sequence[Offered], question: str) -> list[Offered]:
    """Those that are said in the moment a question asks about first, and none of another; where it names none, those
    that end a contact stand last.
    """
    asked = _first(_ASKED_AT, _ASIDE.sub(" ", question))
    if not asked:
        return sorted(offered, key=lambda one: one.moment == ENDING)
    fitting = [one for one in offered if one.moment == asked]
    others = [one for one in offered if not (fitting and one.moment)]
    return [*fitting, *(one for one in others if one not in fitting)]


def asks_for_words(question: str) -> bool:
    """Whether a question wants words to say, rather than a rule on telling or replying."""
    return bool(ASKS_FOR_WORDS.search(question)) and not _WANTS_A_RULE.match(question)


def fitting(near: Sequence[Offered], question: str) -> list[Offered]:
    """Those of the passages' own sections that may stand beside an answer: a greeting where one is asked for."""
    asked = _first(_ASKED_AT, _ASIDE.sub(" ", question))
    wanted = asks_for_words(question) or asked == GREETING
    return [one for one in near if wanted or one.moment != GREETING]


def phrases_in(document: Document, citation: Iterable[tuple[str, str]]) -> Iterator[Offered]:
    """Every phrase a document offers, in order; `citation` pairs section ids with how they are cited."""
    cited = dict(citation)
    for section in document.sections:
        listed = phrase_clauses(section) or _alone(section)
        for clause in section.clauses:
            is_listed = any(one is clause for one in listed)
            said = (_said(clause, section),) if is_listed else _within(clause, section)
            situation = " ".join([*section.path[-2:], clause.lead_in])
            for text, channel in said:
                phrase = Phrase(text, cited.get(section.id, ""), channel)
                encoded = clause_context(section, clause)
                yield Offered(phrase, section.id, situation, encoded, within=not is_listed)


def _alone(section: Section) -> list[Clause]:
    """The one quoted clause of a section whose headings or lines above offer words to say."""
    quoted = [one for one in section.clauses if QUOTED.match(LABEL.sub("", one.text))]
    where = f"{' '.join(section.path)} {quoted[0].lead_in}" if quoted else ""
    offers = _OFFERED.search(where) and not _WITHHELD.search(section.heading)
    return quoted if len(quoted) == 1 and offers and not _WITHHELD.search(quoted[0].lead_in) else []


def _within(clause: Clause, section: Section) -> list[tuple[str, str]]:
    """Sentences that a clause tells its reader to say, each with its channel; none that others say or nobody should."""
    text = clause.text
    binds = clause.strength is not Strength.NONE or _LETS_SAY.search(text)
    if not binds or _WITHHELD.search(section.heading) or _WITHHELD.search(clause.lead_in):
        return []
    found = (one for one in _WITHIN.finditer(text) if not _NOT_OURS.search(text[: one.start()]))
    return [(one["said"].strip(), _channel(f"{section.heading} {text[: one.start()]}")) for one in found]


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
    return text, _channel(where)


def _channel(where: str) -> str:
    return _first(_CHANNELS, where)


def _first(patterns: Mapping[str, re.Pattern[str]], text: str) -> str:
    return next((name for name, pattern in patterns.items() if pattern.search(text)), "")
