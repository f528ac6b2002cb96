"""What Word states about the cells of a table: how far they reach, and which rows head the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lxml.etree import _Element as Element

from knowledge.reading.readers.tables import MOST_ACROSS, Cell
from knowledge.reading.readers.whole import whole
from knowledge.reading.readers.word_xml import is_on, qn, value_of

_GOES_ON = 0  # Rows of a cell that only goes on with the one above.


def cells_of(row: Element, found: Sequence[tuple[Element, str]]) -> list[Cell]:
    """The cells of a row with their words; columns that a row leaves out at its beginning are an empty cell."""
    properties = row.find(qn("w:trPr"))
    head = properties is not None and is_on(properties.find(qn("w:tblHeader")))
    cells = [Cell(text, _span(cell), _down(cell), head) for cell, text in found]
    before = 0 if properties is None else whole(value_of(properties.find(qn("w:gridBefore"))), 0, MOST_ACROSS)
    return [Cell("", before), *cells] if before else cells


def merged(rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
    """The rows without the cells that go on with one above, which reaches down over them instead."""
    open_cells: dict[
        int, tuple[int, int]
    ] = {}  # By first column: row and place of the cell that reaches down.
    done: list[list[Cell]] = []
    for number, row in enumerate(rows):
        done.append([])
        column = 0
        for cell in row:
            above = open_cells.get(column)
            if cell.down == _GOES_ON and above and not cell.text.strip():
                first, place = above
                done[first][place] = replace(done[first][place], down=number - first + 1)
            else:
                open_cells[column] = (number, len(done[number]))
                done[number].append(replace(cell, down=1))
            column += cell.across
    return done


def _span(cell: Element) -> int:
    return max(1, whole(value_of(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")), 1, MOST_ACROSS))


def _down(cell: Element) -> int:
    merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    return _GOES_ON if merge is not None and value_of(merge) != "restart" else 1
