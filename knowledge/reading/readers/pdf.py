"""PDF through pdfium: lines by their place, headings by size and weight, page headers and footers by recurrence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.reading.document import Finding
from knowledge.reading.readers.extract import Extract, Unreadable
from knowledge.reading.readers.layout import PrintedLine, text_of
from knowledge.reading.readers.pace import page_read
from knowledge.reading.readers.pdf_breaks import over_breaks
from knowledge.reading.readers.pdf_feet import notes_joined
from knowledge.reading.readers.pdf_grids import grids_in, mixes
from knowledge.reading.readers.pdf_guard import left_out
from knowledge.reading.readers.pdf_lines import PdfPiece, Row, going_on, rows_of, tabular
from knowledge.reading.readers.pdf_notes import Notes, notes_of
from knowledge.reading.readers.pdf_objects import filled, objects_of
from knowledge.reading.readers.pdf_overprint import once, with_watermarks
from knowledge.reading.readers.pdf_paragraphs import Begins, begins
from knowledge.reading.readers.pdf_rules import Segment, rules_of, turned
from knowledge.reading.readers.pdf_seen import FILLS, PageLook, Patience
from knowledge.reading.readers.pdf_tables import PdfTable, tables_in
from knowledge.reading.readers.pdf_words import Word, along, words_of
from knowledge.reading.readers.running import furniture

MOST_PAGES = 2_000
_STAMP = 300  # characters; pictures over half the page with at most so many are a scan
_SHOWN = 120  # characters of set-aside words that a finding repeats
_RECOGNISED = (
    10.0  # points: the size of print that was recognised in a scan, for headings show in its words alone
)
_MARGIN = 0.14  # of the page's height, above and below, where headers and footers stand


@dataclass(slots=True)
class _Page:
    rows: list[PrintedLine] = field(default_factory=list)
    held: str = ""
    notes: Notes = field(default_factory=Notes)
    is_picture: bool = False
    has_table: bool = False
    is_unchecked: bool = False


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
    document.init_forms()
    patience = Patience()
    pages = [_read_page(document, number, patience) for number in range(len(document))]
    scanned = [number for number, page in enumerate(pages, start=1) if page.is_picture]
    if scanned and not any(page.rows for page in pages):
        message = "Every page is a picture of text; the file needs text recognition (OCR) first."
        raise Unreadable("scanned-page", message)
    rows = [page.rows for page in pages]
    feet = notes_joined(rows, furniture(rows))
    whole, halves = over_breaks(feet.pages, feet.dropped)
    extract = text_of(whole, scanned, feet.dropped)
    aside = [
        page.notes.set_aside + gone + half for page, gone, half in zip(pages, feet.moved, halves, strict=True)
    ]
    lost = left_out(extract, [(page.held, said) for page, said in zip(pages, aside, strict=True)])
    said = "Small print at the foot has no mark; it was not taken for the end of a note on the page before."
    loose = (Finding("", f"page {number}", "loose-note", said) for number in feet.unsure)
    found = (*_struck(pages), *_unchecked(pages), *_tables(pages), *loose, *lost)
    return replace(extract, findings=(*extract.findings, *found))


def _read_page(document: pdfium.PdfDocument, number: int, patience: Patience) -> _Page:
    """What one page shows, or that it is a picture instead."""
    try:
        page = document[number]
        text_page = page.get_textpage()
    except pdfium.PdfiumError:
        return _Page()
    notes = notes_of(document, page)
    look = PageLook(page, text_page, patience)
    if look.covered:
        notes.leave_out("invisible", " ".join(look.covered))
        text_page.close()
        text_page = page.get_textpage()
    shown, repeats = once(word for word in words_of(text_page, look) if notes.shows(word))
    notes.set_aside.extend(repeats)
    words = [*with_watermarks(shown), *notes.fields]
    rows, table = _rows(words, page.get_bbox(), rules_of(page))
    if look.recognised:
        rows = [replace(row, size=_RECOGNISED, bold=False) for row in rows]
    held = text_page.get_text_range() if text_page.count_chars() else ""
    found = _Page(rows, held, notes, _is_picture(page, rows), table, look.unchecked)
    text_page.close()
    page.close()
    page_read(number + 1, len(document))
    return _Page(is_picture=True) if found.is_picture else found


def _rows(
    words: list[Word], box: tuple[float, float, float, float], segments: list[Segment]
) -> tuple[list[PrintedLine], bool]:
    """The lines and ruled tables of a page, those that run another way than most last, slanting ones as a watermark;
    and whether lines look like a table without rules.
    """
    letters: Counter[int] = Counter()
    for word in words:
        letters[word.turn] += len(word.text)
    rows: list[PrintedLine] = []
    table = False
    for turn in sorted(letters, key=lambda turn: -letters[turn]):
        if turn < 0:
            said = " ".join(word.text for word in words if word.turn < 0)
            rows.append(PrintedLine(said, 0.0, bold=False, base=0.0, edge="watermark", flow=-1))
            continue
        left, bottom, right, top = box
        low, high = ((bottom, top), (-right, -left), (-top, -bottom), (left, right))[turn]
        first = rows[-1].flow + 1 if rows else 0
        ruled = turned(segments, turn)
        tables, others = tables_in([word for word in words if word.turn == turn], ruled)
        grids, others, unsure = grids_in(others, ruled, along(box, turn))
        tables = sorted([*tables, *grids], key=lambda one: -one.top)
        found = rows_of(others)
        table = table or tabular(found) or mixes(found, unsure) or any(one.guessed for one in tables)
        places = zip(found, going_on(found), begins(found), strict=True)
        lines = [_line(row, first, full, begun) for row, full, begun in places]
        for one in tables:
            _insert(one, found, lines)
        rows.extend(_placed(line, low, high) for line in lines)
    return rows, table


def _line(row: Row, first: int, full: bool, begun: Begins) -> PrintedLine:
    bold = all(word.bold for word in row.words)
    flow = first + max(row.flow, 0)
    return PrintedLine(row.text, row.size, bold, row.base, flow=flow, goes_on=full, begins=begun)


def _insert(table: PdfTable, rows: list[Row], lines: list[PrintedLine]) -> None:
    """Put a table among the lines of its column: before the first one below it."""
    whole = Row((PdfPiece(table.words),))
    beside = [
        i for i, row in enumerate(rows) if row.pieces[0].left < table.edges[-1] and _end(row) > table.edges[0]
    ]
    below = next((i for i in beside if rows[i].base < table.top), beside[-1] + 1 if beside else len(rows))
    near = lines[min(below, len(lines) - 1)].flow if lines else 0
    said = PrintedLine(" ".join(table.lines), whole.size, False, whole.base, flow=near, table=table)
    rows.insert(
        below, Row((PdfPiece((replace(table.words[0], left=table.edges[0], right=table.edges[-1]),)),))
    )
    lines.insert(below, said)


def _end(row: Row) -> float:
    return row.pieces[-1].right


def _placed(row: PrintedLine, low: float, high: float) -> PrintedLine:
    margin = _MARGIN * (high - low)
    if row.base > high - margin:
        return replace(row, edge="page header")
    return replace(row, edge="page footer") if row.base < low + margin else row


def _is_picture(page: pdfium.PdfPage, rows: list[PrintedLine]) -> bool:
    """Whether a page holds a picture and no text, or pictures that fill it with no more than a printed footer."""
    if rows and (sum(len(row.text) for row in rows) > _STAMP or not all(row.edge for row in rows)):
        return False
    if not rows:
        return next(objects_of(page, raw.FPDF_PAGEOBJ_IMAGE), None) is not None
    return filled(page) >= FILLS


def _struck(pages: list[_Page]) -> Iterator[Finding]:
    """Words that are not in force, for each page and reason."""
    for number, page in enumerate(pages, start=1):
        for why, said in page.notes.not_in_force:
            message = f"Words that are {why} were not read: “{said[:_SHOWN]}”"
            yield Finding("", f"page {number}", "not-in-force", message)


def _unchecked(pages: list[_Page]) -> Iterator[Finding]:
    said = "Too much is drawn on the page; words on it that nobody sees may have been read."
    for number, page in enumerate(pages, start=1):
        if page.is_unchecked:
            yield Finding("", f"page {number}", "unchecked-print", said)


def _tables(pages: list[_Page]) -> Iterator[Finding]:
    said = "Words stand side by side as in a table; check that its rows are read as they are meant."
    for number, page in enumerate(pages, start=1):
        if page.has_table:
            yield Finding("", f"page {number}", "table", said)
