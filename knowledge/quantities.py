"""Two documents that set different numbers for the same thing: shown side by side, never blended (section b6).

Compared are the quantities of two clauses that both answer the question: 24 hours against one business day,
the third ring against two rings. Different documents of different organisations may both be right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from knowledge.search import Hit

WORDS = {
    word: number
    for number, word in enumerate(
        (
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        )
    )
} | {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "fifteen": 15, "twenty": 20, "thirty": 30}
TIMES = ("minute", "hour", "day", "week", "month", "year")
_QUANTITY = re.compile(
    rf"\b(\d+|{'|'.join(WORDS)})(?:st|nd|rd|th)?\s*(?:\(\d+\)\s*)?(business |working |calendar )?"
    r"(ring|minute|hour|day|week|month|year|percent|%|time|copy|copies|warning)s?\b",
    re.IGNORECASE,
)
NEAR = 0.75  # A passage this close to the best one's score speaks of the same matter.


def quantities(text: str) -> Mapping[str, frozenset[str]]:
    """What a text sets in numbers: for each kind of thing its values; every span of time is of one kind."""
    found: dict[str, set[str]] = defaultdict(set)
    for number, sort, unit in _QUANTITY.findall(text):
        value = WORDS.get(number.lower(), None)
        amount = str(value if value is not None else int(number))
        name = unit.lower()
        kind = "time" if name in TIMES else name
        found[kind].add(f"{amount} {sort.strip().lower()} {name}".replace("  ", " "))
    return {kind: frozenset(values) for kind, values in found.items()}


def disagreeing(hits: Sequence[Hit]) -> tuple[tuple[int, int], ...]:
    """Pairs of places whose best clauses, from different documents, set different numbers for one kind."""
    pairs = []
    found = [quantities(hit.window.clauses[hit.clause].text) for hit in hits]
    for one, first in enumerate(hits):
        for two in range(one + 1, len(hits)):
            second = hits[two]
            if first.window.document.name == second.window.document.name:
                continue
            if second.score >= NEAR * hits[0].score and _differ(found[one], found[two]):
                pairs.append((one, two))
    return tuple(pairs)


def _differ(one: Mapping[str, frozenset[str]], two: Mapping[str, frozenset[str]]) -> bool:
    return any(one[kind].isdisjoint(two[kind]) for kind in one.keys() & two.keys())
