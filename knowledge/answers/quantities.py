"""Two documents that set different numbers for the same thing: shown side by side, never blended (section b6).

Compared are the quantities of two clauses that both answer the question: 24 hours against one business day,
the third ring against two rings. Different documents of different organisations may both be right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from knowledge.answers.same_matter import numerals, same_matter, say_the_same, sentences
from knowledge.search.hits import Hit
from knowledge.search.index import Index
from knowledge.text.calendar_words import NUMBERS
from knowledge.text.language import LANGUAGE

MINUTES = {unit: int(count) for unit, count in LANGUAGE.table("quantities.minutes").items()}
SECONDS = {unit: int(count) for unit, count in LANGUAGE.table("quantities.seconds").items()}
MONTHS = {unit: int(count) for unit, count in LANGUAGE.table("quantities.months").items()}
_QUANTITY = LANGUAGE.pattern("quantities.quantity")
_MONEY = LANGUAGE.pattern("quantities.money")
_WORKING = frozenset(LANGUAGE.words("quantities.working"))
_ONE_LESS = frozenset(LANGUAGE.words("quantities.one_less"))

Quantities = Mapping[str, frozenset[str]]


def quantities(text: str) -> Quantities:
    """What a text sets in numbers: for each kind of thing its values; an hour has the value of 60 minutes."""
    found: dict[str, set[str]] = defaultdict(set)
    for before, number, sort, unit in _QUANTITY.findall(text):
        amount = NUMBERS[number.lower()] if number.lower() in NUMBERS else int(number)
        unit = unit.lower()
        if unit in SECONDS | MINUTES | MONTHS:
            found["time"].add(_span(amount, sort.strip().lower(), unit))
        else:
            found[unit].add(str(amount - 1 if before and unit in _ONE_LESS else amount))
    for figure, word in _MONEY.findall(text):
        found["money"].add(str(NUMBERS.get(word.lower(), word)) if word else figure.replace(",", ""))
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
    if not (quantities(text) or numerals(text)):
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
    if unit in MONTHS:
        return f"{amount * MONTHS[unit]} months"
    minutes, seconds = divmod(amount * SECONDS[unit], 60) if unit in SECONDS else (amount * MINUTES[unit], 0)
    return f"{amount} seconds" if seconds else f"{minutes} minutes"


def _differ(one: str, two: str) -> bool:
    """Whether two clauses set other numbers for one kind of thing in sentences about the same act and subject, or say
    the same with other numbers.
    """
    first, second = quantities(one), quantities(two)
    if any(
        first[kind].isdisjoint(second[kind]) and same_matter(_stating(one, kind), _stating(two, kind))
        for kind in first.keys() & second.keys()
    ):
        return True
    return any(
        say_the_same(each, other) and _other_numbers(each, other)
        for each in sentences(one)
        for other in sentences(two)
    )


def _stating(text: str, kind: str) -> list[str]:
    """The sentences with a number of this kind."""
    return [one for one in sentences(text) if kind in quantities(one)]


def _other_numbers(one: str, two: str) -> bool:
    """Whether each of two sentences sets a number that the other does not, of one kind or of none."""
    first, second = quantities(one), quantities(two)
    if any(
        first[kind] - second[kind] and second[kind] - first[kind] for kind in first.keys() & second.keys()
    ):
        return True
    bare, other = (numerals(_QUANTITY.sub(" ", _MONEY.sub(" ", text))) for text in (one, two))
    return bool(bare - other and other - bare)
