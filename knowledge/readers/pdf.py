"""PDF through pdfium: font size and weight give the headings, repetition gives page headers and footers.

pdfium is used through pypdfium2's raw calls, because the size and weight of a character have no other door.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from math import hypot

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.passages import Finding
from knowledge.readers.extract import Extract, Unreadable
from knowledge.readers.writer import Writer

MOST_PAGES = 2_000
_BOLD = 600  # weights from here on are bold; regular is 400
_LARGER = 1.12  # times the body's size
_MARGIN = 0.14  # of the page's height, above and below, where headers and footers stand
# The number of the page in a header or footer: alone, behind "Page", or at an end of the line.
_PAGE_NUMBER = re.compile(r"(?<=page )\d+(?: of \d+)?|^\d+(?=\s*[|–-]|$)|(?<=\s)\d+$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line; `base` is its baseline in points from the foot of the page, `edge` where headers stand."""

    text: str
    size: float
    bold: bool
    base: float
    edge: str = ""


def read_pdf(content: bytes) -> Extract:
    """One PDF. Pages that are pictures are findings (`scanned-page`); all of them pictures is Unreadable."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise Unreadable("encrypted", "The PDF is protected by a password.") from error
        raise Unreadable("broken", "The file is damaged or is no PDF.") from error
    if len(document) > MOST_PAGES:
        raise Unreadable(
            "too-big", f"The PDF has {len(document)} pages; more than {MOST_PAGES} are not read."
        )
    pages: list[list[Row]] = []
    scanned: list[int] = []
    for number in range(len(document)):
        rows, is_picture = _read_page(document, number)
        pages.append(rows)
        if is_picture:
            scanned.append(number + 1)
    if scanned and not any(pages):
        message = "Every page is a picture of text; the file needs text recognition (OCR) first."
        raise Unreadable("scanned-page", message)
    return _write(pages, scanned)


def _read_page(document: pdfium.PdfDocument, number: int) -> tuple[list[Row], bool]:
    """The lines of one page, and whether it is a picture instead."""
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return [], False
    height = page.get_height()
    rows = [_placed(row, height) for row in _rows(text_page)]
    pictures = not rows and any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    text_page.close()
    page.close()
    return rows, pictures


def _rows(page: pdfium.PdfTextPage) -> Iterator[Row]:
    characters: list[tuple[int, str]] = []
    for index in range(page.count_chars()):
        character = chr(raw.FPDFText_GetUnicode(page, index) or 0xFFFD)
        if character in "\r\n":
            if row := _row(page, characters):
                yield row
            characters = []
        else:
            characters.append((index, character))
    if row := _row(page, characters):
        yield row


def _row(page: pdfium.PdfTextPage, characters: list[tuple[int, str]]) -> Row | None:
    text = "".join(character for _, character in characters).replace("\x02", "\ufffe")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    solid = [index for index, character in characters if not character.isspace()]
    if not solid:
        return None
    samples = {solid[0], solid[len(solid) // 2], solid[-1]}
    sizes = Counter(_size(page, index) for index in samples)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(page, solid[0], x, y)
    return Row(
        text=re.sub(r"\s+", " ", text).strip(),
        size=sizes.most_common(1)[0][0],
        bold=all(_weight(page, index) >= _BOLD for index in samples),
        base=y.value,
    )


def _placed(row: Row, height: float) -> Row:
    edge = (
        "page header"
        if row.base > (1 - _MARGIN) * height
        else "page footer"
        if row.base < _MARGIN * height
        else ""
    )
    return replace(row, edge=edge)


def _size(page: pdfium.PdfTextPage, index: int) -> float:
    """The size as printed: the font's size times the scale of the text matrix, in half points."""
    matrix = raw.FS_MATRIX()
    scale = hypot(matrix.b, matrix.d) if raw.FPDFText_GetMatrix(page, index, matrix) else 1.0
    return round(2 * float(raw.FPDFText_GetFontSize(page, index)) * (scale or 1.0)) / 2


def _weight(page: pdfium.PdfTextPage, index: int) -> int:
    """The weight; where a font states none, its name says "Bold"."""
    weight = int(raw.FPDFText_GetFontWeight(page, index))
    if weight >= _BOLD:
        return weight
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, name, 128, flags)
    return 700 if re.search(rb"bold|black|heavy", name.value, re.IGNORECASE) else weight


def _write(pages: list[list[Row]], scanned: list[int]) -> Extract:
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
        last: Row | None = None
        for row in page:
            if _key(row) in furniture:
                writer.drop(row.text, row.edge)
                continue
            _write_row(writer, row, last, levels)
            last = row
    return writer.extract()


def _write_row(writer: Writer, row: Row, last: Row | None, levels: _Levels) -> None:
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


def _key(row: Row) -> _Key:
    """A line for comparing over pages: its words without a page number, and its place to a few points."""
    return _PAGE_NUMBER.sub("0", row.text), round(row.base / 6)


def _furniture(pages: list[list[Row]]) -> set[_Key]:
    """Lines at the edge of at least three pages, or of both of two, at the same place of each."""
    filled = [page for page in pages if page]
    edges = Counter(key for page in filled for key in {_key(row) for row in page if row.edge})
    least = 2 if len(filled) == 2 else max(3, len(filled) // 3)
    return {key for key, count in edges.items() if count >= least and len(key[0]) <= 150}


class _Levels:
    """Which lines are headings by their print, and how deep; learnt from all lines of a document."""

    def __init__(self, rows: list[Row]) -> None:
        letters: Counter[tuple[float, bool]] = Counter()
        for row in rows:
            letters[row.size, row.bold] += len(row.text)
        self._body, self._body_bold = max(letters, key=letters.__getitem__, default=(0.0, False))
        prints = {(row.size, row.bold) for row in rows if self._stands_out(row)}
        self._ranks = {p: rank for rank, p in enumerate(sorted(prints, reverse=True), start=1)}
        gaps = Counter(round(a.base - b.base) for a, b in pairwise(rows) if 0 < a.base - b.base <= 2 * a.size)
        self._step = gaps.most_common(1)[0][0] if gaps else 1.2 * self._body

    def of(self, row: Row) -> int:
        """The level of a heading, 0 for other lines."""
        heads = self._stands_out(row) and len(row.text.split()) <= 20 and re.search(r"[^\W\d_]{2}", row.text)
        sentence = row.text.endswith((".", ";", ",")) and len(row.text.split()) > 6
        return min(self._ranks[row.size, row.bold], 6) if heads and not sentence else 0

    def close(self, above: Row, below: Row) -> bool:
        """Whether a line follows the one above it without more than the usual space."""
        return 0 < above.base - below.base <= 1.25 * max(self._step, below.size)

    def _stands_out(self, row: Row) -> bool:
        larger = row.size >= _LARGER * self._body
        return larger or (row.bold and not self._body_bold and row.size >= 0.95 * self._body)
