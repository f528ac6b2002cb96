"""What a document tells of its own past: revision tables and lists of changes. It is history and no rule (J40)."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from knowledge.reading.document import Clause, Finding, Section, Strength
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import normal

_HEADING, _OPENS = LANGUAGE.pattern("history.own"), LANGUAGE.pattern("history.opens")
_ENTRY, _ALONE = LANGUAGE.pattern("history.entry"), LANGUAGE.pattern("history.entry_alone")
_CHANGED = LANGUAGE.pattern("history.changed")
_COLUMNS = (
    LANGUAGE.pattern("history.column_version"),
    LANGUAGE.pattern("history.column_day"),
    LANGUAGE.pattern("history.column_change"),
    LANGUAGE.pattern("history.column_note"),
    LANGUAGE.pattern("history.column_before"),
    LANGUAGE.pattern("history.column_after"),
)
_BINDING = (Strength.MUST, Strength.SHOULD, Strength.MAY)
_ITEM = re.compile(r"\s*(?:[-*+•·▪–—]|\(?\w{1,3}[.)])\s")
_MOST, _SHOWN = 12, 60  # clauses a finding names, characters of each
_LONGEST = 60  # characters of a line that heads


def with_past(
    text: str, sections: tuple[Section, ...], title: str
) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """The sections with every clause marked that tells what was before, and a finding where such clauses bind.

    Under a heading of history only what is written as an entry counts; a table is known by the heads of its columns.
    """
    marked: list[Section] = []
    binding: list[str] = []
    goes_on = False  # "Version 1.2 (May 2019)" below "Revision history" may be a heading beside it.
    for section in sections:
        above = (part for part in section.path[:-1] if normal(part) != normal(title))
        named = normal(section.heading) != normal(title) and bool(_HEADING.search(section.heading))
        below = any(_HEADING.search(part) for part in above)
        beside = goes_on and _is_alone(section.heading)
        entry = beside or (below and bool(_ENTRY.match(section.heading)))
        goes_on = named or entry
        past = _past_in(text, section.clauses, inside=named or below, whole=entry)
        binding += [
            one.text[:_SHOWN] for one in section.clauses if one.start in past and one.strength in _BINDING
        ]
        marked.append(_marked(section, past))
    if not binding:
        return tuple(marked), ()
    said = ", ".join(f"“{words}”" for words in binding[:_MOST])
    message = f"What it tells of its own history is not quoted as a rule: {said}."
    return tuple(marked), (Finding("", ", ".join(binding[:_MOST]), "not-in-force", message),)


def _marked(section: Section, past: Collection[int]) -> Section:
    if not past:
        return section
    clauses = (
        replace(one, past=True, strength=Strength.NONE) if one.start in past else one
        for one in section.clauses
    )
    return replace(section, clauses=tuple(clauses))


def _past_in(text: str, clauses: Sequence[Clause], *, inside: bool, whole: bool) -> frozenset[int]:
    """The starts of the clauses that tell of the past; `inside` a heading of history, `whole` below one entry of it."""
    past: set[int] = set()
    heads = False  # Whether it stands below an entry that says nothing but its version or day.
    header = ""  # The first row of a table, whether it was read as the head of the others or not.
    for clause in clauses:
        header = (clause.lead_in if "\t" in clause.lead_in else header or clause.text) * ("\t" in clause.text)
        said = f"{clause.mark} {clause.text}" if clause.mark else clause.text
        is_item = bool(clause.lead_in or _ITEM.match(text, clause.start))
        opens = not is_item and len(said) <= _LONGEST and bool(_OPENS.match(said))
        inside = inside or opens
        if (
            whole
            or opens
            or (header and _is_row(header))
            or (inside and (heads or _is_entry(said, clause.lead_in)))
        ):
            past.add(clause.start)
        heads = inside and (_is_alone(said) or (heads and is_item))
    return frozenset(past)


def _is_alone(said: str) -> bool:
    return 0 < len(said) <= _LONGEST and bool(_ALONE.match(said))


def _is_entry(said: str, lead_in: str) -> bool:
    return bool(_CHANGED.search(said)) or any(_ENTRY.match(one) or _is_alone(one) for one in (said, lead_in))


def _is_row(header: str) -> bool:
    """Whether the head row of a table is that of a table of versions."""
    cells = [normal(cell) for cell in header.split("\t")]
    version, day, change, note, before, after = (
        {place for place, cell in enumerate(cells) if form.match(cell)} for form in _COLUMNS
    )
    noted = bool(version and day and note)
    return noted or bool(before and after) or any((version | day) - {place} for place in change)
