"""What somebody can work out who knows that numbers add up: the least and the most that each can be. Pure.

A line says that terms with their signs are together zero, or, where it is open, zero or more. Bounds are narrowed line
by line until nothing changes; where no line leads back to itself that is all there is to know.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V", bound=Hashable)

ROUNDS = 80

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class BoundLine(Generic[V]):
    """Terms that are together zero, or zero or more where it is open: a sign of 1 or -1 for each."""

    terms: tuple[tuple[V, int], ...]
    is_open: bool = False


class BoundNet(Generic[V]):
    """Lines, and which of them each term is in."""

    def __init__(self, lines: Iterable[BoundLine[V]]) -> None:
        self.lines = tuple(lines)
        self.lines_of: dict[V, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            for term, _ in line.terms:
                self.lines_of[term].append(number)

    def narrowed(self, known: Mapping[V, Bounds]) -> dict[V, Bounds]:
        """The bounds of every term of a line, from those that are known."""
        bounds = dict(known)
        waiting = list(range(len(self.lines)))
        for _ in range(ROUNDS):
            changed = {term for number in waiting for term in _narrow(self.lines[number], bounds)}
            waiting = sorted({number for term in changed for number in self.lines_of[term]})
            if not waiting:
                break
        return bounds

    def near(self, start: V) -> Sequence[list[V]]:
        """The terms that stand beside one, then those beside these, and so on."""
        seen, ring, rings = {start}, [start], []
        while ring:
            found = (term for one in ring for n in self.lines_of[one] for term, _ in self.lines[n].terms)
            ring = [one for one in dict.fromkeys(found) if one not in seen]
            seen.update(ring)
            rings.append(ring)
        return rings


def _narrow(line: BoundLine[V], bounds: dict[V, Bounds]) -> list[V]:
    """Narrow the terms of one line; returns those that changed."""
    reach = [_signed(bounds[term], sign) for term, sign in line.terms]
    least, endless_down = _total(low for low, _ in reach)
    most, endless_up = _total(high for _, high in reach)
    changed = []
    for (term, sign), (low, high) in zip(line.terms, reach, strict=True):
        # What this term is at least follows from the most that all others are, and the other way round.
        others_up, others_down = _without(most, endless_up, high), _without(least, endless_down, low)
        new_low = low if others_up is None else max(low, -others_up)
        new_high = high if others_down is None or line.is_open else min(high, -others_down)
        if (new_low, new_high) != (low, high):
            bounds[term] = _signed((new_low, new_high), sign)
            changed.append(term)
    return changed


def _signed(bounds: Bounds, sign: int) -> Bounds:
    return bounds if sign > 0 else (-bounds[1], -bounds[0])


def _total(values: Iterable[float]) -> tuple[float, int]:
    """The sum of those that have an end, and how many have none."""
    total, endless = 0.0, 0
    for value in values:
        if math.isinf(value):
            endless += 1
        else:
            total += value
    return total, endless


def _without(total: float, endless: int, own: float) -> float | None:
    """The sum of the others; None where one of them has no end."""
    if endless - math.isinf(own):
        return None
    return total if math.isinf(own) else total - own
