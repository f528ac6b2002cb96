"""PDF through pdfium: font size and weight give the headings, repetition gives page headers and footers.

pdfium is used through pypdfium2's raw calls, because the size and weight of a character have no other door.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import hypot

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.readers.extract import Extract, Unreadable
from knowledge.readers.layout import PrintedLine, text_of

MOST_PAGES = 2_000
_BOLD = 600  # weights from here on are bold; regular is 400
_FILLED, _STAMP = 0.5, 300  # A picture over half the page with at most so many characters is a scan.
_MARGIN = 0.14  # of the page's height, above and below, where headers and footers stand


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
    pages: list[list[PrintedLine]] = []
    scanned: list[int] = []
    for number in range(len(document)):
        rows, is_picture = _read_page(document, number)
        pages.append(rows)
        if is_picture:
            scanned.append(number + 1)
    if scanned and not any(pages):
        message = "Every page is a picture of text; the file needs text recognition (OCR) first."
        raise Unreadable("scanned-page", message)
    return text_of(pages, scanned)


def _read_page(document: pdfium.PdfDocument, number: int) -> tuple[list[PrintedLine], bool]:
    """The lines of one page, and whether it is a picture instead."""
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return [], False
    height = page.get_height()
    rows = [_placed(row, height) for row in _rows(text_page)]
    pictures = _is_picture(page, rows)
    text_page.close()
    page.close()
    return [] if pictures else rows, pictures


def _is_picture(page: pdfium.PdfPage, rows: list[PrintedLine]) -> bool:
    """Whether a page holds a picture and no text, or one that fills it with no more than a printed footer."""
    images = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    if not rows:
        return any(True for _ in images)
    if sum(len(row.text) for row in rows) > _STAMP or not all(row.edge for row in rows):
        return False
    width, height = page.get_size()
    return any(_area(image) >= _FILLED * width * height for image in images)


def _area(image: pdfium.PdfObject) -> float:
    left, bottom, right, top = image.get_bounds()
    return float(abs(right - left) * abs(top - bottom))


def _rows(page: pdfium.PdfTextPage) -> Iterator[PrintedLine]:
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


def _row(page: pdfium.PdfTextPage, characters: list[tuple[int, str]]) -> PrintedLine | None:
    text = "".join(character for _, character in characters).replace("\x02", "\ufffe")
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    solid = [index for index, character in characters if not character.isspace()]
    if not solid:
        return None
    samples = {solid[0], solid[len(solid) // 2], solid[-1]}
    sizes = Counter(_size(page, index) for index in samples)
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(page, solid[0], x, y)
    return PrintedLine(
        text=re.sub(r"\s+", " ", text).strip(),
        size=sizes.most_common(1)[0][0],
        bold=all(_weight(page, index) >= _BOLD for index in samples),
        base=y.value,
    )


def _placed(row: PrintedLine, height: float) -> PrintedLine:
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
