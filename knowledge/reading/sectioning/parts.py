"""Lines joined into parts: list items, table rows and paragraphs, over blank lines and page breaks."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.reading.readers.tables import shown_cells
from knowledge.reading.sectioning.headings import section_number
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.unmarked import unmarked_items
from knowledge.reading.sectioning.wording import capitals, left_hanging
from knowledge.text.labels import labelled
from knowledge.text.language import LANGUAGE

_FIRST = re.compile(r"\(?([aAiI])\)\s+(?=\S)")  # The first of a list that begins on the line of its number.
_TAIL = LANGUAGE.exact("leads.tail")
_FEW = 4  # words of a line that only leads
_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")


@dataclass(slots=True)
class Part:
    """Lines that belong together while a section is being read."""

    shape: Shape
    lines: list[Line]
    mark: str = ""
    lead_in: str = ""
    kind: tuple[int, str] = (0, "")
    apart: bool = False
    """Whether a blank line stands between it and the part above."""
    ruled: bool = False
    """Whether a line of nothing but signs stands right below it, as below the header row of a Markdown table."""
    tail: str = ""
    """What ends the sentence of its whole list ("unless the clerk agrees.")."""

    @property
    def text(self) -> str:
        """The words of its lines, one space between them; of a row its cells with tabs."""
        if self.shape is Shape.ROW:
            return shown_cells(self.lines[0].cells)
        said = " ".join(line.text for line in self.lines)
        return f"{said} [… {self.tail}]" if self.tail else said

    @property
    def is_tail(self) -> bool:
        """Whether it only ends a sentence as the words below a list do ("unless the clerk agrees.")."""
        return self.shape is Shape.TEXT and bool(_TAIL.match(self.lines[0].text))


def parts_of(lines: list[Line], heading: str = "") -> list[Part]:
    """The parts of a section's lines below its heading, in order; lead-ins are not known yet."""
    parts: list[Part] = []
    gap = blank = True
    lone_lines = _separate_lines(lines)
    items = unmarked_items(lines, heading=heading)
    for line in lines:
        if line.wordless:
            if parts and not gap and line.shape is Shape.RULE:
                parts[-1].ruled = True
            gap = True
            blank = blank or line.blank
            continue
        if line.shape is Shape.ITEM and line.mark and (found := _FIRST.match(line.text)):
            parts.append(Part(Shape.ITEM, [replace(line, text="")], line.mark, apart=blank))
            line = replace(line, text=line.text[found.end() :], mark=found[1])
        last = parts[-1] if parts else None
        if line.start in items:
            parts.append(Part(Shape.ITEM, [line], line.mark))
        elif last and line.shape is Shape.TEXT and _goes_on(last, line, gap, lone_lines):
            last.lines.append(line)
        else:
            parts.append(Part(line.shape, [line], line.mark, apart=blank))
        gap = blank = False
    return parts


def _separate_lines(lines: list[Line]) -> frozenset[int]:
    """Starts of lines in blocks where every line is short and begins like a name: a list without marks."""
    separate: set[int] = set()
    block: list[Line] = []
    for line in [*lines, Line(0, 0, "", "", Shape.BLANK)]:
        if line.shape is Shape.TEXT:
            block.append(line)
            continue
        if len(block) > 1 and all(_stands_alone(entry) for entry in block):
            separate |= {entry.start for entry in block}
        block = []
    return frozenset(separate)


def _stands_alone(line: Line) -> bool:
    forced = line.raw.endswith("  ") or labelled(line.text) is not None
    return forced or (
        len(line.text) <= 90 and line.text[:1].isupper() and not line.text.endswith((",", ".", ";"))
    )


def _goes_on(last: Part, line: Line, gap: bool, separate: frozenset[int]) -> bool:
    before = last.lines[-1]
    if last.shape is Shape.ROW or line.start in separate:
        return False
    if _ENDED.search(before.text) and section_number(line.text):
        return False
    if line.words <= _FEW and capitals(line.text) and left_hanging(line.text) and not capitals(before.text):
        return False  # "DO NOT" below a list begins the next one, however far its lines reach.
    unfinished = not _ENDED.search(before.text) and line.text[:1].islower()
    if gap and last.shape is Shape.ITEM and line.indent <= last.lines[0].indent and _TAIL.match(line.text):
        return False  # It ends the sentence of all items.
    if gap:
        return unfinished and before.words >= 4
    if last.shape is Shape.ITEM and line.indent > last.lines[0].indent:
        return True
    # Unwrapped paragraphs stand on one long line each; wrapped ones end where the margin is.
    return unfinished or (not before.ends and len(before.raw) <= 130)
