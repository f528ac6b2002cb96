"""The running head and foot of a document of one page, which come back nowhere: told by place, size and number."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.reading.readers.placed import PlacedLine, inwards
from knowledge.text.labels import labelled
from knowledge.text.language import LANGUAGE

_AT_END = LANGUAGE.pattern("page.at_end")
_ONLY_NUMBER = LANGUAGE.pattern("page.only_number")
_APART, _SMALLER, _TITLE = 1.6, 0.92, 1.3  # times the size of the body
_WORDS = 10


def alone(page: Sequence[PlacedLine], gone: set[int], body: float) -> set[int]:
    """The outermost lines of a page that surely are no text: its number, and small print above a title."""
    found: set[int] = set()
    for edge in ("page header", "page footer"):
        i = next((i for i in inwards(page, edge) if i not in gone), None)
        if i is None or len(page[i].text.split()) > _WORDS or page[i].size > 1.05 * body:
            continue
        others = [row for k, row in enumerate(page) if k != i and k not in gone]
        gap = min((abs(row.base - page[i].base) for row in others), default=0.0)
        if gap >= _APART * body and (_numbers(page[i]) or _heads(page[i], others, body)):
            found.add(i)
    return found


def _numbers(row: PlacedLine) -> bool:
    """Whether a line is the number of the page, or ends with it behind a wide gap or a sign."""
    alone = _ONLY_NUMBER.match(row.text) and sum(sign.isdigit() for sign in row.text) <= 2
    return bool(alone or _AT_END.search(row.text))


def _heads(row: PlacedLine, others: Sequence[PlacedLine], body: float) -> bool:
    """Whether a line in small print stands right above the title and says nothing of the document itself."""
    below = max((one for one in others if one.base < row.base), key=lambda one: one.base, default=None)
    if row.edge != "page header" or below is None or below.size < _TITLE * body or ":" in row.text:
        return False
    whole = row.text.rstrip().endswith((".", "!", "?", ";", ","))
    return row.size <= _SMALLER * body and not whole and labelled(row.text) is None
