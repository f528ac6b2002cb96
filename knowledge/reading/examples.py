"""What a policy tells as an example, a case or a sample: it shows a rule and is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from knowledge.reading.document import Clause, Finding, Section, Strength
from knowledge.reading.phrases import is_about_samples, is_sample
from knowledge.text.language import LANGUAGE

_EXAMPLE = LANGUAGE.pattern("strength.example")
_NAME = 8  # words
_SHOWN = 60  # characters of a clause that a finding repeats
_ABOVE, _SCENARIO = LANGUAGE.pattern("strength.example_above"), LANGUAGE.pattern("strength.scenario_above")


def example_clauses(section: Section) -> frozenset[int]:
    """The starts of the clauses that are told as examples, or belong to a sample.

    Of a scenario only what is told in paragraphs: its steps may be what is done in earnest.
    """
    if is_sample(section) or any(_ABOVE.search(part) for part in section.path):
        return frozenset(one.start for one in section.clauses if not is_about_samples(one, section))
    told = any(_SCENARIO.search(part) for part in section.path)
    return frozenset(clause.start for clause in _told(section.clauses, told=told))


def without_examples(section: Section) -> Section:
    """The section with no strength on what is an example."""
    found = example_clauses(section)
    if not found:
        return section
    clauses = (replace(one, strength=Strength.NONE) if one.start in found else one for one in section.clauses)
    return replace(section, clauses=tuple(clauses))


def _told(clauses: tuple[Clause, ...], *, told: bool) -> Iterator[Clause]:
    for place, clause in enumerate(clauses):
        above = clauses[place - 1].text if place else ""
        if (
            (told and not _is_step(clause))
            or _EXAMPLE.match(clause.text)
            or any(_says_so(text) for text in (clause.text, above, clause.lead_in) if text)
        ) and not (_says_so(above) and clause.lead_in and clause.lead_in != above):
            yield clause


def _says_so(text: str) -> bool:
    """Whether a line is nothing but the name of an example, so that it speaks of what stands right below it."""
    alone = len(text.split()) <= _NAME and not text.endswith((".", "!", "?", ";"))
    return alone and bool(_ABOVE.search(text) or _SCENARIO.search(text))


def _is_step(clause: Clause) -> bool:
    return bool(clause.mark or clause.lead_in)


def without_code(section: Section, code: frozenset[int]) -> tuple[Section, tuple[Finding, ...]]:
    """The section with no strength on what it shows as code, and a finding for what would have bound.

    Where a section holds nothing else, its rule was put into a box.
    """
    shown = [clause for clause in section.clauses if clause.start in code]
    bound = [clause for clause in shown if clause.strength]
    if not bound or len(shown) == len(section.clauses):
        return section, ()
    said = "; ".join(f"“{clause.text[:_SHOWN]}”" for clause in bound)
    message = f"Words in a block of code were taken for a sample and not for a rule: {said}"
    clauses = (replace(one, strength=Strength.NONE) if one in bound else one for one in section.clauses)
    return replace(section, clauses=tuple(clauses)), (Finding("", section.heading, "code", message),)
