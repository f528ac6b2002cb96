"""Print of a PDF's page that lies on other print, as words typed over a covered line do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from knowledge.reading.readers.pdf_objects import Box, PlacedObject

_MOST = 3  # layers
_WIDE, _HIGH = 96.0, 24.0  # points of a cell within which print is looked for
_MOST_CELLS, _MOST_NEAR = 400, 20
_OVER = 0.25  # of the smaller one, from which two lie on one another


def layers_of(prints: Sequence[PlacedObject], repeats: Callable[[PlacedObject], bool]) -> list[int]:
    """For each piece of print, in the order in which they are drawn, its layer, the lowest 0; what neither lies on
    another nor below one is of the highest, and what `repeats` the print below it is of one layer with that.
    """
    boxes = [_box(one) for one in prints]
    above: dict[int, int] = {}
    near: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for at, box in enumerate(boxes):
        if box is None:
            continue
        cells = list(_cells(box))
        below = [i for i in {i for cell in cells for i in near[cell]} if _lies_on(box, boxes[i])]
        above.update(dict.fromkeys((i for i in below if i not in above), 0))
        if below:
            highest = max(above[i] for i in below)
            above[at] = highest if repeats(prints[at]) else min(highest + 1, _MOST - 1)
        for cell in cells:
            near[cell] = [*near[cell][1 - _MOST_NEAR :], at]
    top = max(above.values(), default=0)
    return [above.get(at, top) for at in range(len(prints))]


def _box(one: PlacedObject) -> Box | None:
    """What print reaches over; None of a slanting one, whose box is larger than its words, and of one too large."""
    a, b, *_ = one.found.get_matrix().multiply(one.matrix).get()
    box = one.box
    if box is None or min(abs(a), abs(b)) > 0.1 * max(abs(a), abs(b)):
        return None
    cells = ((box[2] - box[0]) / _WIDE + 1) * ((box[3] - box[1]) / _HIGH + 1)
    return box if cells <= _MOST_CELLS else None


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    left, bottom, right, top = box
    for x in range(int(left // _WIDE), int(right // _WIDE) + 1):
        yield from ((x, y) for y in range(int(bottom // _HIGH), int(top // _HIGH) + 1))


def _lies_on(box: Box, other: Box | None) -> bool:
    if other is None:
        return False
    across = min(box[2], other[2]) - max(box[0], other[0])
    up = min(box[3], other[3]) - max(box[1], other[1])
    smaller = min((one[2] - one[0]) * (one[3] - one[1]) for one in (box, other))
    return across > 0 and up > 0 and across * up >= _OVER * smaller
