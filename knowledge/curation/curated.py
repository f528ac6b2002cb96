"""Answers people keep for questions the policies do not answer; they win over the passages found.

A kept answer is given only for a question that means the same: a cosine of at least 0.78 to one of the
questions it is kept for, the same kind of thing asked for, the same numbers and the same "not", and no
particular word in the place of another ("who pays for a taxi" is not "who pays for a meal"). Measured on four
organisations of the corpus: of 179,000 pairs of questions with different answers none match. What is missed is
answered from the policies as before, and the question an answer was kept for is shown with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np

from knowledge.answers.answer import Answer, Passage
from knowledge.reading.document import Strength
from knowledge.search.encoder import WIDTH, Encoder, Vector
from knowledge.text.answer_types import asked_for
from knowledge.text.language import LANGUAGE, known_words
from knowledge.text.markup import normal
from knowledge.text.terms import terms, words

ALIKE = 0.8
EVERYDAY = 1_000  # English words more frequent than this may stand for one another.
_NOT = LANGUAGE.pattern("asking.changes_meaning")
_NUMBER = re.compile(r"\d+")
_LINK_ENDS = r"/?(?![\w/?&=%#-]|\.\w)"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer in force. `label` is what is shown as its source: who keeps it, since when.

    `stands_on` are the clauses it was written on, each with its document: where one is gone, it is not given.
    """

    id: str
    questions: tuple[str, ...]
    answer: str
    label: str
    owner: str
    review_on: date
    stands_on: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ExampleQuestion:
    """A way to ask for the clause of `document` that has the words `contains`, confirmed by an owner."""

    document: str
    contains: str
    question: str


@dataclass(frozen=True, slots=True)
class Lessons:
    """What owners taught besides the policies. `reviewed` holds, by document, the day its next review is due
    because an owner said that it still holds; it counts while the document itself names no later day. `dead` holds
    links to the web that led nowhere, each with the last day on which that counts (P26)."""

    kept: tuple[KeptAnswer, ...] = ()
    examples: tuple[ExampleQuestion, ...] = ()
    reviewed: tuple[tuple[str, date], ...] = ()
    dead: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Curated:
    """Kept answers ready to be matched: row i of `vectors` is the question of answer `places[i]`."""

    kept: tuple[KeptAnswer, ...] = ()
    questions: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    vectors: Vector = field(default_factory=lambda: np.empty((0, WIDTH), dtype=np.float32))

    @classmethod
    def of(cls, kept: Sequence[KeptAnswer], encoder: Encoder | None) -> Curated:
        """Encode the questions answers are kept for."""
        pairs = [(place, question) for place, one in enumerate(kept) for question in one.questions]
        questions = tuple(question for _, question in pairs)
        places = tuple(place for place, _ in pairs)
        if encoder is None or not questions:
            return cls(tuple(kept), questions, places)
        return cls(tuple(kept), questions, places, np.stack([encoder.encode(one) for one in questions]))

    def match(
        self, question: str, encoder: Encoder | None, lapsed: Collection[str] = ()
    ) -> tuple[KeptAnswer, str] | None:
        """The answer kept for a question of this meaning, with the question it was kept for; else None.

        `lapsed` are the ids of those that are not given.
        """
        if not self.questions:
            return None
        likeness = self._likeness(question, encoder)
        for row in np.argsort(-likeness, kind="stable"):
            if likeness[row] < ALIKE:
                return None
            kept = self.kept[self.places[row]]
            if kept.id not in lapsed and _asks_the_same(question, self.questions[row]):
                return kept, self.questions[row]
        return None

    def _likeness(self, question: str, encoder: Encoder | None) -> Vector:
        """By meaning, or by the same words where there is no encoder; the same text always counts fully."""
        if encoder is not None:
            likeness = self.vectors @ encoder.encode(question)
        else:
            asked = set(terms(question))
            same = [bool(asked) and asked == set(terms(kept)) for kept in self.questions]
            likeness = np.array(same, dtype=np.float32)
        equal = [normal(question) == normal(kept) for kept in self.questions]
        return np.where(equal, np.float32(1), likeness).astype(np.float32)


def with_kept(answer: Answer, kept: KeptAnswer, question: str, today: date, limit: int) -> Answer:
    """The answer with the one kept for `question` first; what the policies say follows."""
    passage = Passage(
        document="",
        title=kept.label,
        heading="",
        citation=kept.label,
        text=kept.answer,
        strength=Strength.NONE,
        score=1.0,
        section=kept.id,
        lead_in=question,
        owner=kept.owner,
        review_overdue_since=kept.review_on if kept.review_on < today else None,
        curated=True,
    )
    return replace(
        answer,
        answered=True,
        confidence=1.0,
        passages=(passage, *answer.passages)[:limit],
        missing="",
        disagreeing=tuple(
            (one + 1, other + 1) for one, other in answer.disagreeing if max(one, other) + 1 < limit
        ),
    )


def with_reviews(answer: Answer, reviewed: Sequence[tuple[str, date]], today: date) -> Answer:
    """The answer without the warning for documents that an owner has reviewed in the meantime."""
    good = {document for document, until in reviewed if until >= today}
    if not good:
        return answer
    passages = tuple(
        replace(passage, review_overdue_since=None) if passage.document in good else passage
        for passage in answer.passages
    )
    return replace(answer, passages=passages)


def without_dead_links(answer: Answer, dead: Collection[str]) -> Answer:
    """The answer with no link that is known to lead nowhere; such addresses in quoted words are named (P26)."""
    if not dead:
        return answer
    passages = (
        replace(one, url="" if one.url in dead else one.url, dead_links=_dead_in(one, dead))
        for one in answer.passages
    )
    return replace(answer, passages=tuple(passages))


def _dead_in(passage: Passage, dead: Collection[str]) -> tuple[str, ...]:
    """The dead addresses that stand in the words of a passage, whole and not as the beginning of another."""
    said = f"{passage.lead_in} {passage.clause} {passage.text}"
    return tuple(
        link for link in sorted(dead) if link in said and re.search(rf"{re.escape(link)}{_LINK_ENDS}", said)
    )


def _asks_the_same(question: str, kept: str) -> bool:
    """Whether nothing small in the words turns the meaning, which vectors hardly see."""
    if normal(question) == normal(kept):
        return True
    if asked_for(question) != asked_for(kept) or set(_NUMBER.findall(question)) != set(_NUMBER.findall(kept)):
        return False
    turns = sorted(word.lower() for word in _NOT.findall(question))
    return turns == sorted(word.lower() for word in _NOT.findall(kept)) and not _swapped(question, kept)


def _swapped(question: str, kept: str) -> bool:
    """Whether each of the two has a particular word of its own."""
    return bool(_particular(question, kept) and _particular(kept, question))


def _particular(text: str, other: str) -> set[str]:
    shared = set(terms(other))
    own = ((word, stem) for word in words(text) for stem in terms(word) if stem not in shared)
    return {word for word, stem in own if min(_rank(word), _rank(stem)) >= EVERYDAY}


def _rank(word: str) -> int:
    return known_words().get(word, EVERYDAY)
