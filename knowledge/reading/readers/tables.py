"""Tables as grids: a merged cell is said in every row it reaches over, and each cell knows the heads of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.reading.readers.extract import TableRow
from knowledge.text.labels import labelled

EMPTY = "–"
MOST_ACROSS, MOST_DOWN = 100, 1_000
_AGAIN = 200  # characters of a merged cell that are said again; a longer one stands in its first row only
_HEAD_WORDS = 5  # of a cell that heads a column, where the format does not say that it does
_GROUP_WORDS = 12
_NO_HEAD = re.compile(r"\d|[.:]$")
_SENTENCE = re.compile(r"[.!?;]$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as its format states it: over how many columns and rows it reaches, and whether it is a head."""

    text: str
    across: int = 1
    down: int = 1
    head: bool = False


@dataclass(frozen=True, slots=True)
class _Placed:
    cell: Cell
    first: int
    fresh: bool = True

    @property
    def columns(self) -> range:
        return range(self.first, self.first + self.cell.across)

    @property
    def text(self) -> str:
        return self.cell.text if self.fresh or len(self.cell.text) <= _AGAIN else ""


_Row = list[_Placed]


def table_rows(
    rows: Sequence[Sequence[Cell]], above: Sequence[str] = ()
) -> tuple[list[tuple[list[str], TableRow]], tuple[str, ...]]:
    """The rows of a table with the heads of their cells, and the heads of its columns.

    `above` are those of a table of before which this one may go on with, as over a page's end.
    """
    grid = [row for row in _grid(rows) if any(placed.text.strip() for placed in row)]
    width = _width(grid)
    titles = next((i for i, row in enumerate(grid) if not _is_whole(row, width)), len(grid))
    depth = titles + _depth(grid[titles:])
    heads = tuple(_head_of(grid[titles:depth], column) for column in range(width))
    if above and heads != tuple(above) and not (depth and _all_heads(grid[titles])):
        return _body(grid, above, width), tuple(above)
    if depth == titles:
        return _body(grid, (), width), ()
    parted = not _is_whole(grid[titles], width)
    named = [parted and _names_group(row[0]) for row in grid[:titles]]
    group = " ".join(row[0].text.strip() for row, names in zip(grid, named, strict=False) if names)
    head_rows = [(_texts(row), TableRow(is_head=names)) for row, names in zip(grid, named, strict=False)]
    head_rows += [
        ([one.text if one.fresh else "" for one in row], TableRow(is_head=True)) for row in grid[titles:depth]
    ]
    return head_rows + _body(grid[depth:], heads, width, group), heads


def shown_cells(cells: Iterable[str]) -> str:
    """Cells on one line with tabs between them; an empty one is a dash, so that those behind it stay at their place."""
    return "\t".join(cell.strip() or EMPTY for cell in cells)


def _grid(rows: Sequence[Sequence[Cell]]) -> list[_Row]:
    """Every cell in its columns; one that reaches down is there again in the rows below."""
    grid: list[_Row] = []
    hanging: dict[int, tuple[Cell, int]] = {}  # By first column: the cell, and how many rows it goes on for.
    for row in rows:
        placed: _Row = []
        below: dict[int, tuple[Cell, int]] = {}
        column, waiting = 0, list(reversed(row))
        while waiting or hanging:
            if column in hanging:
                cell, left = hanging.pop(column)
                left -= 1
                fresh = False
            else:
                room = min(hanging, default=column + MOST_ACROSS) - column
                cell = waiting.pop() if waiting else Cell("", across=room)
                cell = replace(cell, across=min(max(cell.across, 1), room))
                left, fresh = min(cell.down, MOST_DOWN) - 1, True
            placed.append(_Placed(cell, column, fresh=fresh))
            if left > 0:
                below[column] = (cell, left)
            column += cell.across
        hanging = below
        grid.append(placed)
    return _trimmed(grid)


def _trimmed(grid: list[_Row]) -> list[_Row]:
    """No cell reaches over more columns than there are."""
    width = max((placed.first + 1 for row in grid for placed in row), default=0)
    return [
        [replace(one, cell=replace(one.cell, across=min(one.cell.across, width - one.first))) for one in row]
        for row in grid
    ]


def _width(grid: Sequence[_Row]) -> int:
    return max((placed.columns.stop for row in grid for placed in row), default=0)


def _texts(row: _Row) -> list[str]:
    return [placed.text for placed in row]


def _is_whole(row: _Row, width: int) -> bool:
    """Whether one cell fills a row of several columns: a title, the head of a group, or a remark."""
    return width > 1 and len(row) == 1 and row[0].cell.across == width


def _depth(grid: Sequence[_Row]) -> int:
    """How many rows at the top head the columns; none where no row is left below."""
    stated = 0
    while stated < len(grid) and _all_heads(grid[stated]):
        stated += 1
    states = any(placed.cell.head for row in grid for placed in row)
    if not states and len(grid) > 1 and _looks_like_heads(grid[0], grid[1]):
        stated = max(placed.cell.down for placed in grid[0])
        parted = any(placed.cell.across > 1 for placed in grid[0])
        if stated == 1 and parted and len(grid) > 2 and _short(grid[1]):
            stated = 2
    return stated if stated < len(grid) else 0


def _all_heads(row: _Row) -> bool:
    said = [placed for placed in row if placed.text.strip()]
    return bool(said) and all(placed.cell.head for placed in said)


def _looks_like_heads(row: _Row, below: _Row) -> bool:
    """Whether a row names the columns: short cells, no numbers, and no label with what it states."""
    if len(row) < 2 or not all(placed.text.strip() for placed in row[1:]):
        return False
    first, second = "\t".join(_texts(row)[:2]), "\t".join(_texts(below)[:2])
    states = labelled(first) is not None and len(row) == 2 and labelled(second) is not None
    return not states and _short(row)


def _short(row: _Row) -> bool:
    return all(len(text.split()) <= _HEAD_WORDS and not _NO_HEAD.search(text.strip()) for text in _texts(row))


def _head_of(heads: Sequence[_Row], column: int) -> str:
    """What stands above a column, from the top, each once."""
    over = (placed.cell.text for row in heads for placed in row if column in placed.columns)
    return ": ".join(dict.fromkeys(text for text in over if text.strip()))


def _body(
    grid: Sequence[_Row], heads: Sequence[str], width: int, title: str = ""
) -> list[tuple[list[str], TableRow]]:
    """The rows below the heads; a short cell over all of them heads the rows that follow."""
    group = title
    done: list[tuple[list[str], TableRow]] = []
    whole = [_is_whole(row, width) for row in grid]
    for at, row in enumerate(grid):
        parts = whole[at] and at + 1 < len(grid) and not whole[at + 1]
        if parts and _names_group(row[0]):
            group = f"{title}: {row[0].text.strip()}" if title else row[0].text.strip()
            done.append((_texts(row), TableRow(is_head=True)))
            continue
        over = shown_cells(" / ".join(_heads_of(placed, heads)) for placed in row) if any(heads) else ""
        done.append((_texts(row), TableRow(heads=f"{group}: {over}" if group and over else group or over)))
    return done


def _names_group(placed: _Placed) -> bool:
    """Whether the words of a cell over a whole row may head the rows below."""
    text = placed.text.strip()
    return not _SENTENCE.search(text) and len(text.split()) <= _GROUP_WORDS


def _heads_of(placed: _Placed, heads: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(heads[at] for at in placed.columns if at < len(heads) and heads[at].strip()))
