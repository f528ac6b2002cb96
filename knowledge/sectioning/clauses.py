"""A section's lines joined into clauses: list items, table rows and paragraphs, each with its real range."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from knowledge.passages import Clause
from knowledge.sectioning.labels import labelled
from knowledge.sectioning.lines import Line, Shape
from knowledge.sectioning.strength import strength_of

LONGEST = 1_100  # characters; an answer quotes at most 1,200 with its lead-in
_ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[A-Z(“\"])")
_LABEL = re.compile(r"^([A-Z][^.:;!?]{1,60}:)\s")


@dataclass(slots=True)
class _Part:
    """Lines that belong together while a section is being read."""

    shape: Shape
    lines: list[Line]
    mark: str = ""
    lead_in: str = ""
    trail: tuple[str, ...] = field(default=())

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def clauses_of(lines: list[Line]) -> tuple[Clause, ...]:
    """The clauses of a section's lines, heading and dropped lines left out.

    A list goes on over blank lines and page breaks; a paragraph goes on where one ends in mid-sentence and the
    next begins in lower case. A table row's cells stand with tabs between them; its lead-in is the header row.
    """
    parts = _with_lead_ins(_parts(lines))
    return tuple(clause for part in parts for clause in _cut(part))


def _parts(lines: list[Line]) -> list[_Part]:
    parts: list[_Part] = []
    gap = True
    lone_lines = _separate_lines(lines)
    for line in lines:
        if line.blank or line.shape is Shape.RULE:
            gap = True
            continue
        last = parts[-1] if parts else None
        if last and line.shape is Shape.TEXT and _goes_on(last, line, gap, lone_lines):
            last.lines.append(line)
        else:
            parts.append(_Part(line.shape, [line], line.mark))
        gap = False
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


def _goes_on(last: _Part, line: Line, gap: bool, separate: frozenset[int]) -> bool:
    before = last.lines[-1]
    if last.shape is Shape.ROW or line.start in separate:
        return False
    unfinished = not _ENDED.search(before.text) and line.text[:1].islower()
    if gap:
        return unfinished and before.words >= 4
    if last.shape is Shape.ITEM:
        return True
    # Unwrapped paragraphs stand on one long line each; wrapped ones end where the margin is.
    return unfinished or len(before.raw) <= 130


def _with_lead_ins(parts: list[_Part]) -> list[_Part]:
    result: list[_Part] = []
    lead = ""
    header: _Part | None = None
    open_items: list[_Part] = []
    for position, part in enumerate(parts):
        following = parts[position + 1].shape if position + 1 < len(parts) else None
        if part.shape is Shape.ITEM:
            _hang(part, open_items, lead)
            header = None
        elif part.shape is Shape.ROW:
            if header is None and _is_header(parts, position):
                header = part
                continue
            part.lead_in = header.text if header else ""
            header = header or part if following is Shape.ROW and header else header
        else:
            lead = part.text if part.text.endswith(":") else ""
            open_items, header = [], None
        result.append(part)
    return result


def _hang(part: _Part, open_items: list[_Part], lead: str) -> None:
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


def _kind(part: _Part) -> tuple[int, str]:
    """Items of one list share their indent and the kind of their marks."""
    mark = part.lines[0].mark
    kind = "1" if mark.isdigit() else "A" if mark.isupper() else "a" if mark.isalpha() else mark and "1.1"
    return part.lines[0].indent, kind


def _below(part: _Part, other: _Part) -> bool:
    """Deeper by its indent, or at the same one where a new list begins ("a" below "1", bullets below a colon)."""
    indent, theirs = part.lines[0].indent, other.lines[0].indent
    if indent != theirs:
        return indent > theirs
    return part.lines[0].mark in ("1", "a", "A", "i", "I") or (
        not part.lines[0].mark and other.text.endswith(":")
    )


def _leading(parent: _Part) -> str:
    if parent.text.endswith(":") or parent.text[-1:].isalpha():
        return parent.text
    label = _LABEL.match(parent.text)
    return label.group(1) if label else ""


def _is_header(parts: list[_Part], position: int) -> bool:
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


def _cut(part: _Part) -> list[Clause]:
    """One clause, or several at sentence ends where a paragraph is too long to quote."""
    text, start, end = part.text, part.lines[0].start, part.lines[-1].end
    if not text:
        return []
    if len(text) <= LONGEST:
        return [_clause(part, text, start, end)]
    pieces = _sentences(text)
    return [_clause(part, piece, start, end) for piece in pieces]


def _clause(part: _Part, text: str, start: int, end: int) -> Clause:
    return Clause(text, start, end, strength_of(text, part.lead_in), part.mark, part.lead_in)


def _sentences(text: str) -> list[str]:
    pieces = [""]
    for sentence in _SENTENCE.split(text):
        for chunk in (sentence[i : i + LONGEST] for i in range(0, len(sentence), LONGEST)):
            if pieces[-1] and len(pieces[-1]) + 1 + len(chunk) > LONGEST:
                pieces.append(chunk)
            else:
                pieces[-1] = f"{pieces[-1]} {chunk}".strip()
    return [piece for piece in pieces if piece]
