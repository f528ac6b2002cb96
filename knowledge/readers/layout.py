"""What the print of a PDF's lines says: headings by size and weight, page headers and footers by their place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from knowledge.passages import Finding
from knowledge.readers.extract import Extract
from knowledge.readers.writer import Writer

_LARGER = 1.12  # times the body's size
# The number of the page in a header or footer: alone, behind "Page", or at an end of the line.
_PAGE_NUMBER = re.compile(r"(?<=page )\d+(?: of \d+)?|^\d+(?=\s*[|–-]|$)|(?<=\s)\d+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a page; `base` is its baseline in points from the foot of the page, `edge` where headers stand."""

    text: str
    size: float
    bold: bool
    base: float
    edge: str = ""


def text_of(pages: list[list[PrintedLine]], scanned: list[int]) -> Extract:
    """The text of all pages, their headings by print; `scanned` are the numbers of pages that are pictures."""
    furniture = _furniture(pages)
    kept = [row for page in pages for row in page if _key(row) not in furniture]
    levels = _Levels(kept)
    writer = Writer()
    writer.findings.extend(
        Finding("", f"page {number}", "scanned-page", "The page is a picture of text and was not read.")
        for number in scanned
    )
    for page in pages:
        writer.page()
        last: PrintedLine | None = None
        for row in page:
            if _key(row) in furniture:
                writer.drop(row.text, row.edge)
                continue
            _write_row(writer, row, last, levels)
            last = row
    return writer.extract()


def _write_row(writer: Writer, row: PrintedLine, last: PrintedLine | None, levels: _Levels) -> None:
    """Put a line into the text: apart where the space above, the size or the weight changes."""
    level = levels.of(row)
    joined = last is not None and levels.close(last, row) and (last.size, last.bold) == (row.size, row.bold)
    if not joined:
        writer.gap()
    if level and not joined:
        writer.heading(row.text, level)
    elif level or (last is not None and joined and last.text.endswith("\ufffe")):
        writer.more(row.text)
    else:
        writer.line(row.text, bold=row.bold)


_Key = tuple[str, int]


def _key(row: PrintedLine) -> _Key:
    """A line for comparing over pages: its words without a page number, and its place to a few points."""
    return _PAGE_NUMBER.sub("0", row.text), round(row.base / 6)


def _furniture(pages: list[list[PrintedLine]]) -> set[_Key]:
    """Lines at the edge of at least three pages, or of both of two, at the same place of each."""
    filled = [page for page in pages if page]
    edges = Counter(key for page in filled for key in {_key(row) for row in page if row.edge})
    least = 2 if len(filled) == 2 else max(3, len(filled) // 3)
    return {key for key, count in edges.items() if count >= least and len(key[0]) <= 150}


class _Levels:
    """Which lines are headings by their print, and how deep; learnt from all lines of a document."""

    def __init__(self, rows: list[PrintedLine]) -> None:
        letters: Counter[tuple[float, bool]] = Counter()
        for row in rows:
            letters[row.size, row.bold] += len(row.text)
        self._body, self._body_bold = max(letters, key=letters.__getitem__, default=(0.0, False))
        prints = {(row.size, row.bold) for row in rows if self._stands_out(row)}
        self._ranks = {p: rank for rank, p in enumerate(sorted(prints, reverse=True), start=1)}
        gaps = Counter(round(a.base - b.base) for a, b in pairwise(rows) if 0 < a.base - b.base <= 2 * a.size)
        self._step = gaps.most_common(1)[0][0] if gaps else 1.2 * self._body

    def of(self, row: PrintedLine) -> int:
        """The level of a heading, 0 for other lines."""
        heads = self._stands_out(row) and len(row.text.split()) <= 20 and re.search(r"[^\W\d_]{2}", row.text)
        sentence = row.text.endswith((".", ";", ",")) and len(row.text.split()) > 6
        return min(self._ranks[row.size, row.bold], 6) if heads and not sentence else 0

    def close(self, above: PrintedLine, below: PrintedLine) -> bool:
        """Whether a line follows the one above it without more than the usual space."""
        return 0 < above.base - below.base <= 1.25 * max(self._step, below.size)

    def _stands_out(self, row: PrintedLine) -> bool:
        larger = row.size >= _LARGER * self._body
        return larger or (row.bold and not self._body_bold and row.size >= 0.95 * self._body)
