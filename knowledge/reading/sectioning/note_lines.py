"""Lines of notes between those of a section: a sentence or a list goes on behind them as if they were not there."""

from __future__ import annotations

import re

from knowledge.reading.sectioning.lines import Line, Shape

_NOTE = re.compile(r"^\s*[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}\s*[^\W\d_]")
_ENDED = re.compile(r"[.!?][\"'”’)\]]*$")


def notes_apart(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of a section that belong to no note, and those of the notes, which begin with a raised number."""
    if not any(_NOTE.match(line.raw) for line in lines):
        return lines, []
    said: list[Line] = []
    notes: list[Line] = []
    last: Line | None = None  # Of a note that may go on.
    for line in lines:
        goes_on = last is not None and (line.text[:1].islower() or not _ENDED.search(last.text))
        if line.shape is Shape.TEXT and (_NOTE.match(line.raw) or goes_on):
            notes.append(line)
            last = line
        else:
            said.append(line)
            last = None
    return said, notes
