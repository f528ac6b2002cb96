"""Sections that call themselves best practice or guidance, or are called so by a note before them (J08)."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.reading.document import Section, Strength
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import normal

# What a text says of its own standing; that it "provides guidance to staff" says what it is for, and unbinds nothing.
_GUIDANCE = LANGUAGE.pattern("guidance.guidance")
# A purpose speaks of what a document is to do, and best practice that is followed elsewhere is not this text.
_PURPOSE = LANGUAGE.pattern("guidance.purpose")
_SELF = LANGUAGE.pattern("guidance.itself")
_FOLLOWING, _WHOLE = LANGUAGE.text("guidance.following"), LANGUAGE.words("guidance.whole")
_GUIDANCE_HEADING = LANGUAGE.pattern("guidance.heading")


def with_guidance(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    """Sections that call themselves best practice, or are called so by a note before them, hold guidance (J08)."""
    marked = [False] * len(sections)
    for place, section in enumerate(sections):
        if any(_calls_itself(part) for part in section.path):
            marked[place] = True
        for clause in section.clauses:
            for covered in _covered(sections, place, clause.text):
                marked[covered] = True
    return tuple(_as_guidance(s) if marked[place] else s for place, s in enumerate(sections))


def _covered(sections: tuple[Section, ...], place: int, text: str) -> list[int]:
    kind = _declares(text)
    if kind is None:
        return []
    if kind == "document":
        return list(range(len(sections)))
    root = place
    if kind == "following":
        named = {normal(quoted) for quoted in re.findall(r"[“\"']([^”\"']{3,80})[”\"']", text)}
        after = range(place + 1, len(sections))
        root = next(
            (i for i in after if any(n and n in normal(sections[i].heading) for n in named)), place + 1
        )
    if root >= len(sections) or not sections[root].path:
        return []
    path = sections[root].path
    return [i for i, s in enumerate(sections) if i >= root and s.path[: len(path)] == path]


def _as_guidance(section: Section) -> Section:
    clauses = tuple(replace(clause, strength=Strength.GUIDANCE) for clause in section.clauses)
    return replace(section, clauses=clauses)


def _calls_itself(heading: str) -> bool:
    """Whether a heading calls its section best practice, guidance or tips (J08)."""
    return bool(_GUIDANCE_HEADING.search(heading))


def _declares(text: str) -> str | None:
    """What a sentence declares to be guidance: "following", "document", "section", or None (J08)."""
    for sentence in re.split(r"(?<=[.!?;])\s+", text):
        found, called = _SELF.search(sentence), _GUIDANCE.search(sentence)
        if found and called and not _PURPOSE.search(sentence[: called.start()]):
            return _unit(found)
    return None


def _unit(found: re.Match[str]) -> str:
    if _FOLLOWING in found.group().lower():
        return "following"
    whole = found.group("unit").lower() in _WHOLE
    return "document" if whole else "section"
