"""Which print of a PDF's page nobody can see: the page is drawn with its print and without, and the two compared.

What hides print (its own colour, what lies above it, a clip, a layer that is off, a form of another corner) is
left to the program that draws pages; nothing of that is worked out a second time here.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.reading.readers.pdf_drawing import Compared, compared, drawing
from knowledge.reading.readers.pdf_objects import Box, PlacedObject, filled, objects_of
from knowledge.reading.readers.pdf_stacked import layers_of

FILLS = 0.5
"""The part of a page from which on pictures that cover it are a scan, whose print was recognised."""
_WITHOUT_INK = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
_SMALLEST = 2.0  # points
_PICTURE_DOTS = 4_000_000  # of a picture that is drawn with its page
_FREE = 0.03  # seconds of processor time that every page has


@dataclass(slots=True)
class Patience:
    """Seconds that the drawing of a document's costly pages (maps, plans) may take together."""

    left: float = 1.5


class PageLook:
    """What can be seen of the print of one page; `unchecked` where that is not known of some of it, which counts as
    seen: the page takes too long to draw, or it draws too much.

    `covered` are the words of print that lies wholly unseen below other print. It is taken off the page, whose text is
    to be read anew: letters of the print above it that are alike count as the same ones there.
    """

    def __init__(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage, patience: Patience) -> None:
        self._modes: dict[int, int] = {}
        self._pictures: list[Box] = []
        self._scan = filled(page) >= FILLS
        self._drawable: dict[int, bool] = {}
        self._page = page
        self._drawn: list[Compared] = []
        self._layers: dict[int, int] = {}
        self.unchecked = False
        self.covered: list[str] = []
        self._look(page, text, patience)

    @property
    def recognised(self) -> bool:
        """Whether the page is a scan and its print what a program recognised in it, whose sizes are guesses."""
        unseen = sum(mode in _WITHOUT_INK for mode in self._modes.values())
        return self._scan and 2 * unseen > len(self._modes)

    def hides(self, text: raw.FPDF_TEXTPAGE, index: int, box: Box, size: float) -> bool:
        """Whether nobody sees the print of a character and those behind it, which stand in a box of the page."""
        if size < _SMALLEST:
            return True
        printed = raw.FPDFText_GetTextObject(text, index)
        mode = self._modes.get(_address(printed))
        if mode in _WITHOUT_INK:
            return not self._scan
        if mode is None or not self._drawn:
            self.unchecked = self.unchecked or bool(printed)
            return False
        return self._is_missing(printed, box)

    def _is_missing(self, printed: raw.FPDF_PAGEOBJECT, box: Box) -> bool:
        """Whether the page is the same there without a piece of print, which could be seen if nothing hid it."""
        if self._drawn[self._layers[_address(printed)]].seen(box):
            return False
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        on_picture = any(left <= x <= right and low <= y <= high for left, low, right, high in self._pictures)
        return not on_picture and self._can_be_drawn(printed)

    def _look(self, page: pdfium.PdfPage, text: pdfium.PdfTextPage, patience: Patience) -> None:
        """Draw the page with its print, and again without each layer of it from the lowest on; nothing is kept where
        that takes too long.
        """
        begun = time.process_time()
        prints = list(objects_of(page, raw.FPDF_PAGEOBJ_TEXT))
        self._modes = {
            _address(one.found.raw): raw.FPDFTextObj_GetTextRenderMode(one.found) for one in prints
        }
        if not prints:
            return
        self._leave_out_pictures(page)
        with_words = cache(lambda: _with_words(text))
        layers = layers_of(prints, lambda one: _address(one.found.raw) not in with_words())
        self._layers = {_address(one.found.raw): layer for one, layer in zip(prints, layers, strict=True)}
        drawings = [drawing(page, _FREE + patience.left)]
        for layer in range(max(layers, default=0) + 1):
            if drawings[-1] is None:
                break
            for one, own in zip(prints, layers, strict=True):
                if own == layer:
                    raw.FPDFTextObj_SetTextRenderMode(one.found, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
            drawings.append(drawing(page, _FREE + patience.left))
        for one in prints:
            raw.FPDFTextObj_SetTextRenderMode(one.found, self._modes[_address(one.found.raw)])
        took = max(0.0, time.process_time() - begun - _FREE)
        patience.left = max(0.0, patience.left - took)
        if None not in drawings:
            self._drawn = [compared(page, *pair) for pair in pairwise(one for one in drawings if one)]
            self._take_covered(prints, layers, text)

    def _take_covered(
        self, prints: Sequence[PlacedObject], layers: Sequence[int], text: pdfium.PdfTextPage
    ) -> None:
        for one, layer in zip(prints, layers, strict=True):
            below = layer + 1 < len(self._drawn) and self._modes[_address(one.found.raw)] not in _WITHOUT_INK
            if below and one.box and self._is_missing(one.found.raw, one.box):
                self.covered.append(_words(one, text))
                raw.FPDFPageObj_SetIsActive(one.found, False)

    def _leave_out_pictures(self, page: pdfium.PdfPage) -> None:
        """Big pictures cost much to draw: what stands on one counts as seen, and so does all that a scan shows."""
        across, up = ctypes.c_uint(), ctypes.c_uint()
        for one in objects_of(page, raw.FPDF_PAGEOBJ_IMAGE):
            sized = raw.FPDFImageObj_GetImagePixelSize(one.found, across, up)
            if (self._scan or not sized or across.value * up.value > _PICTURE_DOTS) and one.box:
                self._pictures.append(one.box)
                raw.FPDFPageObj_SetIsActive(one.found, False)

    def _can_be_drawn(self, printed: raw.FPDF_PAGEOBJECT) -> bool:
        """Whether the font can be drawn at all here; of one that is not in the file nobody knows how it looks."""
        address = _address(printed)
        if address not in self._drawable:
            self._drawable[address] = bool(printed and _has_ink(self._page, printed))
        return self._drawable[address]


def _address(printed: raw.FPDF_PAGEOBJECT) -> int:
    return ctypes.cast(printed, ctypes.c_void_p).value or 0


def _words(one: PlacedObject, text: pdfium.PdfTextPage) -> str:
    length = raw.FPDFTextObj_GetText(one.found, text, None, 0)
    buffer = (ctypes.c_ushort * (length // 2 + 1))()
    raw.FPDFTextObj_GetText(one.found, text, buffer, length)
    return bytes(buffer).decode("utf-16-le", "replace").strip("\0 \r\n")


def _with_words(text: pdfium.PdfTextPage) -> set[int]:
    """The drawings that words were found in; those of print that is drawn twice on one place are found once."""
    return {_address(raw.FPDFText_GetTextObject(text, index)) for index in range(text.count_chars())}


def _has_ink(page: pdfium.PdfPage, printed: raw.FPDF_PAGEOBJECT) -> bool:
    """Whether a drawing of print leaves anything on an empty page when it is drawn in black, or its font is here."""
    if raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(printed)) == 1:
        return True
    parts = [ctypes.c_uint() for _ in range(4)]
    coloured = raw.FPDFPageObj_GetFillColor(printed, *parts)
    raw.FPDFPageObj_SetFillColor(printed, 0, 0, 0, 255)
    found = raw.FPDFTextObj_GetRenderedBitmap(page.pdf, page, printed, 1.0)
    if coloured:
        raw.FPDFPageObj_SetFillColor(printed, *(part.value for part in parts))
    if not found:
        return False
    bitmap = pdfium.PdfBitmap.from_raw(found)
    return any(bytes(bitmap.buffer))
