"""Two documents that set different numbers for the same thing: shown side by side, never blended (section b6).

Compared are the quantities of two clauses that both answer the question: 24 hours against one business day,
the third ring against two rings. Different documents of different organisations may both be right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from knowledge.search.hits import Hit
from knowledge.search.index import Index
from knowledge.text.calendar_words import NUMBERS
from knowledge.text.language import LANGUAGE
from knowledge.text.terms import terms

MINUTES = {unit: int(count) for unit, count in LANGUAGE.table("quantities.minutes").items()}
MONTHS = {unit: int(count) for unit, count in LANGUAGE.table("quantities.months").items()}
_QUANTITY = LANGUAGE.pattern("quantities.quantity")
_WORKING = frozenset(LANGUAGE.words("quantities.working"))
_ONE_LESS = frozenset(LANGUAGE.words("quantities.one_less"))
_UNSAID = (*LANGUAGE.words("quantities.measures"), *LANGUAGE.words("quantities.bodies"))
_MEASURES = frozenset(terms(" ".join((*NUMBERS, *MINUTES, *MONTHS, *_UNSAID))))
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
SHARED = 2
"""Words that two sentences share where they are about the same matter."""

Quantities = Mapping[str, frozenset[str]]


def quantities(text: str) -> Quantities:
    """What a text sets in numbers: for each kind of thing its values; an hour has the value of 60 minutes."""
    found: dict[str, set[str]] = defaultdict(set)
    for before, number, sort, unit in _QUANTITY.findall(text):
        amount = NUMBERS[number.lower()] if number.lower() in NUMBERS else int(number)
        unit = unit.lower()
        if unit in MINUTES | MONTHS:
            found["time"].add(_span(amount, sort.strip().lower(), unit))
        else:
            found[unit].add(str(amount - 1 if before and unit in _ONE_LESS else amount))
    return {kind: frozenset(values) for kind, values in found.items()}


def side_by_side(index: Index, hits: Sequence[Hit]) -> tuple[list[Hit], tuple[tuple[int, int], ...]]:
    """The hits, and pairs of their places whose documents set different numbers for one kind of thing.

    The later hit of a pair shows the clause that differs, which need not be the one nearest to the question.
    """
    shown, pairs = list(hits), list[tuple[int, int]]()
    for one, first in enumerate(hits):
        for two in range(one + 1, len(hits)):
            if first.window.document.name == hits[two].window.document.name:
                continue
            clause = _differing(index, shown[one], shown[two], hits[0].score)
            settled = any(two == later for _, later in pairs)  # Another clause would undo that pair.
            if clause is not None and not (settled and clause != shown[two].clause):
                shown[two] = replace(shown[two], clause=clause)
                pairs.append((one, two))
    return shown, tuple(pairs)


def _differing(index: Index, first: Hit, second: Hit, best: float) -> int | None:
    """The clause of the second passage that sets another number than the first's best clause; None for none."""
    text = first.window.clauses[first.clause].text
    if not quantities(text):
        return None
    if index.encoder is None:
        alike = np.zeros(len(second.window.clauses), dtype=np.float32)
    else:
        asked = index.clause_vectors(first.place)[first.clause].astype(np.float32)
        alike = index.clause_vectors(second.place).astype(np.float32) @ asked
    weights = index.weights
    near = second.score >= weights.near * best
    for place in (second.clause, *(int(place) for place in np.argsort(-alike))):
        enough = weights.alike if place == second.clause else weights.same_matter
        close = place == second.clause and second.score >= weights.close * best
        if (close or (near and alike[place] >= enough)) and _differ(text, second.window.clauses[place].text):
            return place
    return None


def _span(amount: int, sort: str, unit: str) -> str:
    """A span of time in its smallest unit; days on which one works are not days of the calendar."""
    if sort in _WORKING:
        return f"{amount} business {unit}"
    return f"{amount * MINUTES[unit]} minutes" if unit in MINUTES else f"{amount * MONTHS[unit]} months"


def _differ(one: str, two: str) -> bool:
    """Whether two clauses set other numbers for one kind of thing in sentences about the same act and subject."""
    first, second = quantities(one), quantities(two)
    return any(
        first[kind].isdisjoint(second[kind]) and _same_matter(_about(one, kind), _about(two, kind))
        for kind in first.keys() & second.keys()
    )


def _about(text: str, kind: str) -> list[set[str]]:
    """What each sentence with a number of this kind speaks of, apart from numbers and measures."""
    stating = (one for one in _SENTENCE.split(text) if kind in quantities(one))
    return [set(terms(one)) - _MEASURES for one in stating]


def _same_matter(one: Sequence[set[str]], two: Sequence[set[str]]) -> bool:
    """Whether two sentences share their subject and not only their act: “answered” is said of letters and of phones."""
    return any(
        len(first & second) >= SHARED or len(first & second) * 2 > min(len(first), len(second))
        for first in one
        for second in two
    )
