"""What changed in a document: what it says about that itself, and what its kept versions show (J40)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.answers.answer import Passage
from knowledge.answers.citing import citation, dated, overdue_since
from knowledge.reading.document import Document, Strength
from knowledge.reading.in_force import history_in
from knowledge.reading.versions import VersionChange
from knowledge.search.windows import windows_of


@dataclass(frozen=True, slots=True)
class DocumentHistory:
    """One document's past: `told` are the passages of its own change history, `versions` newest first.

    `dated` is the newest date it gives itself, such as "revised July 2017".
    """

    document: str
    title: str
    told: tuple[Passage, ...]
    versions: tuple[VersionChange, ...]
    dated: str = ""


def history_of(document: Document, versions: Sequence[VersionChange], today: date) -> DocumentHistory:
    """Put together what is known; all words are the document's own."""
    told = tuple(
        Passage(
            document=document.name,
            title=document.facts.title or document.name,
            heading=window.section.heading,
            citation=citation(document, window.section),
            text=window.text,
            strength=Strength.NONE,
            score=0.0,
            section=window.section.id,
            owner=document.facts.owner,
            url=document.facts.url,
            review_overdue_since=overdue_since(document.facts, today),
        )
        for window in windows_of(history_in(document))
    )
    title = document.facts.title or document.name
    return DocumentHistory(document.name, title, told, tuple(versions), dated(document.facts))
