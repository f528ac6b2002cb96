"""What is drawn on a PDF's page, each thing with its place on the page, however deep the forms it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_DEEPEST = 8  # forms within forms
_MOST = 20_000  # objects of one page
_CELLS = 20  # along each side of the page, of which those are counted that a picture covers
Box = tuple[float, float, float, float]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlacedObject:
    """Something drawn, and the matrix that leads from where its form measures to the page."""

    found: pdfium.PdfObject
    matrix: pdfium.PdfMatrix

    def on_page(self, x: float, y: float) -> Point:
        """The place on the page of a point of its form."""
        across, up = self.matrix.on_point(x, y)
        return float(across), float(up)

    @property
    def box(self) -> Box | None:
        """What it reaches over on the page; None where nobody can tell."""
        try:
            left, bottom, right, top = self.found.get_bounds()
        except pdfium.PdfiumError:
            return None
        corners = [self.on_page(x, y) for x in (left, right) for y in (bottom, top)]
        across, upwards = [x for x, _ in corners], [y for _, y in corners]
        return min(across), min(upwards), max(across), max(upwards)


def objects_of(page: pdfium.PdfPage, *kinds: int) -> Iterator[PlacedObject]:
    """The objects of some kinds in the order in which they are drawn; of too many the first."""
    try:
        for _, one in zip(range(_MOST), _inside(page, None, pdfium.PdfMatrix(), 0), strict=False):
            if one.found.type in kinds:
                yield one
    except pdfium.PdfiumError:
        return


def _inside(
    page: pdfium.PdfPage, form: pdfium.PdfObject | None, matrix: pdfium.PdfMatrix, level: int
) -> Iterator[PlacedObject]:
    for found in page.get_objects(max_depth=level + 1, form=form, level=level):
        if found.type != raw.FPDF_PAGEOBJ_FORM:
            yield PlacedObject(found, matrix)
        elif level < _DEEPEST:
            yield from _inside(page, found, found.get_matrix().multiply(matrix), level + 1)


def filled(page: pdfium.PdfPage) -> float:
    """The part of a page, from 0 to 1, that pictures cover together."""
    boxes = (one.box for one in objects_of(page, raw.FPDF_PAGEOBJ_IMAGE))
    low_x, low_y, high_x, high_y = page.get_bbox()
    wide, high = (high_x - low_x) / _CELLS or 1.0, (high_y - low_y) / _CELLS or 1.0
    covered: set[tuple[int, int]] = set()
    for left, bottom, right, top in filter(None, boxes):
        columns = _cells((left - low_x) / wide, (right - low_x) / wide)
        covered.update((x, y) for x in columns for y in _cells((bottom - low_y) / high, (top - low_y) / high))
    return len(covered) / _CELLS**2


def _cells(start: float, end: float) -> range:
    """The cells whose middle lies between two places."""
    return range(min(max(round(start), 0), _CELLS), min(max(round(end), 0), _CELLS))
