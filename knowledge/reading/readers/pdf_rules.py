"""The lines drawn on a PDF's page that rule its tables: level and upright ones, joined where they go on."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.reading.readers.pdf_objects import PlacedObject, Point, objects_of

_MOST, _MOST_SEGMENTS, _MOST_RULES = 4_000, 2_000, 400
_STRAIGHT, _SHORTEST, _NEAR = 1.0, 6.0, 2.5  # points
Segment = tuple[Point, Point]


@dataclass(frozen=True, slots=True)
class PdfRule:
    """A straight line: `at` is its height (a level one) or its distance from the left (an upright one)."""

    at: float
    start: float
    end: float

    def covers(self, place: float) -> bool:
        """Whether it passes a place."""
        return self.start - _NEAR <= place <= self.end + _NEAR


@dataclass(frozen=True, slots=True)
class PdfRules:
    """The rules of a page as a reader of lines that are turned by so many quarters sees them."""

    level: tuple[PdfRule, ...] = ()
    upright: tuple[PdfRule, ...] = ()


def rules_of(page: pdfium.PdfPage) -> list[Segment]:
    """Every straight line drawn on a page, the edges of boxes too, from corner to corner."""
    found: list[Segment] = []
    for _, path in zip(range(_MOST), objects_of(page, raw.FPDF_PAGEOBJ_PATH), strict=False):
        found.extend(_segments(path))
        if len(found) > 4 * _MOST:
            return []  # A drawing and no table.
    return found


def turned(segments: list[Segment], turn: int) -> PdfRules:
    """Level and upright rules for lines of one turn, those of one line joined."""
    level, upright = [], []
    for (ax, ay), (bx, by) in (tuple(_seen(point, turn) for point in segment) for segment in segments):
        if abs(ay - by) <= _STRAIGHT and abs(ax - bx) >= _SHORTEST:
            level.append(PdfRule((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= _STRAIGHT and abs(ay - by) >= _SHORTEST:
            upright.append(PdfRule((ax + bx) / 2, min(ay, by), max(ay, by)))
    joined = PdfRules(tuple(_joined(level)), tuple(_joined(upright)))
    return joined if len(joined.level) + len(joined.upright) <= _MOST_RULES else PdfRules()


def _seen(point: Point, turn: int) -> Point:
    x, y = point
    return {1: (y, -x), 2: (-x, -y), 3: (-y, x)}.get(turn, point)


def _segments(path: PlacedObject) -> Iterator[Segment]:
    """The straight pieces of a path; a filled one that is thin is one line along its middle."""
    if path.box is None:
        return
    left, bottom, right, top = path.box
    if min(right - left, top - bottom) <= 2 * _STRAIGHT:
        if right - left >= top - bottom:
            yield (left, (bottom + top) / 2), (right, (bottom + top) / 2)
        else:
            yield ((left + right) / 2, bottom), ((left + right) / 2, top)
        return
    matrix = path.found.get_matrix().multiply(path.matrix)
    x, y = ctypes.c_float(), ctypes.c_float()
    begun = last = (0.0, 0.0)
    for number in range(min(raw.FPDFPath_CountSegments(path.found), _MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(path.found, number)
        if not raw.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        kind = raw.FPDFPathSegment_GetType(segment)
        here = matrix.on_point(x.value, y.value)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = here
        elif kind == raw.FPDF_SEGMENT_LINETO:
            yield last, here
        last = here
        if raw.FPDFPathSegment_GetClose(segment):
            yield last, begun
            last = begun


def _joined(rules: list[PdfRule]) -> Iterator[PdfRule]:
    """PdfRules of one line that touch, as one."""
    lines: list[list[PdfRule]] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if lines and rule.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(rule)
        else:
            lines.append([rule])
    for line in lines:
        at = sum(rule.at for rule in line) / len(line)
        start, end = 0.0, -1.0
        for rule in sorted(line, key=lambda one: one.start):
            if end >= start and rule.start <= end + _NEAR:
                end = max(end, rule.end)
            else:
                if end >= start:
                    yield PdfRule(at, start, end)
                start, end = rule.start, rule.end
        if end >= start:
            yield PdfRule(at, start, end)
