"""What is in force on a day: documents, and the rules in them, by the days they name themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from knowledge.reading.document import Clause, Dated, Document, Finding, Section
from knowledge.reading.sectioning.few import few
from knowledge.reading.sectioning.pieces import between, without_sentences

_SHOWN = 80  # characters of a rule in a finding


def is_in_force(document: Document, today: date) -> bool:
    """Whether a document counts: it has begun and not ended, and does not say that it is idle; its last day counts."""
    return not document.facts.idle and _counts(Dated(document.facts.effective, document.facts.ends), today)


def in_force_of(document: Document, today: date) -> Document:
    """The document with the rules that count today; what does not is `aside`, its own history included."""
    return _only(document, lambda clause: () if clause.past else _counting(document, clause, today))


def history_in(document: Document) -> Document:
    """The document with nothing but what it tells of its own past."""
    return _only(document, lambda clause: (clause,) if clause.past else ())


def not_in_force(documents: Sequence[Document], today: date) -> Iterator[Finding]:
    """The documents and the rules in them that do not count, for their owners."""
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
        else:
            yield from few(_rules_not_in_force(document, today))


def next_change(documents: Sequence[Document], today: date) -> date | None:
    """The next day on which a document, or a rule in one, begins or ceases to count."""
    dated = [Dated(one.facts.effective, one.facts.ends) for one in documents]
    dated += [days for one in documents for _, clause in _clauses(one) for days in clause.dated]
    begins = (one.begins for one in dated)
    after = (one.ends + timedelta(days=1) for one in dated if one.ends)
    return min((day for day in (*begins, *after) if day and day > today), default=None)


def _counts(days: Dated, today: date) -> bool:
    return not (days.begins and days.begins > today) and not (days.ends and days.ends < today)


def _clauses(document: Document) -> Iterator[tuple[Section, Clause]]:
    return ((section, clause) for section in document.sections for clause in section.clauses)


def _rules_not_in_force(document: Document, today: date) -> Iterator[Finding]:
    for section, clause in _clauses(document):
        if days := next((one for one in clause.dated if not _counts(one, today)), None):
            said = days.words or clause.text
            words = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
            if days.begins and days.begins > today:
                message = f"In force from {days.begins:%Y-%m-%d} and until then not quoted: “{words}”"
                yield Finding(document.name, section.heading, "not-yet-in-force", message)
            else:
                message = f"In force until {days.ends:%Y-%m-%d} and no longer quoted: “{words}”"
                yield Finding(document.name, section.heading, "no-longer-in-force", message)


def _only(document: Document, kept: Callable[[Clause], tuple[Clause, ...]]) -> Document:
    """The document with what is kept of each clause; the range of the rest is set aside."""
    sections: list[Section] = []
    aside: list[tuple[int, int]] = []
    for section in document.sections:
        clauses: list[Clause] = []
        for clause in section.clauses:
            pieces = kept(clause)
            clauses += pieces
            if pieces != (clause,):
                aside += between(clause.start, clause.end, pieces)
        changed = tuple(clauses) != section.clauses
        sections.append(replace(section, clauses=tuple(clauses)) if changed else section)
    return replace(document, sections=tuple(sections), aside=(*document.aside, *aside)) if aside else document


def _counting(document: Document, clause: Clause, today: date) -> tuple[Clause, ...]:
    """What of a clause counts: all, nothing, or its sentences but for those that do not."""
    gone = [one for one in clause.dated if not _counts(one, today)]
    if not gone:
        return (clause,)
    if any(not one.words for one in gone):
        return ()
    return tuple(without_sentences(document.text, clause, frozenset(one.words for one in gone)))
