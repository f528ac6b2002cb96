"""Headings that go on for a second line, where no format says so."""

from __future__ import annotations

from knowledge.reading.sectioning.headings import (
    Around,
    HeadingLine,
    HeadingStyle,
    heading_text,
    section_number,
)
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.wording import (
    capitals,
    ends_sentence,
    heads_nothing,
    names_government,
    runs_on,
    title_case,
)
from knowledge.text.labels import labelled

_FULL = 25  # characters of a line that may have reached the margin
_WORDS = 10


def two_lines(line: Line, around: Around) -> HeadingLine | None:
    """The heading of two lines set alike that stand apart, of which the first breaks off or is a long one."""
    below = around.below
    if below is None or around.after != around.index + 1 or not around.open_above:
        return None
    if not (_may_head(line) and _may_head(below)) or below.shape is not Shape.TEXT:
        return None
    text, more = line.text, below.text
    loud = capitals(text) and capitals(more)
    if not loud and not (around.lines[around.after + 1 : around.after + 2] and _apart(around)):
        return None
    if not (runs_on(text) or (loud and len(text) >= _FULL and not names_government(more))):
        return None
    if not loud and not (title_case(text) and (title_case(more) or more[:1].islower())):
        return None
    style = HeadingStyle.CAPITALS if loud else HeadingStyle.TITLE
    if line.mark:
        style = HeadingStyle.NUMBER if line.mark[:1].isdigit() else HeadingStyle.LETTER
    number = section_number(text) or line.mark
    said = f"{heading_text(line)} {more}".rstrip(": ")
    return HeadingLine(around.index, said, style, number, look=(line.bold, loud), more=around.after)


def _may_head(line: Line) -> bool:
    plain = line.shape is Shape.TEXT or (line.shape is Shape.ITEM and not line.bulleted)
    if not plain or ends_sentence(line.text) or line.text.endswith(":") or line.words > _WORDS:
        return False
    return not labelled(line.text) and not heads_nothing(line.text) and line.hashes == 0


def _apart(around: Around) -> bool:
    """Whether a blank line stands below the second line."""
    return around.after is not None and around.lines[around.after + 1].blank
