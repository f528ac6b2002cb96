"""The shapes of knowledge: documents cut into sections and clauses, and the answers made of them.

Offsets are in characters of the extracted source text, end exclusive. Text is verbatim from the source;
nothing in an answer is written by the program.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Strength(StrEnum):
    """How binding a clause is, by its own words; GUIDANCE where its section calls itself best practice (J08)."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    GUIDANCE = "guidance"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule: a list item or a paragraph. `lead_in` is the line a list item hangs on; `mark` its number or letter."""

    text: str
    start: int
    end: int
    strength: Strength = Strength.NONE
    mark: str = ""
    lead_in: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What is cited: a heading path with the text below it up to the next heading.

    `number` is the section's own ("1.E", "3.1.2", "Schedule B") or empty; `page` counts from 1, 0 where the
    format has no pages.
    """

    id: str
    path: tuple[str, ...]
    number: str
    text: str
    start: int
    end: int
    page: int
    clauses: tuple[Clause, ...]

    @property
    def heading(self) -> str:
        """The section's own heading, or empty for text before the first."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says about itself (R01, J01, D60); empty or None where it does not say.

    `ends` is the last day it is in force.
    """

    title: str = ""
    organisation: str = ""
    owner: str = ""
    approver: str = ""
    version: str = ""
    effective: date | None = None
    revised: date | None = None
    reviewed: date | None = None
    next_review: date | None = None
    url: str = ""
    audience: str = ""
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the owner of a document should mend; `kind` is a short fixed word such as `dead-link`."""

    document: str
    place: str
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """One source file as read: its text, what it says about itself, and its sections in order.

    `dropped` are ranges of the text that belong to no section on purpose (page headers, contents pages),
    each with its reason; every character is in exactly one section or one dropped range.
    """

    name: str
    sha256: str
    text: str
    facts: Facts
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...] = ()
    dropped: tuple[tuple[int, int, str], ...] = ()
    related: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """One quotable passage of an answer.

    `text` is the whole section where it fits 1,200 characters, else the part of it around the best clause;
    `clause` is that best clause alone: quote this. Both are verbatim but for markup. `neighbours` are the other
    clauses of `text`, in order. `strength` and `lead_in` are those of `clause`. `score` orders passages.
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
