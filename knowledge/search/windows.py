"""What search ranks and an answer shows: a section, or as much of a long one as may be quoted at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from knowledge.reading.document import Clause, Document, Section
from knowledge.reading.examples import example_clauses
from knowledge.text.markup import normal, plain

LONGEST = 1_200  # characters of an answer's passage, by the command line's contract


@dataclass(frozen=True)
class Window:
    """Neighbouring clauses of one section, at most 1,200 characters of the source, over nothing dropped or set aside.

    `text` is verbatim from the source, line by line, without markup.
    """

    document: Document
    section: Section
    clauses: tuple[Clause, ...]
    text: str

    @cached_property
    def context(self) -> str:
        """Where the words stand: title and heading path, without saying the same twice."""
        return ". ".join(
            dict.fromkeys(part for part in (self.document.facts.title, *self.section.path) if part)
        )

    @cached_property
    def above(self) -> str:
        """Title and headings above the window's own heading, which its clauses are encoded with."""
        parts = (self.document.facts.title, *self.section.path)
        return ". ".join(dict.fromkeys(part for part in parts if part and part != self.section.heading))

    def gist(self, words: int) -> str:
        """All of it as the encoder reads it: where it stands, then so many words at most of each clause."""
        said = " ".join(" ".join(clause.text.split()[:words]) for clause in self.clauses)
        return f"{self.context}. {said}" if self.context else said

    @cached_property
    def words(self) -> str:
        """The text for comparing: lower-case words and digits only."""
        return normal(self.text)

    @cached_property
    def told(self) -> frozenset[int]:
        """The starts of the clauses that are told as examples."""
        return example_clauses(self.section) & {clause.start for clause in self.clauses}

    def clause_path(self, clause: Clause) -> str:
        """A clause as the reranker reads it: all that stands above it, the line that leads in to it, then its words."""
        above = [part for part in self.section.path if part != self.document.facts.title]
        before = " > ".join([*above, *([clause.lead_in.rstrip(" :")] if clause.lead_in else [])])
        return f"{before}: {clause.text}" if before else clause.text

    def clause_context(self, clause: Clause) -> str:
        """A clause as the encoder reads it."""
        return clause_context(self.section, clause)


def clause_context(section: Section, clause: Clause) -> str:
    """A clause as the encoder reads it: its section's heading first, because a list item alone says little."""
    return f"{section.heading}: {clause.text}" if section.heading else clause.text


def windows_of(document: Document) -> Iterator[Window]:
    """Cut every section of a document that has clauses."""
    for section in document.sections:
        pending: list[Clause] = []
        for clause in section.clauses:
            if pending and not _fits(document, pending, clause):
                yield _window(document, section, pending)
                pending = []
            pending.append(clause)
        if pending:
            yield _window(document, section, pending)


def _fits(document: Document, before: list[Clause], clause: Clause) -> bool:
    end = before[-1].end
    between = (*(start for start, _, _ in document.dropped), *(start for start, _ in document.aside))
    dropped = any(end <= start < clause.start for start in between)
    if _is_cut(document, before[-1]) or _is_cut(document, clause):
        return False
    # Pieces of a paragraph too long to quote share its range: each stands alone.
    return clause.start >= end and not dropped and clause.end - before[0].start <= LONGEST


def _is_cut(document: Document, clause: Clause) -> bool:
    """Whether the range of a clause holds more than it says."""
    return (clause.start, clause.end) in document.aside


def _window(document: Document, section: Section, clauses: list[Clause]) -> Window:
    first, last = clauses[0], clauses[-1]
    if last.end - first.start > LONGEST or _is_cut(document, first):
        return Window(document, section, tuple(clauses), first.text[:LONGEST])
    lines = (plain(line) for line in document.text[first.start : last.end].splitlines())
    return Window(document, section, tuple(clauses), "\n".join(line for line in lines if line))
