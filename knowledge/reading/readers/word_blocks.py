"""The blocks of a Word document: paragraphs, rows and cells, which of them are gone, and the words they hold."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from knowledge.reading.readers.word_runs import DELETED, HIDDEN, MOVED, Words, as_raised
from knowledge.reading.readers.word_xml import is_on, qn

_APART = frozenset(qn(f"w:{name}") for name in ("tab", "ptab", "br", "cr", "noBreakHyphen", "sym"))
_GONE = frozenset((qn("w:del"), qn("w:moveFrom")))


def held_by(element: Element) -> str:
    """All words of a part in their order, whatever they mean; of alternatives the first is what counts."""
    if element.tag in (qn("w:t"), qn("w:delText")):
        return (element.text or "").replace("\u00ad", "")
    if element.tag in _APART:
        return " "
    children = list(element)[:1] if element.tag == qn("mc:AlternateContent") else element
    inner = "".join(held_by(child) for child in children if child.tag != qn("w:rt"))
    if element.tag == qn("w:r"):
        return as_raised(element, inner)
    if element.tag == qn("w:p"):
        goes_on = mark_is_gone(element) or mark_is_hidden(element) or is_drop_cap(element)
        return inner if goes_on else f"{inner} "
    return f" {inner} " if element.tag == qn("w:txbxContent") else inner


def mark_is_gone(paragraph: Element) -> bool:
    """Whether the end of a paragraph was deleted or moved away by a tracked change."""
    properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}")
    return properties is not None and any(child.tag in _GONE for child in properties)


def mark_is_hidden(paragraph: Element) -> bool:
    """Whether the end of a paragraph is hidden, so that the next one goes on with it."""
    return is_on(paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:vanish')}"))


def is_drop_cap(paragraph: Element) -> bool:
    """Whether a paragraph is the large letter with which the next one begins."""
    frame = paragraph.find(f"{qn('w:pPr')}/{qn('w:framePr')}")
    return frame is not None and str(frame.get(qn("w:dropCap"), "none")) in ("drop", "margin")


def still_counts(paragraph: Element, words: Words) -> bool:
    """Whether a paragraph without words in force has a number all the same: one that is empty, struck out or hidden
    is shown with it, one that was deleted or whose end is hidden is not.
    """
    if mark_is_hidden(paragraph):
        return False
    reasons = {piece.why for piece in words.pieces if piece.text.strip()}
    return not reasons or not reasons <= {DELETED, MOVED}


def row_is_gone(row: Element) -> str:
    """Why the words of a row of a table are not in force, or empty."""
    properties = row.find(qn("w:trPr"))
    if properties is None:
        return ""
    if properties.find(qn("w:del")) is not None:
        return DELETED
    return HIDDEN if is_on(properties.find(qn("w:hidden"))) else ""


def own_parts(parent: Element, tag: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also wrapped ones; those of a table in a cell are its own words."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag not in (qn("w:tc"), qn("w:p")):
            yield from own_parts(child, tag)


def cell_is_gone(cell: Element) -> bool:
    """Whether a tracked change deletes a cell of a table."""
    return cell.find(f"{qn('w:tcPr')}/{qn('w:cellDel')}") is not None


def is_frame(table: Element) -> bool:
    """Whether a table only lays a page out: one cell, or one row or column of cells that hold tables of their own."""
    rows = list(own_parts(table, qn("w:tr")))
    cells = [list(own_parts(row, qn("w:tc"))) for row in rows]
    if any(map(row_is_gone, rows)) or any(cell_is_gone(cell) for row in cells for cell in row):
        return False
    if len(cells) == 1 and len(cells[0]) == 1:
        return True
    line = len(cells) == 1 or all(len(row) == 1 for row in cells)
    return line and any(next(own_parts(cell, qn("w:tbl")), None) is not None for row in cells for cell in row)


def paragraphs_of(parent: Element) -> Iterator[Element]:
    """Every paragraph in reading order, those of tables within too; what stands inside a paragraph is its own."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield child
        else:
            yield from paragraphs_of(child)
