"""Lines of cells that stand side by side, joined into the rows of a table, where they are one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from knowledge.reading.readers.pdf_words import Word

_APART = 1.25  # times the smallest step between lines, from which on a step parts rows
_SPACED = 1.5  # of the size, likewise
_ROOM = 1.2  # of the size, which a cell leaves free before the next column
_SPACE = 0.25  # of the size
_LEVEL = 0.06  # of the size, by which words of one row may differ in height
_MOST_ASTRAY = 0.2  # of the rows, up to which pieces may begin elsewhere than at a row
_CLOSE = 0.85  # of the size, up to which lines stand nearer than those of one cell can
_WIDER = 1.1  # times the step of lines
_MIDDLE = 0.15  # of the size, by which the middles of cells may differ
_FEW = 4  # words of a line that reaches to no margin
_ENDS = (".", "!", "?", ";", ":")
_NUMBERED = re.compile(r"(\d{1,2})\.")
_FAR = 9  # sections of a column
CellLines = list[list[Word]]
Lines = list[CellLines]


@dataclass(frozen=True, slots=True)
class RowsFound:
    """The lines of each row, where the columns begin, and whether close lines were taken for rows by a guess."""

    rows: tuple[Lines, ...]
    starts: tuple[float, ...]
    guessed: bool


class _Joint(IntEnum):
    """How a line of a cell stands to the line above it in the same column."""

    APART = 0  # there is none, or a gap
    ENDED = 1  # its first word would have had room above, or a sentence ended there
    MAYBE = 2
    GOES_ON = 3


def rows_in(lines: Lines, edge: float) -> RowsFound | None:
    """The rows of lines in columns; None where the columns run on beside each other, as two columns of a text do.

    `edge` is where the page's print ends on the right.
    """
    if len(lines[0]) < 2 or _are_headings(lines[0]):
        return None
    grid = _Grid(lines, edge)
    grid.trim()
    if grid.slants():
        return None
    starts, guessed = grid.starts()
    if not grid.is_centred(starts):
        return None
    astray = len(list(grid.astray(starts)))
    if astray > _MOST_ASTRAY * len(starts):
        return None
    places = [*sorted(starts), len(grid.lines)]
    rows = tuple(grid.lines[first:after] for first, after in pairwise(places))
    return RowsFound(rows, tuple(grid.lefts), guessed)


def _are_headings(line: CellLines) -> bool:
    """Whether numbers in sequence stand before the words of every column: headings of two columns of a text."""
    numbers = [_NUMBERED.fullmatch(cell[0].text) if len(cell) > 1 else None for cell in line]
    places = [int(one[1]) for one in numbers if one]
    return len(places) == len(line) and all(0 < after - before <= _FAR for before, after in pairwise(places))


class _Grid:
    """Lines in columns with their heights and edges."""

    def __init__(self, lines: Lines, edge: float) -> None:
        self.lines = list(lines)
        columns = range(len(lines[0]))
        self.size = max(word.size for line in lines for cell in line for word in cell)
        self.lefts = [min((w.left for line in lines for w in line[c]), default=0.0) for c in columns]
        self._rights = [max((w.right for line in lines for w in line[c]), default=0.0) for c in columns]
        self._limits = [*(left - _ROOM * self.size for left in self.lefts[1:]), edge]
        self._heights = [next(w for cell in line for w in cell).base for line in lines]
        steps = [above - below for above, below in pairwise(self._heights)]
        least = min(steps, default=0.0)
        # Cells in the middle of their rows stand between the lines of others.
        self._between = least <= _CLOSE * self.size
        self._gap = self._pitched() if self._between else min(_APART * least, _SPACED * self.size)
        self._small = [all(w[0].text[:1].islower() for w in [self._top(c)] if w) for c in columns]

    def _pitched(self) -> float:
        """A step wider than that between the lines of a cell."""
        steps: list[float] = []
        for column in range(len(self.lefts)):
            heights = [height for height, line in zip(self._heights, self.lines, strict=True) if line[column]]
            steps += [above - below for above, below in pairwise(heights)]
        return _WIDER * min(steps, default=0.0)

    def trim(self) -> None:
        """Take off the lines at the end that stand below the first column alone, and apart."""
        while len(self.lines) > 1 and self._columns(-1) == [0] and self._is_gap(len(self.lines) - 1):
            self.lines.pop()

    def slants(self) -> bool:
        """Whether words that stand beside each other stand on different heights, as paragraphs with gaps do."""
        beside = [[cell[0] for cell in line if cell] for line in self.lines]
        beside = [line for line in beside if len(line) > 1]
        off = sum(
            any(one.size == line[0].size and abs(one.base - line[0].base) > _LEVEL * one.size for one in line)
            for line in beside
        )
        return 4 * off > len(beside)

    def starts(self) -> tuple[list[int], bool]:
        """The lines at which rows begin, and whether that is a guess."""
        starts, guessed = [0], False
        for at in range(1, len(self.lines)):
            if self._is_gap(at):
                begins, unsure = 0 in self._columns(at) or self._is_middle(at), False
            else:
                begins, unsure = self._begins(at, starts)
            if begins:
                starts.append(at)
            guessed = guessed or unsure
        return starts, guessed

    def astray(self, starts: Sequence[int]) -> Iterator[int]:
        """The lines at which a piece begins and no row does, and those of rows whose cells go on with words above.

        A further paragraph of one cell, with nothing beside it, is neither.
        """
        for at in range(1, 0 if self._between else len(self.lines)):
            columns = self._columns(at)
            open_at = max(one for one in starts if one <= at)
            if at in starts:
                if any(self._reads_on(at, c) for c in columns):
                    yield at
            elif any(self._joint(at, c) is _Joint.APART for c in columns):
                named = columns == [0] and any(0 in self._columns(i) for i in range(open_at, at))
                if len(columns) > 1 or named or not self._is_gap(at):
                    yield at

    def _is_middle(self, at: int) -> bool:
        """Whether the first column of a row stands in the middle of its height."""
        below = at + 1
        while below < len(self.lines) and not self._is_gap(below):
            if 0 in self._columns(below):
                return True
            below += 1
        return False

    def is_centred(self, starts: Sequence[int]) -> bool:
        """Whether lines that stand between those of others are all of rows whose cells have one middle."""
        places = pairwise([*starts, len(self.lines)])
        return not self._between or all(self._has_middle(first, after) for first, after in places)

    def _has_middle(self, first: int, after: int) -> bool:
        columns = range(len(self.lefts))
        held = ([self._heights[i] for i in range(first, after) if self.lines[i][c]] for c in columns)
        middles = [(heights[0] + heights[-1]) / 2 for heights in held if heights]
        return max(middles) - min(middles) <= _MIDDLE * self.size

    def _begins(self, at: int, starts: Sequence[int]) -> tuple[bool, bool]:
        columns = self._columns(at)
        joints = {c: self._joint(at, c) for c in columns}
        if _Joint.GOES_ON in joints.values():
            return False, False
        if 0 not in columns:
            anew = len(columns) > 1 and all(one is _Joint.ENDED for one in joints.values())
            return anew, anew
        if len(columns) == 1:
            return joints[0] is _Joint.ENDED and self._heads(at), False
        if self._was_middle(at, starts):
            return False, False
        if _Joint.APART in joints.values() and joints[0] is not _Joint.MAYBE:
            return True, False
        if _Joint.MAYBE in joints.values():
            return joints[0] is not _Joint.MAYBE, True
        return True, any(self._is_gap(one) for one in starts[2:])

    def _was_middle(self, at: int, starts: Sequence[int]) -> bool:
        """Whether the row that is open began without its first column."""
        first = starts[-1]
        return self._is_gap(first) and not any(0 in self._columns(i) for i in range(first, at))

    def _joint(self, at: int, column: int) -> _Joint:
        above, here = self._above(at, column), self.lines[at][column]
        if not above or self._is_gap(at):
            return _Joint.APART
        ended = above[-1].text.endswith(_ENDS)
        reach = above[-1].right + _SPACE * self.size + here[0].right - here[0].left
        full = reach > self._rights[column] and self._is_long(above, column)
        runs_on = full or (len(above) >= _FEW and not self._small[column])
        if here[0].text[:1].islower() and not ended and runs_on:
            return _Joint.GOES_ON
        had_room = reach <= min(self._limits[column], self._rights[column] + self.size)
        had_room = had_room or len(above) < _FEW or not self._is_long(above, column)
        return _Joint.ENDED if ended or had_room else _Joint.MAYBE

    def _above(self, at: int, column: int) -> list[Word]:
        """The line of a cell above one of it, where the line of another may stand between them."""
        near = at > 1 and self._heights[at - 2] - self._heights[at] <= self._gap
        between = self._between and near and not self._is_gap(at - 1)
        return self.lines[at - 1][column] or (self.lines[at - 2][column] if between else [])

    def _is_long(self, line: list[Word], column: int) -> bool:
        left = self.lefts[column]
        return line[-1].right - left >= 0.5 * (self._limits[column] - left)

    def _reads_on(self, at: int, column: int) -> bool:
        """Whether a line begins small behind a full one that ended no sentence, as its column's cells do not begin."""
        above, here = self.lines[at - 1][column], self.lines[at][column]
        if not above or self._small[column] or above[-1].text.endswith(_ENDS):
            return False
        reach = above[-1].right + here[0].right - here[0].left
        return here[0].text[:1].islower() and reach > self._limits[column] - self.size

    def _heads(self, at: int) -> bool:
        """Whether a line in bold stands among others, as the name of a group of rows does."""
        bold = [all(word.bold for cell in line for word in cell) for line in self.lines]
        return bold[at] and bold[at - 1 : at + 2] != [True] * 3

    def _top(self, column: int) -> list[Word]:
        return next((line[column] for line in self.lines if line[column]), [])

    def _columns(self, at: int) -> list[int]:
        return [column for column, cell in enumerate(self.lines[at]) if cell]

    def _is_gap(self, at: int) -> bool:
        return self._heights[at - 1] - self._heights[at] > self._gap
