"""What a template asks for and nobody wrote: alone such words are no rule, within one the owner hears of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.reading.document import Finding, Section
from knowledge.text.language import LANGUAGE

_ALONE, _OPEN = LANGUAGE.pattern("upkeep.prompt_alone"), LANGUAGE.pattern("upkeep.prompt")
_SHOWN = 60  # characters of a prompt that a finding repeats


def without_prompts(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """The sections without the clauses that only ask to be filled in, and findings for those and for others within."""
    kept = tuple(_without(section) for section in sections)
    gone = [clause.text for one in sections for clause in one.clauses if _ALONE.fullmatch(clause.text)]
    return kept if gone else sections, (*_asides(gone), *_left_open(kept))


def _without(section: Section) -> Section:
    kept = tuple(clause for clause in section.clauses if not _ALONE.fullmatch(clause.text))
    return section if len(kept) == len(section.clauses) else replace(section, clauses=kept)


def _asides(gone: list[str]) -> Iterator[Finding]:
    for said in gone:
        message = f"Words that are a placeholder were not read: “{said[:_SHOWN]}”"
        yield Finding("", "", "not-in-force", message)


def _left_open(sections: tuple[Section, ...]) -> Iterator[Finding]:
    for section in sections:
        for clause in section.clauses:
            if found := _OPEN.search(clause.text):
                message = f"Something is still to be filled in: “{found.group()[:_SHOWN]}”"
                yield Finding("", section.heading, "left-open", message)
