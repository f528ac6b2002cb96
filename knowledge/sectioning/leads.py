"""What each list item or table row hangs on: the line before its list, the item above it, the header row."""

from __future__ import annotations

import re

from knowledge.sectioning.labels import labelled
from knowledge.sectioning.lines import Line, Shape
from knowledge.sectioning.parts import Part

_LABEL = re.compile(r"^([A-Z][^.:;!?]{1,60}:)\s")


def with_lead_ins(parts: list[Part]) -> list[Part]:
    """The parts with their lead-ins and full marks ("D.1"); header rows go into the lead-ins of their rows."""
    result: list[Part] = []
    lead = ""
    header: Part | None = None
    open_items: list[Part] = []
    for position, part in enumerate(parts):
        if part.shape is Shape.ITEM:
            _hang(part, open_items, lead)
            header = None
        elif part.shape is Shape.ROW:
            if header is None and _is_header(parts, position):
                header = part
                continue
            part.lead_in = header.text if header else ""
        else:
            lead = part.text if part.text.endswith(":") else ""
            open_items, header = [], None
        result.append(part)
    return result


def _hang(part: Part, open_items: list[Part], lead: str) -> None:
    """Put an item below the item it belongs to and give it that one's words as lead-in."""
    sibling = next((p for p, other in enumerate(open_items) if _kind(other) == _kind(part)), None)
    if sibling is not None:
        del open_items[sibling:]
    while open_items and not _below(part, open_items[-1]):
        open_items.pop()
    parent = open_items[-1] if open_items else None
    part.lead_in = _leading(parent) if parent else lead
    open_items.append(part)
    part.mark = ".".join(item.lines[0].mark for item in open_items if item.lines[0].mark) if part.mark else ""


def _kind(part: Part) -> tuple[int, str]:
    """Items of one list share their indent and the kind of their marks."""
    mark = part.lines[0].mark
    kind = "1" if mark.isdigit() else "A" if mark.isupper() else "a" if mark.isalpha() else mark and "1.1"
    return part.lines[0].indent, kind


def _below(part: Part, other: Part) -> bool:
    """Deeper by its indent, or at the same one where a new list begins ("a" below "1", bullets below a colon)."""
    indent, theirs = part.lines[0].indent, other.lines[0].indent
    if indent != theirs:
        return indent > theirs
    return part.lines[0].mark in ("1", "a", "A", "i", "I") or (
        not part.lines[0].mark and other.text.endswith(":")
    )


def _leading(parent: Part) -> str:
    if parent.text.endswith(":") or parent.text[-1:].isalpha():
        return parent.text
    label = _LABEL.match(parent.text)
    return label.group(1) if label else ""


def _is_header(parts: list[Part], position: int) -> bool:
    """Whether a row names the columns: short cells, no numbers, no fact label, and longer rows below."""
    row = parts[position].lines[0]
    below = parts[position + 1].lines[0] if position + 1 < len(parts) else None
    if (
        below is None
        or below.shape is not Shape.ROW
        or (labelled("\t".join(row.cells[:2])) and not _heads(row, below))
    ):
        return False
    short = all(len(cell.split()) <= 5 and not re.search(r"\d|[.:]$", cell) for cell in row.cells)
    return short and all(row.cells)


def _heads(row: Line, below: Line) -> bool:
    return len(row.cells) > 2 or labelled("\t".join(below.cells[:2])) is None
