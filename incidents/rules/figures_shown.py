"""What may be shown of the counts of a month: nobody can be known from it, whoever reads which part. Pure.

A count of four or fewer is FEW, whether it is zero or four; every other is rounded to the nearest five, also a total,
so that no row can be worked out as the rest of a sum (the base-5 rounding of official statistics, with suppression
below it). Sums and the month before can still corner a small count; then it is WITHHELD, which says nothing of how
large it is, and so is the smallest number beside it, until at least `LEAST` values stay possible. All of it is decided
once for a month and for all audiences, who see parts of the same: what one of them sees tells nothing about what
another does not.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from incidents.rules.figures_bounds import BoundLine, BoundNet, Bounds
from incidents.rules.figures_cells import Breakdown, Counts, FigureCell, flows, sums
from incidents.rules.figures_facts import Frame

SMALL = 5
LEAST = 3
"""How many values of a small count stay possible, whatever somebody works out."""


class ShownKind(StrEnum):
    """ABOUT a number, FEW (less than five), WITHHELD (any number) so that no small one is told, NOTHING in more than a
    year, UNCOUNTED where there was no such row yet.
    """

    ABOUT = "about"
    FEW = "few"
    WITHHELD = "withheld"
    NOTHING = "nothing"
    UNCOUNTED = "uncounted"


@dataclass(frozen=True, slots=True)
class ShownFigure:
    """A cell as everybody sees it. `about` is a multiple of five, 0 where no number is shown."""

    kind: ShownKind
    about: int = 0

    @property
    def bounds(self) -> Bounds:
        """The least and the most it can be."""
        match self.kind:
            case ShownKind.NOTHING:
                return 0, 0
            case ShownKind.FEW:
                return 0, SMALL - 1
            case ShownKind.WITHHELD | ShownKind.UNCOUNTED:
                return 0, math.inf
            case ShownKind.ABOUT:
                return max(SMALL, self.about - SMALL // 2), self.about + SMALL // 2


FEW, WITHHELD, NOTHING, UNCOUNTED = (
    ShownFigure(one) for one in (ShownKind.FEW, ShownKind.WITHHELD, ShownKind.NOTHING, ShownKind.UNCOUNTED)
)
ShownCells = Mapping[FigureCell, ShownFigure]

_Term = tuple[FigureCell, int]
"""A cell, and how many months ago: 0 or 1."""


@dataclass(frozen=True, slots=True)
class MonthBefore:
    """The month before: its counts, and what was shown of them."""

    counts: Counts
    shown: ShownCells

    @classmethod
    def of(cls, counts: Counts, shown: ShownCells) -> MonthBefore:
        """As it is counted today beside what was shown of it: where the two disagree, something changed since, and
        nobody can work with the one to find the other.
        """
        agreed = {}
        for cell, count in counts.items():
            one = shown.get(cell, UNCOUNTED)
            low, high = one.bounds
            agreed[cell] = one if low <= count <= high else UNCOUNTED
        return cls(counts, agreed)


def round_count(count: int) -> ShownFigure:
    """One count by itself."""
    return FEW if count < SMALL else ShownFigure(ShownKind.ABOUT, (count + SMALL // 2) // SMALL * SMALL)


def show(
    counts: Counts, frame: Frame, *, silent: Collection[FigureCell] = (), before: MonthBefore | None = None
) -> ShownCells:
    """Every cell as it is shown. `silent` are those in which nothing was for more than a year."""
    shown = {cell: round_count(count) for cell, count in counts.items()}
    shown |= dict.fromkeys((cell for cell in silent if counts.get(cell) == 0), NOTHING)
    net = BoundNet(
        (*_lines(frame, 0), *(_lines(frame, 1) if before else ()), *_carried(counts, before, frame))
    )
    former = {(cell, 1): one for cell, one in before.shown.items()} if before else {}
    while hidden := _to_withhold(net, counts, {(cell, 0): one for cell, one in shown.items()} | former):
        shown[hidden] = WITHHELD
    return shown


def _to_withhold(
    net: BoundNet[_Term], counts: Counts, shown: Mapping[_Term, ShownFigure]
) -> FigureCell | None:
    """The number to be withheld next, because some small count could be told; None once none can."""
    bounds = net.narrowed({term: one.bounds for term, one in shown.items()})
    for term in sorted(term for term, one in shown.items() if _is_small(term, one, counts)):
        low, high = bounds[term]
        if high - low + 1 >= LEAST:
            continue
        if not term[1] and shown[term].kind is ShownKind.FEW:
            return term[0]
        for ring in net.near(term):
            numbers = [cell for cell, ago in ring if not ago and shown[cell, ago].kind is ShownKind.ABOUT]
            if numbers:
                # What is of all is withheld last: it is what most people ask for.
                return min(numbers, key=lambda cell: (cell.by is Breakdown.TOTAL, counts[cell], cell))
    return None


def _is_small(term: _Term, shown: ShownFigure, counts: Counts) -> bool:
    """Whether it is a small count that was hidden: of the month before those that are said to be few."""
    withheld = shown.kind is ShownKind.WITHHELD and not term[1] and counts[term[0]] < SMALL
    return withheld or shown.kind is ShownKind.FEW


def _lines(frame: Frame, ago: int) -> Iterator[BoundLine[_Term]]:
    for one in sums(frame):
        terms = (((one.whole, ago), 1), *(((part, ago), -1) for part in one.parts))
        yield BoundLine(terms, one.is_open)


def _carried(counts: Counts, before: MonthBefore | None, frame: Frame) -> Iterator[BoundLine[_Term]]:
    """What was pending, came and was solved; only where it adds up, for nobody can rely on it where it does not."""
    if before is None:
        return
    for pending, received, solved in flows(frame):
        if counts[pending] == before.counts[pending] + counts[received] - counts[solved]:
            yield BoundLine(
                (((pending, 0), 1), ((pending, 1), -1), ((received, 0), -1), ((solved, 0), 1)), is_open=False
            )
