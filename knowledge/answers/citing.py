"""How a section is cited: title, section, and the newest date the document gives itself (R01, J01, D60)."""

from __future__ import annotations

import re
from datetime import date

from knowledge.reading.document import Clause, Document, DocumentFacts, Section

_DOTTED = re.compile(r"\d+(?:\.\d+)+")


def citation(document: Document, section: Section, clause: Clause | None = None) -> str:
    """Such as "Front Desk, 3.1.2 Visitors (revised July 2017)"; the file's name where there is no title.

    A clause with a number of its own is cited by it: "Front Desk, 3 Visitors, 3.1.2".
    """
    title = document.facts.title or document.name
    place = place_in(section)
    if clause and _DOTTED.fullmatch(clause.mark) and clause.mark not in place.split():
        place = f"{place}, {clause.mark}" if place and place != title else clause.mark
    where = f"{title}, {place}" if place and place != title else title
    said = dated(document.facts)
    return f"{where} ({said})" if said else where


def place_in(section: Section) -> str:
    """Number and heading, each once; "opening" text before the first heading has neither."""
    heading = section.heading
    return (
        heading if not section.number or section.number in heading else f"{section.number} {heading}".strip()
    )


def dated(facts: DocumentFacts) -> str:
    """The newest of the dates with its name; the month is enough, and often all the source says.

    The day of a signature counts where there is no other.
    """
    known = [("revised", facts.revised), ("reviewed", facts.reviewed), ("effective", facts.effective)]
    dates = [(day, name) for name, day in known if day]
    if not dates and facts.signed:
        dates = [(facts.signed, "signed")]
    if not dates:
        return f"version {facts.version}" if facts.version else ""
    day, name = max(dates)
    return f"{name} {day:%B %Y}"


def overdue_since(facts: DocumentFacts, today: date) -> date | None:
    """The day the document said it would be reviewed by, where that has passed."""
    due = facts.next_review
    return due if due and due < today else None
