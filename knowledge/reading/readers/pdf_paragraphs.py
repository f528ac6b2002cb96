"""Where paragraphs of a page begin though no wider space stands above them: by an indent, or by room that was left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from itertools import pairwise

from knowledge.reading.readers.pdf_lines import Row, is_item, is_mark

_ENDED = re.compile(r"[.!?][\"'”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_STOPS = re.compile(r"[.!?:;][\"'”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")
_OPENS = re.compile(r"[\"'“‘(]?[^\W\d_a-zß-öø-ÿ]")
_SAME = 3.0  # points, within which lines begin at one place
_INDENT, _DEEPEST = 0.8, 4.0  # times the size
_ROOM = 0.5  # times the size: the space before a word, and what a margin may differ by


class Begins(Enum):
    """What a line is to the one above it: a paragraph, or the next sentence or the rest of one at the margin."""

    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    MIDDLE = "middle"
    UNKNOWN = "unknown"


def begins(rows: Sequence[Row]) -> list[Begins]:
    """For each line of a page, whether it begins a paragraph or the next sentence of the one above."""
    edges = _edges(rows)
    done = [Begins.UNKNOWN] * len(rows)
    for i, (above, below) in enumerate(pairwise(rows)):
        edge = edges.get((above.flow, above.size))
        after = rows[i + 2] if i + 2 < len(rows) else None
        if _sentences(above, below):
            done[i + 1] = _begun(above, below, after, edge)
        elif edge is not None and _in_sentence(above, below) and not _has_room(above, below, edge):
            done[i + 1] = Begins.MIDDLE
        if done[i] is Begins.PARAGRAPH and done[i + 1] is Begins.UNKNOWN and edge is not None:
            done[i + 1] = _from_indent(above, below)
    return done


def _in_sentence(above: Row, below: Row) -> bool:
    """Whether a line that begins with a capital stands below one that ended no sentence, as the rest of it may."""
    alike = (above.flow, above.size) == (below.flow, below.size) and len(above.pieces) == len(
        below.pieces
    ) == 1
    same = abs(above.pieces[0].left - below.pieces[0].left) <= _SAME
    opens = _OPENS.match(below.text) and not is_item(below.words)
    return alike and same and bool(opens) and not _STOPS.search(above.text)


def _has_room(above: Row, below: Row, edge: float) -> bool:
    """Whether the first word of a line would have fitted on the one above."""
    first = below.pieces[0].words[0]
    return above.pieces[-1].right + first.right - first.left + _ROOM * above.size < edge


def _from_indent(above: Row, below: Row) -> Begins:
    """What stands below the first line of a paragraph that is set in."""
    out = above.pieces[0].left - below.pieces[0].left
    same = _sentences(above, below) and 0 < out <= _DEEPEST * below.size and not is_item(above.words)
    return Begins.SENTENCE if same else Begins.UNKNOWN


def _begun(above: Row, below: Row, after: Row | None, edge: float | None) -> Begins:
    deeper = below.pieces[0].left - above.pieces[0].left
    if is_item(above.words):
        hangs = abs(below.pieces[0].left - above.words[1].left) <= _SAME
        return Begins.SENTENCE if hangs else Begins.UNKNOWN
    if edge is None:
        return Begins.UNKNOWN
    if _has_room(above, below, edge):
        return Begins.PARAGRAPH
    if _INDENT * below.size <= deeper <= _DEEPEST * below.size:
        back = after is not None and after.flow == below.flow
        back = back and after is not None and abs(after.pieces[0].left - above.pieces[0].left) <= _SAME
        return Begins.PARAGRAPH if back else Begins.UNKNOWN
    return Begins.SENTENCE if abs(deeper) <= _SAME else Begins.UNKNOWN


def runs_on(above: str, below: str) -> bool:
    """Whether a line stops in a sentence that the next one goes on with, which is no item of a list."""
    begins = below.split(maxsplit=1)
    return bool(begins) and not _STOPS.search(above) and below[:1].islower() and not is_mark(begins[0])


def parted(above: str, below: str) -> bool:
    """Whether a sentence ends above, and another one may begin below."""
    return bool(_ENDED.search(above)) and bool(_OPENS.match(below))


def _edges(rows: Sequence[Row]) -> dict[tuple[int, float], float]:
    """How far wrapped lines reach, by column and size."""
    edges: dict[tuple[int, float], float] = {}
    for above, below in pairwise(rows):
        if above.flow == below.flow and above.size == below.size and runs_on(above.text, below.text):
            key = (above.flow, above.size)
            edges[key] = max(edges.get(key, 0.0), above.pieces[-1].right)
    return edges


def _sentences(above: Row, below: Row) -> bool:
    alike = (above.flow, above.size) == (below.flow, below.size)
    plain = len(above.pieces) == 1 or is_mark(above.pieces[0].text)
    return alike and plain and len(below.pieces) == 1 and parted(above.text, below.text)
