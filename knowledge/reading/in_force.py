"""Which documents are in force on a day, by the dates they give themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from knowledge.reading.document import Clause, Document, Finding, Section


def is_in_force(document: Document, today: date) -> bool:
    """Whether a document counts: it has begun and not ended, and does not say that it is idle; its last day counts."""
    if document.facts.idle:
        return False
    begins, ends = document.facts.effective, document.facts.ends
    return not (begins and begins > today) and not (ends and ends < today)


def in_force_of(document: Document) -> Document:
    """The document with the rules that count; what does not is `aside`, its own history included."""
    return _only(document, lambda clause: not clause.past)


def history_in(document: Document) -> Document:
    """The document with nothing but what it tells of its own past."""
    return _only(document, lambda clause: clause.past)


def not_in_force(documents: Sequence[Document], today: date) -> Iterator[Finding]:
    """The documents that do not count, for their owners."""
    for document in documents:
        begins, ends = document.facts.effective, document.facts.ends
        if document.facts.idle:
            message = f"It says of itself “{document.facts.idle}”; nothing of it is quoted."
            yield Finding(document.name, "", "not-in-force", message)
        elif begins and begins > today:
            message = f"It is in force from {begins:%Y-%m-%d}; until then nothing of it is quoted."
            yield Finding(document.name, "", "not-yet-in-force", message)
        elif ends and ends < today:
            message = f"It was in force until {ends:%Y-%m-%d}; nothing of it is quoted any more."
            yield Finding(document.name, "", "no-longer-in-force", message)


def next_change(documents: Sequence[Document], today: date) -> date | None:
    """The next day on which a document begins or ceases to count."""
    begins = (one.facts.effective for one in documents)
    after = (one.facts.ends + timedelta(days=1) for one in documents if one.facts.ends)
    return min((day for day in (*begins, *after) if day and day > today), default=None)


def _only(document: Document, counts: Callable[[Clause], bool]) -> Document:
    """The document with the clauses that count; the ranges of the others are set aside."""
    sections: list[Section] = []
    aside: list[tuple[int, int]] = []
    for section in document.sections:
        kept = tuple(clause for clause in section.clauses if counts(clause))
        aside += [(one.start, one.end) for one in section.clauses if not counts(one)]
        sections.append(replace(section, clauses=kept) if len(kept) < len(section.clauses) else section)
    return replace(document, sections=tuple(sections), aside=(*document.aside, *aside)) if aside else document
