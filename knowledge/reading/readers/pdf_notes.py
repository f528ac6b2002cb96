"""What lies on a PDF's page beside its print: filled form fields, text boxes, comments, and words struck out."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.reading.readers.pdf_objects import Box, objects_of
from knowledge.reading.readers.pdf_words import Word, on_page

_MOST = 2_000  # notes of one page
_THIN, _SHORTEST, _NEAR = 2.0, 8.0, 1.2  # points
_FILLED = (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX)


@dataclass(slots=True)
class Notes:
    """`fields` are words to be read at their place; `not_in_force` pairs a reason with the words it took away."""

    fields: list[Word] = field(default_factory=list)
    struck: list[Box] = field(default_factory=list)
    shown: Box | None = None
    not_in_force: list[tuple[str, str]] = field(default_factory=list)
    set_aside: list[str] = field(default_factory=list)

    def shows(self, word: Word) -> bool:
        """Whether a word is neither struck out nor outside of the page; one that is is noted."""
        why = self._taken(word)
        if not why:
            return True
        self.leave_out(why, word.text)
        return False

    def leave_out(self, why: str, said: str) -> None:
        """Note words that are not read, and why."""
        if self.not_in_force and self.not_in_force[-1][0] == why:
            self.not_in_force[-1] = (why, f"{self.not_in_force[-1][1]} {said}")
        else:
            self.not_in_force.append((why, said))
        self.set_aside.append(said)

    def _taken(self, word: Word) -> str:
        x, y = on_page((word.left + word.right) / 2, word.base + 0.3 * word.size, word.turn)
        if word.unseen:
            return "invisible"
        if word.turn == 0 and any(
            left <= x <= right and bottom <= y <= top for left, bottom, right, top in self.struck
        ):
            return "struck out"
        if self.shown and not (self.shown[0] <= x <= self.shown[2] and self.shown[1] <= y <= self.shown[3]):
            return "outside of the page"
        return ""


def notes_of(document: pdfium.PdfDocument, page: pdfium.PdfPage) -> Notes:
    """The notes of one page."""
    notes = Notes(shown=page.get_bbox())
    for number in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        _take(document, notes, annotation)
        raw.FPDFPage_CloseAnnot(annotation)
    notes.struck.extend(_drawn_through(page))
    return notes


def _take(document: pdfium.PdfDocument, notes: Notes, annotation: raw.FPDF_ANNOTATION) -> None:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    if raw.FPDFAnnot_GetFlags(annotation) & (raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW):
        return
    if kind == raw.FPDF_ANNOT_STRIKEOUT:
        notes.struck.extend(_quads(annotation))
    elif kind == raw.FPDF_ANNOT_WIDGET and document.formenv:
        form = document.formenv.raw
        if raw.FPDFAnnot_GetFormFieldType(form, annotation) in _FILLED:
            said = _string(
                lambda buffer, size: raw.FPDFAnnot_GetFormFieldValue(form, annotation, buffer, size)
            )
            notes.fields.extend(_words(said, _box(annotation)))
    elif kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_TEXT):
        said = _string(
            lambda buffer, size: raw.FPDFAnnot_GetStringValue(annotation, b"Contents", buffer, size)
        )
        if kind == raw.FPDF_ANNOT_FREETEXT:
            notes.fields.extend(_words(said, _box(annotation)))
        elif said.strip():
            notes.not_in_force.append(("a comment", said.strip()))


def _string(read: Callable[[ctypes.Array[ctypes.c_ushort] | None, int], int]) -> str:
    size = read(None, 0)
    if not 2 < size <= 100_000:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    read(buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def _box(annotation: raw.FPDF_ANNOTATION) -> Box:
    box = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, box)
    return (box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top))


def _words(said: str, box: Box) -> Iterator[Word]:
    """The words of a field, line by line from the top of its box."""
    lines = [line for line in said.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    height = (box[3] - box[1]) / max(len(lines), 1)
    size = min(max(round(1.4 * height) / 2, 6.0), 11.0)
    for number, line in enumerate(lines):
        left = box[0]
        for text in line.split():
            right = left + 0.5 * size * len(text)
            base = box[3] - (number + 1) * height + max(0.25 * size, (height - size) / 2 + 0.2 * size)
            yield Word(text, left, right, base, size, bold=False)
            left = right + 0.3 * size


def _quads(annotation: raw.FPDF_ANNOTATION) -> Iterator[Box]:
    points = raw.FS_QUADPOINTSF()
    for number in range(min(raw.FPDFAnnot_CountAttachmentPoints(annotation), _MOST)):
        if raw.FPDFAnnot_GetAttachmentPoints(annotation, number, points):
            across = (points.x1, points.x2, points.x3, points.x4)
            upwards = (points.y1, points.y2, points.y3, points.y4)
            yield min(across), min(upwards), max(across), max(upwards)


def _drawn_through(page: pdfium.PdfPage) -> Iterator[Box]:
    """Thin level lines: a word through the middle of which one runs is struck out; one at its foot is not reached."""
    paths = objects_of(page, raw.FPDF_PAGEOBJ_PATH)
    boxes = (path.box for _, path in zip(range(_MOST), paths, strict=False))
    for left, bottom, right, top in filter(None, boxes):
        if top - bottom <= _THIN and right - left >= _SHORTEST:
            yield left - 1, bottom - _NEAR, right + 1, top + _NEAR
