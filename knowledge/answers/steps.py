"""The clauses of a section in their order, and whether they tell what to do one thing after another."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers.answer import Step
from knowledge.answers.binding import binding
from knowledge.reading.document import Clause, Section, Strength
from knowledge.text.language import LANGUAGE

_ORDER, _SEQUENCE = LANGUAGE.pattern("steps.order"), LANGUAGE.pattern("steps.sequence")
ASKS_FOR_STEPS = LANGUAGE.pattern("steps.asked_for")
_HEADING, _NUMBER = LANGUAGE.pattern("steps.heading"), LANGUAGE.pattern("steps.number")
_BINDING = (Strength.MUST, Strength.SHOULD, Strength.MAY)
FEWEST = 2
"""Clauses that bind from which a section can be a procedure, and clauses of it that follow from another."""

NUMBERED = 3
"""List items with plain numbers from which a list is one of steps."""


def steps_of(section: Section, best: Clause) -> tuple[Step, ...]:
    """Every clause of a section in the order of the source; `best` is the one that answers."""
    lead_ins = {clause.lead_in for clause in section.clauses if clause.lead_in}
    return tuple(
        Step(
            text=clause.text,
            binding=binding(clause.strength, clause.text, clause.lead_in),
            strength=clause.strength,
            mark=clause.mark,
            lead_in=clause.lead_in,
            leads=clause.text in lead_ins,
            answers=clause is best,
        )
        for clause in section.clauses
    )


def first_step(section: Section) -> Clause | None:
    """The first clause of a section that binds, where the section is a procedure: there it begins."""
    if not section.clauses or not is_procedure(section, steps_of(section, section.clauses[0])):
        return None
    lead_ins = {clause.lead_in for clause in section.clauses}
    return next(
        (one for one in section.clauses if one.strength in _BINDING and one.text not in lead_ins), None
    )


def is_procedure(section: Section, steps: Sequence[Step]) -> bool:
    """Whether a section tells what to do one thing after another: by its heading, its numbers or its own words."""
    bound = [step for step in steps if step.strength in _BINDING]
    if len(bound) < FEWEST:
        return False
    if _HEADING.search(section.heading) or any(_SEQUENCE.search(step.text) for step in steps):
        return True
    numbered = sum(bool(step.lead_in and _NUMBER.match(step.mark)) for step in steps)
    following = sum(bool(_ORDER.search(step.text)) for step in steps)
    return numbered >= NUMBERED or (following >= FEWEST and following * 2 >= len(steps))
