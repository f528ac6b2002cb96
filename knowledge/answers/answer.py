"""The shapes of answers: passages, ready sentences, and the answer made of them.

Text is verbatim from the source; nothing in an answer is written by the program.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.answers.binding import Binding, binding, bindings
from knowledge.reading.document import Strength, without_moved


@dataclass(frozen=True, slots=True)
class Step:
    """One clause in its section: its own words, how it binds the reader, and its number or letter there.

    `lead_in` is the line a list item hangs on and `leads` tells that others hang on this one; `answers` marks the
    clause that is quoted. `citation` is how it is cited where it is the one.
    """

    text: str
    binding: Binding
    strength: Strength = Strength.NONE
    mark: str = ""
    lead_in: str = ""
    leads: bool = False
    answers: bool = False
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """One quotable passage of an answer.

    `text` is the whole section where it fits 1,200 characters, else the part of it around the best clause;
    `clause` is that best clause alone: quote this. Both are verbatim but for markup. `neighbours` are the other
    clauses of `text`, in order. `strength` and `lead_in` are those of `clause`. `score` orders passages. `steps` are
    all clauses of the section, and `procedure` tells that they say what to do one thing after another. `dead_links`
    are addresses in its words that are known to lead nowhere, `left_open` places of the quoted clause that nobody
    filled in, and `is_example` tells that it shows a rule and is none.
    """

    document: str
    title: str
    heading: str
    citation: str
    text: str
    strength: Strength
    score: float
    section: str = ""
    lead_in: str = ""
    neighbours: tuple[str, ...] = ()
    owner: str = ""
    url: str = ""
    review_overdue_since: date | None = None
    curated: bool = False
    clause: str = ""
    steps: tuple[Step, ...] = ()
    procedure: bool = False
    approver: str = ""
    dead_links: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()
    is_example: bool = False

    @property
    def binding(self) -> Binding:
        """How the quoted clause binds whoever reads it."""
        return binding(self.strength, self.clause or self.text, self.lead_in)

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """How the sentences of the best clause bind, in their order, where one allows and another binds."""
        return bindings(self.strength, self.clause or self.text, self.lead_in)

    def at(self, step: Step) -> Passage:
        """The same passage with another of its steps quoted; as it is where that step stands outside its text."""
        if without_moved(step.text) not in self.text:
            return self
        others = (one.text for one in self.steps if one is not step and without_moved(one.text) in self.text)
        return replace(
            self,
            clause=step.text,
            lead_in=step.lead_in,
            strength=step.strength,
            citation=step.citation or self.citation,
            neighbours=tuple(others),
            steps=tuple(replace(one, answers=one is step) for one in self.steps),
        )


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence a policy offers to be said; `channel` is "phone", "in person" or empty for any (D61, D62)."""

    text: str
    citation: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: verbatim passages, best first, or an honest "your policies don't say".

    `answered` is False below the calibrated confidence; `passages` are then the nearest ones and must be
    shown as such. `asked` is the question after typo repair. `missing` names the kind of thing that was
    asked for and is not in the best passages ("phone number"), or is empty. `disagreeing` are pairs of
    passage positions whose documents say different things about the same matter. `language` is set where the
    question is in one the policies are not written in (see `languages.language_of`). `unread` are the titles of
    policies that could not be looked into, so that "your policies don't say" is said of the others alone.
    `of_document` tells that the question is about a document itself, so that no guidance and no phrases belong to it.
    """

    question: str
    asked: str
    answered: bool
    confidence: float
    passages: tuple[Passage, ...]
    phrases: tuple[Phrase, ...] = ()
    missing: str = ""
    disagreeing: tuple[tuple[int, int], ...] = field(default=())
    language: str = ""
    unread: tuple[str, ...] = ()
    of_document: bool = False
