"""Ruled tables of a PDF's page: which words stand in which cell, and which cells are one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.reading.readers.pdf_lines import lines_on
from knowledge.reading.readers.pdf_rules import PdfRule, PdfRules
from knowledge.reading.readers.pdf_words import Word
from knowledge.reading.readers.tables import Cell

_TOUCH = 3.0  # points within which rules meet
_MOST_LINES = 30  # of a cell
_CLOSE = 1.5  # times the size, up to which lines may be of one cell
_WIDER = 1.25  # times the smallest step between lines, from which on a step parts rows
_ENDS = (".", "!", "?", ";", ":")
_LEAST = 8.0  # points of a column's width or a row's height


@dataclass(frozen=True, slots=True)
class PdfTable:
    """One table: its rows of cells, whose texts keep their lines, and what the page says of its place and print.

    `guessed` where lines that stand close together were taken for rows and no rule parts them.
    """

    rows: tuple[tuple[Cell, ...], ...]
    edges: tuple[float, ...]
    top: float
    bottom: float
    words: tuple[Word, ...]
    guessed: bool = False

    @property
    def lines(self) -> list[str]:
        """The lines of its cells."""
        return [line for row in self.rows for cell in row for line in cell.text.split("\n") if line]


def tables_in(words: Sequence[Word], rules: PdfRules) -> tuple[list[PdfTable], list[Word]]:
    """The tables that rules make of the words of one turn, from the top, and the words that stand in none."""
    tables: list[PdfTable] = []
    left = list(words)
    for grid in _grids(rules):
        inside = [word for word in left if grid.holds(word)]
        table = grid.table(inside)
        if table is not None:
            tables.append(table)
            taken = set(map(id, inside))
            left = [word for word in left if id(word) not in taken]
    return sorted(tables, key=lambda table: -table.top), left


@dataclass(frozen=True, slots=True)
class _Grid:
    level: tuple[PdfRule, ...]
    upright: tuple[PdfRule, ...]
    across: tuple[float, ...]
    down: tuple[float, ...]

    def holds(self, word: Word) -> bool:
        x, y = _middle(word)
        return self.across[0] <= x <= self.across[-1] and self.down[-1] <= y <= self.down[0]

    def table(self, words: Sequence[Word]) -> PdfTable | None:
        """The table with these words; None where it would have one filled column or row only."""
        heights, guessed = self._rows(words)
        bands = list(pairwise(heights))
        boxes = [
            [self._box(row, column, bands) for column in range(len(self.across) - 1)]
            for row in range(len(bands))
        ]
        said: dict[tuple[int, int], list[Word]] = {}
        for word in words:
            x, y = _middle(word)
            row = next(i for i, (high, low) in enumerate(bands) if low <= y <= high)
            column = next(i for i, (near, far) in enumerate(pairwise(self.across)) if near <= x <= far)
            said.setdefault(boxes[row][column], []).append(word)
        filled_rows, filled_columns = {row for row, _ in said}, {column for _, column in said}
        if len(filled_rows) < 2 or len(filled_columns) < 2:
            return None
        if any(len(lines_on(inside)) > _MOST_LINES for inside in said.values()):
            return None  # Columns of a page with a frame around them.
        all_bold = all(word.bold for word in words)
        rows = tuple(tuple(self._cells(row, boxes, said, all_bold=all_bold)) for row in range(len(bands)))
        return PdfTable(rows, self.across, self.down[0], self.down[-1], tuple(words), guessed=guessed)

    def _rows(self, words: Sequence[Word]) -> tuple[list[float], bool]:
        """The heights between rows, and whether they are a guess. A frame with a line below its heads and none between
        the rows has a row for each line of its first column that goes on with no line above it.
        """
        if len(self.down) > 3:
            return list(self.down), False
        low, high = self.down[-1], self.down[-2]
        inside = [word for word in words if low < _middle(word)[1] < high]
        columns = [
            lines_on([word for word in inside if near <= _middle(word)[0] <= far])
            for near, far in pairwise(self.across)
        ]
        steps = [above[0].base - line[0].base for above, line in pairwise(columns[0])]
        wraps = any(line[0].text[:1].islower() for line in columns[0])
        heights = [high, low]
        guessed = False
        for step, line in zip(steps, columns[0][1:], strict=True):
            close = step < (_WIDER * min(steps) if wraps else _CLOSE * line[0].size)
            if close and (wraps or any(_goes_on(column, line[0].base) for column in columns[1:])):
                continue
            heights.insert(-1, round(line[0].base + 1.1 * line[0].size, 1))
            guessed = guessed or close
        return [*self.down[:-2], *heights], guessed

    def _box(self, row: int, column: int, bands: Sequence[tuple[float, float]]) -> tuple[int, int]:
        """The row and column at which the cell begins that a place of the grid belongs to."""
        x = (self.across[column] + self.across[column + 1]) / 2
        y = sum(bands[row]) / 2
        while column and not any(
            abs(one.at - self.across[column]) <= _TOUCH and one.covers(y) for one in self.upright
        ):
            column -= 1
        while (
            row
            and bands[row][0] in self.down
            and not any(abs(one.at - bands[row][0]) <= _TOUCH and one.covers(x) for one in self.level)
        ):
            row -= 1
        return row, column

    def _cells(
        self,
        row: int,
        boxes: Sequence[Sequence[tuple[int, int]]],
        said: dict[tuple[int, int], list[Word]],
        *,
        all_bold: bool,
    ) -> Iterator[Cell]:
        bold = not all_bold and all(
            word.bold for place, words in said.items() if place[0] == row for word in words
        )
        for column, place in enumerate(boxes[row]):
            if place != (row, column):
                continue
            across = sum(one == place for one in boxes[row])
            down = sum(line[column] == place for line in boxes)
            words = said.get(place, [])
            text = "\n".join(" ".join(word.text for word in line) for line in lines_on(words))
            yield Cell(text, across, down, head=bold and bool(words))


def _goes_on(column: Sequence[Sequence[Word]], base: float) -> bool:
    """Whether a column's line at some height goes on with the one above: it begins small, as its first does not."""
    at = next((i for i, line in enumerate(column) if abs(line[0].base - base) < 0.5 * line[0].size), 0)
    if not at or column[0][0].text[:1].islower() or column[at - 1][-1].text.endswith(_ENDS):
        return False
    return column[at][0].text[:1].islower()


def _middle(word: Word) -> tuple[float, float]:
    return (word.left + word.right) / 2, word.base + 0.3 * word.size


def _grids(rules: PdfRules) -> Iterator[_Grid]:
    """The rules that meet, as grids of two columns and two rows or more."""
    waiting = [(one, True) for one in rules.level] + [(one, False) for one in rules.upright]
    while waiting:
        group = [waiting.pop()]
        for one in group:
            near = [other for other in waiting if other[1] is not one[1] and _meet(one[0], other[0])]
            waiting = [other for other in waiting if other not in near]
            group.extend(near)
        level = tuple(one for one, is_level in group if is_level)
        upright = tuple(one for one, is_level in group if not is_level)
        if not level or not upright:
            continue
        across = _places(
            [*(one.at for one in upright), *(end for one in level for end in (one.start, one.end))]
        )
        down = _places(
            [*(one.at for one in level), *(end for one in upright for end in (one.start, one.end))]
        )
        if len(across) >= 3 and len(down) >= 3:
            yield _Grid(level, upright, across, down[::-1])


def _meet(one: PdfRule, other: PdfRule) -> bool:
    return one.covers(other.at) and other.covers(one.at)


def _places(found: Iterable[float]) -> tuple[float, ...]:
    """Distinct places in order."""
    places: list[float] = []
    for place in sorted(found):
        if not places or place - places[-1] > _LEAST:
            places.append(place)
    return tuple(places)
