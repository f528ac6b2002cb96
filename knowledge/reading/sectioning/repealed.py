"""Sections, clauses and sentences that say of themselves that they are not in force: set aside for the owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.reading.document import Clause, Finding, Section
from knowledge.reading.sectioning import standing
from knowledge.reading.sectioning.pieces import without_sentences
from knowledge.reading.sectioning.states import is_gone_row, is_of_things, states_in
from knowledge.reading.sectioning.strength import has_duty
from knowledge.text.language import LANGUAGE

_HEADING = LANGUAGE.pattern("upkeep.repealed")
_CLAUSE, _ALONE = LANGUAGE.pattern("upkeep.repealed_clause"), LANGUAGE.pattern("upkeep.repealed_alone")
_FOLLOWING = LANGUAGE.pattern("upkeep.repealed_following")
_OF_RULES = LANGUAGE.pattern("states.of_rules")
_HOLDERS = LANGUAGE.pattern("standing.holders")
_NEAR = 20  # sections or clauses before and behind, where other states stand
_ROWS = 200  # of a table whose first row is its head without being one by its form
_MOST, _SHOWN = 12, 60  # how many are named, and characters of each clause


def without_repealed(
    text: str, sections: tuple[Section, ...]
) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """The sections without what is not in force by its own words, and findings with headings and first words."""
    gone = {one.id for one in sections if one.clauses and _is_gone(one, sections)} | standing.gone_by_words(
        sections
    )
    left_out: set[tuple[int, int]] = set()
    said: dict[tuple[int, int], tuple[str, ...]] = {}
    for one in sections:
        for place, clause in enumerate(one.clauses if one.id not in gone else ()):
            where = (clause.start, clause.end)
            if clause.past:
                continue
            if (
                _says_so(one.clauses, place)
                or _is_announced(one.clauses, place)
                or standing.is_idle(one.clauses, place)
            ):
                left_out.add(where)
            elif told := standing.told_in(clause):
                said[where] = told
    clauses = [clause for one in sections for clause in one.clauses]
    single = [clause.text[:_SHOWN] for clause in clauses if (clause.start, clause.end) in left_out]
    named = [one.heading for one in sections if one.id in gone]
    findings = [
        *_finding("Sections that say of themselves that they are not in force are not quoted: ", named),
        *_finding("Clauses that say of themselves that they are not in force are not quoted: ", single),
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


def _is_gone(section: Section, near: Sequence[Section]) -> bool:
    """Whether its heading says so, or its first words do and say nothing else."""
    if any(_names_gone(section, depth, near) for depth in range(len(section.path))):
        return True
    first = section.clauses[0]
    if not section.path or not _ALONE.search(first.text):
        return False
    alone = first.mark and any(one.mark for one in section.clauses[1:])  # One of the numbered rules.
    return not alone and not is_of_things(first.text, _beside(section.clauses, 0))


def _names_gone(section: Section, depth: int, near: Sequence[Section]) -> bool:
    """Whether a heading of its path says so: not as the state of a thing, nor where a rule tells what to do with it."""
    found = _HEADING.search(section.path[depth])
    if not found:
        return False
    if found["alone"]:
        above = section.path[:depth]
        beside = {one.path[depth] for one in near if len(one.path) > depth and one.path[:depth] == above}
        beside.discard(section.path[depth])
        return len(states_in(beside)) <= bool(section.number) or not is_of_things(section.path[depth], beside)
    if found["sign"] and not found["since"] and _HOLDERS.search(section.path[depth][: found.start()]):
        return bool(_OF_RULES.match(found.group()))
    matter = (found["matter"] or "").lower()
    rules = (one for one in section.clauses if has_duty(one.text) and not standing.told_in(one))
    return not (matter and any(matter in one.text.lower() for one in rules))


def _beside(clauses: Sequence[Clause], place: int) -> Iterator[str]:
    """What stands beside a clause, lead-ins included, and not what leads to it."""
    low = max(place - _NEAR, 0)
    for other, one in enumerate(clauses[low : place + _NEAR], start=low):
        if other != place:
            yield one.text
        if one.lead_in != clauses[place].lead_in and "\t" not in one.lead_in:
            yield one.lead_in


def _header(clauses: Sequence[Clause], place: int) -> str:
    """The heads of the table that a row stands in, also where they were read as a row of it."""
    if "\t" in clauses[place].lead_in:
        return clauses[place].lead_in
    first = place
    while first and place - first < _ROWS and "\t" in clauses[first - 1].text:
        first -= 1
    return clauses[first].text


def _says_so(clauses: Sequence[Clause], place: int) -> bool:
    clause = clauses[place]
    if standing.is_dated_by_itself(clause):
        return False
    if "\t" in clause.text and is_gone_row(clause.text, _header(clauses, place)):
        return True
    found = _CLAUSE.search(clause.text)
    if found and found["bracket"] and not found["since"] and _HOLDERS.search(clause.text[: found.start()]):
        return False
    if found and not (found["label"] and is_of_things(clause.text, _beside(clauses, place), clause.lead_in)):
        return True
    found = _CLAUSE.search(clause.lead_in) if "\t" not in clause.lead_in else None
    return found is not None and not (
        found["label"] and is_of_things(clause.lead_in, _beside(clauses, place))
    )


def _is_announced(clauses: Sequence[Clause], place: int) -> bool:
    """Whether a clause above says that the next one, or what follows it, does not count any more."""
    for before in range(place, -1, -1):
        found = _FOLLOWING.search(clauses[before].text)
        if found and not _HOLDERS.search(found["what"] or ""):
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
