"""Words of a page as lines: those on one height joined, columns one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from knowledge.reading.readers.pdf_marks import with_high_marks, with_marks
from knowledge.reading.readers.pdf_words import Word

_SAME_LINE = 0.4  # of the size, by which words of one line may differ in height
_APART = 1.0  # of the size, from which a gap parts a line into pieces
_WIDE = 2.0  # of the size, from which the gap is kept as wide in the text
_MARK = re.compile(
    r"^(?:\(?(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]?|§?\s?\d{1,3}(?:[.-]\d{1,4})+\.?|[^\w\s])$"
)
_ITEM = re.compile(
    r"^(?:\(\w{1,4}\)|(?:\d{1,3}|[A-Za-z]|[ivxlcIVXLC]{1,6})[.)]|§+|§?\d+(?:\.\d+)+\.?|§?\d+-\d+\.?|[^\w\s(\[\"“‘'$]+)$"
)
_LONG = 45  # characters, from which a line may be one of a paragraph and not a name or a cell
_ENDS = (".", "!", "?", ":", ";", ".”", '."', ".)")
_PAGE = re.compile(r"^(?:\d{1,3}|[ivxlc]{1,6})$")


@dataclass(frozen=True, slots=True)
class PdfPiece:
    """Words of one line with no wide gap between them."""

    words: tuple[Word, ...]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(word.right for word in self.words)

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of one column: its pieces from left to right; `flow` numbers the columns in reading order."""

    pieces: tuple[PdfPiece, ...]
    flow: int = 0

    @property
    def words(self) -> list[Word]:
        """All its words."""
        return [word for piece in self.pieces for word in piece.words]

    @property
    def size(self) -> float:
        """The size in which most of it is set."""
        sizes: Counter[float] = Counter()
        for word in self.words:
            sizes[word.size] += len(word.text)
        return max(sizes, key=lambda size: (sizes[size], size))

    @property
    def base(self) -> float:
        """The height of the words in its main size."""
        return next(word.base for word in self.words if word.size == self.size)

    @property
    def text(self) -> str:
        """Its words; a number before the text by one space, wide gaps kept, a page number behind a tab."""
        said = self.pieces[0].text
        for before, piece in zip(self.pieces, self.pieces[1:], strict=False):
            gap = piece.left - before.right
            last = piece is self.pieces[-1]
            if last and _PAGE.match(piece.text) and gap > _WIDE * self.size and len(self.pieces) == 2:
                said += f"\t{piece.text}"
            elif gap < _WIDE * self.size or _MARK.match(before.text):
                said += f" {piece.text}"
            else:
                said += f"   {piece.text}"
        return said


def is_mark(text: str) -> bool:
    """Whether words are no more than the number or the sign of an item."""
    return bool(_MARK.match(text) or _ITEM.match(text))


def is_item(words: Sequence[Word]) -> bool:
    """Whether words begin with a mark that is no word or number of a sentence."""
    return len(words) > 1 and not words[0].text.isalnum() and is_mark(words[0].text)


def is_page(text: str) -> bool:
    """Whether words are no more than the number of a page."""
    return bool(_PAGE.match(text))


def rows_of(words: Iterable[Word]) -> list[Row]:
    """The lines of a page in reading order."""
    found: list[Row] = []
    for rows in _columns([Row(tuple(_pieces(line))) for line in lines_on(words)]):
        flow = found[-1].flow + 1 if found else 0
        found.extend(Row(row.pieces, flow) for row in rows)
    return found


def going_on(rows: Sequence[Row]) -> list[bool]:
    """For each line, whether it ends only because the first word of the next one had no room on it."""
    edges: dict[int, float] = {}
    for row in rows:
        edges[row.flow] = max(edges.get(row.flow, 0.0), row.pieces[-1].right)
    return [
        *(_had_no_room(row, below, edges[row.flow]) for row, below in pairwise(rows)),
        *([False] if rows else []),
    ]


def _had_no_room(row: Row, below: Row, edge: float) -> bool:
    text = row.text
    first = below.pieces[0].words[0]
    if row.flow != below.flow or len(text) < _LONG or text.endswith(_ENDS):
        return False
    if _MARK.match(below.pieces[0].text) or _ITEM.match(first.text):
        return False
    parts = row.pieces[1:] if _MARK.match(row.pieces[0].text) else row.pieces
    return len(parts) == 1 and parts[0].right + 0.2 * row.size + first.right - first.left > edge


def tabular(rows: Iterable[Row]) -> bool:
    """Whether words stand side by side in three rows or more, as a table without lines has them."""
    starts = Counter(
        round(row.pieces[1].left / 4)
        for row in rows
        if len(row.pieces) > 1 and not _MARK.match(row.pieces[0].text) and not _PAGE.match(row.pieces[1].text)
    )
    return any(count >= 3 for count in starts.values())


def lines_on(words: Iterable[Word]) -> list[list[Word]]:
    """Words on one height, from the top; small raised ones belong to the line they are raised from."""
    lines: list[list[Word]] = []
    heights: list[tuple[float, float]] = []
    for word in sorted(words, key=lambda word: (-word.base, word.left)):
        place = next(
            (
                i
                for i in range(len(lines) - 1, max(-1, len(lines) - 4), -1)
                if abs(heights[i][0] - word.base) <= _SAME_LINE * max(heights[i][1], word.size)
            ),
            None,
        )
        if place is None:
            lines.append([word])
            heights.append((word.base, word.size))
        else:
            lines[place].append(word)
            if word.size > heights[place][1]:
                heights[place] = (word.base, word.size)
    return [with_marks(sorted(line, key=lambda word: word.left)) for line in with_high_marks(lines)]


def _pieces(line: list[Word]) -> list[PdfPiece]:
    pieces: list[list[Word]] = []
    for word in line:
        if pieces and word.left - pieces[-1][-1].right <= _APART * max(word.size, pieces[-1][-1].size):
            pieces[-1].append(word)
        else:
            pieces.append([word])
    return [PdfPiece(tuple(words)) for words in pieces]


def _columns(rows: list[Row]) -> list[list[Row]]:
    """Rows in reading order, cut into flows wherever columns stand beside each other."""
    for edge in _edges(rows):
        for first, after in _uncrossed(rows, edge):
            band = rows[first:after]
            left = [r for row in band if (r := _part(row, edge, right=False))]
            right = [r for row in band if (r := _part(row, edge, right=True))]
            if (_reads(left) or _lists(left)) and (_reads(right) or _lists(right)):
                flows = (*_columns(left), *_columns(right))
                return [*_columns(rows[:first]), *flows, *_columns(rows[after:])]
    return [rows] if rows else []


def _edges(rows: list[Row]) -> list[float]:
    """Where several pieces begin that are not the first of the page's width: left edges of columns, best first."""
    starts = Counter(round(piece.left / 3) for row in rows for piece in row.pieces)
    margin = min((piece.left for row in rows for piece in row.pieces), default=0.0)
    found = [
        (count, 3.0 * start) for start, count in starts.items() if count >= 3 and 3 * start > margin + 60
    ]
    return [edge for _, edge in sorted(found, key=lambda one: (-one[0], one[1]))[:6]]


def _uncrossed(rows: list[Row], edge: float) -> list[tuple[int, int]]:
    """The runs of rows, longest first, of which none reaches over an edge, cut to where the right column stands."""
    runs: list[tuple[int, int]] = []
    first = 0
    for i in range(len(rows) + 1):
        if i == len(rows) or any(p.left < edge - 3 and p.right > edge - 2 for p in rows[i].pieces):
            runs += [_cut(rows, first, i, edge)]
            first = i + 1
    return sorted((run for run in runs if run[1] - run[0] >= 3), key=lambda run: run[0] - run[1])


def _cut(rows: list[Row], first: int, after: int, edge: float) -> tuple[int, int]:
    """A run without the lines above the right column and without those far below it."""
    beside = [i for i in range(first, after) if _part(rows[i], edge, right=True)]
    if not beside:
        return first, first
    last = beside[-1] + 1
    while last < after and rows[last - 1].base - rows[last].base <= 1.7 * rows[last].size:
        if rows[last].size > 1.1 * rows[last - 1].size:
            break
        last += 1
    return beside[0], last


def _part(row: Row, edge: float, *, right: bool) -> Row | None:
    pieces = tuple(piece for piece in row.pieces if (piece.left >= edge - 3) is right)
    return Row(pieces) if pieces else None


def _reads(rows: list[Row]) -> bool:
    """Whether one side is a column of text: lines of several words that fill it, and not marks or a table's cells."""
    usual = median(row.size for row in rows) if rows else 0.0
    heads = [row.size > usual or all(word.bold for word in row.words) for row in rows]
    # Where headings stand within the column, they and the ends of paragraphs leave lines short.
    within = [row for row, head in zip(rows, heads, strict=True) if not head and not row.text.endswith(_ENDS)]
    return _fills(rows) or (any(heads[1:]) and _fills(within))


def _fills(rows: list[Row]) -> bool:
    if len(rows) < 3:
        return False
    widths = [row.pieces[-1].right - row.pieces[0].left for row in rows]
    words = median(sum(len(piece.words) for piece in row.pieces) for row in rows)
    return words >= 3 and median(widths) >= 0.6 * max(widths) and max(widths) >= 80


def _lists(rows: list[Row]) -> bool:
    """Whether one side is a list: lines with their marks on one edge, and what goes on with them further in."""
    marked = [row for row in rows if is_item(row.words)]
    if len(marked) < 2 or max(row.pieces[0].left - marked[0].pieces[0].left for row in marked) > 3:
        return False
    first = rows.index(marked[0])
    return first <= 1 and all(
        row in marked or row.pieces[0].left > marked[0].pieces[0].left + 3 for row in rows[first:]
    )
