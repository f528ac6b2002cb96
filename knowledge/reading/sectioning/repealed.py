"""Sections, clauses and sentences that say of themselves that they are not in force: set aside for the owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.reading.document import Clause, Finding, Section
from knowledge.reading.sectioning import standing
from knowledge.reading.sectioning.pieces import without_sentences
from knowledge.text.language import LANGUAGE

_HEADING = LANGUAGE.pattern("upkeep.repealed")
_CLAUSE, _ALONE = LANGUAGE.pattern("upkeep.repealed_clause"), LANGUAGE.pattern("upkeep.repealed_alone")
_FOLLOWING = LANGUAGE.pattern("upkeep.repealed_following")
_MOST, _SHOWN = 12, 60  # how many are named, and characters of each clause


def without_repealed(
    text: str, sections: tuple[Section, ...]
) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """The sections without what is not in force by its own words, and findings with headings and first words."""
    gone = {one.id for one in sections if one.clauses and _is_gone(one)} | standing.gone_by_words(sections)
    left_out: set[tuple[int, int]] = set()
    said: dict[tuple[int, int], tuple[str, ...]] = {}
    for one in sections:
        for place, clause in enumerate(one.clauses if one.id not in gone else ()):
            where = (clause.start, clause.end)
            if clause.past:
                continue
            if _says_so(clause) or _is_announced(one.clauses, place) or standing.is_idle(one.clauses, place):
                left_out.add(where)
            elif told := standing.told_in(clause):
                said[where] = told
    clauses = [clause for one in sections for clause in one.clauses]
    single = [clause.text[:_SHOWN] for clause in clauses if (clause.start, clause.end) in left_out]
    named = [one.heading for one in sections if one.id in gone]
    findings = [
        *_finding("Sections that call themselves repealed or superseded are not quoted: ", named),
        *_finding("Clauses that call themselves repealed or superseded are not quoted: ", single),
        *_finding(
            "Sentences that tell what was or may become a rule, or is none, are not quoted: ",
            [words[:_SHOWN] for sentences in said.values() for words in sentences],
        ),
    ]
    if not findings:
        return sections, ()
    return tuple(_without(text, one, left_out, said, whole=one.id in gone) for one in sections), tuple(
        findings
    )


def _is_gone(section: Section) -> bool:
    """Whether its heading says so, or its first words do and say nothing else."""
    return any(_HEADING.search(part) for part in section.path) or bool(
        section.path and _ALONE.search(section.clauses[0].text)
    )


def _says_so(clause: Clause) -> bool:
    if standing.is_dated_by_itself(clause):
        return False
    return bool(
        _CLAUSE.search(clause.text) or ("\t" not in clause.lead_in and _CLAUSE.search(clause.lead_in))
    )


def _is_announced(clauses: Sequence[Clause], place: int) -> bool:
    """Whether a clause above says that the next one, or what follows it, does not count any more."""
    for before in range(place, -1, -1):
        if found := _FOLLOWING.search(clauses[before].text):
            return place - before <= 1 or found["one"] is None
    return False


def _without(
    text: str,
    section: Section,
    left_out: set[tuple[int, int]],
    said: dict[tuple[int, int], tuple[str, ...]],
    *,
    whole: bool,
) -> Section:
    kept = () if whole else tuple(_kept(text, section, left_out, said))
    return section if kept == section.clauses else replace(section, clauses=kept)


def _kept(
    text: str, section: Section, left_out: set[tuple[int, int]], said: dict[tuple[int, int], tuple[str, ...]]
) -> Iterator[Clause]:
    for clause in section.clauses:
        where = (clause.start, clause.end)
        if where in said:
            yield from without_sentences(text, clause, frozenset(said[where]))
        elif where not in left_out:
            yield clause


def _finding(said: str, names: list[str]) -> Iterator[Finding]:
    if shown := names[:_MOST]:
        yield Finding("", ", ".join(shown), "not-in-force", said + ", ".join(f"“{name}”" for name in shown))
