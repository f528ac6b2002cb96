"""Sections and clauses that say of themselves that they are not in force any more: set aside for the owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.reading.document import Clause, Finding, Section
from knowledge.text.language import LANGUAGE

_HEADING = LANGUAGE.pattern("upkeep.repealed")
_CLAUSE, _ALONE = LANGUAGE.pattern("upkeep.repealed_clause"), LANGUAGE.pattern("upkeep.repealed_alone")
_FOLLOWING = LANGUAGE.pattern("upkeep.repealed_following")
_MOST, _SHOWN = 12, 60  # how many are named, and characters of each clause


def without_repealed(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """The sections without the clauses that are repealed, and findings with their headings and first words."""
    gone = {one.id for one in sections if one.clauses and _is_gone(one)}
    single = [
        clause
        for one in sections
        if one.id not in gone
        for place, clause in enumerate(one.clauses)
        if not clause.past and (_says_so(clause) or _is_announced(one.clauses, place))
    ]
    findings: list[Finding] = []
    if names := [one.heading for one in sections if one.id in gone]:
        said = "Sections that call themselves repealed or superseded are not quoted: "
        findings.append(_finding(said, names))
    if single:
        said = "Clauses that call themselves repealed or superseded are not quoted: "
        findings.append(_finding(said, [clause.text[:_SHOWN] for clause in single]))
    left_out = {(clause.start, clause.end) for clause in single}
    kept = tuple(_without(one, left_out, whole=one.id in gone) for one in sections)
    return kept if findings else sections, tuple(findings)


def _is_gone(section: Section) -> bool:
    """Whether its heading says so, or its first words do and say nothing else."""
    return any(_HEADING.search(part) for part in section.path) or bool(
        section.path and _ALONE.search(section.clauses[0].text)
    )


def _says_so(clause: Clause) -> bool:
    return bool(
        _CLAUSE.search(clause.text) or ("\t" not in clause.lead_in and _CLAUSE.search(clause.lead_in))
    )


def _is_announced(clauses: Sequence[Clause], place: int) -> bool:
    """Whether a clause above says that the next one, or what follows it, does not count any more."""
    for before in range(place, -1, -1):
        if found := _FOLLOWING.search(clauses[before].text):
            return place - before <= 1 or found["one"] is None
    return False


def _without(section: Section, left_out: set[tuple[int, int]], *, whole: bool) -> Section:
    kept = () if whole else tuple(one for one in section.clauses if (one.start, one.end) not in left_out)
    return section if len(kept) == len(section.clauses) else replace(section, clauses=kept)


def _finding(said: str, names: list[str]) -> Finding:
    shown = names[:_MOST]
    return Finding("", ", ".join(shown), "not-in-force", said + ", ".join(f"“{name}”" for name in shown))
