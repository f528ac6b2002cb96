"""Which print of a PDF's page nobody can see: the page is drawn with its print and without, and the two compared.

What hides print (its own colour, what lies above it, a clip, a layer that is off, a form of another corner) is
left to the program that draws pages; nothing of that is worked out a second time here.
"""

from __future__ import annotations

import ctypes
import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.internal as internal
import pypdfium2.raw as raw

from knowledge.reading.readers.pdf_objects import Box, filled, objects_of
from knowledge.reading.readers.pdf_stacked import layers_of

FILLS = 0.5
"""The part of a page from which on pictures that cover it are a scan, whose print was recognised."""
_WITHOUT_INK = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_ALIKE = 6  # of 255
_SMALLEST = 1.0  # points
_DOTS, _PICTURE_DOTS = 2_000_000, 4_000_000  # of a drawn page; of a picture that is drawn with it
_PARTS = 3  # of a dot's colour
_FREE = 0.03  # seconds of processor time that every page has


@dataclass(slots=True)
class Patience:
    """Seconds that the drawing of a document's costly pages (maps, plans) may take together."""

    left: float = 1.5


@dataclass(frozen=True, slots=True)
class _Drawn:
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


class PageLook:
    """What can be seen of the print of one page; `unchecked` where that is not known of some of it, which counts as
    seen: the page takes too long to draw, or it draws too much.
    """

    def __init__(self, page: pdfium.PdfPage | None, patience: Patience) -> None:
        self._modes: dict[int, int] = {}
        self._pictures: list[Box] = []
        self._scan = page is not None and filled(page) >= FILLS
        self._drawable: dict[int, bool] = {}
        self._page = page
        self._drawn: list[_Drawn] = []
        self._layers: dict[int, int] = {}
        self.unchecked = False
        if page is not None:
            self._look(page, patience)

    @property
    def recognised(self) -> bool:
        """Whether the page is a scan and its print what a program recognised in it, whose sizes are guesses."""
        unseen = sum(mode in _WITHOUT_INK for mode in self._modes.values())
        return self._scan and 2 * unseen > len(self._modes)

    def hides(self, text: raw.FPDF_TEXTPAGE, index: int, box: Box, size: float) -> bool:
        """Whether nobody sees the print of a character and those behind it, which stand in a box of the page."""
        if size < _SMALLEST:
            return True
        drawing = raw.FPDFText_GetTextObject(text, index)
        mode = self._modes.get(_address(drawing))
        if mode in _WITHOUT_INK:
            return not self._scan
        if mode is None or not self._drawn:
            self.unchecked = True
            return False
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        if self._drawn[self._layers[_address(drawing)]].seen(box):
            return False
        on_picture = any(left <= x <= right and low <= y <= high for left, low, right, high in self._pictures)
        return not on_picture and self._can_be_drawn(drawing)

    def _look(self, page: pdfium.PdfPage, patience: Patience) -> None:
        """Draw the page with its print, and again without each layer of it from the lowest on; nothing is kept where
        that takes too long.
        """
        begun = time.process_time()
        prints = list(objects_of(page, raw.FPDF_PAGEOBJ_TEXT))
        self._modes = {
            _address(one.found.raw): raw.FPDFTextObj_GetTextRenderMode(one.found) for one in prints
        }
        self._leave_out_pictures(page)
        layers = layers_of(prints)
        self._layers = {_address(one.found.raw): layer for one, layer in zip(prints, layers, strict=True)}
        drawings = [_drawing(page, _FREE + patience.left)]
        for layer in range(max(layers, default=0) + 1):
            if drawings[-1] is None:
                break
            for one, own in zip(prints, layers, strict=True):
                if own == layer:
                    raw.FPDFTextObj_SetTextRenderMode(one.found, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
            drawings.append(_drawing(page, _FREE + patience.left))
        for one in prints:
            raw.FPDFTextObj_SetTextRenderMode(one.found, self._modes[_address(one.found.raw)])
        took = max(0.0, time.process_time() - begun - _FREE)
        patience.left = max(0.0, patience.left - took)
        if None not in drawings:
            pairs = pairwise(one for one in drawings if one)
            self._drawn = [_Drawn(_differs(*pair), pair[0].stride, _to_dots(page, pair[0])) for pair in pairs]

    def _leave_out_pictures(self, page: pdfium.PdfPage) -> None:
        """Big pictures cost much to draw: what stands on one counts as seen, and so does all that a scan shows."""
        across, up = ctypes.c_uint(), ctypes.c_uint()
        for one in objects_of(page, raw.FPDF_PAGEOBJ_IMAGE):
            sized = raw.FPDFImageObj_GetImagePixelSize(one.found, across, up)
            if (self._scan or not sized or across.value * up.value > _PICTURE_DOTS) and one.box:
                self._pictures.append(one.box)
                raw.FPDFPageObj_SetIsActive(one.found, False)

    def _can_be_drawn(self, drawing: raw.FPDF_PAGEOBJECT) -> bool:
        """Whether the font can be drawn at all here; of one that is not in the file nobody knows how it looks."""
        address = _address(drawing)
        if address not in self._drawable:
            self._drawable[address] = bool(self._page and drawing and _has_ink(self._page, drawing))
        return self._drawable[address]


def _address(drawing: raw.FPDF_PAGEOBJECT) -> int:
    return ctypes.cast(drawing, ctypes.c_void_p).value or 0


def _drawing(page: pdfium.PdfPage, seconds: float) -> pdfium.PdfBitmap | None:
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


def _has_ink(page: pdfium.PdfPage, drawing: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether a drawing of print leaves anything on an empty page when it is drawn in black, or its font is here."""
    if raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(drawing)) == 1:
        return True
    parts = [ctypes.c_uint() for _ in range(4)]
    coloured = raw.FPDFPageObj_GetFillColor(drawing, *parts)
    raw.FPDFPageObj_SetFillColor(drawing, 0, 0, 0, 255)
    found = raw.FPDFTextObj_GetRenderedBitmap(page.pdf, page, drawing, 1.0)
    if coloured:
        raw.FPDFPageObj_SetFillColor(drawing, *(part.value for part in parts))
    if not found:
        return False
    bitmap = pdfium.PdfBitmap.from_raw(found)
    return any(bytes(bitmap.buffer))
