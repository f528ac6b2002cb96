"""Writes the text of a document that is not plain text, and remembers what its format said about each line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from knowledge.reading.document import Finding
from knowledge.reading.readers.extract import Extract, TableRow
from knowledge.reading.readers.invisible import without_invisible
from knowledge.reading.readers.tables import Cell, table_rows

_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")


class Writer:
    """Collects headings, paragraphs, items and rows, one line each, blocks parted by blank lines."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._tight = False
        self._level = self._least = 1
        self.insets: list[tuple[int, int]] = []
        self.headings: dict[int, int] = {}
        self.bold: set[int] = set()
        self.plain: set[int] = set()
        self.pages: list[int] = []
        self.dropped: list[tuple[int, int, str]] = []
        self.links: list[str] = []
        self.findings: list[Finding] = []
        self.facts: dict[str, str] = {}
        self.rows: dict[int, TableRow] = {}

    def heading(self, text: str, level: int) -> None:
        """A heading of level 1 to 6, deeper than that of the inset it stands in."""
        if text.strip():
            self._level = min(max(level, self._least, 1), 6)
            self.headings[self._block(text)] = self._level

    @contextmanager
    def inset(self, title: str) -> Iterator[None]:
        """What stands under a heading of its own; what follows belongs to the heading of before again."""
        level, least, start = self._level, self._least, self._length
        self.heading(title, level + 1)
        self._least = self._level + 1
        yield
        self._level, self._least = level, least
        self.gap()
        self.insets.append((start, self._length))

    def paragraph(self, text: str, *, bold: bool = False, plain: bool = False) -> None:
        """A paragraph; `bold` when all of it is, `plain` when it heads nothing, as a caption."""
        if text.strip():
            start = self._block(text)
            if bold:
                self.bold.add(start)
            if plain:
                self.plain.add(start)

    def line(self, text: str, *, bold: bool = False) -> None:
        """A line that follows the last one without a gap."""
        if text.strip():
            start = self._add(text)
            if bold:
                self.bold.add(start)

    def more(self, text: str) -> None:
        """Words that go on with the line before; a hyphen at its end (U+FFFE, as pdfium marks it) is taken out."""
        if not self._parts:
            self.line(text)
            return
        last = self._parts.pop()
        self._length -= len(last)
        before = last.rstrip("\n")
        joined = before[:-1] if before.endswith("\ufffe") else before + " "
        self._put(joined + _one_line(text) + "\n")

    def item(self, mark: str, text: str, depth: int = 0) -> None:
        """A list item with its mark ("-", "a)", "3.")."""
        if text.strip():
            self._listed(f"{'  ' * depth}{mark} {_one_line(text)}")

    def row(self, cells: list[str]) -> None:
        """A table row; the first one of a table is its header where there is one."""
        if any(cell.strip() for cell in cells):
            self.plain.add(self._listed("\t".join(_one_line(cell) for cell in cells)))

    def table(self, rows: Sequence[Sequence[Cell]], above: Sequence[str] = ()) -> tuple[str, ...]:
        """A table, apart from what is around it; gives the heads of its columns. `above` as for `table_rows`."""
        self.gap()
        found, heads = table_rows(rows, above)
        for cells, row in found:
            if len(cells) > 1 or row.framed:
                start = self._listed("\t".join(_one_line(cell) for cell in cells))
                self.plain.add(start)
                self.rows[start] = row
            else:
                self.paragraph(cells[0])
        self.gap()
        return heads

    def gap(self) -> None:
        """End a block, so that the next line stands apart."""
        self._tight = False

    def page(self) -> None:
        """A new page starts here."""
        self.pages.append(self._length)

    def drop(self, text: str, why: str) -> None:
        """A line that belongs to the page and to no section."""
        start = self._add(text)
        self.dropped.append((start, self._length, why))

    def extract(self) -> Extract:
        """What was written."""
        return Extract(
            text="".join(self._parts).replace("\ufffe", "-"),
            headings=self.headings,
            plain=frozenset(self.plain),
            bold=frozenset(self.bold),
            pages=tuple(self.pages),
            dropped=tuple(self.dropped),
            facts=self.facts,
            laid_out=True,
            links=tuple(dict.fromkeys(self.links)),
            findings=tuple(self.findings),
            rows=self.rows,
            insets=tuple(sorted(self.insets)),
        )

    def _block(self, text: str) -> int:
        self.gap()
        start = self._add(text)
        self.gap()
        return start

    def _listed(self, text: str) -> int:
        start = self._add(text, strip=False)
        self._tight = True
        return start

    def _add(self, text: str, *, strip: bool = True) -> int:
        if self._parts and not self._tight:
            self._put("\n")
        start = self._length
        self._put((_one_line(text) if strip else without_invisible(text)) + "\n")
        self._tight = True
        return start

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)


def _one_line(text: str) -> str:
    return _BREAKS.sub(" ", without_invisible(text)).strip()
