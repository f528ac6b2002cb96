"""The clauses of a section in their order, and whether they tell what to do one thing after another."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answers.answer import Step
from knowledge.answers.binding import Binding, binding
from knowledge.reading.document import Clause, Section, Strength
from knowledge.reading.sectioning.commands import commands, forbids
from knowledge.text.language import LANGUAGE

_ORDER, _SEQUENCE = LANGUAGE.pattern("steps.order"), LANGUAGE.pattern("steps.sequence")
ASKS_FOR_STEPS = LANGUAGE.pattern("steps.asked_for")
_HEADING, _NUMBER = LANGUAGE.pattern("steps.heading"), LANGUAGE.pattern("steps.number")
_WITHIN, _OCCASION = LANGUAGE.pattern("steps.within"), LANGUAGE.pattern("steps.occasion")
_RULES, _MODAL = LANGUAGE.pattern("steps.rules"), LANGUAGE.pattern("steps.modal")
_ANNOUNCES, _PLACED = LANGUAGE.pattern("steps.announces"), LANGUAGE.pattern("steps.placed")
_BINDING = (Strength.MUST, Strength.SHOULD, Strength.MAY)
_FORBIDDING = (Binding.MUST_NOT, Binding.SHOULD_NOT, Binding.YOU_MUST_NOT, Binding.YOU_SHOULD_NOT)
FEWEST = 2
"""Clauses that bind from which a section can be a procedure, and clauses of it that follow from another."""

NUMBERED = 3
"""List items with plain numbers from which a list is one of steps, and clauses that say their own place in one."""


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


def steps_in(section: Section) -> tuple[Clause, ...]:
    """The steps of a section that is a procedure, in order; nothing of any other.

    Those of a list whose line above announces steps are its items alone, then what binds.
    """
    if not section.clauses or not is_procedure(section, steps_of(section, section.clauses[0])):
        return ()
    lead_ins = {clause.lead_in for clause in section.clauses}
    acts = [one for one in section.clauses if one.text not in lead_ins]
    if listed_acts := _commanded(section.heading, steps_of(section, section.clauses[0])):
        return tuple(section.clauses[at] for at in listed_acts)
    listed = next((at for at, one in enumerate(acts) if _ANNOUNCES.search(one.lead_in)), 0)
    return tuple(one for one in acts[listed:] if one.strength in _BINDING or _is_step(one.text, one.lead_in))


def first_of(section: Section, best: Clause) -> Clause | None:
    """The first step of a procedure, of the list `best` stands in where that is one of steps; None of any other."""
    steps = steps_in(section)
    own = [one for one in steps if one.lead_in == best.lead_in and _ANNOUNCES.search(one.lead_in)]
    return next(iter(own or steps), None)


def begins_at(steps: Sequence[Step], heading: str) -> Step | None:
    """The first step of a numbered list of commands below a heading; None where there is none."""
    listed = _commanded(heading, steps)
    return steps[listed.start] if listed else None


def is_procedure(section: Section, steps: Sequence[Step]) -> bool:
    """Whether a section tells what to do one thing after another: by its heading, its numbers or its own words."""
    if sum(_is_step(step.text, step.lead_in) for step in steps) >= NUMBERED:
        return True
    if _commanded(section.heading, steps):
        return True
    bound = [step for step in steps if step.strength in _BINDING]
    if len(bound) < FEWEST:
        return False
    if _HEADING.search(section.heading) or any(_SEQUENCE.search(step.text) for step in steps):
        return True
    listed = [step for step in bound if _is_numbered(step)]
    numbered = 0 if _mostly_bans(listed) else len(listed)
    following = sum(bool(_ORDER.search(step.text)) for step in bound)
    return numbered >= NUMBERED or (following >= FEWEST and following * 2 >= len(bound))


def _is_step(text: str, lead_in: str) -> bool:
    """Whether a clause says its own place in an order, or the line above it announces steps."""
    return bool(_PLACED.search(text) or _ANNOUNCES.search(lead_in))


def _commanded(heading: str, steps: Sequence[Step]) -> range:
    """The places of a list right below a heading, numbered from one, that commands one act after another; else none.

    Numbered rules that each hold by themselves name who is bound, forbid, or stand below a heading that says so.
    """
    marks = [
        step.mark.strip("().") if _NUMBER.match(step.mark) and not step.lead_in else "" for step in steps
    ]
    start = marks.index("1") if "1" in marks else len(marks)
    end = start
    while end < len(marks) and marks[end] == str(end - start + 1):
        end += 1
    listed = steps[start:end]
    orders = [step for step in listed if commands(step.text) or forbids(step.text)]
    is_rules = _RULES.search(heading) or any(_MODAL.search(step.text) for step in listed)
    if len(listed) < NUMBERED or len(orders) * 2 < len(listed) or is_rules or _mostly_bans(listed):
        return range(0)
    return range(start, end)


def _mostly_bans(steps: Sequence[Step]) -> bool:
    """Whether more than a third of some clauses forbid: such a list is of rules, not of steps."""
    return sum(step.binding in _FORBIDDING or forbids(step.text) for step in steps) * 3 > len(steps)


def _is_numbered(step: Step) -> bool:
    """Whether an item has a number of a list; one below a numbered clause may be one of several cases, unless the line
    above tells when it is done. What is only allowed is a choice and no step.
    """
    if not step.lead_in or step.strength is Strength.MAY:
        return False
    return bool(_NUMBER.match(step.mark) or (_WITHIN.match(step.mark) and _OCCASION.search(step.lead_in)))
