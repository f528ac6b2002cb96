"""A section's lines as clauses, each with its real range and the strength of its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from knowledge.reading.document import Clause
from knowledge.reading.sectioning.leads import with_lead_ins
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.note_lines import notes_apart
from knowledge.reading.sectioning.parts import Part, parts_of
from knowledge.reading.sectioning.questions import without_label
from knowledge.reading.sectioning.strength import strength_of
from knowledge.text.language import CAPITALS

LONGEST = 1_100  # characters; an answer quotes at most 1,200 with its lead-in
LONGEST_HEAD = 90
_SENTENCE = re.compile(rf"(?<=[.!?;])\s+(?=[{CAPITALS}(“\"])")


def clauses_of(lines: list[Line], heading: str = "") -> tuple[Clause, ...]:
    """The clauses of a section's lines, heading and dropped lines left out.

    A list goes on over blank lines and page breaks; a paragraph goes on where one ends in mid-sentence and the
    next begins in lower case. A table row's cells stand with tabs between them; its lead-in is the header row. A list
    right below a heading that says what must or may be done ("Staff must not") has the heading as its lead-in.
    """
    said, notes = notes_apart(lines)
    parts = with_lead_ins(parts_of(without_label(said, heading), heading), heading)
    clauses = (clause for part in (*parts, *parts_of(notes)) for clause in _cut(part))
    return tuple(sorted(clauses, key=lambda clause: clause.start) if notes else clauses)


def _cut(part: Part) -> list[Clause]:
    """One clause, or several at sentence ends where a paragraph is too long to quote."""
    text, start, end = part.text, part.lines[0].start, part.lines[-1].end
    if not text:
        return []
    if len(text) <= LONGEST:
        return [_clause(part, text, start, end)]
    first, *others = _sentences(text)
    head = part.lines[0].cells[0] if part.shape is Shape.ROW and part.lines[0].cells else ""
    behind = part
    if head and len(head) <= LONGEST_HEAD:  # What the row is about stands with all that it says.
        behind = replace(part, lead_in=f"{part.lead_in} {head}".strip())
    return [_clause(part, first, start, end), *(_clause(behind, piece, start, end) for piece in others)]


def _clause(part: Part, text: str, start: int, end: int) -> Clause:
    return Clause(text, start, end, strength_of(text, part.lead_in), part.mark, part.lead_in)


def _sentences(text: str) -> list[str]:
    pieces = [""]
    for sentence in _SENTENCE.split(text):
        for chunk in _chunks(sentence):
            if pieces[-1] and len(pieces[-1]) + 1 + len(chunk) > LONGEST:
                pieces.append(chunk)
            else:
                pieces[-1] = f"{pieces[-1]} {chunk}".strip()
    return [piece for piece in pieces if piece]


def _chunks(sentence: str) -> Iterator[str]:
    """A sentence in pieces that can be quoted, parted between words where it has any."""
    while len(sentence) > LONGEST:
        place = sentence.rfind(" ", 1, LONGEST + 1)
        place = place if place > 0 else LONGEST
        yield sentence[:place].rstrip()
        sentence = sentence[place:].lstrip()
    if sentence:
        yield sentence
