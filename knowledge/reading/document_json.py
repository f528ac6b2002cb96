"""Documents as plain JSON values and back, so that they can cross a process border or rest in a file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from knowledge.reading.document import Clause, Document, DocumentFacts, Finding, Section, Strength

_DATES = ("effective", "revised", "reviewed", "next_review", "ends")


def to_json(document: Document) -> dict[str, Any]:
    """A document as dictionaries, lists, texts and numbers."""
    plain = asdict(document)
    plain["facts"] |= {name: day.isoformat() for name in _DATES if (day := plain["facts"][name])}
    return plain


def from_json(plain: dict[str, Any]) -> Document:
    """The document again; raises KeyError, TypeError or ValueError for anything else."""
    facts = plain["facts"]
    return Document(
        name=plain["name"],
        sha256=plain["sha256"],
        text=plain["text"],
        facts=DocumentFacts(
            **facts | {name: date.fromisoformat(facts[name]) for name in _DATES if facts[name]}
        ),
        sections=tuple(_section(section) for section in plain["sections"]),
        findings=tuple(Finding(**finding) for finding in plain["findings"]),
        dropped=tuple((start, end, why) for start, end, why in plain["dropped"]),
        related=tuple(plain["related"]),
        named=tuple(plain["named"]),
        links=tuple(plain["links"]),
    )


def _section(plain: dict[str, Any]) -> Section:
    clauses = tuple(
        Clause(**clause | {"strength": Strength(clause["strength"])}) for clause in plain["clauses"]
    )
    return Section(**plain | {"path": tuple(plain["path"]), "clauses": clauses})
