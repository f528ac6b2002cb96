"""Tables of a PDF's page that no lines rule: cells that begin on one height, row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from knowledge.reading.readers.pdf_gutters import Band, bands_in
from knowledge.reading.readers.pdf_lines import Row, is_item, is_mark, is_page
from knowledge.reading.readers.pdf_rows import CellLines, Lines, rows_in
from knowledge.reading.readers.pdf_rules import PdfRules
from knowledge.reading.readers.pdf_tables import PdfTable
from knowledge.reading.readers.pdf_words import Word
from knowledge.reading.readers.tables import Cell
from knowledge.text.labels import labelled, lone_label
from knowledge.text.language import LANGUAGE

_LARGER = 1.12  # times the usual size: print that heads and is no cell
_LEAST_ROWS, _MOST_LINES = 3, 15  # of a table, of a row
_NEAR = 5.0  # of the size
_LEAST_CROSSED = 3  # lines that mix what stands side by side
_SIGNED = LANGUAGE.pattern("facts.signature")
_LEAD_WORD = LANGUAGE.pattern("headings.lead_word")


def grids_in(
    words: Sequence[Word], rules: PdfRules, across: tuple[float, float]
) -> tuple[list[PdfTable], list[Word], list[Band]]:
    """The tables among words that no rule parts, from the top, the words that stand in none, and the bands that are no
    table as far as can be told. `across` is from where to where the page reaches along its lines.
    """
    tables: list[PdfTable] = []
    unsure: list[Band] = []
    left = list(words)
    margin = min((word.left for word in words), default=0.0) - across[0]
    edge = max([across[1] - margin, *(word.right for word in words)])
    for band in (part for whole in bands_in(words) for part in _parts(whole)):
        if not _may_be_table(band):
            continue
        if (table := _table(band, edge, _is_crossed(band, rules))) is None:
            unsure.append(band)
            continue
        tables.append(table)
        taken = set(map(id, table.words))
        left = [word for word in left if id(word) not in taken]
    return tables, left, unsure


def mixes(rows: Iterable[Row], bands: Sequence[Band]) -> bool:
    """Whether lines as they were read hold words of both sides of a gutter, as the rows of a table would."""
    read = list(rows)
    for band in bands:
        inside = {id(word) for line in band.lines for word in line}
        held = ([word for word in row.words if id(word) in inside] for row in read)
        if sum(sum(map(bool, band.cells(words))) > 1 for words in held if words) >= _LEAST_CROSSED:
            return True
    return False


def _parts(band: Band) -> Iterator[Band]:
    """A band cut at the headings that stand in its first column alone, which go with neither part."""
    usual = median(word.size for line in band.lines for word in line)
    all_bold = all(word.bold for line in band.lines for word in line)
    steps = [above[0].base - line[0].base for above, line in pairwise(band.lines)]
    lines: list[tuple[Word, ...]] = []
    for at, line in enumerate(band.lines):
        alone = sum(map(bool, band.cells(line))) == 1
        larger = max(word.size for word in line) > _LARGER * usual
        heads = alone and not all_bold and all(word.bold for word in line)
        if larger or (heads and at and steps[at - 1] > 1.5 * median(steps)):
            yield Band(tuple(lines), band.gutters)
            lines = []
        else:
            lines.append(line)
    yield Band(tuple(lines), band.gutters)


def _may_be_table(band: Band) -> bool:
    """Whether a band has enough lines in columns, and is no list with its marks, no contents and no list of facts."""
    cells = _cells(band)
    both = [line for line in cells if sum(map(bool, line)) > 1]
    if len(both) < _LEAST_ROWS:
        return False
    last, first = [line[-1] for line in both], [line[0] for line in both]
    named = sum(bool(_LEAD_WORD.match(_said(one))) for one in first if one)
    stating = sum(any(_states(_said(cell)) for cell in line) for line in both)
    listed = [sum(is_item(line[0]) for line in cells), sum(any(map(is_item, line[1:])) for line in cells)]
    return not (
        (len(both[0]) == 2 and all(is_page(_said(one)) for one in last if one))
        or 2 * named > len(both)
        or 2 * stating > len(both)
        or min(listed) > 1
        or any(all(_SIGNED.match(_said(cell)) for cell in line) for line in both)
    )


def _states(text: str) -> bool:
    return ":" in text and (lone_label(text) or labelled(text)) is not None


def _cells(band: Band) -> Lines:
    """The lines of a band in columns; a column of nothing but marks is one with the next."""
    lines = [band.cells(line) for line in band.lines]
    columns = range(len(band.gutters))
    marks = [
        c for c in columns if all(is_mark(_said(line[c])) and _is_close(line, c) for line in lines if line[c])
    ]
    return [_joined(line, marks) for line in lines]


def _is_close(line: CellLines, column: int) -> bool:
    """Whether the next column begins as near as the words of an item do behind its mark."""
    here, there = line[column][0], line[column + 1]
    return not there or there[0].left - here.left <= _NEAR * here.size


def _joined(line: CellLines, marks: Sequence[int]) -> CellLines:
    done: CellLines = []
    before: list[Word] = []
    for at, cell in enumerate(line):
        before = [*before, *cell]
        if at not in marks:
            done.append(before)
            before = []
    return done


def _is_crossed(band: Band, rules: PdfRules) -> bool:
    """Whether a level line among the lines of a band runs on over its gutters, as between the rows of a table."""
    top, bottom = band.lines[0][0].base, band.lines[-1][0].base
    inside = [one for one in rules.level if bottom < one.at < top]
    return any(all(one.start < left and right < one.end for left, right in band.gutters) for one in inside)


def _table(band: Band, edge: float, is_ruled: bool) -> PdfTable | None:
    found = rows_in(_cells(band), edge)
    if found is None:
        return None
    rows = found.rows
    if len(rows) < _LEAST_ROWS or any(len(row) > _MOST_LINES for row in rows):
        return None
    if not (is_ruled or _is_even(rows)):
        return None
    words = [word for row in rows for line in row for cell in line for word in cell]
    all_bold = all(word.bold for word in words)
    cells = tuple(tuple(_row(row, all_bold=all_bold)) for row in rows)
    heights = [word.base for word in words]
    edges = (*found.starts, max(word.right for word in words))
    return PdfTable(cells, edges, max(heights), min(heights), tuple(words), guessed=found.guessed)


def _is_even(rows: Sequence[Lines]) -> bool:
    """Whether rows begin anew in every column though their cells end on different lines, are of one line each, or
    stand below a line of heads in bold: paragraphs beside each other would do so only by chance.
    """
    filled = [[sum(bool(line[c]) for line in row) for c in range(len(row[0]))] for row in rows]
    uneven = sum(len(set(counts)) > 1 for counts in filled[:-1])
    single = sum(max(counts) == 1 for counts in filled)
    headed = max(filled[0]) == 1
    return uneven >= 2 or single >= _LEAST_ROWS or (headed and (uneven >= 1 or _is_bold(rows[0])))


def _is_bold(row: Lines) -> bool:
    return all(word.bold for line in row for cell in line for word in cell)


def _row(row: Lines, *, all_bold: bool) -> Iterator[Cell]:
    bold = not all_bold and _is_bold(row)
    if bold and len(row) == 1 and not any(row[0][1:]):
        yield Cell(_said(row[0][0]), across=len(row[0]))  # It names a group of rows.
        return
    for column in range(len(row[0])):
        text = "\n".join(_said(line[column]) for line in row if line[column])
        yield Cell(text, head=bold and bool(text))


def _said(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)
