"""Draws a PDF's page within a time, and compares two drawings of it."""

from __future__ import annotations

import ctypes
import time
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.internal as internal
import pypdfium2.raw as raw

from knowledge.reading.readers.pdf_objects import Box

_DOTS = 2_000_000  # of a drawn page
_PARTS = 3  # of a dot's colour
_ALIKE = 6  # of 255


@dataclass(frozen=True, slots=True)
class Compared:
    """Where two drawings of a page differ, a byte for each part of a dot's colour, and the matrix that leads from the
    page to its dots.
    """

    differs: bytes
    stride: int
    matrix: pdfium.PdfMatrix

    def seen(self, box: Box) -> bool:
        """Whether they differ within a box of the page."""
        (ax, ay), (bx, by) = self.matrix.on_point(*box[:2]), self.matrix.on_point(*box[2:])
        left, right, top, bottom = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        inset = min(1.0, (right - left) / 4)  # What stands beside it reaches over by part of a dot.
        start = max(int(left + inset), 0) * _PARTS
        end = min(max(int(right - inset) + 1, 0) * _PARTS, self.stride)
        rows = range(max(int(top), 0) * self.stride, (int(bottom) + 1) * self.stride, self.stride)
        return any(self.differs.find(1, row + start, row + end) >= 0 for row in reversed(rows))


def drawing(page: pdfium.PdfPage, seconds: float) -> pdfium.PdfBitmap | None:
    """A page as its reader sees it, notes on it too; None where that takes longer."""
    width, height = page.get_size()
    scale = min(1.0, (_DOTS / max(width * height, 1.0)) ** 0.5)
    across, up = max(int(width * scale), 1), max(int(height * scale), 1)
    if across * up > 2 * _DOTS:
        return None
    bitmap = pdfium.PdfBitmap.new_native(across, up, raw.FPDFBitmap_BGR)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, across, up)
    until = time.process_time() + seconds
    pause = raw.IFSDK_PAUSE(version=1)
    internal.set_callback(pause, "NeedToPauseNow", lambda _: time.process_time() > until)
    status = raw.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, across, up, 0, raw.FPDF_ANNOT, pause)
    raw.FPDF_RenderPage_Close(page)
    return bitmap if status == raw.FPDF_RENDER_DONE else None


def compared(page: pdfium.PdfPage, one: pdfium.PdfBitmap, other: pdfium.PdfBitmap) -> Compared:
    """Where two drawings of a page differ."""
    return Compared(_differs(one, other), one.stride, _to_dots(page, one))


def _differs(one: pdfium.PdfBitmap, other: pdfium.PdfBitmap) -> bytes:
    first, second = np.frombuffer(one.buffer, np.uint8), np.frombuffer(other.buffer, np.uint8)
    return (np.maximum(first, second) - np.minimum(first, second) > _ALIKE).tobytes()


def _to_dots(page: pdfium.PdfPage, bitmap: pdfium.PdfBitmap) -> pdfium.PdfMatrix:
    """The matrix that leads from a point of the page to a dot of its drawing, however the page is turned."""
    far = 1000.0
    x, y = ctypes.c_int(), ctypes.c_int()
    places = []
    for point in ((0.0, 0.0), (far, 0.0), (0.0, far)):
        raw.FPDF_PageToDevice(page, 0, 0, bitmap.width, bitmap.height, 0, *point, x, y)
        places.append((x.value, y.value))
    (e, f), (ax, ay), (bx, by) = places
    return pdfium.PdfMatrix((ax - e) / far, (ay - f) / far, (bx - e) / far, (by - f) / far, e, f)
