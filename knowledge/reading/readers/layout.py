"""What the print of a PDF's lines says: headings by size and weight, paragraphs by their spacing."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.reading.document import Finding
from knowledge.reading.readers.extract import Extract
from knowledge.reading.readers.hyphens import Divided
from knowledge.reading.readers.pdf_paragraphs import Begins, parted, runs_on
from knowledge.reading.readers.pdf_tables import PdfTable
from knowledge.reading.readers.writer import Writer
from knowledge.text.language import LANGUAGE

_LARGER = 1.12  # times the body's size
_SENTENCE, _CATCHLINE = 6, 16  # words from which a line that ends as a sentence heads nothing; codes head so
_SIGN = re.compile(r"(?:§|(?:section|article|sec\.)\s)\s?\d", re.IGNORECASE)
_NOTE = re.compile(r"(?:[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}|\d{1,3}(?=\s)|[*†‡]{1,3})\s?[^\W\d_]")
_PARTED = 1.18  # times the distance of lines: between two sentences this is the space of a paragraph
_NEAREST, _FARTHEST = 0.95, 3.0  # times the size, how far apart lines of a paragraph may stand
_USUAL = 1.5  # times the size: lines once seen farther apart tell nothing
_OFTEN = 0.1  # of all that run on
_LONGEST = 25  # words of a heading over all its lines
_LONGEST_COUNTED = 45  # words of one that has a number and states no duty
_PARTS = "section|article|part|chapter|schedule|appendix|annex"
_DUTY = re.compile(
    "|".join(rf"\b(?:{LANGUAGE.text(f'strength.{name}')})\b" for name in ("must", "should", "may")),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line of a page; `base` is its baseline in points from the foot of the page, `edge` where headers stand.

    `flow` numbers the columns of a page in reading order. A ruled table is one line with its rows in `table`.
    `goes_on` where the first word of the line below had no room on this one; `begins` where the one
    above ended a sentence.
    """

    text: str
    size: float
    bold: bool
    base: float
    edge: str = ""
    flow: int = 0
    table: PdfTable | None = None
    goes_on: bool = False
    begins: Begins = Begins.UNKNOWN


def text_of(pages: list[list[PrintedLine]], scanned: list[int], dropped: list[set[int]]) -> Extract:
    """The text of all pages, their headings by print; `scanned` are the numbers of pages that are pictures, `dropped`
    the places of each page's lines that belong to the page alone.
    """
    kept = [
        row for page, out in zip(pages, dropped, strict=True) for i, row in enumerate(page) if i not in out
    ]
    levels = _Levels(kept)
    divided = Divided(said for row in kept for said in (row.table.lines if row.table else [row.text]))
    tables = _Tables(divided)
    writer = Writer()
    writer.findings.extend(
        Finding("", f"page {number}", "scanned-page", "The page is a picture of text and was not read.")
        for number in scanned
    )
    for page, out in zip(pages, dropped, strict=True):
        writer.page()
        block: list[PrintedLine] = []
        tables.page()
        for i, row in enumerate(page):
            if i not in out and row.table:
                _write(writer, block, levels, divided)
                block = []
                tables.write(writer, row.table)
                continue
            if i not in out:
                tables.close()
            if i in out:
                _write(writer, block, levels, divided)
                block = []
                writer.drop(row.text, row.edge)
            elif block and not levels.joined(block[-1], row):
                _write(writer, block, levels, divided)
                block = [row]
            else:
                block.append(row)
        _write(writer, block, levels, divided)
    return writer.extract()


def _write(writer: Writer, block: list[PrintedLine], levels: _Levels, divided: Divided) -> None:
    """Put lines of one print that stand close together into the text: a heading, or a paragraph line by line."""
    if not block:
        return
    writer.gap()
    if level := levels.of(block):
        writer.heading(" ".join(divided.joined([row.text for row in block])), level)
        return
    for line in _lines(block, divided):
        if "\t" in line:  # A name with its page, as contents have it.
            writer.row(line.split("\t"))
        else:
            writer.line(line, bold=block[0].bold)
    writer.gap()


def _lines(block: list[PrintedLine], divided: Divided) -> Iterator[str]:
    """The lines of a paragraph; those that end only where the column ends are one."""
    said = divided.joined([row.text for row in block])
    pairs = list(pairwise(block))
    told = any(row.begins in (Begins.SENTENCE, Begins.MIDDLE) for row in block[1:])
    if told and all(_is_one(above, below) for above, below in pairs):
        yield " ".join(said)
        return
    if len(said) < len(block):
        yield from said
        return
    full = [above.goes_on or below.begins is Begins.MIDDLE for above, below in pairs]
    whole: list[str] = []
    for goes_on, text in zip([*full, False], said, strict=True):
        whole.append(text)
        if not goes_on:
            yield " ".join(whole)
            whole = []


def _is_one(above: PrintedLine, below: PrintedLine) -> bool:
    """Whether nothing speaks for an end of the paragraph between two of its lines."""
    return (
        above.goes_on or below.begins in (Begins.SENTENCE, Begins.MIDDLE) or runs_on(above.text, below.text)
    )


class _Tables:
    """Writes tables; one that begins a page goes on with the one that ended the page before, where its columns do."""

    def __init__(self, divided: Divided) -> None:
        self._divided = divided
        self._open: tuple[tuple[float, ...], tuple[str, ...]] | None = None
        self._first = False

    def page(self) -> None:
        """A page begins."""
        self._first = True

    def close(self) -> None:
        """Something else follows."""
        self._open, self._first = None, False

    def write(self, writer: Writer, table: PdfTable) -> None:
        """One table."""
        goes_on = self._first and self._open is not None and _same(self._open[0], table.edges)
        above = self._open[1] if self._open is not None and goes_on else ()
        rows = [[replace(cell, text=self._joined(cell.text)) for cell in row] for row in table.rows]
        self._open, self._first = (table.edges, writer.table(rows, above)), False

    def _joined(self, text: str) -> str:
        return " ".join(self._divided.joined(text.split("\n"))) if text else ""


def _same(edges: tuple[float, ...], others: tuple[float, ...]) -> bool:
    return len(edges) == len(others) and all(abs(a - b) <= 3 for a, b in zip(edges, others, strict=True))


class _Levels:
    """Which lines are headings by their print, and how deep; learnt from all lines of a document."""

    def __init__(self, rows: list[PrintedLine]) -> None:
        letters: Counter[tuple[float, bool]] = Counter()
        for row in rows:
            letters[row.size, row.bold] += len(row.text)
        self._body, self._body_bold = max(letters, key=letters.__getitem__, default=(0.0, False))
        prints = {(row.size, row.bold) for row in rows if not row.table and self._stands_out(row)}
        self._ranks = {p: rank for rank, p in enumerate(sorted(prints, reverse=True), start=1)}
        gaps = Counter(round(a.base - b.base) for a, b in pairwise(rows) if 0 < a.base - b.base <= 2 * a.size)
        self._step = gaps.most_common(1)[0][0] if gaps else 1.2 * self._body
        self._pitches = _pitches(rows)

    def of(self, block: list[PrintedLine]) -> int:
        """The level of a heading of one line or more, 0 for other lines."""
        text = " ".join(row.text for row in block)
        words = len(text.split())
        named = _counts(block[0].text) and not _DUTY.search(text)
        longest = _LONGEST_COUNTED if named else _LONGEST
        heads = self._stands_out(block[0]) and words <= longest and re.search(r"[^\W\d_]{2}", text)
        most = _CATCHLINE if _SIGN.match(text) else _SENTENCE
        sentence = text.endswith((".", ";", ",")) and words > most
        return min(self._ranks[block[0].size, block[0].bold], 6) if heads and not sentence else 0

    def joined(self, above: PrintedLine, below: PrintedLine) -> bool:
        """Whether a line follows the one above it in the same print and without more than the usual space."""
        # Words in bold at the end of a paragraph are no heading because they begin a line.
        tail = above.goes_on and below.bold
        same = (above.size, above.flow) == (below.size, below.flow) and (above.bold == below.bold or tail)
        # Large print is set wider than a body whose lines stand close together.
        wide = 1.45 * below.size if below.size >= _LARGER * self._body else 0.0
        pitch = self._pitches.get(below.size)
        most = max(1.25 * (max(self._step, below.size) if pitch is None else pitch), wide)
        if pitch is not None and parted(above.text, below.text):
            most = max(_PARTED * pitch, wide)
        near = 0 < above.base - below.base <= most
        noted = below.size < 0.95 * self._body and _NOTE.match(below.text)
        begins = self._stands_out(below) and _counts(below.text) and not above.goes_on
        return same and near and not noted and not begins and below.begins is not Begins.PARAGRAPH

    def _stands_out(self, row: PrintedLine) -> bool:
        larger = row.size >= _LARGER * self._body
        return larger or (row.bold and not self._body_bold and row.size >= 0.95 * self._body)


def _pitches(rows: list[PrintedLine]) -> dict[float, int]:
    """How far apart the lines of a paragraph stand, by size: the least distance at which sentences often run on."""
    gaps: defaultdict[float, Counter[int]] = defaultdict(Counter)
    for above, below in pairwise(rows):
        gap = above.base - below.base
        close = above.flow == below.flow and _NEAREST * above.size <= gap <= _FARTHEST * above.size
        if close and above.size == below.size and (above.goes_on or runs_on(above.text, below.text)):
            gaps[below.size][round(gap)] += 1
    pitches: dict[float, int] = {}
    for size, found in gaps.items():
        often = [gap for gap, count in found.items() if count >= _OFTEN * found.total()]
        usual = [gap for gap in often if found[gap] > 1 or gap <= _USUAL * size]
        if usual:
            pitches[size] = min(usual)
    return pitches


def _counts(text: str) -> bool:
    """Whether a line begins with a number of its own, so that it goes on with no heading above."""
    return bool(
        re.match(
            rf"(?:(?:{_PARTS})\s+)?(?:§\s?)?[\dA-Z]{{1,3}}[.)-]|(?:{_PARTS})\s+[\dA-Z]{{1,3}}\s?[:–—]",
            text,
            re.IGNORECASE,
        )
    )
