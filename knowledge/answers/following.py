"""Where a procedure is asked for: its first step, or the one after a step that is named ("what comes after it")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.answers.steps import ASKS_FOR_STEPS, first_of, steps_in
from knowledge.reading.document import Clause
from knowledge.search.hits import Hit
from knowledge.search.index import Index
from knowledge.text.calendar_words import NUMBERS
from knowledge.text.language import LANGUAGE
from knowledge.text.terms import terms

_FOLLOWS, _TIMES = LANGUAGE.pattern("steps.follows"), LANGUAGE.pattern("steps.times")
_PLACE_NAMED, _CONDITION = LANGUAGE.pattern("steps.place_named"), LANGUAGE.pattern("steps.condition")
_ONWARD = LANGUAGE.pattern("steps.onward")
_ACTORS = frozenset(terms(" ".join(LANGUAGE.words("steps.actors"))))


def at_the_step(index: Index, hits: Sequence[Hit], asked: str) -> list[Hit]:
    """The hits, the first of them at the step that is asked for, where steps are asked for."""
    if not hits:
        return []
    if found := _FOLLOWS.search(asked):
        return _at_the_next(index, hits, next(filter(None, found.groups())))
    first = first_of(hits[0].window.section, _best(hits[0])) if ASKS_FOR_STEPS.search(asked) else None
    return [_moved(index, hits[0], first), *hits[1:]] if first else list(hits)


def _at_the_next(index: Index, hits: Sequence[Hit], named: str) -> list[Hit]:
    """The first of the nearest procedures that has the step that is named, at the one after it."""
    if _TIMES.match(named):
        return list(hits)
    for hit in hits:
        if hit.score < index.weights.near * hits[0].score:
            break
        if (step := _after(hit, named)) is not None:
            moved = replace(_moved(index, hit, step), score=hits[0].score)
            return [moved, *(one for one in hits if one is not hit)]
        if (set(terms(named)) - _ACTORS) & set(terms(hit.window.text)):
            break  # It says what is named, and is no procedure.
    return list(hits)


def _after(hit: Hit, named: str) -> Clause | None:
    """The step of a hit's procedure that comes after the one that is named; None where it names none of them."""
    steps = steps_in(hit.window.section)
    place = _place_named(steps, named)
    if place is None:
        key = next((one for one in terms(named) if one not in _ACTORS and _any_says(steps, one)), "")
        if not key:
            return None
        later = [at for at, step in enumerate(steps) if _comes_after(step.text, key)]
        acts = [at for at, step in enumerate(steps) if at not in later and key in terms(step.text)]
        best = next((at for at, step in enumerate(steps) if step is _best(hit)), -1)
        if best in later or not acts:
            return steps[best if best in later else later[0]]
        place = best if best in acts else acts[0]
        if _goes_on(steps[place].text, key):
            return steps[place]
        if following := [at for at in later if at > place]:
            return steps[following[0]]
    return steps[min(place + 1, len(steps) - 1)]


def _any_says(steps: Sequence[Clause], key: str) -> bool:
    return any(key in terms(step.text) for step in steps)


def _comes_after(text: str, key: str) -> bool:
    """Whether a step says that it is taken once something was done, and names that."""
    return any(key in terms(found[0]) for found in _CONDITION.finditer(text)) and key not in terms(
        _CONDITION.sub("", text)
    )


def _goes_on(text: str, key: str) -> bool:
    """Whether a clause itself says what is done after: “get away first, then call”."""
    return any(key in terms(text[: found.start()]) for found in _ONWARD.finditer(text))


def _place_named(steps: Sequence[Clause], named: str) -> int | None:
    """The place of the step that is named by its number."""
    found = _PLACE_NAMED.search(named)
    said = found[1].lower() if found else ""
    number = NUMBERS.get(said) or (int(said) if said.isdecimal() else 0)
    for at, step in enumerate(steps):
        own = _PLACE_NAMED.match(step.text)
        mark = own[1].lower() if own else re.split(r"\W+", step.mark.strip("().") or "-")[-1]
        if number and str(number) in (mark, str(NUMBERS.get(mark, ""))):
            return at
    return None


def _best(hit: Hit) -> Clause:
    return hit.window.clauses[hit.clause]


def _moved(index: Index, hit: Hit, to: Clause) -> Hit:
    """The same section at another clause; of a long one that stands in another window."""
    for place, window in enumerate(index.windows):
        if window.document.name == hit.window.document.name and to in window.clauses:
            return replace(hit, place=place, window=window, clause=window.clauses.index(to))
    return hit
