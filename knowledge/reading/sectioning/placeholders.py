"""What a template asks for and nobody wrote: alone such words are no rule, within one the owner hears of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.reading.document import Clause, Finding, Section
from knowledge.reading.phrases import is_said
from knowledge.text.language import LANGUAGE

_ALONE, _OPEN = LANGUAGE.pattern("upkeep.prompt_alone"), LANGUAGE.pattern("upkeep.blank")
_PROMPT, _FORM = LANGUAGE.pattern("upkeep.prompt"), LANGUAGE.pattern("upkeep.no_blank")
_FIRST_PERSON = LANGUAGE.pattern("phrases.first_person")
_SHOWN = 60  # characters of a prompt that a finding repeats


def without_prompts(sections: tuple[Section, ...]) -> tuple[tuple[Section, ...], tuple[Finding, ...]]:
    """The sections without the clauses that only ask to be filled in, and findings for those and for others within."""
    kept = tuple(_without(section) for section in sections)
    gone = [clause.text for one in sections for clause in one.clauses if _ALONE.fullmatch(clause.text)]
    return kept if gone else sections, (*_asides(gone), *_left_open(kept))


def open_places(clause: Clause, section: Section) -> tuple[str, ...]:
    """The places of a clause that nobody filled in; letters and sentences to be said have places that staff fill in."""
    text = f"{clause.lead_in} {clause.text}"
    if found := tuple(one.group() for one in _PROMPT.finditer(text)):
        return found
    if _FORM.search(text) or _FIRST_PERSON.search(text) or is_said(clause, section):
        return ()
    return tuple(dict.fromkeys(one.group().strip() for one in _OPEN.finditer(text)))


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
            if found := open_places(clause, section):
                message = f"Something is still to be filled in: “{found[0][:_SHOWN]}”"
                yield Finding("", section.heading, "left-open", message)
