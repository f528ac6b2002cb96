"""The shapes of reading: documents cut into sections and clauses.

Offsets are in characters of the extracted source text, end exclusive. Text is verbatim from the source.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_MOVED = re.compile(r" \[(?:Note |… )[^\]]{1,700}\]")


def without_moved(text: str) -> str:
    """A clause's words that stand together in the source: without notes, and without the end of its list's sentence."""
    return _MOVED.sub("", text)


class Strength(StrEnum):
    """How binding a clause is, by its own words; GUIDANCE where its section calls itself best practice (J08)."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    GUIDANCE = "guidance"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """The first and the last day on which words count; `words` are one sentence of a clause, empty for all of it."""

    begins: date | None = None
    ends: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One rule: a list item or a paragraph. `lead_in` is the line a list item hangs on; `mark` its number or letter.

    Behind its words stand in brackets the notes it calls and, of a list's item, what ends the sentence of the list.

    `past` tells that it is no rule but says what the document said before; `dated` are the days it names itself.
    """

    text: str
    start: int
    end: int
    strength: Strength = Strength.NONE
    mark: str = ""
    lead_in: str = ""
    past: bool = False
    dated: tuple[Dated, ...] = ()


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
class DocumentFacts:
    """What a document says about itself (R01, J01, D60); empty or None where it does not say.

    `ends` is the last day it is in force; `source` the path of the file it was made from, verbatim (J38);
    `distribution` to whom copies go (R43); `idle` its own words that it does not count ("DRAFT - NOT APPROVED");
    `number` the one it bears among the policies of its organisation ("CS-014"); `signed` the day of a signature, which
    is none from which it is in force.
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
    source: str = ""
    distribution: str = ""
    idle: str = ""
    number: str = ""
    signed: date | None = None


@dataclass(frozen=True, slots=True)
class FindingPart:
    """One of several that a finding stands for: its place, empty where it has none, and its own message."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the owner of a document should mend; `kind` is a short fixed word such as `dead-link`.

    Where it stands for several, `place` and `message` name the first, and `parts` are all of them.
    """

    document: str
    place: str
    kind: str
    message: str
    parts: tuple[FindingPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One source file as read: its text, what it says about itself, and its sections in order.

    `dropped` are ranges of the text that belong to no section on purpose (page headers, contents pages),
    each with its reason; every character is in exactly one section or one dropped range. `aside` are ranges inside
    its sections that nothing quotes, because they are not in force. `related` are documents that it lists as such,
    `named` others that its text mentions by name or number.
    """

    name: str
    sha256: str
    text: str
    facts: DocumentFacts
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...] = ()
    dropped: tuple[tuple[int, int, str], ...] = ()
    related: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    aside: tuple[tuple[int, int], ...] = ()
