"""Sections that say of themselves, in their heading, that they are not in force any more: set aside for the owner."""

from __future__ import annotations

from dataclasses import replace

from knowledge.reading.document import Finding, Section
from knowledge.text.language import LANGUAGE

_HEADING = LANGUAGE.pattern("upkeep.repealed")


def without_repealed(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """The sections, those that are repealed without clauses, and a finding with their headings."""
    gone = {one.id for one in sections if one.clauses and any(_HEADING.search(part) for part in one.path)}
    if not gone:
        return sections, ()
    names = [one.heading for one in sections if one.id in gone]
    said = "Sections that call themselves repealed or superseded are not quoted: "
    finding = Finding(
        "", ", ".join(names[:12]), "not-in-force", said + ", ".join(f"“{n}”" for n in names[:12])
    )
    kept = tuple(replace(one, clauses=()) if one.id in gone else one for one in sections)
    return kept, (finding,)
