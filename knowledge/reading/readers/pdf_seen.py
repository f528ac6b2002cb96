"""Which print of a PDF's page nobody can see: drawn without ink, in the colour of its ground, or covered."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_MOST = 20_000  # objects of one page
_WITHOUT_INK = (3, 7)  # text render modes
_ALIKE, _SOLID = 8, 240  # of 255
_DARK, _LIGHT = 40, 248  # what hides print; a colour between may be a marker's, which lets it through
_SMALLEST = 1.0  # points
_FILLS = 0.5  # of the page, from which a picture is a scan whose print was recognised
_KINDS = (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING)
Colour = tuple[int, int, int]
_WHITE = (255, 255, 255)


@dataclass(frozen=True, slots=True)
class _Area:
    """Something that fills a part of the page; `colour` is None where it has many."""

    box: tuple[float, float, float, float]
    colour: Colour | None
    order: int

    def holds(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.box
        return left <= x <= right and bottom <= y <= top


class Grounds:
    """What lies below and above the print of one page."""

    def __init__(self, page: pdfium.PdfPage | None) -> None:
        self._areas: list[_Area] = []
        self._order: dict[int, int] = {}
        self._known = True
        self._scan = False
        width, height = page.get_size() if page else (0, 0)
        objects = page.get_objects(filter=_KINDS, max_depth=3) if page else ()
        for order, found in zip(range(_MOST), objects, strict=False):
            if found.type == raw.FPDF_PAGEOBJ_TEXT:
                self._order[ctypes.cast(found.raw, ctypes.c_void_p).value or 0] = order
            elif area := _area(found, order):
                self._areas.append(area)
                # What stands in a form of its own is measured from another corner.
                self._known = self._known and not found.level
                left, bottom, right, top = area.box
                large = (right - left) * (top - bottom) >= _FILLS * width * height
                self._scan = self._scan or (found.type == raw.FPDF_PAGEOBJ_IMAGE and large)

    def hides(self, page: raw.FPDF_TEXTPAGE, index: int, at: tuple[float, float], size: float) -> bool:
        """Whether the print of a character at a place of the page is not seen."""
        if size < _SMALLEST:
            return True
        drawing = raw.FPDFText_GetTextObject(page, index)
        if raw.FPDFTextObj_GetTextRenderMode(drawing) in _WITHOUT_INK:
            return not self._scan
        if not self._known:
            return False
        order = self._order.get(ctypes.cast(drawing, ctypes.c_void_p).value or 0, _MOST)
        there = [area for area in self._areas if area.holds(*at)]
        if any(area.order > order and area.colour and _covers(area.colour) for area in there):
            return True
        below = max((area for area in there if area.order < order), key=lambda area: area.order, default=None)
        ground = below.colour if below else _WHITE
        ink = _ink(page, index)
        return ink is not None and (
            ink[3] < _ALIKE
            or (ground is not None and all(abs(a - b) <= _ALIKE for a, b in zip(ink, ground, strict=False)))
        )


def _covers(colour: Colour) -> bool:
    return max(colour) <= _DARK or min(colour) >= _LIGHT


def _ink(page: raw.FPDF_TEXTPAGE, index: int) -> tuple[int, int, int, int] | None:
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFText_GetFillColor(page, index, *parts):
        return None
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def _area(found: pdfium.PdfObject, order: int) -> _Area | None:
    """What a filled path or a picture covers; None for lines and for what lets through what is below."""
    try:
        box = found.get_bounds()
    except pdfium.PdfiumError:
        return None
    if found.type != raw.FPDF_PAGEOBJ_PATH:
        return _Area(box, None, order)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not raw.FPDFPath_GetDrawMode(found, fill, stroke) or not fill.value:
        return None
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFPageObj_GetFillColor(found, *parts):
        return _Area(box, None, order)
    red, green, blue, alpha = (part.value for part in parts)
    if alpha < _SOLID:
        return None if alpha < _ALIKE else _Area(box, None, order)
    straight = raw.FPDFPath_CountSegments(found) <= 6
    return _Area(box, (red, green, blue) if straight else None, order)
